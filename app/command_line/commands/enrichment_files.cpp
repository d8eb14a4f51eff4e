#include "app/command_line/commands/enrichment_files.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/command_line/commands/p_text.h"
#include "app/command_line/console.h"
#include "core/base/count_text.h"

namespace regulus {

void say_enrichment(Console& console, const Enrichment& made, std::size_t top) {
    constexpr std::size_t some = 8;
    console.say(fmt::format("{} of the list among {} that count; {} tested, {} with too few genes left out",
                            count_text(made.drawn, "gene", "genes"), count_text(made.universe),
                            count_text(made.sets.size(), "set", "sets"), count_text(made.small)));
    std::vector<std::vector<std::string>> rows{{"set", "genes", "hits", "expected", "p", "FDR", "which"}};
    for (std::size_t i = 0; i < std::min(top, made.sets.size()); ++i) {
        const EnrichedSet& set = made.sets[i];
        const std::vector<std::string> first(
            set.hits.begin(),
            set.hits.begin() + static_cast<std::ptrdiff_t>(std::min(some, set.hits.size())));
        rows.push_back({set.name, count_text(set.genes), count_text(set.hits.size()),
                        fmt::format("{:.1f}", set.expected), p_text(set.p), p_text(set.q),
                        fmt::format("{}{}", fmt::join(first, " "), set.hits.size() > some ? " ..." : "")});
    }
    if (rows.size() > 1) console.table(rows);
}

nlohmann::json enrichment_json(const Enrichment& made, std::size_t top) {
    nlohmann::json sets = nlohmann::json::array();
    for (std::size_t i = 0; i < std::min(top, made.sets.size()); ++i) {
        const EnrichedSet& set = made.sets[i];
        sets.push_back({{"set", set.name},
                        {"genes", set.genes},
                        {"hits", set.hits},
                        {"expected", set.expected},
                        {"p", set.p},
                        {"fdr", set.q}});
    }
    return {{"universe", made.universe},      {"list", made.drawn},        {"not_tested", made.not_tested},
            {"in_no_set", made.outside_sets}, {"tests", made.sets.size()}, {"small_sets", made.small},
            {"sets", std::move(sets)},        {"warnings", made.warnings}};
}

}  // namespace regulus
