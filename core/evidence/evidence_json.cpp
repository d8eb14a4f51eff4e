#include <cmath>
#include <nlohmann/json.hpp>

#include "core/evidence/evidence_page.h"

namespace regulus {
namespace {

using nlohmann::json;

json number(double value) {
    return std::isfinite(value) ? json(value) : json();
}
json numbers(const std::vector<double>& values) {
    json list = json::array();
    for (const double value : values) list.push_back(number(value));
    return list;
}
json points(const std::vector<std::pair<double, double>>& curve) {
    json list = json::array();
    for (const auto& [x, y] : curve) list.push_back({number(x), number(y)});
    return list;
}

}  // namespace

std::string evidence_json(const EvidenceSummary& summary, const std::map<std::string, std::string>& about,
                          std::span<const RunResult> results) {
    json claims = json::array(), comparisons = json::array(), scores = json::array(),
         stability = json::array(), runs = json::array(), prior = json::object();
    for (const Claim& claim : summary.claims)
        claims.push_back({{"id", claim.id},
                          {"claim", claim.text},
                          {"verdict", to_string(claim.verdict)},
                          {"reason", claim.reason}});
    for (const Comparison& c : summary.comparisons)
        comparisons.push_back({{"id", c.id},
                               {"title", c.title},
                               {"prior", number(c.prior)},
                               {"rewired", numbers(c.rewired)},
                               {"renamed", numbers(c.renamed)},
                               {"coexpressed", number(c.coexpressed)}});
    for (const MethodScore& s : summary.scores)
        scores.push_back({{"method", s.method},
                          {"share", s.share},
                          {"splits", s.splits},
                          {"accuracy", number(s.accuracy)},
                          {"macro_f1", number(s.macro_f1)},
                          {"balanced_accuracy", number(s.balanced)},
                          {"nll", number(s.nll)},
                          {"brier", number(s.brier)},
                          {"difference", number(s.difference)},
                          {"interval", number(s.interval)},
                          {"worst_split", number(s.worst)}});
    for (const ClassStability& c : summary.stability)
        stability.push_back({{"class", c.name}, {"jaccard", number(c.jaccard)}, {"leading", c.leading}});
    for (const auto& [name, value] : summary.numbers) prior[name] = number(value);
    for (const RunResult& result : results) runs.push_back(json::parse(result_text(result)));
    return json{
        {"about", about},
        {"runs_done", summary.done},
        {"runs_planned", summary.planned},
        {"claims", claims},
        {"comparisons", comparisons},
        {"scores", scores},
        {"prior", prior},
        {"stability", stability},
        {"price", {{"prior", points(summary.price_prior)}, {"rewired", points(summary.price_rewired)}}},
        {"runs", runs}}
        .dump(1);
}

}  // namespace regulus
