#include "core/io/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <fstream>
#include <new>
#include <vector>

#include "core/base/error.h"

namespace regulus {
namespace {

// One packed byte makes at most 1032: what is read at once unpacks to 16 MiB, between two checkpoints.
constexpr std::size_t packed_piece = std::size_t{1} << 14U, unpacked_piece = std::size_t{1} << 17U;
constexpr int largest_window = 15;
constexpr int with_gzip_header = 16;
constexpr const char* copy_again = "Copy or download it again from where it came from";

[[noreturn]] void refuse(const std::string& path, const std::string& what, const std::string& remedy) {
    throw Error(ErrorKind::Input, what, path, remedy);
}

class Unpacker {
  public:
    Unpacker(const std::string& path, std::size_t max_bytes)
        : m_path(path), m_max_bytes(max_bytes), m_unpacked(unpacked_piece) {
        if (inflateInit2(&m_stream, largest_window + with_gzip_header) != Z_OK) throw std::bad_alloc();
    }
    Unpacker(const Unpacker&) = delete;
    Unpacker& operator=(const Unpacker&) = delete;
    ~Unpacker() { inflateEnd(&m_stream); }

    void add(std::string_view packed) {
        // zlib does not write to its input; its C interface says so only when built with ZLIB_CONST.
        m_stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
        m_stream.avail_in = static_cast<uInt>(packed.size());
        while (m_stream.avail_in > 0) {
            if (m_between_members && !start_member()) return;
            unpack_piece();
        }
    }

    std::string take() {
        // What zlib still holds back when its output was full is less than a piece.
        while (!m_between_members && m_output_was_full) unpack_piece();
        if (!m_between_members) refuse(m_path, "The gzip file is cut short", copy_again);
        return std::move(m_text);
    }

  private:
    // Passes over padding; false when the input ends with it.
    bool start_member() {
        while (m_stream.avail_in > 0 && *m_stream.next_in == 0 && m_members > 0) {
            ++m_stream.next_in;
            --m_stream.avail_in;
        }
        if (m_stream.avail_in == 0) return false;
        inflateReset(&m_stream);
        m_between_members = false;
        return true;
    }

    void unpack_piece() {
        m_stream.next_out = m_unpacked.data();
        m_stream.avail_out = static_cast<uInt>(m_unpacked.size());
        const int result = inflate(&m_stream, Z_NO_FLUSH);
        if (result == Z_MEM_ERROR) throw std::bad_alloc();
        m_output_was_full = m_stream.avail_out == 0;
        if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) {
            refuse(m_path,
                   std::string("The gzip file is damaged") +
                       (m_stream.msg != nullptr ? " (zlib: " + std::string(m_stream.msg) + ")" : ""),
                   copy_again);
        }
        const std::size_t made = m_unpacked.size() - m_stream.avail_out;
        if (made > m_max_bytes - m_text.size()) {
            refuse(m_path,
                   "The gzip file unpacks to more than " + std::to_string(m_max_bytes >> 20U) + " MiB",
                   "Choose a table of regulations");
        }
        m_text.append(reinterpret_cast<const char*>(m_unpacked.data()), made);
        if (result == Z_STREAM_END) {
            m_between_members = true;
            ++m_members;
        }
    }

    const std::string& m_path;
    std::size_t m_max_bytes;
    std::vector<Bytef> m_unpacked;
    std::string m_text;
    z_stream m_stream{};
    bool m_between_members = true, m_output_was_full = false;
    std::size_t m_members = 0;
};

}  // namespace

bool is_gzip(std::string_view first_bytes) {
    return first_bytes.starts_with("\x1f\x8b");
}

std::string unpack_gzip_file(const std::string& path, std::size_t max_bytes, Job& job) {
    std::ifstream file(path, std::ios::binary);
    if (!file) refuse(path, "The file cannot be read", "Check that you may read it");
    Unpacker unpacker(path, max_bytes);
    std::vector<char> packed(packed_piece);
    while (file) {
        job.checkpoint();
        file.read(packed.data(), static_cast<std::streamsize>(packed.size()));
        unpacker.add({packed.data(), static_cast<std::size_t>(file.gcount())});
    }
    if (file.bad()) refuse(path, "The file cannot be read to its end", copy_again);
    return unpacker.take();
}

}  // namespace regulus
