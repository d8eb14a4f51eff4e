// gzip: whole, and in pieces of odd sizes; both give the same text.
#include "core/io/files/gzip.h"
#include "tests/fuzz/fuzz_target.h"

namespace regulus::fuzz {
namespace {

void run(Bytes input) {
    constexpr std::size_t most = std::size_t{8} << 20U;
    const InputFile file(input);
    bool whole_done = false;
    std::string whole, pieces;
    attempt([&] {
        Job job;
        whole = unpack_gzip_file(file.path(), most, job);
        whole_done = true;
    });
    attempt([&] {
        GzipReader reader(file.path());
        std::vector<char> piece(1 + choice_of(input) % 4099);
        for (;;) {
            const std::size_t made = reader.read(piece);
            pieces.append(piece.data(), made);
            if (reader.position() > input.size()) finding("a position beyond the file");
            if (made < piece.size() || pieces.size() > most) break;
        }
        if (whole_done && pieces != whole) finding("pieces that are not the whole");
    });
}

const Registration target({"gzip", run});

}  // namespace
}  // namespace regulus::fuzz
