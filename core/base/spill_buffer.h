// Bytes that are appended once and then read at random: in memory up to a limit, beyond it all in a file
// without a name, which the system caches as it has memory to spare. A mapped file would count as the
// program's own memory.
#pragma once

#include <cstddef>
#include <span>
#include <type_traits>
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
    // What lies at `at`, once sealed: in memory itself, or read from the file into `room`, which the result
    // then points into. at + count is at most size(). Throws Error(Storage) when the file cannot be read.
    std::span<const std::byte> read(std::size_t at, std::size_t count, std::span<std::byte> room) const;

  private:
    void write_pending();

    std::size_t m_limit, m_written = 0;
    std::vector<std::byte> m_pending;  // all, until it spills; then what is not written yet
    int m_file = -1;
};

// The same for values of one type.
template <class T>
class SpillArray {
    static_assert(std::is_trivially_copyable_v<T>);

  public:
    explicit SpillArray(std::size_t limit_bytes) : m_buffer(limit_bytes) {}
    void append(std::span<const T> values) { m_buffer.append(std::as_bytes(values)); }
    void seal() { m_buffer.seal(); }
    std::size_t size() const { return m_buffer.size() / sizeof(T); }
    bool spilled() const { return m_buffer.spilled(); }
    // values[at] to values[at + count - 1]; valid as long as this array and `room` stay as they are.
    std::span<const T> read(std::size_t at, std::size_t count, std::vector<T>& room) const {
        if (spilled() && room.size() < count) room.resize(count);
        const auto bytes =
            m_buffer.read(at * sizeof(T), count * sizeof(T), std::as_writable_bytes(std::span(room)));
        return {reinterpret_cast<const T*>(bytes.data()), count};
    }

  private:
    SpillBuffer m_buffer;
};

}  // namespace regulus
