#include "ui/models/comparison_table.h"

#include <algorithm>
#include <cmath>

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
        case ComparisonColumn::RewiredP:
            return one.p_rewired;
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
