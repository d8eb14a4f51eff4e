#include "app/command_line/commands/donor_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "app/command_line/commands/p_text.h"
#include "app/command_line/console.h"
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
