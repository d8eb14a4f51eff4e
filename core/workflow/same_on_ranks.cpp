#include "core/workflow/same_on_ranks.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace regulus {
namespace {

using nlohmann::json;

std::string to_text(const std::vector<TrainingFact>& facts) {
    json list = json::array();
    for (const TrainingFact& fact : facts) list.push_back({fact.name, fact.value, fact.digest});
    return list.dump(-1, ' ', false, json::error_handler_t::replace);  // names may be no UTF-8
}

std::vector<TrainingFact> facts_in(const std::string& text) {
    std::vector<TrainingFact> facts;
    for (const json& one : json::parse(text)) facts.push_back({one.at(0), one.at(1), one.at(2)});
    return facts;
}

std::string shown(const TrainingFact& fact) {
    return fact.value.empty() ? "nothing" : fact.value;
}

[[noreturn]] void refuse(std::size_t rank, const TrainingFact& fact, const TrainingFact& first) {
    throw Error(ErrorKind::Usage,
                fmt::format("The processes were not asked for the same: rank {} differs from rank 0 in {}",
                            rank, fact.name == first.name ? fact.name : "the version of Regulus"),
                fact.value == first.value ? fact.value + ", with other content"
                                          : fmt::format("{} and {}", shown(fact), shown(first)),
                "Start all of them with the same program, options and files");
}

}  // namespace

void require_same(const std::vector<TrainingFact>& own, Ranks& ranks) {
    if (ranks.size() == 1) return;
    const std::vector<std::string> texts = ranks.gather(to_text(own));
    const std::vector<TrainingFact> first = facts_in(texts.front());
    for (std::size_t r = 1; r < texts.size(); ++r) {
        if (texts[r] == texts.front()) continue;
        const std::vector<TrainingFact> facts = facts_in(texts[r]);
        const auto [one, other] = std::ranges::mismatch(facts, first, same);
        if (one != facts.end() && other != first.end()) refuse(r, *one, *other);
        if (facts.size() != first.size()) refuse(r, {"version of Regulus", "", ""}, first.front());
    }
}

}  // namespace regulus
