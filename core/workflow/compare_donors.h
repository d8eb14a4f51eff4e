// Groups of cells compared with donors as replicates: counts added up by donor and group, and a test for bulk
// counts (limma with voom, see core/stats/voom.h), paired where donors have both. Crowell et al., Nature
// Communications 11 (2020), 6077; Squair et al., Nature Communications 12 (2021), 5692.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/stats/voom.h"
#include "core/workflow/cell_groups.h"
#include "core/workflow/gene_choices.h"

namespace regulus {

struct DonorOptions {
    std::string donors;          // column of obs
    std::size_t min_cells = 10;  // of a donor in a group and among the others, to be a sample
    std::string assay;           // counts; "" for the usual choice
};

struct DonorTest {
    std::uint32_t gene = 0;
    VoomTest test;
    double q = 1;  // false discovery rate over all genes and groups
};

struct DonorGroup {
    bool tested = false;
    bool paired = false;
    bool few_counts = false;  // not tested though there are donors: fewer than two genes have enough counts
    std::size_t samples = 0, others = 0;  // of the group and of the others; pairs of a paired test are both
    std::vector<DonorTest> genes;         // highest t first
};

struct DonorComparison {
    CellGroups groups;
    std::vector<std::string> names;   // genes
    std::vector<DonorGroup> results;  // one a group; of a pair of groups the first alone is tested
    std::size_t donors = 0, tested = 0;
    std::string values;
    std::vector<std::string> warnings, notes;
};

// Paired where two donors or more are on both sides (have enough cells and counts there) and no more are on
// one side alone, which are left out. Else not paired over the donors on one side only, if each side has two,
// and those on both are left out; else paired if two are on both; else all samples, if each side has two. Of
// what is left out a warning tells.
//
// Memory: donors × groups × genes numbers of 8 bytes. Throws Error(Usage) for a column that is not there;
// Error(Data) for values that are no counts, or when no group has enough donors or genes with counts;
// Error(Memory) for sums that pass the ceiling; what reading throws; Cancelled.
DonorComparison compare_donors(const Dataset& dataset, CellGroups groups, const GeneRequest& genes,
                               const DonorOptions& options, Job& job);

}  // namespace regulus
