#include "core/io/files/line_stream.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <cstring>
#include <exception>
#include <mutex>
#include <thread>

#include "core/base/error.h"
#include "core/io/files/text_input.h"

namespace regulus {
namespace {

constexpr std::size_t piece = std::size_t{1} << 20U;

}  // namespace

// The text piece by piece; for a packed file a thread keeps up to three pieces ready.
class LineStream::Source {
  public:
    explicit Source(const std::string& path) : m_input(path), m_packed(m_input.packed()) {
        if (!m_packed) return;
        for (Piece& one : m_pieces) one.text.resize(piece);
        m_thread = std::thread([this] { unpack(); });
    }
    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;
    ~Source() {
        if (!m_thread.joinable()) return;
        {
            const std::lock_guard guard(m_mutex);
            m_stop = true;
        }
        m_changed.notify_all();
        m_thread.join();
    }

    // At most a piece; 0 at the end.
    std::size_t read(std::span<char> out) {
        if (!m_packed) {
            const std::size_t made = m_input.read(out.first(piece));
            m_position = m_input.position();
            return made;
        }
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_made > m_taken || m_finished; });
        if (m_made == m_taken) {
            if (m_problem) std::rethrow_exception(m_problem);
            return 0;
        }
        const Piece& next = m_pieces[m_taken % m_pieces.size()];
        lock.unlock();
        std::memcpy(out.data(), next.text.data(), next.size);
        m_position = next.position;
        lock.lock();
        ++m_taken;
        m_changed.notify_all();
        return next.size;
    }

    bool packed() const { return m_packed; }
    std::uint64_t size() const { return m_input.size(); }
    double fraction() const {
        return std::min(1.0, static_cast<double>(m_position) / static_cast<double>(m_input.size()));
    }

  private:
    struct Piece {
        std::vector<char> text;
        std::size_t size = 0;
        std::uint64_t position = 0;  // in the packed file
    };

    void unpack() {
        try {
            for (bool more = true; more;) {
                std::unique_lock lock(m_mutex);
                m_changed.wait(lock, [this] { return m_made - m_taken < m_pieces.size() || m_stop; });
                if (m_stop) return;
                Piece& next = m_pieces[m_made % m_pieces.size()];
                lock.unlock();
                next.size = m_input.read(next.text);
                next.position = m_input.position();
                more = next.size == next.text.size();
                lock.lock();
                m_made += next.size > 0 ? 1 : 0;
                m_finished = !more;
                m_changed.notify_all();
            }
        } catch (...) {
            const std::lock_guard guard(m_mutex);
            m_problem = std::current_exception();
            m_finished = true;
            m_changed.notify_all();
        }
    }

    TextInput m_input;
    const bool m_packed;
    std::uint64_t m_position = 0;
    std::array<Piece, 3> m_pieces;
    std::mutex m_mutex;  // guards what follows
    std::condition_variable m_changed;
    std::size_t m_made = 0, m_taken = 0;
    bool m_finished = false, m_stop = false;
    std::exception_ptr m_problem;
    std::thread m_thread;
};

LineStream::LineStream(const std::string& path, std::size_t longest_line, Job& job, std::string stage)
    : m_path(path),
      m_stage(std::move(stage)),
      m_longest(longest_line),
      m_job(job),
      m_source(std::make_unique<Source>(path)) {}

LineStream::~LineStream() = default;

bool LineStream::packed() const {
    return m_source->packed();
}

std::size_t LineStream::file_size() const {
    return m_source->size();
}

void LineStream::refill() {
    m_job.checkpoint();
    m_job.progress(m_source->fraction(), m_stage);
    if (m_buffer.size() - m_end < piece) {
        std::copy(m_buffer.begin() + static_cast<std::ptrdiff_t>(m_begin),
                  m_buffer.begin() + static_cast<std::ptrdiff_t>(m_end), m_buffer.begin());
        m_end -= m_begin;
        m_scanned -= m_begin;
        m_begin = 0;
        // Twice what a long line has so far, so that its bytes are copied a few times only.
        if (m_buffer.size() - m_end < piece)
            m_buffer.resize(std::max(2 * m_buffer.size(), m_end + 2 * piece));
    }
    const std::size_t made = m_source->read(std::span(m_buffer).subspan(m_end));
    if (!m_started) {
        m_started = true;
        const std::string_view text(m_buffer.data(), made);
        // The last byte may be the first half of \r\n.
        const bool alone = text.substr(0, made - 1).find('\r') != std::string_view::npos;
        if (alone && text.find('\n') == std::string_view::npos) m_ending = '\r';
    }
    m_end += made;
    m_at_end = made == 0;
}

bool LineStream::next() {
    for (;;) {
        const char* const text = m_buffer.data();
        const auto* const found = static_cast<const char*>(
            m_end > m_scanned ? std::memchr(text + m_scanned, m_ending, m_end - m_scanned) : nullptr);
        if (found == nullptr && m_at_end && m_begin == m_end) return false;
        const std::size_t end = found != nullptr ? static_cast<std::size_t>(found - text) : m_end;
        if (end - m_begin > m_longest) {
            throw Error(ErrorKind::Input,
                        "A line is longer than " + std::to_string(m_longest >> 20U) + " MiB",
                        m_path + ", line " + std::to_string(m_number + 1), "Choose another file");
        }
        if (found == nullptr && !m_at_end) {
            m_scanned = m_end;
            refill();
            continue;
        }
        m_line = {text + m_begin, end - m_begin};
        if (m_ending == '\n' && m_line.ends_with('\r')) m_line.remove_suffix(1);
        m_begin = m_scanned = end + (found != nullptr ? 1 : 0);
        ++m_number;
        return true;
    }
}

}  // namespace regulus
