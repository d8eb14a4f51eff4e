// Random numbers with the same values on every platform (the standard library's distributions differ from
// one implementation to the next). xoshiro256** by Blackman and Vigna, seeded through splitmix64.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <utility>

namespace regulus {

class Random {
  public:
    explicit Random(std::uint64_t seed) noexcept;
    // An independent stream of the same seed: cell 17 draws the same numbers whoever computes it.
    Random(std::uint64_t seed, std::uint64_t stream) noexcept;

    // All that the next numbers depend on, to go on elsewhere with the same ones.
    struct State {
        std::array<std::uint64_t, 4> words{};  // not all of them 0
        double spare = 0;                      // of a pair of normal numbers, where there is one
        bool has_spare = false;
        bool operator==(const State&) const = default;
    };
    explicit Random(const State& state) noexcept : m_state(state) {}
    const State& state() const noexcept { return m_state; }

    std::uint64_t next() noexcept;
    double uniform() noexcept;                          // [0, 1)
    std::uint64_t below(std::uint64_t n) noexcept;      // 0 .. n-1, unbiased; n > 0
    double normal() noexcept;                           // mean 0, variance 1
    double gamma(double shape, double scale) noexcept;  // shape > 0; Marsaglia and Tsang 2000
    std::uint64_t poisson(double mean) noexcept;        // mean >= 0
    // Successes of n trials of chance 0 <= p <= 1. Time: that of a few uniform numbers for any n and p.
    std::uint64_t binomial(std::uint64_t n, double p) noexcept;

    template <class T>
    void shuffle(std::span<T> items) noexcept {
        for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
    }

  private:
    std::uint64_t binomial_by_rejection(double n, double p) noexcept;

    State m_state;
};

}  // namespace regulus
