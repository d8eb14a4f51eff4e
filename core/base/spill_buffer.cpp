#include "core/base/spill_buffer.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

#include "core/base/error.h"

namespace regulus {
namespace {

constexpr std::size_t write_bytes = std::size_t{8} << 20U;

[[noreturn]] void no_room(const std::string& folder, int problem) {
    throw Error(
        ErrorKind::Storage,
        "Data too large for memory could not be written to disk: " + std::generic_category().message(problem),
        folder, "Free disk space, or allow Regulus more memory");
}

// Not /tmp, which may be memory itself.
std::string folder_for_files() {
    std::string folder;
    if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache == '/') {
        folder = cache;
    } else if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/') {
        folder = std::string(home) + "/.cache";
    } else {
        return "/var/tmp";
    }
    folder += "/regulus";
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    return problem ? "/var/tmp" : folder;
}

// A file that is gone once it is closed, whatever becomes of the program.
int open_nameless(const std::string& folder) {
    const int direct = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (direct >= 0) return direct;
    std::string name = folder + "/spill-XXXXXX";
    const int file = ::mkostemp(name.data(), O_CLOEXEC);
    if (file < 0) no_room(folder, errno);
    ::unlink(name.c_str());
    return file;
}

}  // namespace

SpillBuffer::SpillBuffer(SpillBuffer&& other) noexcept
    : m_limit(other.m_limit),
      m_written(std::exchange(other.m_written, 0)),
      m_pending(std::move(other.m_pending)),
      m_file(std::exchange(other.m_file, -1)) {}

SpillBuffer::~SpillBuffer() {
    if (m_file >= 0) ::close(m_file);
}

void SpillBuffer::append(std::span<const std::byte> bytes) {
    const std::size_t needed = m_pending.size() + bytes.size();
    if (m_file < 0 && needed > m_limit) {
        m_file = open_nameless(folder_for_files());
        write_pending();
    }
    if (m_file >= 0 && needed >= write_bytes) write_pending();
    const std::size_t most = m_file < 0 ? m_limit : write_bytes;  // but for what comes at once
    const std::size_t size = m_pending.size() + bytes.size();
    if (size > m_pending.capacity()) m_pending.reserve(std::max(size, std::min(2 * size, most)));
    m_pending.insert(m_pending.end(), bytes.begin(), bytes.end());
}

void SpillBuffer::write_pending() {
    for (std::size_t at = 0; at < m_pending.size();) {
        const ssize_t put = ::write(m_file, m_pending.data() + at, m_pending.size() - at);
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) no_room(folder_for_files(), put < 0 ? errno : ENOSPC);
        at += static_cast<std::size_t>(put);
    }
    m_written += m_pending.size();
    m_pending.clear();
    if (m_pending.capacity() > 2 * write_bytes) m_pending = {};
}

void SpillBuffer::seal() {
    if (m_file < 0) {
        m_pending.shrink_to_fit();
        return;
    }
    write_pending();
    m_pending = {};
}

std::span<const std::byte> SpillBuffer::read(std::size_t at, std::size_t count,
                                             std::span<std::byte> room) const {
    assert(at <= size() && count <= size() - at);
    if (m_file < 0) return std::span(m_pending).subspan(at, count);
    assert(room.size() >= count);
    for (std::size_t done = 0; done < count;) {
        const ssize_t got = ::pread(m_file, room.data() + done, count - done, static_cast<off_t>(at + done));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) {
            throw Error(ErrorKind::Storage,
                        "Data moved to disk could not be read back: " +
                            std::generic_category().message(got < 0 ? errno : EIO),
                        folder_for_files(), "Check the disk, or allow Regulus more memory");
        }
        done += static_cast<std::size_t>(got);
    }
    return room.first(count);
}

}  // namespace regulus
