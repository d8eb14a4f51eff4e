#include "core/stats/gamma_functions.h"

#include <cmath>

namespace regulus {
namespace {

constexpr double large = 12;  // from here on the asymptotic series are exact enough

// −ψ''(x): for the derivative in Newton's method.
double tetragamma(double x) {
    double shifted = 0;
    for (; x < large; ++x) shifted += 2 / (x * x * x);
    const double r = 1 / (x * x);
    return shifted + r * (1 + 1 / x + r * (0.5 - r * (1.0 / 6 - r * (1.0 / 6 - r * 0.3))));
}

}  // namespace

double digamma(double x) {
    double shifted = 0;
    for (; x < large; ++x) shifted -= 1 / x;
    const double r = 1 / (x * x);
    return shifted + std::log(x) - 0.5 / x -
           r * (1.0 / 12 - r * (1.0 / 120 - r * (1.0 / 252 - r * (1.0 / 240 - r * (1.0 / 132)))));
}

double trigamma(double x) {
    double shifted = 0;
    for (; x < large; ++x) shifted += 1 / (x * x);
    const double r = 1 / (x * x);
    return shifted + 1 / x + r / 2 +
           r / x * (1.0 / 6 - r * (1.0 / 30 - r * (1.0 / 42 - r * (1.0 / 30 - r * (5.0 / 66)))));
}

double trigamma_inverse(double y) {
    constexpr double huge = 1e7, tiny = 1e-6, close = 1e-8;
    if (std::isnan(y)) return y;
    if (y > huge) return 1 / std::sqrt(y);
    if (y < tiny) return 1 / y;
    double x = 0.5 + 1 / y;
    constexpr int most = 50;
    for (int round = 0; round < most; ++round) {
        const double at = trigamma(x), step = at * (1 - at / y) / -tetragamma(x);
        x += step;
        if (-step / x < close) break;
    }
    return x;
}

}  // namespace regulus
