#include "core/io/files/gzip.h"

#include <zlib.h>

#include <fstream>
#include <new>
#include <vector>

#include "core/base/error.h"

namespace regulus {
namespace {

constexpr std::size_t packed_piece = std::size_t{1} << 16U, unpacked_piece = std::size_t{1} << 20U;
constexpr int largest_window = 15;
constexpr int with_gzip_header = 16;
constexpr const char* copy_again = "Copy or download it again";

[[noreturn]] void refuse(const std::string& path, const std::string& what, const std::string& remedy) {
    throw Error(ErrorKind::Input, what, path, remedy);
}

}  // namespace

class GzipReader::Stream {
  public:
    explicit Stream(const std::string& path)
        : m_path(path), m_file(path, std::ios::binary), m_packed(packed_piece) {
        if (!m_file) refuse(path, "The file could not be read", "Check its permissions");
        if (inflateInit2(&m_state, largest_window + with_gzip_header) != Z_OK) throw std::bad_alloc();
    }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;
    ~Stream() { inflateEnd(&m_state); }

    std::size_t read(std::span<char> out) {
        m_state.next_out = reinterpret_cast<Bytef*>(out.data());
        m_state.avail_out = static_cast<uInt>(out.size());
        while (m_state.avail_out > 0) {
            if (m_state.avail_in == 0) refill();
            if (m_between_members && !start_member()) break;
            unpack();
        }
        return out.size() - m_state.avail_out;
    }

    std::uint64_t position() const { return m_position - m_state.avail_in; }

  private:
    void refill() {
        if (m_at_end) return;
        m_file.read(m_packed.data(), static_cast<std::streamsize>(m_packed.size()));
        if (m_file.bad()) refuse(m_path, "The file could not be read completely", copy_again);
        m_at_end = !m_file;
        m_state.next_in = reinterpret_cast<Bytef*>(m_packed.data());
        m_state.avail_in = static_cast<uInt>(m_file.gcount());
        m_position += static_cast<std::uint64_t>(m_file.gcount());
    }

    // Passes over padding; false when the file ends with it.
    bool start_member() {
        while (m_state.avail_in > 0 || !m_at_end) {
            if (m_state.avail_in == 0) refill();
            while (m_state.avail_in > 0 && *m_state.next_in == 0 && m_any_member) {
                ++m_state.next_in;
                --m_state.avail_in;
            }
            if (m_state.avail_in == 0) continue;
            inflateReset(&m_state);
            m_between_members = false;
            return true;
        }
        return false;
    }

    void unpack() {
        const int result = inflate(&m_state, Z_NO_FLUSH);
        if (result == Z_MEM_ERROR) throw std::bad_alloc();
        // No progress: nothing is held back and the file has no more.
        if (result == Z_BUF_ERROR && m_state.avail_in == 0 && m_at_end) {
            refuse(m_path, "The gzip file is incomplete", copy_again);
        }
        if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) {
            refuse(m_path,
                   std::string("The gzip file is damaged") +
                       (m_state.msg != nullptr ? " (zlib: " + std::string(m_state.msg) + ")" : ""),
                   copy_again);
        }
        if (result == Z_STREAM_END) m_between_members = m_any_member = true;
    }

    const std::string m_path;
    std::ifstream m_file;
    std::vector<char> m_packed;
    std::uint64_t m_position = 0;
    z_stream m_state{};
    bool m_at_end = false, m_between_members = true, m_any_member = false;
};

GzipReader::GzipReader(const std::string& path) : m_stream(std::make_unique<Stream>(path)) {}
GzipReader::~GzipReader() = default;

std::size_t GzipReader::read(std::span<char> out) {
    return m_stream->read(out);
}

std::uint64_t GzipReader::position() const {
    return m_stream->position();
}

bool is_gzip(std::string_view first_bytes) {
    return first_bytes.starts_with("\x1f\x8b");
}

std::string unpack_gzip_file(const std::string& path, std::size_t max_bytes, Job& job) {
    GzipReader reader(path);
    std::vector<char> piece(unpacked_piece);
    std::string text;
    for (;;) {
        job.checkpoint();
        const std::size_t made = reader.read(piece);
        if (made > max_bytes - text.size()) {
            refuse(path, "The gzip file unpacks to more than " + std::to_string(max_bytes >> 20U) + " MiB",
                   "Choose a smaller table");
        }
        text.append(piece.data(), made);
        if (made < piece.size()) return text;
    }
}

}  // namespace regulus
