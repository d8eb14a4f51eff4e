#include "ui/figures/comparison/comparison_result.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "ui/figures/regulon_extent.h"

namespace regulus {

const DonorTest* ComparisonResult::donorTest(std::size_t group, std::size_t gene) const {
    if (!donors) return nullptr;
    const std::int32_t place = donorPlaces[group * cells.names.size() + gene];
    return place < 0 ? nullptr : &donors->results[group].genes[static_cast<std::size_t>(place)];
}

bool ComparisonResult::testedByDonors(std::size_t group) const {
    return donors && donors->results[group].tested;
}

QString ComparisonResult::sample() const {
    const std::vector<std::size_t>& all = cells.groups.cells;
    return extentOf(cells.sampled, std::accumulate(all.begin(), all.end(), std::size_t{0}));
}

void addDonors(ComparisonResult& result, DonorComparison donors, const std::vector<std::int32_t>& columns) {
    const std::size_t genes = result.cells.names.size();
    result.donorPlaces.assign(result.cells.shown.size() * genes, -1);
    for (std::size_t group = 0; group < donors.results.size(); ++group) {
        const std::vector<DonorTest>& tests = donors.results[group].genes;
        for (std::size_t i = 0; i < tests.size(); ++i) {
            const std::int32_t column =
                columns.empty() ? static_cast<std::int32_t>(tests[i].gene) : columns[tests[i].gene];
            if (column >= 0)
                result.donorPlaces[group * genes + static_cast<std::size_t>(column)] =
                    static_cast<std::int32_t>(i);
        }
    }
    result.donors = std::move(donors);
}

ComparedRow comparedRow(const ComparisonResult& result, std::size_t group, std::uint32_t gene) {
    const Compared one = result.cells.at(group, gene);
    ComparedRow row;
    // Of a score that may be negative a share above 0 says nothing.
    if (result.ofGenes()) {
        row.share = static_cast<double>(one.test.share);
        row.shareRest = static_cast<double>(one.test.share_rest);
    } else {
        row.share = row.shareRest = 1;
    }
    row.auroc = static_cast<double>(one.test.auroc);
    if (result.cells.of_depth()) {
        row.change = one.difference_depth;
        row.q = one.q_depth;
        row.score = one.depth.z;
        row.auroc = static_cast<double>(one.depth.auroc);
        row.differs = one.differs_at_depth();
        row.standsOut = !result.cells.of_rewired() || one.stands_out();
    } else if (!result.testedByDonors(group)) {
        row.change = result.cells.counts ? one.fold_change : one.difference();
        row.q = one.q_wilcoxon;
        row.score = one.test.z;
    } else if (const DonorTest* const donors = result.donorTest(group, gene)) {
        row.change = donors->test.log2_fold_change;
        row.q = donors->q;
        row.score = donors->test.t;
    } else {
        row.change = row.q = row.score = GroupTest::unknown;
    }
    return row;
}

bool passes(const ComparedRow& row, const ComparisonFilters& filters) {
    return row.q <= filters.mostQ && std::abs(row.change) >= filters.minChange &&
           std::max(row.share, row.shareRest) >= filters.minShare &&
           (!filters.standingOnly || row.standsOut) && (!filters.upOnly || (row.score > 0 && row.change > 0));
}

std::vector<std::uint32_t> testedNames(const ComparisonResult& result, std::size_t group) {
    std::vector<double> scores(result.cells.names.size());
    std::vector<std::uint32_t> genes;
    for (std::uint32_t gene = 0; gene < scores.size(); ++gene) {
        scores[gene] = comparedRow(result, group, gene).score;
        if (!std::isnan(scores[gene])) genes.push_back(gene);
    }
    std::ranges::stable_sort(genes, [&](std::uint32_t a, std::uint32_t b) { return scores[a] > scores[b]; });
    return genes;
}

}  // namespace regulus
