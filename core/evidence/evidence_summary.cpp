#include "core/evidence/evidence_summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>

#include "core/evidence/claims.h"
#include "core/evidence/run_numbers.h"

namespace regulus {
namespace {

using Results = std::span<const RunResult>;

WantedRun of(RunKind kind, EdgeSource edges, std::size_t tfs = 0) {
    return [=](const RunSpec& spec) {
        return spec.kind == kind && spec.edges == edges && spec.tfs == tfs && spec.split == 0;
    };
}

Comparison compared(Results results, RunKind kind, std::size_t tfs, std::string id, std::string title,
                    const std::function<double(const RunResult&)>& value) {
    Comparison found{std::move(id), std::move(title), no_number, {}, {}, no_number, no_number, no_number};
    std::vector<double> overlaps;
    for (const RunResult& result : results) {
        const RunSpec& spec = result.spec;
        if (spec.kind != kind || spec.split != 0 || spec.tfs != tfs) continue;
        const double number = value(result);
        if (std::isnan(number)) continue;
        switch (spec.edges) {
            case EdgeSource::Prior:
                found.prior = number;
                break;
            case EdgeSource::Rewired:
                found.rewired.push_back(number);
                overlaps.push_back(result.number("overlap"));
                break;
            case EdgeSource::Renamed:
                found.renamed.push_back(number);
                break;
            case EdgeSource::Coexpressed:
                found.coexpressed = number;
                break;
            case EdgeSource::Unmasked:
                found.unmasked = number;
                break;
        }
    }
    found.overlap = spread_of(overlaps).mean;
    return found;
}

std::vector<Comparison> comparisons_of(Results results) {
    std::vector<Comparison> found;
    const auto number = [](const char* name) {
        return [name](const RunResult& result) { return result.number(name); };
    };
    found.push_back(compared(results, RunKind::Reader, 0, "masked",
                             "Hidden genes predicted from their regulators: share of variance",
                             number("masked")));
    found.push_back(compared(results, RunKind::Reader, 0, "reading",
                             "Lineage TFs among all TFs of their cell type: mean percentile by attention",
                             number("reading")));
    found.push_back(compared(results, RunKind::Reader, 0, "reading_without_own",
                             "The same by targets alone, without the TF's own mRNA",
                             number("reading_without_own")));
    for (const auto& [share, name] : {std::pair{0.01, "1"}, {0.05, "5"}, {1.0, "100"}})
        found.push_back(compared(results, RunKind::Reader, 0, fmt::format("macro_f1_{}", name),
                                 fmt::format("Macro-F1 with {} % of the labels", name),
                                 [share](const RunResult& result) {
                                     const bool unmasked = result.spec.edges == EdgeSource::Unmasked;
                                     return macro_f1_of(result, unmasked ? "no mask" : "regulons", share);
                                 }));
    // Numbers of TFs with as many rewired priors as the others have; the rest make a curve.
    std::set<std::size_t> few;
    for (const RunResult& result : results) {
        const auto& claimed = PlanOptions{}.few;
        if (result.spec.kind == RunKind::Few && std::ranges::find(claimed, result.spec.tfs) != claimed.end())
            few.insert(result.spec.tfs);
    }
    for (const std::size_t tfs : few)
        found.push_back(
            compared(results, RunKind::Few, tfs, fmt::format("few_{}", tfs),
                     fmt::format("Macro-F1 with 1 % of the labels, {} TFs and signs alone", tfs),
                     [](const RunResult& result) { return macro_f1_of(result, "regulons alone", 0.01); }));
    return found;
}

// One method and share: means over splits, of the means over draws.
MethodScore score_of(Results results, const std::string& method, double share) {
    MethodScore score;
    score.method = method;
    score.share = share;
    std::map<std::uint64_t, std::vector<const DrawScore*>> drawn, direction;
    std::map<double, std::uint64_t> split_of;  // of a set of test cells: the first split that has it
    std::vector<double> ratios;                // of test cells to those learned from
    for (const RunResult& result : results) {
        const bool reader =
            result.spec.kind == RunKind::Reader &&
            (result.spec.edges == EdgeSource::Prior || result.spec.edges == EdgeSource::Unmasked);
        if (!reader && result.spec.kind != RunKind::Baselines) continue;
        if (const double set = result.number("test_set"); !std::isnan(set)) {
            if (split_of.try_emplace(set, result.spec.split).first->second != result.spec.split) continue;
            ratios.push_back(result.number("test_cells") / result.number("learned_cells"));
        }
        for (const DrawScore& draw : result.draws) {
            if (draw.share != share) continue;
            if (draw.method == method) drawn[result.spec.split].push_back(&draw);
            if (draw.method == "direction") direction[result.spec.split].push_back(&draw);
        }
    }
    std::vector<double> accuracy, macro, balanced, nll, brier, differences;
    for (const auto& [split, draws] : drawn) {
        const auto mean = [](const std::vector<const DrawScore*>& of, double DrawScore::*what) {
            std::vector<double> values;
            for (const DrawScore* const draw : of) values.push_back(draw->*what);
            return spread_of(values).mean;
        };
        accuracy.push_back(mean(draws, &DrawScore::accuracy));
        macro.push_back(mean(draws, &DrawScore::macro_f1));
        balanced.push_back(mean(draws, &DrawScore::balanced));
        nll.push_back(mean(draws, &DrawScore::nll));
        brier.push_back(mean(draws, &DrawScore::brier));
        const auto other = direction.find(split);
        if (other == direction.end()) continue;
        std::vector<double> paired;
        for (const DrawScore* const draw : draws) {
            const auto same = std::ranges::find_if(
                other->second, [&](const DrawScore* const b) { return b->draw == draw->draw; });
            if (same != other->second.end()) paired.push_back(draw->macro_f1 - (*same)->macro_f1);
        }
        if (!paired.empty()) differences.push_back(spread_of(paired).mean);
    }
    score.splits = accuracy.size();
    score.accuracy = spread_of(accuracy).mean;
    score.macro_f1 = spread_of(macro).mean;
    score.balanced = spread_of(balanced).mean;
    score.nll = spread_of(nll).mean;
    score.brier = spread_of(brier).mean;
    const Spread difference = spread_of(differences);
    score.difference = difference.mean;
    score.worst = differences.empty() ? no_number : std::ranges::min(differences);
    const double ratio = ratios.empty() ? usual_ratio : spread_of(ratios).mean;
    score.interval = split_interval(difference, ratio);
    score.nll_interval = split_interval(spread_of(nll), ratio);
    score.brier_interval = split_interval(spread_of(brier), ratio);
    return score;
}

using Leading = std::map<std::string, std::vector<std::string>>;  // of each class

double jaccard_of(const std::vector<std::string>& first, const std::vector<std::string>& second) {
    const std::set<std::string> one(first.begin(), first.end());
    std::set<std::string> all = one;
    std::size_t shared = 0;
    for (const std::string& name : second) {
        shared += one.contains(name) ? 1 : 0;
        all.insert(name);
    }
    return static_cast<double>(shared) / static_cast<double>(all.size());
}

// Of the two halves of each division, mean over divisions.
std::map<std::string, double> jaccards(Results results, Leading RunResult::*what) {
    std::map<std::uint64_t, const Leading*> halves;
    for (const RunResult& result : results) {
        if (result.spec.kind == RunKind::Half) halves[result.spec.seed] = &(result.*what);
    }
    std::map<std::string, std::vector<double>> values;
    for (const auto& [seed, first] : halves) {
        const auto other = halves.find(seed + 1);
        if (seed % 2 == 0 || other == halves.end()) continue;
        for (const auto& [name, tfs] : *first) {
            const auto second = other->second->find(name);
            if (second != other->second->end()) values[name].push_back(jaccard_of(tfs, second->second));
        }
    }
    std::map<std::string, double> means;
    for (const auto& [name, of] : values) means[name] = spread_of(of).mean;
    return means;
}

std::vector<ClassStability> stability_of(Results results) {
    const auto by_tf = jaccards(results, &RunResult::leading),
               by_entry = jaccards(results, &RunResult::leading_entries);
    const auto value = [](const std::map<std::string, double>& of, const std::string& name) {
        const auto found = of.find(name);
        return found == of.end() ? no_number : found->second;
    };
    std::vector<ClassStability> found;
    for (const RunResult& result : results) {
        if (!(result.spec == RunSpec{})) continue;
        for (const auto& [name, tfs] : result.leading) {
            const auto entries = result.leading_entries.find(name);
            found.push_back(
                {name, value(by_tf, name), tfs, value(by_entry, name),
                 entries == result.leading_entries.end() ? std::vector<std::string>{} : entries->second});
        }
    }
    return found;
}

bool is_unmasked(const RunSpec& spec) {
    return spec.kind == RunKind::Reader && spec.edges == EdgeSource::Unmasked;
}

std::vector<MethodSeparation> separations_of(Results results) {
    const auto of_methods = [](const RunSpec& spec) {
        return spec.kind == RunKind::Baselines || is_unmasked(spec) ||
               (spec.kind == RunKind::Reader && spec.edges == EdgeSource::Prior);
    };
    std::vector<MethodSeparation> found;
    for (const char* const method :
         {"regulons", "regulons alone", "bypass alone", "no mask", "no mask alone", "direction", "lda"}) {
        const auto of = [&](const char* what) {
            return over_splits(results, of_methods, std::string(what) + " of " + method);
        };
        const OverSplits silhouette = of("silhouette"), purity = of("purity");
        if (silhouette.values.empty()) continue;
        found.push_back({method, silhouette.values.size(), silhouette.spread().mean, silhouette.interval(),
                         purity.spread().mean, purity.interval(), of("class_purity").spread().mean});
    }
    return found;
}

// By how many TFs there were: of a small prior, some numbers are the same.
SizeCurve sizes_of(Results results, double share) {
    std::map<double, double> prior;
    std::map<double, std::map<std::uint64_t, double>> rewired;
    for (const RunResult& result : results) {
        if (result.spec.kind != RunKind::Few || result.spec.split != 0) continue;
        const auto chosen = result.leading.find("chosen");
        const double macro = macro_f1_of(result, "regulons alone", share);
        if (chosen == result.leading.end() || std::isnan(macro)) continue;
        const auto tfs = static_cast<double>(chosen->second.size());
        if (result.spec.edges == EdgeSource::Prior) prior[tfs] = macro;
        if (result.spec.edges == EdgeSource::Rewired) rewired[tfs][result.spec.seed] = macro;
    }
    SizeCurve curve;
    curve.share = share;
    curve.prior.assign(prior.begin(), prior.end());
    for (const auto& [tfs, by_seed] : rewired) {
        std::vector<double> values;
        for (const auto& [seed, value] : by_seed) values.push_back(value);
        const Spread spread = spread_of(values);
        curve.rewired.emplace_back(tfs, spread.mean);
        curve.rewired_sd.push_back(spread.sd);
        curve.rewired_count.push_back(spread.count);
    }
    return curve;
}

}  // namespace

EvidenceSummary summarise(std::span<const RunResult> results, std::size_t planned) {
    EvidenceSummary summary;
    summary.done = results.size();
    summary.planned = planned;
    summary.comparisons = comparisons_of(results);
    std::set<std::pair<std::string, double>> methods;
    for (const RunResult& result : results) {
        const bool prior = result.spec.kind == RunKind::Reader && result.spec.edges == EdgeSource::Prior;
        for (const DrawScore& draw : result.draws) {
            if ((prior || is_unmasked(result.spec) || result.spec.kind == RunKind::Baselines) &&
                !draw.method.starts_with("bypass 0") && !draw.method.starts_with("bypass 1"))
                methods.insert({draw.method, draw.share});
        }
    }
    for (const char* const method : {"regulons", "regulons alone", "bypass alone", "no mask", "no mask alone",
                                     "direction", "components", "lda", "genes"}) {
        for (const auto& [name, share] : methods) {
            if (name == method) summary.scores.push_back(score_of(results, method, share));
        }
    }
    summary.stability = stability_of(results);
    summary.separations = separations_of(results);
    for (const double share : {0.01, 1.0}) {
        SizeCurve curve = sizes_of(results, share);
        if (!curve.prior.empty()) summary.sizes.push_back(std::move(curve));
    }
    const auto prices = [&](EdgeSource edges) {
        std::vector<std::pair<double, double>> curve;
        for (const double rho : {0.0, 0.25, 0.5, 0.75, 1.0}) {
            std::vector<double> values;
            for (const RunResult& result : results) {
                if (of(RunKind::Reader, edges)(result.spec))
                    values.push_back(macro_f1_of(
                        result, rho == 0 ? std::string("regulons alone") : fmt::format("bypass {}", rho), 1));
            }
            const double mean = spread_of(values).mean;
            if (!std::isnan(mean)) curve.emplace_back(rho, mean);
        }
        return curve;
    };
    summary.price_prior = prices(EdgeSource::Prior);
    summary.price_rewired = prices(EdgeSource::Rewired);
    const auto is_prior = [](const RunSpec& spec) {
        return spec.kind == RunKind::Reader && spec.edges == EdgeSource::Prior;
    };
    for (const char* const name :
         {"tfs", "explained", "bypass", "masked", "reading", "reading_mrna", "reading_activity",
          "reading_without_own", "reading_pairs", "kept_without_bypass", "kept_without_regulons",
          "kept_by_components", "kappa_without_bypass", "kappa_without_regulons"}) {
        const Spread spread = spread_of(numbers_of(results, is_prior, name));
        if (spread.count > 0) summary.numbers.emplace_back(name, spread.mean);
    }
    summary.claims = claims_of(summary, results);
    return summary;
}

}  // namespace regulus
