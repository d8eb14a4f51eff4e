#include "app/command_line/commands/composition_files.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "app/command_line/commands/p_text.h"
#include "app/command_line/console.h"
#include "core/workflow/composition_csv.h"

namespace regulus {
namespace {

using nlohmann::json;

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
        for (const CompositionTest& test : tests_by_p(contrast))
            rows.push_back({made.conditions.names[contrast.condition], donors, made.groups.names[test.group],
                            percent(test.share), percent(test.share_reference),
                            fmt::format("{:+.3f}", test.difference), fmt::format("{:.2f}", test.t),
                            p_text(test.p), p_text(test.q)});
    }
    if (rows.size() > 1) console.table(rows);
}

json tests_json(const Composition& made, const CompositionContrast& contrast) {
    json tests = json::array();
    for (const CompositionTest& test : tests_by_p(contrast))
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
