// All runs of an evaluation together: comparisons, scores, and what they say.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/evidence/run_result.h"

namespace regulus {

enum class Verdict { Supported, NotSupported, CannotTell };
const char* to_string(Verdict verdict);  // "supported", "not supported", "cannot tell"

struct Claim {
    std::string id;    // "edges_masked"
    std::string text;  // the claim, a sentence
    Verdict verdict = Verdict::CannotTell;
    std::string reason;  // the numbers it rests on, and the rule
};

// Several runs of one number: of the prior, and of what it is compared with.
struct Comparison {
    std::string id, title;  // "masked", "Hidden genes predicted from their regulators (share of variance)"
    double prior = 0;       // NaN: not measured
    std::vector<double> rewired, renamed;
    double coexpressed = 0;  // NaN: not measured
    double overlap = 0;  // share of the prior's edges that a rewired prior still has, mean; NaN: not known
    double unmasked = std::numeric_limits<double>::quiet_NaN();  // every TF has every gene; NaN: not measured
};

// Mean over splits of a method's scores, and how it differs from the direction of the components.
struct MethodScore {
    std::string method;
    double share = 1;
    std::size_t splits = 0;
    double accuracy = 0, macro_f1 = 0, balanced = 0, nll = 0, brier = 0;
    // Macro-F1 minus that of the direction on the same draws, and half the 95 % interval of the mean over
    // splits by the corrected resampled t (Nadeau and Bengio 2003); NaN for fewer than two splits.
    double difference = 0, interval = 0, worst = 0;  // worst: of a split
    // Half the 95 % intervals of the means over splits, likewise.
    double nll_interval = std::numeric_limits<double>::quiet_NaN();
    double brier_interval = std::numeric_limits<double>::quiet_NaN();
};

// How far classes keep to themselves in an embedding, see separation.h: means over splits with half their 95
// % intervals; NaN where not known.
struct MethodSeparation {
    std::string method;
    std::size_t splits = 0;
    double silhouette = 0, silhouette_interval = 0, purity = 0, purity_interval = 0, class_purity = 0;
};

// Macro-F1 of some TFs' signs alone, split 0, with one share of the labels.
struct SizeCurve {
    double share = 1;
    std::vector<std::pair<double, double>> prior;  // (TFs, macro-F1)
    // Mean over rewired priors; their standard deviation, and how many they are.
    std::vector<std::pair<double, double>> rewired;
    std::vector<double> rewired_sd;
    std::vector<std::size_t> rewired_count;
};

// Leading TFs of a class in two halves of the cells; entries: TFs that share most targets are one.
struct ClassStability {
    std::string name;
    double jaccard = 0;                // mean over divisions
    std::vector<std::string> leading;  // of the whole
    double jaccard_entries = 0;        // NaN in evaluations from before there were entries
    std::vector<std::string> leading_entries;
};

struct EvidenceSummary {
    std::vector<Claim> claims;
    std::vector<Comparison> comparisons;
    std::vector<MethodScore> scores;
    std::vector<ClassStability> stability;
    // (ρ, macro-F1 with all labels, split 0) of the prior, and the mean over rewired priors.
    std::vector<std::pair<double, double>> price_prior, price_rewired;
    std::vector<SizeCurve> sizes;
    std::vector<MethodSeparation> separations;
    std::vector<std::pair<std::string, double>> numbers;  // of the prior's own runs, means over splits
    std::size_t done = 0, planned = 0;                    // runs
};

// Results may be missing: what cannot be told yet is said. Splits that test the same cells, as few donors
// make them, count once.
EvidenceSummary summarise(std::span<const RunResult> results, std::size_t planned);

}  // namespace regulus
