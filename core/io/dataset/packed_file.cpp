#include "core/io/dataset/packed_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "core/io/files/atomic_file.h"
#include "core/io/files/gzip.h"

namespace regulus {
namespace {

namespace fs = std::filesystem;

void unpack(const std::string& packed, const std::string& path, int descriptor, Job& job) {
    constexpr std::size_t piece = std::size_t{1} << 20U;
    GzipReader reader(packed);
    std::error_code unknown;
    const auto size = static_cast<double>(fs::file_size(packed, unknown));
    std::vector<char> buffer(piece);
    for (;;) {
        job.checkpoint();
        const std::size_t got = reader.read(buffer);
        for (std::size_t done = 0; done < got;) {
            const ssize_t written = ::write(descriptor, buffer.data() + done, got - done);
            if (written < 0 && errno == EINTR) continue;
            if (written <= 0) throw_storage_error(path, errno);
            done += static_cast<std::size_t>(written);
        }
        if (got < buffer.size()) return;
        if (!unknown && size > 0)
            job.progress(static_cast<double>(reader.position()) / size, "unpacking the file");
    }
}

}  // namespace

UnpackedFile::UnpackedFile(const std::string& packed, const std::string& folder, Job& job) {
    std::error_code problem;
    fs::path place = folder.empty() ? fs::temp_directory_path(problem) : fs::path(folder);
    fs::create_directories(place, problem);
    std::string name = (place / "regulus-unpacked-XXXXXX.h5").string();
    const int descriptor = ::mkstemps(name.data(), 3);
    if (descriptor < 0) throw_storage_error(name, errno);
    m_path = name;
    try {
        unpack(packed, m_path, descriptor, job);
    } catch (...) {
        ::close(descriptor);
        ::unlink(m_path.c_str());
        throw;
    }
    ::close(descriptor);
}

UnpackedFile::~UnpackedFile() {
    ::unlink(m_path.c_str());
}

}  // namespace regulus
