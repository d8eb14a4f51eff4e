#include "core/evidence/claims.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>

#include "core/base/count_text.h"
#include "core/evidence/run_numbers.h"

namespace regulus {
namespace {

using Results = std::span<const RunResult>;

std::string plus_minus(const Spread& spread) {
    return spread.count > 1 ? fmt::format("{:.3f} ± {:.3f}", spread.mean, spread.sd)
                            : fmt::format("{:.3f}", spread.mean);
}

// The prior above all that it is compared with: at most one in twenty as high.
Claim above(const Comparison& found, std::string id, std::string text, bool rewired, bool renamed) {
    Claim claim{std::move(id), std::move(text), Verdict::CannotTell, {}};
    if (std::isnan(found.prior)) {
        claim.reason = "Not measured.";
        return claim;
    }
    claim.reason = fmt::format("{:.3f}", found.prior);
    // Of fewer than 19 none is rare enough, and one as high may be chance, but not a quarter of eight.
    bool enough = true, outside = true, inside = false, nothing_new = false;
    const auto against = [&](const std::vector<double>& others, const char* what) {
        enough = enough && others.size() >= 19;
        if (others.empty()) return;
        if (std::ranges::all_of(others, [&](double other) { return std::abs(other - found.prior) < 1e-9; }))
            nothing_new = true;
        const double p = permutation_p(found.prior, others);
        claim.reason +=
            fmt::format("; {} {}: {} (p = {:.2g})", others.size(), what, plus_minus(spread_of(others)), p);
        outside = outside && p <= 0.05;
        inside = inside || (others.size() >= 19 ? p > 0.05 : others.size() >= 8 && p > 0.25);
    };
    if (rewired) against(found.rewired, "rewired priors");
    if (renamed) against(found.renamed, "priors with TF names exchanged");
    if (!std::isnan(found.coexpressed))
        claim.reason += fmt::format("; as many edges by co-expression: {:.3f}", found.coexpressed);
    if (!std::isnan(found.unmasked)) claim.reason += fmt::format("; without a mask: {:.3f}", found.unmasked);
    claim.reason += ".";
    constexpr double most_overlap = 0.5;
    if (rewired && found.overlap > most_overlap) nothing_new = true;
    if (nothing_new) {
        claim.reason += " These are too much like the prior to tell";
        if (rewired && !std::isnan(found.overlap))
            claim.reason += fmt::format(": rewired priors keep {:.0f} % of its edges", 100 * found.overlap);
        claim.reason += ".";
        return claim;
    }
    if (!inside && !enough) claim.reason += " Too few runs to tell: 19 of each are needed.";
    claim.verdict = inside              ? Verdict::NotSupported
                    : outside && enough ? Verdict::Supported
                                        : Verdict::CannotTell;
    return claim;
}

const Comparison* find(const std::vector<Comparison>& comparisons, const std::string& id) {
    const auto found = std::ranges::find(comparisons, id, &Comparison::id);
    return found == comparisons.end() ? nullptr : &*found;
}

Claim as_good(const std::vector<MethodScore>& scores, const char* method, double share) {
    constexpr double margin = 0.02;
    const bool alone = std::string_view(method) == "regulons alone";
    Claim claim{fmt::format("{}_{:g}", alone ? "alone" : "accuracy", 100 * share),
                fmt::format("With {:g} % of the labels, the {} names cells as well as the direction of their "
                            "principal components (macro-F1 within {:.2f})",
                            100 * share,
                            alone ? "embedding of the regulons alone" : "embedding with its bypass", margin),
                Verdict::CannotTell, "Not measured."};
    const auto found = std::ranges::find_if(
        scores, [&](const MethodScore& s) { return s.method == method && s.share == share; });
    if (found == scores.end() || std::isnan(found->difference)) return claim;
    const std::string interval =
        std::isnan(found->interval) ? std::string() : fmt::format(" ± {:.3f}", found->interval);
    claim.reason =
        fmt::format("Macro-F1 {:.3f}; difference {:+.3f}{} over {}; in the worst {:+.3f}.", found->macro_f1,
                    found->difference, interval, count_text(found->splits, "split", "splits"), found->worst);
    if (found->difference - found->interval >= -margin) claim.verdict = Verdict::Supported;
    if (found->difference + found->interval < -margin) claim.verdict = Verdict::NotSupported;
    return claim;
}

// The other claim of the paper, by the embedding that is not fitted to the labels.
Claim separated(Results results, const std::vector<MethodSeparation>& separations) {
    Claim claim{
        "separation",
        "Classes keep to themselves in the embedding of the regulons more than in the direction of the "
        "components (silhouette)",
        Verdict::CannotTell, "Not measured."};
    const auto is_reader = [](const RunSpec& spec) {
        return spec.kind == RunKind::Reader && spec.edges == EdgeSource::Prior;
    };
    const auto is_baseline = [](const RunSpec& spec) { return spec.kind == RunKind::Baselines; };
    const auto method = [&](const char* name) {
        const auto found = std::ranges::find(separations, name, &MethodSeparation::method);
        return found == separations.end()
                   ? MethodSeparation{name, 0, no_number, no_number, no_number, no_number, no_number}
                   : *found;
    };
    const OverSplits more = difference(over_splits(results, is_reader, "silhouette of regulons"),
                                       over_splits(results, is_baseline, "silhouette of direction"));
    if (more.values.empty()) return claim;
    const double mean = more.spread().mean, interval = more.interval();
    const std::string known = std::isnan(interval) ? std::string() : fmt::format(" ± {:.3f}", interval);
    claim.reason = fmt::format(
        "Silhouette {:.3f}; difference {:+.3f}{} over {}. Of the 15 nearest cells {:.1f} % "
        "are of the same class, by the components' direction {:.1f} %.",
        method("regulons").silhouette, mean, known, count_text(more.values.size(), "split", "splits"),
        100 * method("regulons").purity, 100 * method("direction").purity);
    if (!std::isnan(method("lda").silhouette))
        claim.reason += fmt::format(" Linear discriminants, which learn from the labels, reach {:.3f}.",
                                    method("lda").silhouette);
    if (mean - interval > 0) claim.verdict = Verdict::Supported;
    if (mean + interval <= 0) claim.verdict = Verdict::NotSupported;
    return claim;
}

Claim decisions(const std::map<std::string, double>& numbers) {
    // Landis and Koch (1977): from 0.8 almost perfect, up to 0.4 fair at best.
    constexpr double perfect = 0.8, fair = 0.4;
    Claim claim{"decisions", "Decisions follow the regulons, and what passes by them can be cut",
                Verdict::CannotTell, "Not measured."};
    for (const char* const name : {"kappa_without_bypass", "kappa_without_regulons", "kept_without_bypass",
                                   "kept_without_regulons", "kept_by_components"}) {
        if (!numbers.contains(name) || std::isnan(numbers.at(name))) return claim;
    }
    claim.verdict =
        numbers.at("kappa_without_bypass") >= perfect && numbers.at("kappa_without_regulons") <= fair
            ? Verdict::Supported
            : Verdict::NotSupported;
    claim.reason = fmt::format(
        "Kept with the bypass cut {:.1f} % (Cohen's kappa {:.2f}; at least {}), with the regulons cut {:.1f} "
        "% (kappa {:.2f}; at most {}). The components alone decide the same in {:.1f} %: they tell the same "
        "cells apart.",
        100 * numbers.at("kept_without_bypass"), numbers.at("kappa_without_bypass"), perfect,
        100 * numbers.at("kept_without_regulons"), numbers.at("kappa_without_regulons"), fair,
        100 * numbers.at("kept_by_components"));
    return claim;
}

Claim few_tfs(const Comparison& found, const std::string& tfs) {
    Claim claim = above(found, "short_" + tfs,
                        fmt::format("With {} TFs and nothing but signs, the prior's edges name cells better "
                                    "than rewired ones (macro-F1 with 1 % of the labels)",
                                    tfs),
                        true, false);
    const Spread rewired = spread_of(found.rewired);
    if (rewired.sd > 1e-9)
        claim.reason +=
            fmt::format(" {:+.1f} standard deviations.", (found.prior - rewired.mean) / rewired.sd);
    return claim;
}

Claim decoys(Results results) {
    const auto is_decoys = [](const RunSpec& spec) { return spec.kind == RunKind::Decoys; };
    Claim claim{"decoys", "Attention tells the prior's edges from decoys", Verdict::CannotTell,
                "Not measured."};
    const auto attention = numbers_of(results, is_decoys, "decoys_attention");
    if (attention.empty()) return claim;
    const auto mean = [&](const char* name) { return spread_of(numbers_of(results, is_decoys, name)).mean; };
    const Spread spread = spread_of(attention);
    claim.reason = fmt::format(
        "AUROC among the candidates of a gene, by attention without that gene {:.3f} (0.5 is chance; "
        "supported from 0.55 in each of at least three draws); by the mean of the other targets {:.3f}, by "
        "correlation with the TF's mRNA {:.3f}; {}.",
        spread.mean, mean("decoys_regulon"), mean("decoys_correlation"),
        count_text(attention.size(), "draw", "draws"));
    constexpr double least = 0.55, least_pairs = 1000;
    const bool all = std::ranges::min(attention) >= least;
    const bool enough = attention.size() >= 3 && mean("decoys_pairs") >= least_pairs;
    claim.verdict = !all ? Verdict::NotSupported : enough ? Verdict::Supported : Verdict::CannotTell;
    return claim;
}

// Jaccard index of two sets of `leading` out of `all`, chosen at random: from the mean number they share.
double chance_jaccard(double leading, double all) {
    const double shared = leading * leading / all;
    return shared / (2 * leading - shared);
}

Claim stable(const std::vector<ClassStability>& classes, double tfs) {
    Claim claim{"stability", "The leading TFs of a cell type are the same in two halves of the cells",
                Verdict::CannotTell, "Not measured."};
    std::vector<double> values;
    const ClassStability* worst = nullptr;
    for (const ClassStability& c : classes) {
        if (std::isnan(c.jaccard)) continue;
        values.push_back(c.jaccard);
        if (worst == nullptr || c.jaccard < worst->jaccard) worst = &c;
    }
    if (worst == nullptr) return claim;
    const double mean = spread_of(values).mean;
    const double leading = static_cast<double>(worst->leading.size()), chance = chance_jaccard(leading, tfs);
    // Of few TFs the first ten are most of them.
    claim.verdict = chance > 0.5 ? Verdict::CannotTell
                    : mean < 0.7 ? Verdict::NotSupported
                                 : Verdict::Supported;
    claim.reason = fmt::format(
        "Jaccard index of the first {:.0f} of {:.0f} TFs {:.2f}, mean over {}; {:.2f} by chance (supported "
        "from 0.7); lowest in {}, {:.2f}.",
        leading, tfs, mean, count_text(values.size(), "class", "classes"), chance, worst->name,
        worst->jaccard);
    std::vector<double> entries;
    for (const ClassStability& c : classes)
        if (!std::isnan(c.jaccard_entries)) entries.push_back(c.jaccard_entries);
    // Beside it: the claim is about TFs.
    if (!entries.empty())
        claim.reason += fmt::format(" With TFs that share most of their targets as one entry: {:.2f}.",
                                    spread_of(entries).mean);
    return claim;
}

bool is_calibration(const RunSpec& spec) {
    return spec.kind == RunKind::Calibration;
}

Claim calibrated(Results results) {
    Claim claim{"calibration", "Probabilities are as right as they are sure", Verdict::CannotTell,
                "Not measured, or too few labels for a calibration."};
    const auto ece = numbers_of(results, is_calibration, "ece");
    if (ece.empty()) return claim;
    const auto mean = [&](const char* name) {
        return spread_of(numbers_of(results, is_calibration, name)).mean;
    };
    const auto number = [&](const char* name) {
        const OverSplits found = over_splits(results, is_calibration, name);
        const double interval = found.interval();
        return std::isnan(interval) ? fmt::format("{:.3f}", found.spread().mean)
                                    : fmt::format("{:.3f} ± {:.3f}", found.spread().mean, interval);
    };
    claim.verdict = mean("ece") <= 0.05 ? Verdict::Supported : Verdict::NotSupported;
    claim.reason = fmt::format(
        "Expected calibration error {:.3f} in test cells (supported up to 0.05), of scores {:.3f}; negative "
        "log-likelihood {}, of scores {}; Brier score {}, of scores {}; mean over {}{}.",
        mean("ece"), mean("ece_of_scores"), number("nll"), number("nll_of_scores"), number("brier"),
        number("brier_of_scores"), count_text(ece.size(), "split", "splits"),
        std::isnan(over_splits(results, is_calibration, "nll").interval()) ? "" : ", 95 % intervals");
    return claim;
}

Claim covering(Results results) {
    Claim claim{"sets", "The sets of classes that cannot be excluded at 95 % hold the true class that often",
                Verdict::CannotTell, "Not measured, or too few labels for a calibration."};
    const auto coverage = numbers_of(results, is_calibration, "coverage");
    if (coverage.empty()) return claim;
    const double mean = spread_of(coverage).mean;
    claim.verdict = mean >= 0.93 ? Verdict::Supported : Verdict::NotSupported;
    claim.reason = fmt::format(
        "{:.1f} % of the test cells (supported from 93), with {:.2f} classes a set; in the "
        "worst split {:.1f} %.",
        100 * mean, spread_of(numbers_of(results, is_calibration, "set_size")).mean,
        100 * std::ranges::min(coverage));
    return claim;
}

Claim rejecting(Results results) {
    Claim claim{"rejection", "Cells of a class that was never learned are left unassigned more than others",
                Verdict::CannotTell, "Not measured, or too few labels for a calibration."};
    const auto unknown = numbers_of(results, is_calibration, "left_out_rejected");
    if (unknown.empty()) return claim;
    const double left = spread_of(unknown).mean,
                 known = spread_of(numbers_of(results, is_calibration, "known_rejected")).mean;
    claim.verdict = left >= 0.5 && left >= 3 * known ? Verdict::Supported : Verdict::NotSupported;
    claim.reason = fmt::format(
        "With each class left out of the labels in turn, {:.0f} % of its test cells are unassigned, and "
        "{:.0f} % "
        "of the others (supported from half, and three times as many). With all classes {:.0f} % are, and "
        "{:.1f} "
        "% of the rest are named right.",
        100 * left, 100 * known, 100 * spread_of(numbers_of(results, is_calibration, "unassigned")).mean,
        100 * spread_of(numbers_of(results, is_calibration, "assigned_accuracy")).mean);
    return claim;
}

Claim faithful(Results results) {
    Claim claim{"cuts", "Cutting the leading TFs of a cell type hurts it more than cutting others",
                Verdict::CannotTell, "Not measured."};
    for (const RunResult& result : results) {
        if (result.spec.kind != RunKind::Cuts || std::isnan(result.number("cut_percentile"))) continue;
        const double percentile = result.number("cut_percentile");
        claim.verdict = percentile >= 0.95 ? Verdict::Supported : Verdict::NotSupported;
        claim.reason = fmt::format(
            "Log-odds {:+.2f} when the five leading TFs are cut together, {:+.2f} for five others with about "
            "as many targets and as much mRNA; more harm than {:.0f} % of 100 such sets (supported from 95), "
            "mean over classes.",
            result.number("cut_leading"), result.number("cut_matched"), 100 * percentile);
    }
    return claim;
}

}  // namespace

const char* to_string(Verdict verdict) {
    switch (verdict) {
        case Verdict::Supported:
            return "supported";
        case Verdict::NotSupported:
            return "not supported";
        case Verdict::CannotTell:
            break;
    }
    return "cannot tell";
}

double permutation_p(double value, std::span<const double> others) {
    const auto as_high = std::ranges::count_if(others, [&](double other) { return other >= value; });
    return (1 + static_cast<double>(as_high)) / (1 + static_cast<double>(others.size()));
}

std::vector<Claim> claims_of(const EvidenceSummary& summary, std::span<const RunResult> results) {
    const std::map<std::string, double> numbers(summary.numbers.begin(), summary.numbers.end());
    std::vector<Claim> claims;
    for (const char* const method : {"regulons", "regulons alone"}) {
        for (const double share : {0.01, 0.05, 1.0}) claims.push_back(as_good(summary.scores, method, share));
    }
    const auto claim_above = [&](const char* of_id, const char* id, const char* text, bool rewired,
                                 bool renamed) {
        if (const Comparison* const found = find(summary.comparisons, of_id))
            claims.push_back(above(*found, id, text, rewired, renamed));
    };
    claim_above("macro_f1_100", "edges_accuracy",
                "The prior's edges make decisions more accurate than rewired ones", true, false);
    claim_above(
        "masked", "edges_masked",
        "The prior's edges carry information: a gene's regulators predict it where it is hidden, better "
        "than rewired ones",
        true, false);
    claim_above("masked", "names_masked",
                "So do the names of its TFs: under other TFs' names, the same regulons predict less", false,
                true);
    claim_above("reading", "reading", "What is read agrees with the textbook more than by chance", true,
                true);
    claim_above("reading_without_own", "reading_without_own",
                "It does so by the targets alone, without the TFs' own mRNA", true, true);
    for (const Comparison& comparison : summary.comparisons) {
        if (comparison.id.starts_with("few_")) claims.push_back(few_tfs(comparison, comparison.id.substr(4)));
    }
    claims.push_back(separated(results, summary.separations));
    claims.push_back(decisions(numbers));
    claims.push_back(faithful(results));
    claims.push_back(stable(summary.stability, numbers.contains("tfs") ? numbers.at("tfs") : no_number));
    claims.push_back(decoys(results));
    for (const auto& claim : {calibrated(results), covering(results), rejecting(results)})
        claims.push_back(claim);
    return claims;
}

}  // namespace regulus
