// Labels of cells from a second file.
#include "core/io/text/annotation_reader.h"
#include "tests/fuzz/fuzz_target.h"

namespace regulus::fuzz {
namespace {

Table some_cells() {
    Table obs;
    obs.index = {"AAACCTGAGAAACCAT-1",
                 "AAACCTGAGAAACCGC-1",
                 "AAACCTGAGAAACCTA",
                 "cell1",
                 "cell2",
                 "cell3",
                 "cell4",
                 "cell5",
                 "cell1",
                 "",
                 "a\tb",
                 "1"};
    obs.columns.push_back({"n", Numeric{std::vector<double>(obs.size(), 1.5), false}});
    return obs;
}

void run(Bytes input) {
    static const Table obs = some_cells();
    const InputFile file(input);
    attempt([&] {
        Job job;
        const Annotation found = read_annotation(file.path(), obs, job);
        if (found.matched == 0 || found.matched > obs.size()) finding("a wrong number of matched cells");
        for (const Column& column : found.columns) {
            if (obs.find(column.name) != nullptr) finding("a column that obs has already");
            const auto* categorical = column.categorical();
            if (categorical == nullptr) continue;
            if (categorical->codes.size() != obs.size()) finding("a column of another length");
            for (const std::int32_t code : categorical->codes) {
                if (code >= static_cast<std::int64_t>(categorical->categories.size()))
                    finding("a code without a category");
            }
        }
    });
}

const Registration target({"annotation", run});

}  // namespace
}  // namespace regulus::fuzz
