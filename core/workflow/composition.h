// How many cells of each group (cell types, clusters) there are in each condition and donor, and whether the
// shares of the groups differ between conditions, with donors as replicates.
//
// The test is propeller's: shares of each sample, transformed, in linear models whose variances are moderated
// over the groups (limma, not robust, without a trend). Phipson, Sim, Porrello, Hewitt, Powell and Oshlack,
// Bioinformatics 38 (2022), 4720.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/table.h"
#include "core/stats/shares.h"
#include "core/workflow/cell_groups.h"

namespace regulus {

struct CompositionOptions {
    std::string donors;          // column of obs; "": cells are counted and nothing is tested
    std::string reference;       // condition; "": the second of a pair, else the first that has cells
    std::size_t min_cells = 10;  // of a donor in a condition, to be a sample
    ShareTransform transform = ShareTransform::ArcsineRoot;  // better calibrated in few donors than Logit
};

// The cells of one condition, or of a donor in it.
struct CompositionSample {
    std::size_t condition = 0;
    std::string donor;                // "": the whole condition
    std::size_t cells = 0;            // of all groups
    std::vector<std::size_t> counts;  // one a group
    bool used = true;                 // has enough cells to be tested

    // 0 of a sample without cells.
    double share(std::size_t group) const;
};

// A share in one condition: the mean over its samples with its interval (mean_interval()); without donors,
// that of all its cells (wilson_interval()).
struct ConditionShare {
    double share = 0;
    Interval interval;
};

struct CompositionTest {
    static constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

    std::size_t group = 0;
    double share = 0, share_reference = 0;  // means over the samples that were tested
    double difference = 0;                  // of the transformed shares; with logit ln of an odds ratio
    double t = unknown, df = 0, p = unknown;
    double q = unknown;  // false discovery rate over all groups and conditions
};

// One condition against the reference.
struct CompositionContrast {
    std::size_t condition = 0;
    bool tested = false, paired = false;
    std::size_t samples = 0, others = 0;  // of the condition and of the reference; of pairs both are pairs
    std::vector<CompositionTest> tests;   // in the order of the groups, those without any cell left out
};

struct Composition {
    CellGroups groups, conditions;
    std::size_t reference = 0;  // condition
    ShareTransform transform = ShareTransform::ArcsineRoot;
    std::vector<CompositionSample> whole;             // one a condition
    std::vector<CompositionSample> samples;           // donors in conditions where they have cells
    std::vector<std::vector<ConditionShare>> shares;  // conditions × groups
    std::vector<CompositionContrast> contrasts;  // one a condition but the reference; none without donors
    bool donors = false;                         // whether there are any
    std::vector<std::string> warnings, notes;

    // Share of a group's cells that are of this condition, of cells alone.
    double share_of_group(std::size_t condition, std::size_t group) const;
};

// Of the cells that have a group and a condition (see groups_of_column() and two_groups()). Which donors are
// compared, and whether in pairs, is chosen as compare_donors() does, of each condition and the reference.
// What cannot be tested is told by a warning. Throws Error(Usage) for a reference that is no condition, or
// one column for two roles; Error(Data) when no cell is left; what donor_codes() throws; Cancelled.
Composition composition(const Table& obs, CellGroups groups, CellGroups conditions,
                        const CompositionOptions& options, Job& job);

}  // namespace regulus
