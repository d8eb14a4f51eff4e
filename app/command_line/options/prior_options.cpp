#include "app/command_line/options/prior_options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <cctype>
#include <nlohmann/json.hpp>

#include "app/command_line/console.h"
#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/io/prior/prior_starter.h"
#include "core/prior/network_summary.h"

namespace regulus {
namespace {

using nlohmann::json;

PriorOptions options_of(const PriorArguments& arguments) {
    PriorOptions options;
    if (arguments.confidence.size() > 1) {
        throw Error(ErrorKind::Usage,
                    "--min-confidence takes a letter from A to E, not '" + arguments.confidence + "'");
    }
    if (!arguments.confidence.empty()) {
        const auto letter = static_cast<unsigned char>(arguments.confidence.front());
        options.worst_confidence = static_cast<char>(std::toupper(letter));
    }
    options.sign = sign_filter_from(arguments.sign);
    options.min_importance = arguments.min_importance;
    options.top_targets = arguments.top_targets;
    options.tf_list = arguments.tf_list;
    options.expand_complexes = arguments.expand_complexes;
    return options;
}

// Rows that name a pair once more.
std::size_t surplus_rows(const RegulatoryNetwork& prior) {
    std::size_t surplus = 0;
    for (const Regulation& edge : prior.edges) surplus += edge.listed - 1U;
    return surplus;
}

json confidences_json(const NetworkSummary& summary) {
    json object = json::object();
    for (std::size_t i = 0; i < 5; ++i) {
        object[std::string(1, static_cast<char>('A' + i))] = summary.by_confidence[i];
    }
    object["none"] = summary.by_confidence[5];
    return object;
}

}  // namespace

void declare_prior_filters(CLI::App& app, PriorArguments& arguments) {
    app.add_option("--min-confidence", arguments.confidence,
                   "Prior: keep edges of this confidence level or better, A to E");
    app.add_option("--sign", arguments.sign, "Prior: keep activating or repressing edges, or both")
        ->capture_default_str();
    app.add_option("--min-importance", arguments.min_importance,
                   "Prior: keep edges of at least this importance");
    app.add_option("--top-targets", arguments.top_targets,
                   "Prior: keep the N most important targets of each TF")
        ->type_name("N");
    app.add_option("--tf-list", arguments.tf_list, "Prior: keep only the TFs in this file, one per line")
        ->type_name("FILE");
    app.add_flag("--expand-complexes", arguments.expand_complexes,
                 "Prior: replace AP1, NFKB and other complexes by their members");
}

RegulatoryNetwork open_prior(const std::string& path, const PriorArguments& arguments, Job& job) {
    return open_prior(path, options_of(arguments), job);
}

json prior_json(const RegulatoryNetwork& prior) {
    const NetworkSummary s = summary_of(prior);
    json sources = json::array(), largest = json::array();
    for (const auto& [name, edges] : s.sources) sources.push_back({{"name", name}, {"edges", edges}});
    for (const auto& [name, targets] : s.largest) largest.push_back({{"tf", name}, {"targets", targets}});
    return {{"name", prior.name},
            {"format", prior.format},
            {"checksum", prior.checksum},
            {"records", prior.records},
            {"listed", prior.rows},
            {"pairs", s.edges},
            {"tfs", s.tfs},
            {"targets", s.targets},
            {"activating", s.activating},
            {"repressing", s.repressing},
            {"unknown", s.unknown},
            {"conflicting", s.conflicting},
            {"repeated", prior.repeated_pairs},
            {"repeating_rows", surplus_rows(prior)},
            {"differing", prior.differing_pairs},
            {"self", s.self},
            {"confidence", confidences_json(s)},
            {"weights", s.weighted ? json{{"least", s.least_weight}, {"largest", s.largest_weight}} : json()},
            {"targets_per_tf",
             {{"least", s.least_targets},
              {"lower_quartile", s.lower_quartile},
              {"median", s.median_targets},
              {"upper_quartile", s.upper_quartile},
              {"most", s.most_targets}}},
            {"tfs_min5", s.tfs_min5},
            {"largest", largest},
            {"sources", sources},
            {"complexes",
             {{"names", prior.complexes.names},
              {"replaced", prior.complexes.replaced},
              {"added", prior.complexes.added}}},
            {"warnings", prior.warnings}};
}

void say_prior(Console& console, const RegulatoryNetwork& prior) {
    const NetworkSummary s = summary_of(prior);
    console.say(fmt::format("prior          {} ({}): {}", prior.name, prior.format,
                            count_text(prior.rows, "row", "rows")));
    console.say(fmt::format("pairs          {}: {} activating, {} repressing, {} unknown, {} conflicting",
                            s.edges, s.activating, s.repressing, s.unknown, s.conflicting));
    console.say(fmt::format("  repeated     {} listed more than once, {} with differing modes",
                            count_text(prior.repeated_pairs, "pair", "pairs"),
                            count_text(prior.differing_pairs)));
    console.say(
        fmt::format("TFs, targets   {} ({} with at least 5 targets), {}", s.tfs, s.tfs_min5, s.targets));
    console.say(fmt::format("targets per TF {} to {} (middle half {} to {})", s.least_targets, s.most_targets,
                            s.lower_quartile, s.upper_quartile));
    if (s.by_confidence[5] < s.edges) {
        const auto& c = s.by_confidence;
        console.say(fmt::format("confidence     A {}, B {}, C {}, D {}, E {}, none {}", c[0], c[1], c[2],
                                c[3], c[4], c[5]));
    }
    if (s.weighted) {
        console.say(fmt::format("importance     {:.4g} to {:.4g}", s.least_weight, s.largest_weight));
    }
    std::vector<std::string> largest;
    for (const auto& [name, targets] : s.largest) largest.push_back(fmt::format("{} {}", name, targets));
    console.say(fmt::format("most targets   {}", fmt::join(largest, ", ")));
    if (s.sources.size() > 1) {
        for (const auto& [name, edges] : s.sources) {
            console.say(fmt::format("  {:<12} {}", name, count_text(edges, "edge", "edges")));
        }
    }
    if (prior.complexes.names > 0) {
        console.say(fmt::format(
            "complexes      {}: {} expanded to {} of members", count_text(prior.complexes.names),
            count_text(prior.complexes.replaced, "edge", "edges"), count_text(prior.complexes.added)));
    }
    for (const auto& warning : prior.warnings) console.warn(warning);
}

}  // namespace regulus
