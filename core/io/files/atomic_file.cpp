#include "core/io/files/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include "core/base/error.h"
#include "core/io/files/checksum.h"

namespace regulus {
namespace {

namespace fs = std::filesystem;

std::string remedy_for(int error_number) {
    switch (error_number) {
        case ENOSPC:
        case EDQUOT:
        case EFBIG:
            return "Free some space or choose another disk";
        case EACCES:
        case EPERM:
        case EROFS:
            return "Choose a folder you may write to";
        case ENOENT:
        case ENOTDIR:
            return "Make the folder first or choose another";
        default:
            return "Choose another place";
    }
}

// Where the bytes must go: behind a symbolic link, the file it names.
std::string resolved(const std::string& target) {
    std::error_code problem;
    if (!fs::is_symlink(fs::symlink_status(target, problem))) return target;
    const fs::path real = fs::weakly_canonical(target, problem);
    return problem ? target : real.string();
}

void check_target(const std::string& target) {
    struct stat info {};
    if (::stat(target.c_str(), &info) != 0) return;
    if (S_ISDIR(info.st_mode)) {
        throw Error(ErrorKind::Storage, "There is a folder of that name", target, "Choose another name");
    }
    if (!S_ISREG(info.st_mode)) {
        throw Error(ErrorKind::Storage, "That is a device or pipe, not a file", target,
                    "Choose another name");
    }
    if (::access(target.c_str(), W_OK) != 0) throw_storage_error(target, errno);
}

}  // namespace

void throw_storage_error(const std::string& path, int error_number) {
    throw Error(ErrorKind::Storage,
                "The file cannot be written: " + std::generic_category().message(error_number), path,
                remedy_for(error_number));
}

AtomicFile::AtomicFile(const std::string& target) : m_target(resolved(target)) {
    static std::atomic<unsigned> counter{0};
    if (fs::path(m_target).filename().empty()) {
        throw Error(ErrorKind::Storage, "A file needs a name", target, "Give a file, not a folder");
    }
    check_target(m_target);
    const fs::path folder = fs::path(m_target).parent_path();
    const std::string name = fs::path(m_target).filename().string();
    for (int attempt = 0; attempt < 100 && m_descriptor < 0; ++attempt) {
        // The name is cut so that a long but legal one does not become too long here.
        std::string part(".");
        part += name.substr(0, 200) + "." + std::to_string(::getpid()) + "-" + std::to_string(counter++) +
                ".part";
        m_temporary = (folder / part).string();
        m_descriptor = ::open(m_temporary.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (m_descriptor < 0 && errno != EEXIST) throw_storage_error(target, errno);
    }
    if (m_descriptor < 0) throw_storage_error(target, EEXIST);
    struct stat info {};
    // Rights are a courtesy; some file systems have none.
    if (::stat(m_target.c_str(), &info) == 0) (void)!::fchmod(m_descriptor, info.st_mode & 07777);
}

AtomicFile::~AtomicFile() {
    if (!m_committed && m_descriptor >= 0) {
        // A library may still hold the file open after a failure: its bytes are given back all the same.
        (void)!::ftruncate(m_descriptor, 0);
        ::unlink(m_temporary.c_str());
    }
    if (m_descriptor >= 0) ::close(m_descriptor);
}

void AtomicFile::write(std::string_view bytes) {
    m_checksum = crc32_of(bytes, m_checksum);
    while (!bytes.empty()) {
        const ssize_t written = ::write(m_descriptor, bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR) continue;
            throw_storage_error(m_target, errno);
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

void AtomicFile::commit() {
    if (::fsync(m_descriptor) != 0 && errno != EINVAL && errno != EROFS) throw_storage_error(m_target, errno);
    if (::rename(m_temporary.c_str(), m_target.c_str()) != 0) throw_storage_error(m_target, errno);
    m_committed = true;
    // The name itself is on the disk only once its folder is; a system that cannot do this still has the
    // file.
    const std::string folder = fs::path(m_target).parent_path().string();
    const int directory = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory >= 0) {
        (void)::fsync(directory);
        ::close(directory);
    }
}

void AtomicFile::publish() {
    if (::rename(m_temporary.c_str(), m_target.c_str()) != 0) throw_storage_error(m_target, errno);
    m_committed = true;
}

void write_whole_file(const std::string& path, std::string_view bytes) {
    AtomicFile file(path);
    file.write(bytes);
    file.commit();
}

}  // namespace regulus
