// Gene sets, and the tables that markers are written to.
#include "core/io/prior/gene_set_reader.h"
#include "core/io/text/marker_table.h"
#include "tests/fuzz/fuzz_target.h"

namespace regulus::fuzz {
namespace {

void run_gene_sets(Bytes input) {
    Job job;
    const InputFile file(input);
    attempt([&] {
        const GeneSets made = read_gene_sets(file.path(), job);
        if (made.sets.empty()) finding("a file without any set");
        for (const GeneSet& set : made.sets)
            if (set.name.empty() || set.genes.empty()) finding("a set without a name or genes");
    });
}

void run_marker_table(Bytes input) {
    Job job;
    const InputFile file(input);
    attempt([&] {
        const MarkerTable table = read_marker_table(file.path(), {}, job);
        std::size_t rows = 0;
        for (const MarkerRow& row : table.rows)
            if (row.group >= table.groups.size()) finding("a row without its group");
        for (std::size_t g = 0; g < table.groups.size(); ++g) rows += table.genes(g).size();
        if (rows == 0 || rows != table.rows.size()) finding("rows that no group has");
    });
}

const Registration gene_sets({"gene_sets", run_gene_sets});
const Registration marker_table({"marker_table", run_marker_table});

}  // namespace
}  // namespace regulus::fuzz
