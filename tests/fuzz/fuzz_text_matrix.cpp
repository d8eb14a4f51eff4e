// Tables of text as expression: whether it is one, and with rows found out, given as cells, given as genes.
#include "core/io/text/text_matrix_reader.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/whole_dataset.h"

namespace regulus::fuzz {
namespace {

void run(Bytes input) {
    const InputFile file(input);
    ReadOptions options = small_machine();
    Job job;
    bool looks = false;
    attempt([&] { looks = looks_like_text_matrix(file.path(), job, options); });
    const TableRows rows[] = {TableRows::FindOut, TableRows::Cells, TableRows::Genes};
    options.table_rows = rows[choice_of(input) % 3];
    attempt([&] { read_everything(*read_text_matrix(file.path(), options, job)); });
    if (looks) attempt([&] { open_and_read(file.path(), options); });
}

const Registration target({"text_matrix", run});

}  // namespace
}  // namespace regulus::fuzz
