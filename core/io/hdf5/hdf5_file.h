// HDF5 behind handles that close themselves, one lock, and Error instead of return codes. Only for the
// sources of core/io: no header that others include may include this one.
#pragma once

#include <hdf5.h>

#include <mutex>
#include <string>
#include <utility>

namespace regulus::h5 {

// The library is not thread-safe: every call to it is made while this is held, and it is held for one call
// or a few, never for a whole job. It is recursive, so that small functions can be built from smaller ones.
std::recursive_mutex& library_mutex();
// Keeps the library from printing: what it has to say goes into our own messages.
class Lock {
  public:
    Lock();

  private:
    std::lock_guard<std::recursive_mutex> m_guard;
};

// Owns one HDF5 identifier of any kind.
class Handle {
  public:
    Handle() = default;
    explicit Handle(hid_t id) noexcept : m_id(id) {}
    Handle(Handle&& other) noexcept : m_id(std::exchange(other.m_id, -1)) {}
    Handle& operator=(Handle&& other) noexcept {
        std::swap(m_id, other.m_id);
        return *this;
    }
    Handle(const Handle& other);
    Handle& operator=(const Handle& other) { return *this = Handle(other); }
    ~Handle();

    hid_t get() const noexcept { return m_id; }
    explicit operator bool() const noexcept { return m_id >= 0; }

  private:
    hid_t m_id = -1;
};

// Where something is: the file, and the path inside it.
struct Place {
    std::string file, path;
    std::string text() const { return path.empty() || path == "/" ? file : file + ": " + path; }
    Place child(const std::string& name) const;
};

// The innermost reason of what failed last, as the library put it; "" when it gave none. Clears it.
std::string library_message();

// Throw Error with the library's reason in a few words: Input (the file is damaged) or Storage (it cannot be
// written; where the system refused, the message is that of throw_storage_error()).
[[noreturn]] void fail_reading(const Place& place, const std::string& what);
[[noreturn]] void fail_writing(const Place& place, const std::string& what);

// A file open for reading; others may read it, and it may lie on a read-only medium. Throws Error(Input)
// saying what the file is when it is missing, unreadable, a folder, empty, cut short or not HDF5.
Handle open_for_reading(const std::string& path);

// Truncates or makes the file. Throws Error(Storage).
Handle create_file(const std::string& path);
// Opens a file of ours to change it. Throws Error(Storage).
Handle open_for_change(const std::string& path);

// Closes a file that was written, and with it everything still open in it. Throws Error(Storage) when what
// was kept in memory does not fit on the disk. `target` is the name a person knows the file by.
void close_written(Handle file, const std::string& target);

// A link access list that follows no link out of the file.
hid_t inside_file_only();

}  // namespace regulus::h5
