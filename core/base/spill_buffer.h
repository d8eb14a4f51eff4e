// Bytes that are appended once and then read at random: in memory up to a limit, beyond it in a file without
// a name that the system maps, whose pages it may take back whenever it needs them.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace regulus {

// Thread: one while it grows, any once it is sealed.
class SpillBuffer {
  public:
    explicit SpillBuffer(std::size_t limit) : m_limit(limit) {}
    SpillBuffer(const SpillBuffer&) = delete;
    SpillBuffer& operator=(const SpillBuffer&) = delete;
    SpillBuffer(SpillBuffer&& other) noexcept;
    ~SpillBuffer();

    // Throws Error(Storage) when the file cannot be made or the disk is full.
    void append(std::span<const std::byte> bytes);
    // No more is appended. Throws as append().
    void seal();

    std::size_t size() const { return m_written + m_pending.size(); }
    bool spilled() const { return m_file >= 0; }
    const std::byte* data() const;  // once sealed

  private:
    void write_pending();

    std::size_t m_limit, m_written = 0;
    std::vector<std::byte> m_pending;  // all, until it spills; then what is not written yet
    int m_file = -1;
    void* m_map = nullptr;
};

// The same for values of one type.
template <class T>
class SpillArray {
  public:
    explicit SpillArray(std::size_t limit_bytes) : m_buffer(limit_bytes) {}
    void append(std::span<const T> values) { m_buffer.append(std::as_bytes(values)); }
    void seal() { m_buffer.seal(); }
    std::size_t size() const { return m_buffer.size() / sizeof(T); }
    bool spilled() const { return m_buffer.spilled(); }
    const T* data() const { return reinterpret_cast<const T*>(m_buffer.data()); }

  private:
    SpillBuffer m_buffer;
};

}  // namespace regulus
