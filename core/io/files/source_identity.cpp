#include "core/io/files/source_identity.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <vector>

#include "core/base/error.h"
#include "core/io/files/checksum.h"

namespace regulus {
namespace {

constexpr std::uint64_t end_bytes = std::uint64_t{1} << 20U;
// Changes when what is made of a matrix is made in another way.
constexpr const char* generation = "1";

[[noreturn]] void refuse(const std::string& path, int error_number) {
    throw Error(ErrorKind::Input, "The file cannot be read: " + std::generic_category().message(error_number),
                path, "Check that it exists and that you have permission to read it");
}

std::int64_t nanoseconds(const timespec& time) {
    return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

FileIdentity from_stat(const std::string& path, const struct stat& info) {
    FileIdentity identity;
    identity.path = path;
    identity.device = info.st_dev;
    identity.inode = info.st_ino;
    identity.size = static_cast<std::uint64_t>(info.st_size);
    identity.modified = nanoseconds(info.st_mtim);
    identity.changed = nanoseconds(info.st_ctim);
    return identity;
}

void add_piece(Sha256& sum, int descriptor, const std::string& path, std::uint64_t begin, std::uint64_t end) {
    std::vector<char> bytes(end - begin);
    std::size_t have = 0;
    while (have < bytes.size()) {
        const ssize_t got =
            ::pread(descriptor, bytes.data() + have, bytes.size() - have, static_cast<off_t>(begin + have));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) refuse(path, got < 0 ? errno : EIO);
        have += static_cast<std::size_t>(got);
    }
    sum.add({bytes.data(), bytes.size()});
}

}  // namespace

FileIdentity identify_file(const std::string& path) {
    std::error_code problem;
    const auto canonical = std::filesystem::canonical(path, problem);
    const std::string real = problem ? path : canonical.string();
    const int descriptor = ::open(real.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) refuse(path, errno);
    try {
        struct stat info {};
        if (::fstat(descriptor, &info) != 0) refuse(path, errno);
        FileIdentity identity = from_stat(real, info);
        Sha256 sum;
        const std::uint64_t first = std::min(identity.size, end_bytes);
        add_piece(sum, descriptor, path, 0, first);
        add_piece(sum, descriptor, path, std::max(first, identity.size - first), identity.size);
        identity.ends = sum.hex();
        ::close(descriptor);
        return identity;
    } catch (...) {
        ::close(descriptor);
        throw;
    }
}

void check_unchanged(const FileIdentity& identity) {
    struct stat info {};
    if (::stat(identity.path.c_str(), &info) != 0) refuse(identity.path, errno);
    FileIdentity now = from_stat(identity.path, info);
    now.ends = identity.ends;
    if (now == identity) return;
    throw Error(ErrorKind::Input, "The file changed while it was open", identity.path,
                "Open the dataset again");
}

std::string source_key(const FileIdentity& identity, const std::string& inner, const std::string& use) {
    std::string text;
    for (const std::string& part :
         {std::string(generation), use, inner, identity.path, std::to_string(identity.device),
          std::to_string(identity.inode), std::to_string(identity.size), std::to_string(identity.modified),
          std::to_string(identity.changed), identity.ends}) {
        text += std::to_string(part.size()) + ":" + part;
    }
    return sha256(text);
}

}  // namespace regulus
