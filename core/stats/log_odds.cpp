#include "core/stats/log_odds.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace regulus {
namespace {

template <class Number>
double of(std::span<const Number> logits, std::size_t k) {
    double largest = -std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < logits.size(); ++i) {
        if (i != k) largest = std::max(largest, static_cast<double>(logits[i]));
    }
    double sum = 0;
    for (std::size_t i = 0; i < logits.size(); ++i) {
        if (i != k) sum += std::exp(static_cast<double>(logits[i]) - largest);
    }
    return static_cast<double>(logits[k]) - largest - std::log(sum);
}

}  // namespace

double log_odds(std::span<const float> logits, std::size_t k) {
    return of(logits, k);
}

double log_odds(std::span<const double> logits, std::size_t k) {
    return of(logits, k);
}

}  // namespace regulus
