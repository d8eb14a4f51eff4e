// Log-odds of one class against all others.
#pragma once

#include <cstddef>
#include <span>

namespace regulus {

// logits[k] − log Σ of exp(logits) of the others; infinite for a single class.
double log_odds(std::span<const float> logits, std::size_t k);
double log_odds(std::span<const double> logits, std::size_t k);

}  // namespace regulus
