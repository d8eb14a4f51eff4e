// Says of a file that somebody works with it, for as long as they live: the system takes the lock away when a
// process ends, however it ends.
#pragma once

#include <optional>
#include <string>

namespace regulus {

// Thread: one thread at a time.
class FileLock {
  public:
    // Nothing while another FileLock, of this or another process, holds the file. Where the file system knows
    // no locks, or the file cannot be opened, it is taken as free.
    static std::optional<FileLock> take(const std::string& path);

    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&& other) noexcept;
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;
    ~FileLock();

  private:
    explicit FileLock(int descriptor) : m_descriptor(descriptor) {}
    int m_descriptor = -1;
};

}  // namespace regulus
