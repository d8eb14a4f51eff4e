#include "app/command_line/commands/donor_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "app/command_line/commands/p_text.h"
#include "app/command_line/console.h"
#include "core/io/anndata/h5ad_export.h"
#include "core/io/files/csv_writer.h"
#include "core/workflow/comparison_csv.h"

namespace regulus {
namespace {

using nlohmann::json;

bool wanted(const DonorTest& one, const ComparisonFilter& filter) {
    return one.q <= filter.most_q && std::abs(one.test.log2_fold_change) >= filter.min_fold_change &&
           (!filter.up || one.test.t > 0);
}

std::vector<DonorTest> chosen(const DonorGroup& group, const ComparisonFilter& filter) {
    std::vector<DonorTest> rows;
    for (const DonorTest& one : group.genes)
        if (wanted(one, filter)) rows.push_back(one);
    return rows;
}

// Genes that were tested in any group, ascending.
std::vector<std::uint32_t> genes_tested(const DonorComparison& comparison) {
    std::set<std::uint32_t> genes;
    for (const DonorGroup& group : comparison.results)
        for (const DonorTest& one : group.genes) genes.insert(one.gene);
    return {genes.begin(), genes.end()};
}

void append(GeneRanking& ranking, const DonorComparison& comparison, std::size_t g,
            const std::vector<std::uint32_t>& all) {
    std::vector<std::string> names;
    std::vector<double> scores, p, q, changes;
    std::set<std::uint32_t> there;
    for (const DonorTest& one : comparison.results[g].genes) {
        there.insert(one.gene);
        names.push_back(comparison.names[one.gene]);
        scores.push_back(one.test.t);
        p.push_back(one.test.p);
        q.push_back(one.q);
        changes.push_back(one.test.log2_fold_change);
    }
    for (const std::uint32_t gene : all)
        if (!there.contains(gene)) names.push_back(comparison.names[gene]);
    scores.resize(all.size(), 0);
    p.resize(all.size(), 1);
    q.resize(all.size(), 1);
    changes.resize(all.size(), std::numeric_limits<double>::quiet_NaN());
    ranking.groups.push_back(comparison.groups.names[g]);
    ranking.names.push_back(std::move(names));
    ranking.scores.push_back(std::move(scores));
    ranking.p.push_back(std::move(p));
    ranking.q.push_back(std::move(q));
    ranking.fold_changes.push_back(std::move(changes));
}

}  // namespace

std::size_t write_donors(const DonorComparison& comparison, const ComparisonFilter& filter,
                         const std::string& path) {
    CsvWriter table(path);
    std::vector<std::string> names{"group", "gene"};
    for (std::string& name : donor_columns()) names.push_back(std::move(name));
    table.names(names);
    std::size_t rows = 0;
    for (std::size_t g = 0; g < comparison.results.size(); ++g) {
        for (const DonorTest& one : chosen(comparison.results[g], filter)) {
            table.field(comparison.groups.names[g]);
            table.field(comparison.names[one.gene]);
            write_fields(table, comparison.results[g], &one);
            table.end_row();
            ++rows;
        }
    }
    table.commit();
    return rows;
}

std::vector<std::string> write_ranked_donors(const Dataset& dataset, const DonorComparison& comparison,
                                             const std::string& path, Job& job) {
    GeneRanking ranking;
    const CellGroups& groups = comparison.groups;
    ranking.params = {
        {"groupby", groups.column},
        {"reference", groups.pair ? groups.names[1] : std::string("rest")},
        {"method", std::string("limma-voom")},
        {"use_raw", false},
        {"corr_method", std::string("benjamini-hochberg")},
        {"adjusted_over", std::string("all genes and groups")},
        {"values", comparison.values},
        {"over", std::string("genes")},
        {"logfoldchanges_of", std::string("log2 of counts per million, by limma with voom")},
        {"notes", comparison.notes},
    };
    const std::vector<std::uint32_t> all = genes_tested(comparison);
    for (std::size_t g = 0; g < comparison.results.size(); ++g)
        if (comparison.results[g].tested) append(ranking, comparison, g, all);
    return write_with_results(dataset, path, {}, {}, job, {}, {std::move(ranking)});
}

void say_donors(Console& console, const DonorComparison& comparison, const ComparisonFilter& filter,
                std::size_t top) {
    std::vector<std::vector<std::string>> rows{
        {"group", "donors", "gene", "log2 fold change", "log2 CPM", "t", "p", "FDR"}};
    for (std::size_t g = 0; g < comparison.results.size(); ++g) {
        const DonorGroup& group = comparison.results[g];
        const auto best = chosen(group, filter);
        const std::string donors = group.paired ? fmt::format("{} pairs", group.samples)
                                                : fmt::format("{} and {}", group.samples, group.others);
        for (std::size_t i = 0; i < std::min(top, best.size()); ++i) {
            const VoomTest& test = best[i].test;
            rows.push_back({comparison.groups.names[g], donors, comparison.names[best[i].gene],
                            fmt::format("{:+.2f}", test.log2_fold_change),
                            fmt::format("{:.1f}", test.mean_log2_cpm), fmt::format("{:.1f}", test.t),
                            p_text(test.p), p_text(best[i].q)});
        }
    }
    if (rows.size() > 1) console.table(rows);
    if (std::ranges::all_of(comparison.results,
                            [&](const DonorGroup& group) { return chosen(group, filter).empty(); }))
        console.warn("No gene passes the filters");
    for (const std::string& note : comparison.notes) console.say("Note: " + note);
}

json donors_json(const DonorComparison& comparison, const ComparisonFilter& filter, std::size_t top) {
    json groups = json::array();
    for (std::size_t g = 0; g < comparison.results.size(); ++g) {
        const DonorGroup& group = comparison.results[g];
        if (!group.tested) continue;
        const auto best = chosen(group, filter);
        json rows = json::array();
        for (std::size_t i = 0; i < std::min(top, best.size()); ++i)
            rows.push_back({{"gene", comparison.names[best[i].gene]},
                            {"log2_fold_change", best[i].test.log2_fold_change},
                            {"score", best[i].test.t},
                            {"p", best[i].test.p},
                            {"fdr", best[i].q}});
        groups.push_back({{"group", comparison.groups.names[g]},
                          {"paired", group.paired},
                          {"samples", group.samples},
                          {"samples_rest", group.others},
                          {"genes", group.genes.size()},
                          {"rows", best.size()},
                          {"top", std::move(rows)}});
    }
    return {{"over", "genes"},
            {"values", comparison.values},
            {"donors", comparison.donors},
            {"tests", comparison.tested},
            {"test", "limma-voom"},
            {"reference", comparison.groups.pair ? comparison.groups.names[1] : "rest"},
            {"groups", std::move(groups)},
            {"warnings", comparison.warnings},
            {"notes", comparison.notes}};
}

}  // namespace regulus
