#include "core/stats/distributions.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace regulus {
namespace {

// std::lgamma writes a global variable.
double log_gamma(double x) {
    int sign = 0;
    return ::lgamma_r(x, &sign);
}

// The continued fraction of Press et al., Numerical Recipes, section 6.4, by Lentz's method.
double beta_fraction(double x, double a, double b) {
    constexpr double tiny = 1e-300, close = 1e-15;
    constexpr int most = 10000;
    const auto away_from_zero = [](double v) { return std::abs(v) < tiny ? tiny : v; };
    double c = 1, d = 1 / away_from_zero(1 - (a + b) * x / (a + 1)), value = d;
    for (int m = 1; m <= most; ++m) {
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 / away_from_zero(1 + even * d);
        c = away_from_zero(1 + even / c);
        value *= d * c;
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / away_from_zero(1 + odd * d);
        c = away_from_zero(1 + odd / c);
        value *= d * c;
        if (std::abs(d * c - 1) < close) break;
    }
    return value;
}

// A normal deviate with the same tail: Hill, Algorithm 395, Communications of the ACM 13 (1970), 617.
double as_normal(double t, double df) {
    const double a = df - 0.5, b = 48 * a * a;
    const double y = a * std::log1p(t * t / df);
    const double more = (((-0.4 * y - 3.3) * y - 24) * y - 85.5) / (0.8 * y * y + 100 + b) + y + 3;
    return (more / b + 1) * std::sqrt(y);
}

}  // namespace

double normal_two_sided(double z) {
    return std::erfc(std::abs(z) / std::numbers::sqrt2);
}

double incomplete_beta(double x, double a, double b) {
    if (std::isnan(x)) return x;
    if (x <= 0) return 0;
    if (x >= 1) return 1;
    const double front =
        std::exp(log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * std::log(x) + b * std::log1p(-x));
    // It converges fast on this side alone.
    if (x < (a + 1) / (a + b + 2)) return front * beta_fraction(x, a, b) / a;
    return 1 - front * beta_fraction(1 - x, b, a) / b;
}

double student_two_sided(double t, double df) {
    // Where Hill's deviate has its digits: of many degrees of freedom everywhere, of fewer not far out.
    constexpr double many = 2000, some = 200, not_far = 9;
    if (std::isnan(t) || std::isnan(df)) return std::numeric_limits<double>::quiet_NaN();
    if (std::isinf(t)) return 0;
    if (df > many || (df > some && std::abs(t) < not_far)) return normal_two_sided(as_normal(t, df));
    // Of small t, x is close to 1, where 1 - x has the digits.
    const double square = t * t;
    if (square < 1) return 1 - incomplete_beta(square / (df + square), 0.5, df / 2);
    return incomplete_beta(df / (df + square), df / 2, 0.5);
}

double student_deviate(double p, double df) {
    double low = 0, high = 1;
    while (student_two_sided(high, df) > p) high *= 2;
    for (double middle = high / 2; low < middle && middle < high; middle = (low + high) / 2)
        (student_two_sided(middle, df) > p ? low : high) = middle;
    return high;
}

}  // namespace regulus
