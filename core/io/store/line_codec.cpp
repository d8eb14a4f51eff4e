#include "core/io/store/line_codec.h"

#include <zstd.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <new>

#include "core/base/error.h"

namespace regulus::store {
namespace {

// How the values of a line are kept. Most lines of counts hold nothing but small whole numbers.
enum Width : std::uint8_t { Ones = 0, Bytes = 1, Words = 2, Floats = 4 };

constexpr std::size_t longest_varint = 5;
constexpr int level = 1;  // higher ones make the file a few percent smaller and take several times as long

void put_varint(std::string& to, std::uint32_t value) {
    while (value >= 128) {
        to += static_cast<char>(value | 128U);
        value >>= 7U;
    }
    to += static_cast<char>(value);
}

// Moves `at` behind the number; false when it does not end before `end` or is longer than 32 bits.
bool get_varint(const unsigned char*& at, const unsigned char* end, std::uint32_t& value) {
    std::uint64_t result = 0;
    for (unsigned shift = 0; shift < 35; shift += 7) {
        if (at == end) return false;
        const unsigned char byte = *at++;
        result |= std::uint64_t{byte & 127U} << shift;
        if (byte < 128) {
            value = static_cast<std::uint32_t>(result);
            return result == value;
        }
    }
    return false;
}

Width width_for(std::span<const float> values) {
    bool ones = true, bytes = true, words = true;
    for (const float value : values) {
        if (!std::isfinite(value)) {
            throw Error(ErrorKind::Data, "The expression matrix has NaN or infinite values", {},
                        "Replace them before opening the file, or choose another layer");
        }
        // The negative zero is no whole number here: it would come back as another value.
        const bool whole = value >= 0 && value <= 65535 && !std::signbit(value) &&
                           static_cast<float>(static_cast<std::uint16_t>(value)) == value;
        ones = ones && value == 1;
        bytes = bytes && whole && value <= 255;
        words = words && whole;
        if (!words) break;
    }
    if (!words) {
        if (!std::ranges::all_of(values, [](float value) { return std::isfinite(value); })) {
            throw Error(ErrorKind::Data, "The expression matrix has NaN or infinite values", {},
                        "Replace them before opening the file, or choose another layer");
        }
        return Floats;
    }
    return ones ? Ones : bytes ? Bytes : Words;
}

void put_values(std::string& to, std::span<const float> values, Width width) {
    if (width == Ones) return;
    const std::size_t begin = to.size(), n = values.size();
    to.resize(begin + n * width);
    char* const out = to.data() + begin;
    if (width == Bytes) {
        for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<char>(static_cast<std::uint8_t>(values[i]));
        return;
    }
    // First all lowest bytes, then the next, ...: alike bytes stand together and compress better.
    for (std::size_t i = 0; i < n; ++i) {
        const std::uint32_t bits =
            width == Words ? static_cast<std::uint16_t>(values[i]) : std::bit_cast<std::uint32_t>(values[i]);
        for (std::size_t b = 0; b < width; ++b) out[b * n + i] = static_cast<char>(bits >> (8 * b));
    }
}

bool append_values(const unsigned char* in, std::size_t n, Width width, std::vector<float>& values) {
    const std::size_t begin = values.size();
    values.resize(begin + n, 1.0F);
    float* const out = values.data() + begin;
    if (width == Bytes) {
        for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<float>(in[i]);
    } else if (width == Words) {
        for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<float>(in[i] | (in[n + i] << 8U));
    } else if (width == Floats) {
        bool finite = true;
        for (std::size_t i = 0; i < n; ++i) {
            const std::uint32_t bits = std::uint32_t{in[i]} | std::uint32_t{in[n + i]} << 8U |
                                       std::uint32_t{in[2 * n + i]} << 16U |
                                       std::uint32_t{in[3 * n + i]} << 24U;
            out[i] = std::bit_cast<float>(bits);
            finite = finite && std::isfinite(out[i]);
        }
        return finite;
    }
    return true;
}

}  // namespace

std::size_t frame_end(const CsrMatrix& lines, std::size_t begin) {
    const std::size_t last = std::min(lines.rows, begin + most_lines);
    std::size_t end = begin + 1;
    while (end < last &&
           static_cast<std::size_t>(lines.offsets[end + 1] - lines.offsets[begin]) <= frame_values)
        ++end;
    return end;
}

std::uint64_t largest_frame(std::uint64_t crossings) {
    return most_lines * (2 * longest_varint + 1) +
           std::max<std::uint64_t>(frame_values, crossings) * (longest_varint + sizeof(float));
}

struct FramePacker::State {
    ZSTD_CCtx* context = ZSTD_createCCtx();
    std::string index, gaps, values;

    State() {
        if (context == nullptr) throw std::bad_alloc();
        ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level);
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() { ZSTD_freeCCtx(context); }

    void compress(const std::string& from, std::string& to) {
        const std::size_t begin = to.size();
        to.resize(begin + ZSTD_compressBound(from.size()));
        const std::size_t made =
            ZSTD_compress2(context, to.data() + begin, to.size() - begin, from.data(), from.size());
        if (ZSTD_isError(made) != 0) throw std::bad_alloc();  // the room suffices: nothing else can fail
        to.resize(begin + made);
    }
};

FramePacker::FramePacker() : m_state(std::make_unique<State>()) {}
FramePacker::~FramePacker() = default;

Frame FramePacker::pack(const CsrMatrix& lines, std::size_t begin, std::size_t end) {
    State& s = *m_state;
    for (std::string* part : {&s.index, &s.gaps, &s.values}) part->clear();
    for (std::size_t r = begin; r < end; ++r) {
        const auto columns = lines.row_columns(r);
        const Width width = width_for(lines.row_values(r));
        const std::size_t before = s.gaps.size();
        std::int32_t next = 0;
        for (const std::int32_t column : columns) {
            put_varint(s.gaps, static_cast<std::uint32_t>(column - next));
            next = column + 1;
        }
        put_values(s.values, lines.row_values(r), width);
        put_varint(s.index, static_cast<std::uint32_t>(columns.size()));
        put_varint(s.index, static_cast<std::uint32_t>(s.gaps.size() - before));
        s.index += static_cast<char>(width);
    }
    s.index += s.gaps;
    Frame frame;
    frame.raw = static_cast<std::uint32_t>(s.index.size() + s.values.size());
    // Two streams, for gaps and values have unlike statistics; zstd unpacks them as one.
    s.compress(s.index, frame.packed);
    s.compress(s.values, frame.packed);
    return frame;
}

struct FrameReader::State {
    struct Line {
        std::size_t count, gaps, gaps_end, values;  // the latter three: places in `raw`
        Width width;
    };
    ZSTD_DCtx* context = ZSTD_createDCtx();
    std::vector<unsigned char> raw;
    std::vector<Line> lines;
    std::size_t crossings = 0;

    State() {
        if (context == nullptr) throw std::bad_alloc();
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() { ZSTD_freeDCtx(context); }

    bool read_index(std::size_t count) {
        const unsigned char *at = raw.data(), *const end = at + raw.size();
        lines.clear();
        std::size_t gaps = 0, values = 0;
        for (std::size_t i = 0; i < count; ++i) {
            std::uint32_t n = 0, bytes = 0;
            if (!get_varint(at, end, n) || !get_varint(at, end, bytes) || at == end) return false;
            const unsigned char width = *at++;
            if (n > crossings || bytes < n || bytes > n * longest_varint) return false;
            if (width != Ones && width != Bytes && width != Words && width != Floats) return false;
            lines.push_back({n, gaps, gaps + bytes, values, static_cast<Width>(width)});
            gaps += bytes;
            values += std::size_t{n} * width;
        }
        const auto index = static_cast<std::size_t>(at - raw.data());
        if (index + gaps + values != raw.size()) return false;
        for (Line& line : lines) {
            line.gaps += index;
            line.gaps_end += index;
            line.values += index + gaps;
        }
        return true;
    }
};

FrameReader::FrameReader() : m_state(std::make_unique<State>()) {}
FrameReader::~FrameReader() = default;

bool FrameReader::unpack(std::span<const char> packed, std::uint32_t raw, std::size_t lines,
                         std::size_t crossings) {
    State& s = *m_state;
    s.lines.clear();
    if (raw > largest_frame(crossings) || lines > most_lines) return false;
    s.raw.resize(raw);
    s.crossings = crossings;
    const std::size_t made =
        ZSTD_decompressDCtx(s.context, s.raw.data(), s.raw.size(), packed.data(), packed.size());
    if (ZSTD_isError(made) != 0 || made != raw) return false;
    return s.read_index(lines);
}

bool FrameReader::append_line(std::size_t i, std::int32_t shift, std::vector<std::int32_t>& crossings,
                              std::vector<float>& values) const {
    const State& s = *m_state;
    const State::Line& line = s.lines[i];
    const unsigned char *at = s.raw.data() + line.gaps, *const end = s.raw.data() + line.gaps_end;
    const std::size_t begin = crossings.size();
    crossings.resize(begin + line.count);
    std::int32_t* const out = crossings.data() + begin;
    std::uint64_t next = 0;
    for (std::size_t k = 0; k < line.count; ++k) {
        std::uint32_t gap = 0;
        if (at != end && *at < 128) {
            gap = *at++;
        } else if (!get_varint(at, end, gap)) {
            return false;
        }
        next += gap;
        if (next >= s.crossings) return false;
        out[k] = static_cast<std::int32_t>(next++) + shift;
    }
    return at == end && append_values(s.raw.data() + line.values, line.count, line.width, values);
}

}  // namespace regulus::store
