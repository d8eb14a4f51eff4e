#include "ui/models/comparison_table.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/natural_order.h"
#include "core/workflow/comparison_csv.h"
#include "ui/models/name_search.h"

namespace regulus {
namespace {

// NaN last, whatever the order.
bool before(double a, double b, bool descending) {
    if (std::isnan(a) || std::isnan(b)) return !std::isnan(a) && std::isnan(b);
    return descending ? a > b : a < b;
}

std::vector<std::uint32_t> found(const ComparisonResult& result, const std::vector<std::uint32_t>& ranked,
                                 const QString& text) {
    if (text.trimmed().isEmpty()) return ranked;
    std::vector<std::uint8_t> wanted(result.cells.names.size(), 0);
    for (const std::uint32_t place : findNames(result.cells.names, {}, text, wanted.size()))
        wanted[place] = 1;
    std::vector<std::uint32_t> some;
    std::ranges::copy_if(ranked, std::back_inserter(some),
                         [&](std::uint32_t gene) { return wanted[gene] != 0; });
    return some;
}

void sortRows(const ComparisonResult& result, const ComparisonQuery& query,
              std::vector<std::uint32_t>& genes) {
    if (*query.sorted == ComparisonColumn::Name) {
        std::ranges::stable_sort(genes, [&](std::uint32_t a, std::uint32_t b) {
            return query.descending ? natural_less(result.name(b), result.name(a))
                                    : natural_less(result.name(a), result.name(b));
        });
        return;
    }
    std::vector<double> keys(result.cells.names.size());
    for (const std::uint32_t gene : genes) keys[gene] = valueOf(result, query.group, gene, *query.sorted);
    std::ranges::stable_sort(
        genes, [&](std::uint32_t a, std::uint32_t b) { return before(keys[a], keys[b], query.descending); });
}

}  // namespace

const DonorTest* ComparisonResult::donorTest(std::size_t group, std::size_t gene) const {
    if (!donors) return nullptr;
    const std::int32_t place = donorPlaces[group * cells.names.size() + gene];
    return place < 0 ? nullptr : &donors->results[group].genes[static_cast<std::size_t>(place)];
}

bool ComparisonResult::testedByDonors(std::size_t group) const {
    return donors && donors->results[group].tested;
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
        row.standsOut = one.stands_out();
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
           (!filters.upOnly || (row.score > 0 && row.change > 0));
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

std::vector<std::uint32_t> arrange(const ComparisonResult& result, const std::vector<std::uint32_t>& ranked,
                                   const ComparisonQuery& query, Job& job) {
    std::vector<std::uint32_t> genes = found(result, ranked, query.text);
    job.checkpoint();
    std::erase_if(genes, [&](std::uint32_t gene) {
        return !passes(comparedRow(result, query.group, gene), query.filters);
    });
    job.checkpoint();
    if (query.sorted) sortRows(result, query, genes);
    return genes;
}

double valueOf(const ComparisonResult& result, std::size_t group, std::uint32_t gene,
               ComparisonColumn column) {
    const Compared one = result.cells.at(group, gene);
    const DonorTest* const donors = result.donorTest(group, gene);
    switch (column) {
        case ComparisonColumn::Change:
            return result.cells.counts ? one.fold_change : one.difference();
        case ComparisonColumn::Share:
            return static_cast<double>(one.test.share);
        case ComparisonColumn::ShareRest:
            return static_cast<double>(one.test.share_rest);
        case ComparisonColumn::Auroc:
            return static_cast<double>(one.test.auroc);
        case ComparisonColumn::Q:
            return one.q_wilcoxon;
        case ComparisonColumn::DonorChange:
            return donors == nullptr ? GroupTest::unknown : donors->test.log2_fold_change;
        case ComparisonColumn::DonorQ:
            return donors == nullptr ? GroupTest::unknown : donors->q;
        case ComparisonColumn::DepthChange:
            return one.difference_depth;
        case ComparisonColumn::DepthAuroc:
            return static_cast<double>(one.depth.auroc);
        case ComparisonColumn::DepthQ:
            return one.q_depth;
        case ComparisonColumn::Name:
            break;
    }
    return GroupTest::unknown;
}

void writeComparison(const ComparisonResult& result, ComparisonQuery query, const QString& path, Job& job) {
    CsvWriter file(path.toStdString());
    std::vector<std::string> names = comparison_columns(result.cells.of);
    if (result.donors)
        for (std::string& name : donor_columns("donor_")) names.push_back(std::move(name));
    file.names(names);
    for (query.group = 0; query.group < result.cells.shown.size(); ++query.group) {
        if (result.cells.shown[query.group] == 0) continue;
        for (const std::uint32_t gene : arrange(result, testedNames(result, query.group), query, job)) {
            write_fields(file, result.cells, query.group, gene);
            if (result.donors)
                write_fields(file, result.donors->results[query.group], result.donorTest(query.group, gene));
            file.end_row();
        }
    }
    file.commit();
}

}  // namespace regulus
