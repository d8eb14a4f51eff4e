// Tables of other names for genes, and what they make of a dataset's names.
#include "core/io/text/gene_mapping_reader.h"
#include "tests/fuzz/fuzz_target.h"

namespace regulus::fuzz {
namespace {

void run(Bytes input) {
    static const std::vector<std::string> names{"CD3E", "ENSG00000198851.9", "T3E", "A", "B", "A", "",
                                                "cd19"};
    const InputFile file(input);
    attempt([&] {
        Job job;
        const GeneMapping mapping = read_gene_mapping(file.path(), job);
        if (mapping.size() == 0) finding("a mapping that maps nothing");
        const MappedNames mapped = map_genes(names, mapping);
        if (mapped.names.size() != names.size()) finding("another number of names");
    });
}

const Registration target({"gene_mapping", run});

}  // namespace
}  // namespace regulus::fuzz
