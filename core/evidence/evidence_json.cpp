#include "core/evidence/evidence_page.h"
#include "core/evidence/json_numbers.h"

namespace regulus {
namespace {

using nlohmann::json;

json numbers(const std::vector<double>& values) {
    json list = json::array();
    for (const double value : values) list.push_back(number_json(value));
    return list;
}
json points(const std::vector<std::pair<double, double>>& curve) {
    json list = json::array();
    for (const auto& [x, y] : curve) list.push_back({number_json(x), number_json(y)});
    return list;
}

}  // namespace

std::string evidence_json(const EvidenceSummary& summary, const std::map<std::string, std::string>& about,
                          std::span<const RunResult> results) {
    json claims = json::array(), comparisons = json::array(), scores = json::array(),
         stability = json::array(), separations = json::array(), sizes = json::array(), runs = json::array(),
         prior = json::object();
    for (const Claim& claim : summary.claims)
        claims.push_back({{"id", claim.id},
                          {"claim", claim.text},
                          {"verdict", to_string(claim.verdict)},
                          {"reason", claim.reason}});
    for (const Comparison& c : summary.comparisons)
        comparisons.push_back({{"id", c.id},
                               {"title", c.title},
                               {"prior", number_json(c.prior)},
                               {"rewired", numbers(c.rewired)},
                               {"renamed", numbers(c.renamed)},
                               {"coexpressed", number_json(c.coexpressed)},
                               {"unmasked", number_json(c.unmasked)}});
    for (const MethodScore& s : summary.scores)
        scores.push_back({{"method", s.method},
                          {"share", s.share},
                          {"splits", s.splits},
                          {"accuracy", number_json(s.accuracy)},
                          {"macro_f1", number_json(s.macro_f1)},
                          {"balanced_accuracy", number_json(s.balanced)},
                          {"nll", number_json(s.nll)},
                          {"nll_interval", number_json(s.nll_interval)},
                          {"brier", number_json(s.brier)},
                          {"brier_interval", number_json(s.brier_interval)},
                          {"difference", number_json(s.difference)},
                          {"interval", number_json(s.interval)},
                          {"worst_split", number_json(s.worst)}});
    for (const ClassStability& c : summary.stability)
        stability.push_back({{"class", c.name},
                             {"jaccard", number_json(c.jaccard)},
                             {"leading", c.leading},
                             {"jaccard_entries", number_json(c.jaccard_entries)},
                             {"leading_entries", c.leading_entries}});
    for (const MethodSeparation& s : summary.separations)
        separations.push_back({{"method", s.method},
                               {"splits", s.splits},
                               {"silhouette", number_json(s.silhouette)},
                               {"silhouette_interval", number_json(s.silhouette_interval)},
                               {"knn_purity", number_json(s.purity)},
                               {"knn_purity_interval", number_json(s.purity_interval)},
                               {"knn_purity_by_class", number_json(s.class_purity)}});
    for (const SizeCurve& curve : summary.sizes)
        sizes.push_back({{"share", curve.share},
                         {"prior", points(curve.prior)},
                         {"rewired", points(curve.rewired)},
                         {"rewired_sd", numbers(curve.rewired_sd)},
                         {"rewired_count", curve.rewired_count}});
    for (const auto& [name, value] : summary.numbers) prior[name] = number_json(value);
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
        {"separation", separations},
        {"number_of_tfs", sizes},
        {"price", {{"prior", points(summary.price_prior)}, {"rewired", points(summary.price_rewired)}}},
        {"runs", runs}}
        .dump(1);
}

}  // namespace regulus
