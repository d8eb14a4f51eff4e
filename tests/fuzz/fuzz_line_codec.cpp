// Frames of the matrix store: the bytes as they are packed, and packed here so that what is inside is
// fuzzed, too. The first bytes are the number of lines, of crossings, and two of the unpacked
// size.
#include <zstd.h>

#include "core/io/store/line_codec.h"
#include "tests/fuzz/fuzz_target.h"

namespace regulus::fuzz {
namespace {

void read_frame(std::span<const char> packed, std::uint32_t raw, std::size_t lines, std::size_t crossings) {
    store::FrameReader reader;
    if (!reader.unpack(packed, raw, lines, crossings)) return;
    CsrMatrix matrix;
    matrix.cols = crossings;
    for (std::size_t line = 0; line < lines; ++line) {
        const std::size_t stored = matrix.columns.size();
        if (reader.append_line(line, 0, matrix.columns, matrix.values)) {
            matrix.offsets.push_back(static_cast<std::int64_t>(matrix.columns.size()));
            ++matrix.rows;
        } else {
            matrix.columns.resize(stored);
            matrix.values.resize(stored);
        }
    }
    check_sound(matrix);
}

void run(Bytes input) {
    if (input.size() < 5) return;
    const std::size_t lines = input[0], crossings = std::size_t{input[1]} * 16 + 1;
    const std::uint32_t raw = input[2] + 256U * input[3];
    const std::string_view bytes = text_of(input.subspan(4));
    read_frame(bytes, raw, lines, crossings);
    std::string packed(ZSTD_compressBound(bytes.size()), '\0');
    packed.resize(ZSTD_compress(packed.data(), packed.size(), bytes.data(), bytes.size(), 1));
    read_frame(packed, static_cast<std::uint32_t>(bytes.size()), lines, crossings);
}

const Registration target({"line_codec", run});

}  // namespace
}  // namespace regulus::fuzz
