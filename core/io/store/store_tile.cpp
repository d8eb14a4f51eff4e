#include "core/io/store/store_tile.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>
#include <type_traits>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/io/files/atomic_file.h"
#include "core/io/files/checksum.h"
#include "core/io/files/read_at.h"
#include "core/io/store/line_codec.h"

namespace regulus::store {

struct TileFooter {
    std::array<char, 64> key{};
    std::uint64_t lines = 0, crossings = 0, band_begin = 0, band_end = 0, stored = 0;
    std::uint64_t directory_at = 0, frames = 0;
    std::uint32_t cut = 0, directory_checksum = 0;
    std::uint32_t version = 0, checksum = 0;  // the latter of all bytes before it
};

namespace {

static_assert(std::endian::native == std::endian::little, "the file holds numbers as this machine does");

constexpr std::string_view magic("RGLTILE\n", 8);
constexpr std::uint32_t version = 1;
constexpr std::size_t frames_at_once = 64;

// Of the directory.
struct Entry {
    std::uint32_t packed, raw, first_line, checksum;
};

std::uint32_t checksum_of(const void* bytes, std::size_t size) {
    return crc32_of({static_cast<const char*>(bytes), size});
}

template <class T>
std::string_view bytes_of(const T& value) {
    static_assert(std::is_trivially_copyable_v<T> && std::has_unique_object_representations_v<T>);
    return {reinterpret_cast<const char*>(&value), sizeof value};
}

class Descriptor {
  public:
    explicit Descriptor(const std::string& path) : m_number(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (m_number >= 0) ::close(m_number);
    }
    int get() const { return m_number; }
    explicit operator bool() const { return m_number >= 0; }

  private:
    int m_number;
};

}  // namespace

std::string tile_name(Span band) {
    const auto number = [](std::uint64_t value) {
        const std::string digits = std::to_string(value);
        return std::string(digits.size() < 12 ? 12 - digits.size() : 0, '0') + digits;
    };
    return number(band.begin) + "-" + number(band.end) + ".tile";
}

void write_tile(const std::string& path, const StoreId& id, Span band, const CsrMatrix& lines, Job& job) {
    AtomicFile file(path);
    file.write(magic);
    std::uint64_t at = magic.size();
    std::vector<Entry> directory;
    for (std::size_t begin = 0; begin < lines.rows;) {
        job.checkpoint();
        std::vector<std::size_t> cuts{begin};
        while (cuts.back() < lines.rows && cuts.size() <= frames_at_once)
            cuts.push_back(frame_end(lines, cuts.back()));
        std::vector<Frame> frames(cuts.size() - 1);
        parallel_for(frames.size(), 8, [&](std::size_t from, std::size_t to) {
            FramePacker packer;
            for (std::size_t i = from; i < to; ++i) frames[i] = packer.pack(lines, cuts[i], cuts[i + 1]);
        });
        for (std::size_t i = 0; i < frames.size(); ++i) {
            const std::string& packed = frames[i].packed;
            file.write(packed);
            at += packed.size();
            directory.push_back({static_cast<std::uint32_t>(packed.size()), frames[i].raw,
                                 static_cast<std::uint32_t>(cuts[i]),
                                 checksum_of(packed.data(), packed.size())});
        }
        begin = cuts.back();
    }
    const std::string_view entries(reinterpret_cast<const char*>(directory.data()),
                                   directory.size() * sizeof(Entry));
    TileFooter footer;
    std::copy_n(id.key.begin(), std::min(id.key.size(), footer.key.size()), footer.key.begin());
    footer.lines = id.lines;
    footer.crossings = id.crossings;
    footer.band_begin = band.begin;
    footer.band_end = band.end;
    footer.stored = lines.stored();
    footer.directory_at = at;
    footer.frames = directory.size();
    footer.cut = static_cast<std::uint32_t>(id.cut);
    footer.directory_checksum = checksum_of(entries.data(), entries.size());
    footer.version = version;
    footer.checksum = checksum_of(&footer, sizeof footer - sizeof footer.checksum);
    file.write(entries);
    file.write(bytes_of(footer));
    job.checkpoint();
    file.publish();
}

std::shared_ptr<const Tile> Tile::open(const std::string& path, const StoreId& id, bool* unsound) {
    bool wrong = false;
    const Descriptor descriptor(path);
    std::shared_ptr<Tile> tile(new Tile);
    tile->m_path = path;
    if (descriptor && !tile->read_header(descriptor.get(), id, wrong)) tile.reset();
    if (unsound != nullptr) *unsound = wrong;
    return descriptor ? tile : nullptr;
}

bool Tile::read_header(int descriptor, const StoreId& id, bool& unsound) {
    struct stat info {};
    if (::fstat(descriptor, &info) != 0) return false;
    const auto size = static_cast<std::uint64_t>(info.st_size);
    TileFooter footer;
    std::array<char, 8> start{};
    bool failed = false;
    const bool whole = S_ISREG(info.st_mode) && size >= magic.size() + sizeof footer &&
                       read_at(descriptor, 0, start.data(), start.size(), &failed) &&
                       std::string_view(start.data(), start.size()) == magic &&
                       read_at(descriptor, size - sizeof footer, &footer, sizeof footer, &failed);
    const bool ours =
        whole && footer.checksum == checksum_of(&footer, sizeof footer - sizeof footer.checksum) &&
        footer.version == version && std::string_view(footer.key.data(), footer.key.size()) == id.key &&
        footer.lines == id.lines && footer.crossings == id.crossings &&
        footer.cut == static_cast<std::uint32_t>(id.cut) && footer.band_begin < footer.band_end &&
        footer.band_end <= id.length();
    if (!ours) {
        unsound = !failed;
        return false;
    }
    m_band = {footer.band_begin, footer.band_end};
    m_lines = id.cut == Cut::Lines ? m_band : Span{0, id.lines};
    m_crossings = id.cut == Cut::Crossings ? m_band : Span{0, id.crossings};
    m_stored = footer.stored;
    if (read_directory(descriptor, footer, size, failed)) return true;
    unsound = !failed;
    return false;
}

bool Tile::read_directory(int descriptor, const TileFooter& footer, std::uint64_t file_size, bool& failed) {
    const std::uint64_t room = file_size - sizeof footer;
    if (footer.frames > room / sizeof(Entry) || footer.directory_at < magic.size() ||
        footer.directory_at > room || footer.directory_at + footer.frames * sizeof(Entry) != room) {
        return false;
    }
    std::vector<Entry> entries(footer.frames);
    if (!read_at(descriptor, footer.directory_at, entries.data(), entries.size() * sizeof(Entry), &failed) ||
        checksum_of(entries.data(), entries.size() * sizeof(Entry)) != footer.directory_checksum) {
        return false;
    }
    std::uint64_t at = magic.size();
    m_frames.reserve(entries.size());
    for (const Entry& entry : entries) {
        const std::uint64_t after = m_frames.empty() ? 0 : m_frames.back().first_line + std::uint64_t{1};
        const bool first = m_frames.empty();
        if (first ? entry.first_line != 0 : entry.first_line < after) return false;
        if (entry.first_line >= m_lines.end - m_lines.begin) return false;
        m_frames.push_back({at, entry.packed, entry.raw, entry.first_line, entry.checksum});
        at += entry.packed;
    }
    return at == footer.directory_at && (!m_frames.empty() || m_lines.begin == m_lines.end);
}

Span Tile::frames_of(std::uint64_t begin, std::uint64_t end) const {
    const auto after = [&](std::uint64_t line) {
        return static_cast<std::uint64_t>(
            std::ranges::upper_bound(m_frames, line, {},
                                     [](const FramePlace& f) { return std::uint64_t{f.first_line}; }) -
            m_frames.begin());
    };
    return begin == end ? Span{} : Span{after(begin) - 1, after(end - 1)};
}

void Tile::will_need(std::uint64_t begin, std::uint64_t end) const {
    const Span frames = frames_of(begin - m_lines.begin, end - m_lines.begin);
    if (frames.begin == frames.end) return;
    const Descriptor descriptor(m_path);
    if (!descriptor) return;
    const FramePlace &first = m_frames[frames.begin], &last = m_frames[frames.end - 1];
    (void)::posix_fadvise(descriptor.get(), static_cast<off_t>(first.at),
                          static_cast<off_t>(last.at + last.packed - first.at), POSIX_FADV_WILLNEED);
}

bool Tile::append(std::uint64_t begin, std::uint64_t end, CsrMatrix& to) const {
    const std::size_t rows = to.rows, stored = to.stored();
    const auto refuse = [&] {
        to.rows = rows;
        to.columns.resize(stored);
        to.values.resize(stored);
        to.offsets.resize(rows + 1);
        return false;
    };
    const Descriptor descriptor(m_path);
    if (!descriptor) return false;
    FrameReader reader;
    std::vector<char> packed;
    const std::uint64_t from = begin - m_lines.begin, until = end - m_lines.begin;
    const Span frames = frames_of(from, until);
    for (std::uint64_t f = frames.begin; f < frames.end; ++f) {
        const FramePlace& place = m_frames[f];
        const std::uint64_t next =
            f + 1 < m_frames.size() ? m_frames[f + 1].first_line : m_lines.end - m_lines.begin;
        packed.resize(place.packed);
        bool failed = false;
        if (!read_at(descriptor.get(), place.at, packed.data(), packed.size(), &failed)) {
            m_unsound = m_unsound || !failed;
            return refuse();
        }
        if (checksum_of(packed.data(), packed.size()) != place.checksum ||
            !reader.unpack(packed, place.raw, next - place.first_line, m_crossings.end - m_crossings.begin)) {
            m_unsound = true;
            return refuse();
        }
        for (std::uint64_t line = std::max<std::uint64_t>(from, place.first_line);
             line < std::min(until, next); ++line) {
            if (!reader.append_line(line - place.first_line, static_cast<std::int32_t>(m_crossings.begin),
                                    to.columns, to.values)) {
                m_unsound = true;
                return refuse();
            }
            to.offsets.push_back(static_cast<std::int64_t>(to.columns.size()));
            ++to.rows;
        }
    }
    return true;
}

}  // namespace regulus::store
