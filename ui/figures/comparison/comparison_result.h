// What came of a comparison of groups, by cells and by donors: what tables and pictures of it show. Plain
// values for jobs; nothing here changes once it is made.
#pragma once

#include <QString>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/workflow/compare_donors.h"
#include "core/workflow/compare_groups.h"
#include "ui/figures/comparison/comparison_filters.h"

namespace regulus {

struct ComparisonResult {
    GroupComparison cells;
    std::optional<DonorComparison> donors;  // of the same groups and genes; nullopt where none were chosen
    QString rewiredProblem;                 // why TFs were not compared with rewired priors
    QString donorsProblem;                  // why there is none although donors were chosen
    std::vector<std::int32_t> donorPlaces;  // groups × genes: among donors->results[group].genes, or -1

    // Null where donors say nothing of it.
    const DonorTest* donorTest(std::size_t group, std::size_t gene) const;
    bool testedByDonors(std::size_t group) const;
    bool whole() const { return cells.whole; }  // false: there is more to come
    // Numbers of a sample, till those of all cells are there: shown as such, and never written anywhere.
    bool provisional() const { return cells.sampled > 0; }
    QString sample() const;  // provisional(): "20,000 of 1,000,000 cells"
    bool ofGenes() const { return cells.of == ValuesOf::Genes; }
    const std::string& name(std::uint32_t gene) const { return cells.names[gene]; }
};
// `donors` belongs to the same groups; its genes are columns `columns` of the comparison (empty: the same
// ones; -1: not among them).
void addDonors(ComparisonResult& result, DonorComparison donors, const std::vector<std::int32_t>& columns);

// Of a group, as tables and plots show it: by donors where they were tested, else by cells; of TFs at equal
// depth, where that was tested.
struct ComparedRow {
    double change = 0;  // log2 fold change, or the difference of means
    double q = 1;
    double score = 0;  // t over donors, or z over cells; NaN where it was not tested
    double share = 0, shareRest = 0, auroc = 0.5;
    bool differs = true;    // of TFs: at equal depth, where that was tested
    bool standsOut = true;  // of TFs: against rewired priors, where that was tested
};
ComparedRow comparedRow(const ComparisonResult& result, std::size_t group, std::uint32_t gene);

bool passes(const ComparedRow& row, const ComparisonFilters& filters);
// Genes or TFs that were tested, highest score first.
std::vector<std::uint32_t> testedNames(const ComparisonResult& result, std::size_t group);

}  // namespace regulus
