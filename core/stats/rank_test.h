// Statistics that look at the order of values only. Ties get their mean rank.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace regulus {

// Ranks 1..n in the order of the values; equal values share their mean rank. Values must not be NaN.
std::vector<double> average_ranks(std::span<const double> values);

// The probability that a positive one scores above a negative one, ties counting half: the area under the
// ROC curve, U / (n₁ n₂) of Mann and Whitney. nullopt without a positive or a negative, or with NaN.
std::optional<double> auroc(std::span<const double> scores, std::span<const std::uint8_t> positive);

// Pearson's correlation of the ranks, as scipy.stats.spearmanr. nullopt when either side is constant, has
// fewer than two values, or NaN.
std::optional<double> spearman(std::span<const double> a, std::span<const double> b);

}  // namespace regulus
