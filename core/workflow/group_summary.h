// Genes or TFs in groups of cells, summed up for plots: dot plot, violin, box, ridge, matrix plot.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/stats/summarise_genes.h"
#include "core/workflow/cell_groups.h"
#include "core/workflow/compare_groups.h"
#include "core/workflow/compared_values.h"

namespace regulus {

struct GroupSummary {
    CellGroups groups;
    std::optional<CellGroups> split;  // by a second column: each group divided by it
    std::vector<std::string> names;   // genes or TFs, as they were asked for
    ValuesOf of = ValuesOf::Genes;
    std::string values;   // for people
    bool counts = false;  // `linear` are mean counts per 10,000
    GeneSummaries summaries;
    std::vector<std::string> warnings;

    std::size_t parts() const { return split ? split->names.size() : 1; }  // of a group
    const ValueSummary& at(std::size_t name, std::size_t group, std::size_t part = 0) const {
        return summaries.at(name, group * parts() + part);
    }
};

// Places of `names` among those of the values, a name that is given twice once. Throws Error(Usage) for one
// that is not there, saying how it is written where only the case is another.
std::vector<std::uint32_t> places_of(const ComparedValues& values, const std::vector<std::string>& names);

// Cells without a value in `split` take no part. Memory and errors are those of summarise_genes() and
// places_of(); Error(Data) when no cell is left.
GroupSummary summarise_groups(const ComparedValues& values, const std::vector<std::string>& names,
                              CellGroups groups, std::optional<CellGroups> split, bool density, Job& job);

// The first `each` markers of every group, in the order of the groups, each gene once: higher in the group,
// with a false discovery rate of 5 % at most and in a tenth of the cells of one side, by rank sums.
std::vector<std::string> top_markers(const GroupComparison& comparison, std::size_t each);

}  // namespace regulus
