// A file that appears complete or not at all: written beside its target under another name, then renamed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace regulus {

// Thread: one thread at a time.
class AtomicFile {
  public:
    // Makes an empty temporary file in the folder of `target`. A symbolic link is followed, so that the link
    // stays. Throws Error(Storage) when the folder is missing, the target is a folder, a device or
    // write-protected, or nothing can be made there.
    explicit AtomicFile(const std::string& target);
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;
    // Removes the temporary file unless commit() was called.
    ~AtomicFile();

    // The temporary file; a library that wants a name may open, truncate and write it.
    const std::string& path() const noexcept { return m_temporary; }
    const std::string& target() const noexcept { return m_target; }

    // Appends. Throws Error(Storage), for a full disk with that cause.
    void write(std::string_view bytes);
    // Of all that write() was given, as crc32_of() has it.
    std::uint32_t checksum() const noexcept { return m_checksum; }

    // Brings the bytes to the disk and gives the file its name, replacing an older one. Throws
    // Error(Storage); the target is then what it was.
    void commit();

    // The same without waiting for the disk: for what can be made anew and is checked when it is read.
    void publish();

  private:
    std::string m_target, m_temporary;
    std::uint32_t m_checksum = 0;
    int m_descriptor = -1;
    bool m_committed = false;
};

// The message for a failed write to `path`, told by errno's value.
[[noreturn]] void throw_storage_error(const std::string& path, int error_number);

// All of it at once. Throws Error(Storage).
void write_whole_file(const std::string& path, std::string_view bytes);

}  // namespace regulus
