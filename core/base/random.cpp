#include "core/base/random.h"

#include <array>
#include <cmath>

namespace regulus {
namespace {

// ln k! without the first terms of Stirling's formula, ln √2π + (k + ½) ln(k + 1) − (k + 1).
double stirling_tail(double k) {
    static constexpr std::array<double, 10> first{
        0.08106146679532726,  0.04134069595540929, 0.02767792568499834, 0.02079067210376509,
        0.01664469118982119,  0.01387612882307075, 0.01189670994589177, 0.01041126526197209,
        0.009255462182712733, 0.008330563433362871};
    if (k < 10) return first[static_cast<std::size_t>(k)];
    const double square = (k + 1) * (k + 1);
    return (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / square) / square) / (k + 1);
}

std::uint64_t splitmix(std::uint64_t& x) noexcept {
    std::uint64_t z = (x += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

std::uint64_t rotl(std::uint64_t x, int k) noexcept {
    return (x << k) | (x >> (64 - k));
}

}  // namespace

Random::Random(std::uint64_t seed) noexcept : Random(seed, 0) {}

Random::Random(std::uint64_t seed, std::uint64_t stream) noexcept {
    std::uint64_t x = seed;
    const std::uint64_t mixed = splitmix(x);
    x = mixed ^ (stream * 0xd1342543de82ef95ULL + 0x632be59bd9b4e019ULL);
    for (auto& word : m_state.words) word = splitmix(x);
}

std::uint64_t Random::next() noexcept {
    auto& words = m_state.words;
    const std::uint64_t result = rotl(words[1] * 5, 7) * 9;
    const std::uint64_t t = words[1] << 17;
    words[2] ^= words[0];
    words[3] ^= words[1];
    words[1] ^= words[2];
    words[0] ^= words[3];
    words[2] ^= t;
    words[3] = rotl(words[3], 45);
    return result;
}

double Random::uniform() noexcept {
    return static_cast<double>(next() >> 11) * 0x1.0p-53;
}

std::uint64_t Random::below(std::uint64_t n) noexcept {
    const std::uint64_t threshold = (0 - n) % n;
    for (;;) {
        const std::uint64_t x = next();
        if (x >= threshold) return x % n;
    }
}

double Random::normal() noexcept {
    if (m_state.has_spare) {
        m_state.has_spare = false;
        return m_state.spare;
    }
    double u = 0, v = 0, s = 0;
    do {
        u = 2 * uniform() - 1;
        v = 2 * uniform() - 1;
        s = u * u + v * v;
    } while (s >= 1 || s == 0);
    const double f = std::sqrt(-2 * std::log(s) / s);
    m_state.spare = v * f;
    m_state.has_spare = true;
    return u * f;
}

double Random::gamma(double shape, double scale) noexcept {
    if (shape < 1) {
        const double u = 1 - uniform();
        return gamma(shape + 1, scale) * std::pow(u, 1 / shape);
    }
    const double d = shape - 1.0 / 3;
    const double c = 1 / std::sqrt(9 * d);
    for (;;) {
        const double x = normal();
        const double t = 1 + c * x;
        if (t <= 0) continue;
        const double v = t * t * t;
        const double u = 1 - uniform();
        if (std::log(u) < 0.5 * x * x + d - d * v + d * std::log(v)) return d * v * scale;
    }
}

std::uint64_t Random::poisson(double mean) noexcept {
    std::uint64_t drawn = 0;
    // A Poisson variable of a large mean is split with a gamma variable (Ahrens and Dieter 1974): no bias.
    while (mean > 30) {
        const double m = std::floor(mean * 7 / 8);
        const double x = gamma(m, 1);
        if (x > mean) {
            const double p = mean / x;
            const auto trials = static_cast<std::uint64_t>(m) - 1;
            for (std::uint64_t i = 0; i < trials; ++i) drawn += uniform() < p;
            return drawn;
        }
        drawn += static_cast<std::uint64_t>(m);
        mean -= x;
    }
    const double limit = std::exp(-mean);
    for (double product = uniform(); product > limit; product *= uniform()) ++drawn;
    return drawn;
}

std::uint64_t Random::binomial(std::uint64_t n, double p) noexcept {
    constexpr std::uint64_t few = 16;
    if (p >= 1) return n;
    if (n <= few) {
        std::uint64_t drawn = 0;
        for (std::uint64_t i = 0; i < n; ++i) drawn += uniform() < p ? 1 : 0;
        return drawn;
    }
    if (p > 0.5) return n - binomial(n, 1 - p);
    const auto trials = static_cast<double>(n);
    if (trials * p >= 10) return binomial_by_rejection(trials, p);
    // By inversion: from 0 on, one chance after the other is taken away.
    const double odds = p / (1 - p);
    for (;;) {
        double chance = std::exp(trials * std::log1p(-p)), left = uniform();
        std::uint64_t k = 0;
        for (; k <= n && left > chance; ++k) {
            left -= chance;
            chance *= odds * static_cast<double>(n - k) / static_cast<double>(k + 1);
        }
        if (k <= n) return k;  // else what rounding left over
    }
}

// Transformed rejection with squeeze, BTRS (Hörmann, Journal of Statistical Computation and Simulation 46
// (1993), 101): n p at least 10, p at most ½.
std::uint64_t Random::binomial_by_rejection(double n, double p) noexcept {
    const double deviation = std::sqrt(n * p * (1 - p)), odds = p / (1 - p);
    const double b = 1.15 + 2.53 * deviation, a = -0.0873 + 0.0248 * b + 0.01 * p, center = n * p + 0.5;
    const double squeeze = 0.92 - 4.2 / b, alpha = (2.83 + 5.1 / b) * deviation;
    const double mode = std::floor((n + 1) * p);
    for (;;) {
        const double u = uniform() - 0.5, edge = 0.5 - std::abs(u), v = 1 - uniform();
        const double k = std::floor((2 * a / edge + b) * u + center);
        if (!(k >= 0 && k <= n)) continue;
        if (edge >= 0.07 && v <= squeeze) return static_cast<std::uint64_t>(k);
        const double most = (mode + 0.5) * std::log((mode + 1) / (odds * (n - mode + 1))) +
                            (n + 1) * std::log((n - mode + 1) / (n - k + 1)) +
                            (k + 0.5) * std::log(odds * (n - k + 1) / (k + 1)) + stirling_tail(mode) +
                            stirling_tail(n - mode) - stirling_tail(k) - stirling_tail(n - k);
        if (std::log(v * alpha / (a / (edge * edge) + b)) <= most) return static_cast<std::uint64_t>(k);
    }
}

}  // namespace regulus
