// A list of genes and what it was chosen from: named, in a file, or the markers of a group.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/base/job.h"

namespace CLI {
class App;
}

namespace regulus {

class Console;

struct GeneListOptions {
    std::vector<std::string> genes;
    std::string list, markers, of, tested, test;
    double max_fdr = 0.05, min_fold_change = 0;
    std::size_t first = 0;  // 0: all that pass
    bool down = false;
};
// --genes, --list, --markers, --of, --max-fdr, --min-fold-change, --first, --down, --test, --tested.
void declare_gene_list(CLI::App& app, GeneListOptions& options);

// Throws Error(Usage) for options that contradict each other or would do nothing.
void check_gene_list(const GeneListOptions& options);

struct OpenedList {
    std::vector<std::string> list, tested;
};
// Throws what reading throws; Error(Usage) for a group that the table lacks; Error(Data) for a list of
// nothing.
OpenedList open_gene_list(const GeneListOptions& options, Console& console, Job& job);

}  // namespace regulus
