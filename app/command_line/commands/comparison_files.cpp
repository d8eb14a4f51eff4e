#include "app/command_line/commands/comparison_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "app/command_line/commands/p_text.h"
#include "app/command_line/console.h"
#include "core/base/count_text.h"
#include "core/io/anndata/h5ad_export.h"
#include "core/workflow/comparison_csv.h"

namespace regulus {
namespace {

using nlohmann::json;

json number_json(double value) {
    return std::isfinite(value) ? json(value) : json();
}

const char* column_word(const GroupComparison& comparison) {
    return comparison.of == ValuesOf::Genes ? "gene" : "tf";
}

std::size_t standing_out(const GroupComparison& comparison, std::size_t group) {
    std::size_t count = 0;
    for (std::size_t tf = 0; tf < comparison.names.size(); ++tf)
        count += comparison.at(group, tf).differs_at_depth() ? 1 : 0;
    return count;
}

// Why there is no row, where there is none.
void say_if_none(Console& console, const GroupComparison& comparison, const ComparisonFilter& filter) {
    const auto rows = [&](const ComparisonFilter& which) {
        std::size_t count = 0;
        for (std::size_t group = 0; group < comparison.shown.size(); ++group)
            if (comparison.shown[group] != 0) count += ranked_genes(comparison, group, which).size();
        return count;
    };
    if (rows(filter) > 0) return;
    ComparisonFilter all;
    all.by = filter.by;
    const std::string what = comparison.of == ValuesOf::Genes ? "gene" : "TF";
    console.warn(
        rows(all) > 0
            ? fmt::format("No {} passes the filters", what)
            : fmt::format("No {} can be tested by {}: {}", what, to_string(filter.by),
                          filter.by == RankingTest::EqualDepth
                              ? "no cells of both sides are alike in depth, or none has finite values that "
                                "differ between cells"
                              : "none has finite values that differ between cells"));
}

// A score that is not defined has, as in scanpy, the place and the numbers of no difference.
void append(GeneRanking& ranking, const GroupComparison& comparison, std::size_t group, RankingTest by) {
    ComparisonFilter all;
    all.by = by;
    std::vector<std::uint32_t> genes = ranked_genes(comparison, group, all);
    std::vector<std::uint8_t> there(comparison.tests.genes, 0);
    for (const std::uint32_t gene : genes) there[gene] = 1;
    for (const std::uint32_t gene : comparison.tests.not_finite) there[gene] = 1;
    for (std::size_t gene = 0; gene < there.size(); ++gene)
        if (there[gene] == 0) genes.push_back(static_cast<std::uint32_t>(gene));
    std::vector<std::string> names;
    std::vector<double> scores, p, q, changes;
    for (const std::uint32_t gene : genes) {
        const Compared one = comparison.at(group, gene);
        const bool defined = !std::isnan(one.score(by));
        names.push_back(comparison.names[gene]);
        scores.push_back(defined ? one.score(by) : 0);
        p.push_back(defined ? one.p(by) : 1);
        q.push_back(defined ? one.q(by) : 1);
        changes.push_back(comparison.counts ? one.fold_change : one.difference());
    }
    ranking.groups.push_back(comparison.groups.names[group]);
    ranking.names.push_back(std::move(names));
    ranking.scores.push_back(std::move(scores));
    ranking.p.push_back(std::move(p));
    ranking.q.push_back(std::move(q));
    ranking.fold_changes.push_back(std::move(changes));
}

}  // namespace

std::size_t write_comparison(const GroupComparison& comparison, const ComparisonFilter& filter,
                             const std::string& path) {
    CsvWriter table(path);
    table.names(comparison_columns(comparison.of));
    std::size_t rows = 0;
    for (std::size_t group = 0; group < comparison.shown.size(); ++group) {
        if (comparison.shown[group] == 0) continue;
        for (const std::uint32_t gene : ranked_genes(comparison, group, filter)) {
            write_fields(table, comparison, group, gene);
            table.end_row();
            ++rows;
        }
    }
    table.commit();
    return rows;
}

std::vector<std::string> write_ranked_data(const Dataset& dataset, const GroupComparison& comparison,
                                           RankingTest by, const std::string& path, Job& job) {
    GeneRanking ranking;
    const CellGroups& groups = comparison.groups;
    const char* const method = by == RankingTest::Welch        ? "t-test"
                               : by == RankingTest::EqualDepth ? "van-elteren at equal depth"
                                                               : "wilcoxon";
    ranking.params = {
        {"groupby", groups.column},
        {"reference", groups.pair ? groups.names[1] : std::string("rest")},
        {"method", std::string(method)},
        {"use_raw", false},
        {"corr_method", std::string("benjamini-hochberg")},
        {"tie_correct", true},
        {"continuity", by == RankingTest::WilcoxonContinuity},
        {"adjusted_over", std::string("all genes and groups")},
        {"values", comparison.values},
        {"over", std::string(to_string(comparison.of))},
        {"logfoldchanges_of",
         std::string(comparison.counts ? "log2 of mean counts per 10,000 plus the pseudo-count"
                                       : "difference of means")},
        {"notes", comparison.notes},
    };
    if (comparison.counts) ranking.params["pseudo_count"] = comparison.pseudo_count;
    for (std::size_t group = 0; group < comparison.shown.size(); ++group)
        if (comparison.shown[group] != 0) append(ranking, comparison, group, by);
    return write_with_results(dataset, path, {}, {}, job, {}, {std::move(ranking)});
}

void say_comparison(Console& console, const GroupComparison& comparison, const ComparisonFilter& filter,
                    std::size_t top) {
    std::vector<std::vector<std::string>> rows{
        {"group", column_word(comparison), comparison.counts ? "log2 fold change" : "difference", "share",
         "rest", "AUROC", filter.by == RankingTest::Welch ? "t" : "z", "FDR"}};
    if (comparison.of_depth()) rows[0].emplace_back("differs");
    for (std::size_t group = 0; group < comparison.shown.size(); ++group) {
        if (comparison.shown[group] == 0) continue;
        const auto genes = ranked_genes(comparison, group, filter);
        for (std::size_t i = 0; i < std::min(top, genes.size()); ++i) {
            const Compared one = comparison.at(group, genes[i]);
            rows.push_back({comparison.groups.names[group], comparison.names[genes[i]],
                            fmt::format("{:+.2f}", one.change(filter.by, comparison.counts)),
                            fmt::format("{:.0f} %", 100 * one.test.share),
                            fmt::format("{:.0f} %", 100 * one.test.share_rest),
                            fmt::format("{:.3f}", filter.by == RankingTest::EqualDepth ? one.depth.auroc
                                                                                       : one.test.auroc),
                            fmt::format("{:.1f}", one.score(filter.by)), p_text(one.q(filter.by))});
            if (comparison.of_depth()) rows.back().emplace_back(standing_text(comparison, one));
        }
    }
    if (rows.size() > 1 && filter.by == RankingTest::EqualDepth)
        console.say(comparison.depth.thinned
                        ? "Differences, AUROC and z at equal depth:"
                        : "AUROC and z within strata of depth, differences as they are:");
    if (rows.size() > 1) console.table(rows);
    say_if_none(console, comparison, filter);
    for (const std::string& note : comparison.notes) console.say("Note: " + note);
}

json comparison_json(const GroupComparison& comparison, const ComparisonFilter& filter, std::size_t top) {
    json groups = json::array();
    for (std::size_t group = 0; group < comparison.shown.size(); ++group) {
        if (comparison.shown[group] == 0) continue;
        const auto genes = ranked_genes(comparison, group, filter);
        json best = json::array();
        for (std::size_t i = 0; i < std::min(top, genes.size()); ++i) {
            const Compared one = comparison.at(group, genes[i]);
            json row{{column_word(comparison), comparison.names[genes[i]]},
                     {"log2_fold_change", number_json(one.fold_change)},
                     {"difference", number_json(one.difference())},
                     {"share", number_json(one.test.share)},
                     {"share_rest", number_json(one.test.share_rest)},
                     {"auroc", number_json(one.test.auroc)},
                     {"score", number_json(one.score(filter.by))},
                     {"p", number_json(one.p(filter.by))},
                     {"fdr", number_json(one.q(filter.by))}};
            if (comparison.of_depth())
                row.update({{"difference_depth", number_json(one.difference_depth)},
                            {"auroc_depth", number_json(one.depth.auroc)},
                            {"z_depth", number_json(one.depth.z)},
                            {"fdr_depth", number_json(one.q_depth)},
                            {"differs_at_equal_depth", standing_text(comparison, one)}});
            best.push_back(std::move(row));
        }
        groups.push_back({{"group", comparison.groups.names[group]},
                          {"cells", comparison.tests.cells[group]},
                          {"rows", genes.size()},
                          {"top", std::move(best)}});
        if (comparison.of_depth())
            groups.back().update({{"stand_out", standing_out(comparison, group)},
                                  {"cells_depth", comparison.depth.counterparts[group].group},
                                  {"rest_depth", comparison.depth.counterparts[group].others}});
    }
    return {{"over", to_string(comparison.of)},
            {"values", comparison.values},
            {"columns", comparison.names.size()},
            {"tests", comparison.tested},
            {"test", to_string(filter.by)},
            {"pseudo_count", comparison.counts ? json(comparison.pseudo_count) : json()},
            {"reference", comparison.groups.pair ? comparison.groups.names[1] : "rest"},
            {"groups", std::move(groups)},
            {"warnings", comparison.warnings},
            {"notes", comparison.notes}};
}

}  // namespace regulus
