// Folders as CellRanger writes them. The input is the three files, with a line of '=' between them; each may
// be packed. What follows a third such line is a part name.
#include <algorithm>
#include <filesystem>
#include <system_error>

#include "core/io/text/mtx_reader.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/whole_dataset.h"

namespace regulus::fuzz {
namespace {

constexpr std::string_view separator = "\n====\n";

std::string_view next_part(std::string_view& rest) {
    const std::size_t at = rest.find(separator);
    const std::string_view part = rest.substr(0, at);
    rest = at == std::string_view::npos ? std::string_view{} : rest.substr(at + separator.size());
    return part;
}

// So little that small inputs pass it, while their names do not.
constexpr std::size_t hardly_any_memory = 3000;

void require_same(const MatrixSource& a, const MatrixSource& b) {
    constexpr std::size_t most_cells = 4096;
    if (a.cells() != b.cells() || a.genes() != b.genes()) finding("on disk the matrix has another shape");
    const std::size_t end = std::min(a.cells(), most_cells);
    const CsrMatrix in_memory = a.block(0, end), on_disk = b.block(0, end);
    if (in_memory.offsets != on_disk.offsets || in_memory.columns != on_disk.columns ||
        in_memory.values != on_disk.values) {
        finding("on disk the matrix has other values");
    }
}

// Once in memory, and twice by way of the disk: what comes out must be the same.
void read_both_ways(const std::string& path, ReadOptions options) {
    Job job;
    std::shared_ptr<Dataset> in_memory;
    attempt([&] {
        in_memory = read_tenx_folder(path, options, job);
        read_everything(*in_memory);
    });
    options.max_bytes = hardly_any_memory;
    options.in_memory_bytes = 0;
    options.cache.folder = path + "-kept";
    options.cache.limit = std::uint64_t{1} << 26U;
    for (int opening = 0; opening < 2 && in_memory; ++opening) {
        attempt([&] {
            const auto on_disk = read_tenx_folder(path, options, job);
            require_same(*in_memory->assays.at(0).matrix, *on_disk->assays.at(0).matrix);
        });
    }
    std::error_code problem;
    std::filesystem::remove_all(options.cache.folder, problem);
}

void run(Bytes input) {
    const InputFolder folder;
    std::string_view rest = text_of(input);
    folder.write("matrix.mtx", next_part(rest));
    folder.write("barcodes.tsv", next_part(rest));
    folder.write(choice_of(input) % 4 == 0 ? "genes.tsv" : "features.tsv", next_part(rest));
    if (!is_tenx_folder(folder.path())) finding("the folder is not known as one");
    read_both_ways(folder.path(), small_machine());
}

const Registration target({"mtx", run});

}  // namespace
}  // namespace regulus::fuzz
