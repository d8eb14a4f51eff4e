#include "core/base/random.h"

#include <cmath>

namespace regulus {
namespace {

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

}  // namespace regulus
