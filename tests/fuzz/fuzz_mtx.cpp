// Folders as CellRanger writes them. The input is the three files, with a line of '=' between them; each may
// be packed. What follows a third such line is a part name.
#include "core/io/dataset/mtx_reader.h"
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

void run(Bytes input) {
    const InputFolder folder;
    std::string_view rest = text_of(input);
    folder.write("matrix.mtx", next_part(rest));
    folder.write("barcodes.tsv", next_part(rest));
    folder.write(choice_of(input) % 4 == 0 ? "genes.tsv" : "features.tsv", next_part(rest));
    ReadOptions options = small_machine();
    attempt([&] {
        Job job;
        if (!is_tenx_folder(folder.path())) finding("the folder is not known as one");
        read_everything(*read_tenx_folder(folder.path(), options, job));
    });
}

const Registration target({"mtx", run});

}  // namespace
}  // namespace regulus::fuzz
