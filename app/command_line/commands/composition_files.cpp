#include "app/command_line/commands/composition_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "app/command_line/commands/p_text.h"
#include "app/command_line/console.h"
#include "core/io/files/csv_writer.h"

namespace regulus {
namespace {

using nlohmann::json;

void write_share(CsvWriter& table, const Composition& made, const CompositionSample& sample,
                 std::size_t group, const ConditionShare& share, double share_of_group) {
    table.field(made.groups.names[group]);
    table.field(made.conditions.names[sample.condition]);
    table.field(sample.donor);
    table.field(sample.counts[group]);
    table.field(sample.cells);
    for (const double value : {share.share, share.interval.low, share.interval.high, share_of_group})
        table.field(value);
    table.end_row();
}

std::vector<CompositionTest> by_p(const CompositionContrast& contrast) {
    std::vector<CompositionTest> tests = contrast.tests;
    std::ranges::stable_sort(tests,
                             [](const CompositionTest& a, const CompositionTest& b) { return a.p < b.p; });
    return tests;
}

std::string percent(double share) {
    return fmt::format("{:.1f} %", 100 * share);
}

void say_shares(Console& console, const Composition& made) {
    std::vector<std::vector<std::string>> rows{{"group"}};
    for (const std::string& name : made.conditions.names) rows[0].push_back(name);
    for (std::size_t g = 0; g < made.groups.names.size(); ++g) {
        std::vector<std::string> row{made.groups.names[g]};
        for (std::size_t k = 0; k < made.whole.size(); ++k) {
            const ConditionShare& one = made.shares[k][g];
            row.push_back(std::isnan(one.interval.low)
                              ? percent(one.share)
                              : fmt::format("{} ({:.1f} to {:.1f})", percent(one.share),
                                            100 * one.interval.low, 100 * one.interval.high));
        }
        rows.push_back(std::move(row));
    }
    console.table(rows);
}

void say_tests(Console& console, const Composition& made) {
    std::vector<std::vector<std::string>> rows{
        {"condition", "donors", "group", "share", "reference", "difference", "t", "p", "FDR"}};
    for (const CompositionContrast& contrast : made.contrasts) {
        const std::string donors = contrast.paired
                                       ? fmt::format("{} pairs", contrast.samples)
                                       : fmt::format("{} and {}", contrast.samples, contrast.others);
        for (const CompositionTest& test : by_p(contrast))
            rows.push_back({made.conditions.names[contrast.condition], donors, made.groups.names[test.group],
                            percent(test.share), percent(test.share_reference),
                            fmt::format("{:+.3f}", test.difference), fmt::format("{:.2f}", test.t),
                            p_text(test.p), p_text(test.q)});
    }
    if (rows.size() > 1) console.table(rows);
}

json tests_json(const Composition& made, const CompositionContrast& contrast) {
    json tests = json::array();
    for (const CompositionTest& test : by_p(contrast))
        tests.push_back({{"group", made.groups.names[test.group]},
                         {"share", test.share},
                         {"share_reference", test.share_reference},
                         {"difference", test.difference},
                         {"t", test.t},
                         {"df", test.df},
                         {"p", test.p},
                         {"fdr", test.q}});
    return {{"condition", made.conditions.names[contrast.condition]},
            {"tested", contrast.tested},
            {"paired", contrast.paired},
            {"donors", contrast.samples},
            {"donors_reference", contrast.others},
            {"tests", std::move(tests)}};
}

}  // namespace

void write_shares(const Composition& made, const std::string& path) {
    CsvWriter table(path);
    table.names({"group", "condition", "donor", "cells", "cells_of_sample", "share", "share_low",
                 "share_high", "share_of_group"});
    const std::size_t groups = made.groups.names.size();
    for (const CompositionSample& sample : made.whole)
        for (std::size_t g = 0; g < groups; ++g)
            write_share(table, made, sample, g, made.shares[sample.condition][g],
                        made.share_of_group(sample.condition, g));
    for (const CompositionSample& sample : made.samples)
        for (std::size_t g = 0; g < groups; ++g)
            write_share(table, made, sample, g,
                        {sample.share(g), wilson_interval(sample.counts[g], sample.cells)},
                        CompositionTest::unknown);
    table.commit();
}

void write_composition_tests(const Composition& made, const std::string& path) {
    CsvWriter table(path);
    table.names({"condition", "reference", "group", "share", "share_reference", "difference", "t", "df", "p",
                 "fdr", "donors", "donors_reference", "paired"});
    for (const CompositionContrast& contrast : made.contrasts) {
        for (const CompositionTest& test : by_p(contrast)) {
            table.field(made.conditions.names[contrast.condition]);
            table.field(made.conditions.names[made.reference]);
            table.field(made.groups.names[test.group]);
            for (const double value :
                 {test.share, test.share_reference, test.difference, test.t, test.df, test.p, test.q})
                table.field(value);
            table.field(contrast.samples);
            table.field(contrast.others);
            table.field(contrast.paired ? "yes" : "no");
            table.end_row();
        }
    }
    table.commit();
}

void say_composition(Console& console, const Composition& made) {
    say_shares(console, made);
    say_tests(console, made);
    for (const std::string& note : made.notes) console.say("Note: " + note);
}

json composition_json(const Composition& made) {
    json shares = json::array(), contrasts = json::array();
    for (const CompositionSample& sample : made.whole)
        for (std::size_t g = 0; g < made.groups.names.size(); ++g) {
            const ConditionShare& one = made.shares[sample.condition][g];
            shares.push_back({{"group", made.groups.names[g]},
                              {"condition", made.conditions.names[sample.condition]},
                              {"cells", sample.counts[g]},
                              {"share", one.share},
                              {"low", one.interval.low},
                              {"high", one.interval.high},
                              {"share_of_group", made.share_of_group(sample.condition, g)}});
        }
    for (const CompositionContrast& contrast : made.contrasts)
        contrasts.push_back(tests_json(made, contrast));
    return {{"reference", made.conditions.names[made.reference]},
            {"transform", to_string(made.transform)},
            {"interval", made.donors ? "Student's t over donors, 95 %" : "Wilson, 95 %"},
            {"samples", made.samples.size()},
            {"shares", std::move(shares)},
            {"contrasts", std::move(contrasts)},
            {"warnings", made.warnings},
            {"notes", made.notes}};
}

}  // namespace regulus
