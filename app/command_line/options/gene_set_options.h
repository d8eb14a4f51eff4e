// Gene sets named on the command line: a GMT file, or a list of genes.
#pragma once

#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/prior/gene_set.h"

namespace CLI {
class App;
}

namespace regulus {

class Console;

struct GeneSetOptions {
    std::string sets, name = "genes";
    std::vector<std::string> genes;
};
// --sets, --genes, --name.
void declare_gene_sets(CLI::App& app, GeneSetOptions& options);

// Throws Error(Usage) unless one of the two was given; what read_gene_sets() throws.
std::vector<GeneSet> open_gene_sets(const GeneSetOptions& options, Console& console, Job& job);

}  // namespace regulus
