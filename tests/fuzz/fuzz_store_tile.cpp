// Tiles of the matrix store, and the store that finds them in its folder. The checksums of most inputs are
// put right first, or none would come past them.
#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <filesystem>

#include "core/io/store/matrix_store.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/store_shape.h"

namespace regulus::fuzz {
namespace {

using store::Cut;
using store::MatrixStore;
using store::Tile;

// As the tile's source has them.
struct Footer {
    char key[64];
    std::uint64_t lines, crossings, band_begin, band_end, stored, directory_at, frames;
    std::uint32_t cut, directory_checksum, version, checksum;
};
struct Entry {
    std::uint32_t packed, raw, first_line, checksum;
};

std::uint32_t checksum_of(const std::uint8_t* bytes, std::size_t size) {
    return static_cast<std::uint32_t>(::crc32(0, bytes, static_cast<uInt>(size)));
}

void put_right(std::vector<std::uint8_t>& file, const store::StoreId& id) {
    Footer footer;
    if (file.size() < sizeof footer) return;
    const std::size_t room = file.size() - sizeof footer;
    std::memcpy(&footer, file.data() + room, sizeof footer);
    std::memcpy(footer.key, id.key.data(), sizeof footer.key);
    footer.cut = static_cast<std::uint32_t>(id.cut);
    if (footer.directory_at <= room) {
        std::size_t at = 8;
        for (std::size_t i = footer.directory_at; i + sizeof(Entry) <= room; i += sizeof(Entry)) {
            Entry entry;
            std::memcpy(&entry, file.data() + i, sizeof entry);
            if (at <= room && entry.packed <= room - at)
                entry.checksum = checksum_of(&file[at], entry.packed);
            at += entry.packed;
            std::memcpy(file.data() + i, &entry, sizeof entry);
        }
        footer.directory_checksum =
            checksum_of(file.data() + footer.directory_at, room - footer.directory_at);
    }
    footer.checksum =
        checksum_of(reinterpret_cast<const std::uint8_t*>(&footer), sizeof footer - sizeof footer.checksum);
    std::memcpy(file.data() + room, &footer, sizeof footer);
}

void read_tile(const Tile& tile, const store::StoreId& id) {
    const store::Span lines = id.cut == Cut::Lines ? tile.band() : store::Span{0, id.lines};
    CsrMatrix matrix;
    matrix.cols = id.crossings;
    for (std::uint64_t line = lines.begin; line < lines.end; line += 7)
        (void)tile.append(line, std::min(lines.end, line + 3), matrix);
    tile.will_need(lines.begin, lines.end);
    (void)tile.append(lines.begin, lines.end, matrix);
    check_sound(matrix);
}

void read_store(const store::StoreId& id, const InputFolder& folder) {
    const StoreCache cache({folder.path(), std::uint64_t{1} << 30U});
    const MatrixStore matrix(cache.open("fuzz"), id);
    (void)matrix.covered();
    (void)matrix.first_gap();
    std::vector<float> line(id.crossings);
    if (id.cut == Cut::Crossings) {
        for (std::uint64_t i = 0; i < id.lines; i += 5) (void)matrix.read_line(i, line);
    }
    if (const auto lines = matrix.read_lines(12, 25)) check_sound(*lines);
    (void)matrix.read_lines(0, id.lines);
}

void run(Bytes input) {
    constexpr std::size_t cut_from_end = 16;
    const bool by_lines = input.size() >= cut_from_end && input[input.size() - cut_from_end] % 2 != 0;
    const store::StoreId id = fuzzed_store(by_lines ? Cut::Lines : Cut::Crossings);
    std::vector<std::uint8_t> file(input.begin(), input.end());
    if (choice_of(input) % 4 != 0) put_right(file, id);
    const InputFile written(file);
    if (const auto tile = Tile::open(written.path(), id)) read_tile(*tile, id);
    const InputFolder folder;
    std::filesystem::create_directories(folder.path() + "/fuzz");
    folder.write("fuzz/" + store::tile_name(fuzzed_band), text_of(file));
    attempt([&] { read_store(id, folder); });
}

const Registration target({"store_tile", run});

}  // namespace
}  // namespace regulus::fuzz
