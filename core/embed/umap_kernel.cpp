#include "core/embed/umap_kernel.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstring>
#include <vector>

namespace regulus {
namespace {

constexpr std::size_t lanes = 16;

// Sixteen values; the compiler splits them into what the processor has.
typedef float Floats __attribute__((vector_size(lanes * sizeof(float))));
typedef std::int32_t Ints __attribute__((vector_size(lanes * sizeof(std::int32_t))));
typedef std::uint32_t Words __attribute__((vector_size(lanes * sizeof(std::uint32_t))));

#define REGULUS_INLINE static inline __attribute__((always_inline))

REGULUS_INLINE void clamp(Floats& x, float limit) {
    x = x > limit ? Floats{} + limit : x;
    x = x < -limit ? Floats{} - limit : x;
}

// x to the power b for x in 1e-30..1e30 and results in about the same range, to six digits: exponent and
// mantissa apart, polynomials (Chebyshev fits) for log2(1 + t) / t and 2^t on 0..1.
REGULUS_INLINE void power(const Floats& x, float b, Floats& result) {
    const Ints bits = (Ints)x;
    const Floats exponent = __builtin_convertvector((bits >> 23) - 127, Floats);
    const Floats t = (Floats)((bits & 0x007fffff) | 0x3f800000) - 1.0F;
    Floats log = t * -0.012370636686682701F + 0.06378757208585739F;
    log = log * t - 0.1555999368429184F;
    log = log * t + 0.25617969036102295F;
    log = log * t - 0.35345467925071716F;
    log = log * t + 0.4800737500190735F;
    log = log * t - 0.7213107347488403F;
    log = log * t + 1.4426947832107544F;
    Floats y = b * (exponent + log * t);
    clamp(y, 120.0F);
    const Ints whole = __builtin_convertvector(y + 127.0F, Ints);  // y + 127 > 0, so this rounds down
    const Floats part = y + 127.0F - __builtin_convertvector(whole, Floats);
    Floats exp = part * 0.0018951073288917542F + 0.00894621480256319F;
    exp = exp * part + 0.055863283574581146F;
    exp = exp * part + 0.24014076590538025F;
    exp = exp * part + 0.6931546330451965F;
    exp = exp * part + 0.9999998807907104F;
    result = exp * (Floats)(whole << 23);
}

// Marsaglia's xorshift, one stream a lane; draws place numbers below n.
REGULUS_INLINE void draw(Words& state, std::uint64_t n, std::uint32_t* places) {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    std::uint32_t drawn[lanes];
    std::memcpy(drawn, &state, sizeof drawn);
    for (std::size_t l = 0; l < lanes; ++l) places[l] = static_cast<std::uint32_t>((drawn[l] * n) >> 32);
}

template <std::size_t D>
REGULUS_INLINE void gather(const float* positions, const std::uint32_t* places, Floats* at) {
    float values[D][lanes];
    for (std::size_t l = 0; l < lanes; ++l) {
        for (std::size_t d = 0; d < D; ++d) values[d][l] = positions[places[l] * D + d];
    }
    std::memcpy(at, values, sizeof values);
}

// The tails that pull in this epoch: an edge of rate r pulls whenever r × epoch passes a whole number.
struct Pulls {
    std::vector<std::uint32_t> tails;  // round × lanes
    std::int32_t counts[lanes];
    std::size_t rounds;

    void collect(const UmapStep& step, std::size_t first, std::size_t count) {
        rounds = 0;
        const auto now = static_cast<float>(step.epoch + 1), before = static_cast<float>(step.epoch);
        for (std::size_t l = 0; l < lanes; ++l) {
            std::size_t pulls = 0;
            const std::size_t place = first + std::min(l, count - 1);
            const auto begin = static_cast<std::size_t>(step.offsets[place]);
            const auto end = l < count ? static_cast<std::size_t>(step.offsets[place + 1]) : begin;
            tails.resize(std::max(tails.size(), (end - begin) * lanes));
            for (std::size_t e = begin; e < end; ++e) {
                const float rate = step.rates[e];
                tails[pulls * lanes + l] = step.tails[e];
                pulls +=
                    static_cast<std::int32_t>(rate * now) > static_cast<std::int32_t>(rate * before) ? 1 : 0;
            }
            counts[l] = static_cast<std::int32_t>(pulls);
            rounds = std::max(rounds, pulls);
        }
        // Lanes that have no more pulls look at themselves, which move_lanes gives no weight.
        for (std::size_t l = 0; l < lanes; ++l) {
            const auto self = static_cast<std::uint32_t>(first + std::min(l, count - 1));
            for (auto s = static_cast<std::size_t>(counts[l]); s < rounds; ++s) tails[s * lanes + l] = self;
        }
    }
};

constexpr float most_force = 4;  // as umap-learn clips each coordinate of a gradient

template <std::size_t D>
REGULUS_INLINE void distance(const Floats* from, const Floats* to, Floats* off, Floats& squares) {
    squares = Floats{} + 1e-20F;
    for (std::size_t d = 0; d < D; ++d) {
        off[d] = from[d] - to[d];
        squares += off[d] * off[d];
    }
}

template <std::size_t D>
REGULUS_INLINE void advance(Floats* y, const Floats* off, const Floats& coefficient, const Floats& rate) {
    for (std::size_t d = 0; d < D; ++d) {
        Floats force = coefficient * off[d];
        clamp(force, most_force);
        y[d] += rate * force;
    }
}

// The tails are pulled with the same force the other way.
template <std::size_t D>
REGULUS_INLINE void pull_tails(const UmapStep& step, const std::uint32_t* tails, const std::int32_t* counts,
                               std::int32_t round, const Floats* off, const Floats& coefficient) {
    std::int32_t forces[D][lanes];
    for (std::size_t d = 0; d < D; ++d) {
        Floats force = coefficient * off[d];
        clamp(force, most_force);
        const Ints whole = __builtin_convertvector(force * (1 / force_unit), Ints);
        std::memcpy(forces[d], &whole, sizeof whole);
    }
    for (std::size_t l = 0; l < lanes; ++l) {
        if (counts[l] <= round) continue;
        for (std::size_t d = 0; d < D; ++d) {
            std::atomic_ref(step.forces_on_tails[tails[l] * D + d])
                .fetch_sub(forces[d][l], std::memory_order_relaxed);
        }
    }
}

template <std::size_t D>
REGULUS_INLINE void move_lanes(const UmapStep& step, const Pulls& pulls, std::size_t first,
                               std::size_t count) {
    std::uint32_t own[lanes], drawn[lanes];
    Words state;
    for (std::size_t l = 0; l < lanes; ++l) {
        own[l] = static_cast<std::uint32_t>(first + std::min(l, count - 1));
        std::uint64_t x = step.seed + 0x9e3779b97f4a7c15ULL * (own[l] + 1);
        // Mixed as splitmix64 does: a weaker mix shows in how groups come to lie to each other.
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
        x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
        x ^= x >> 31;
        state[l] = static_cast<std::uint32_t>(x >> 32) | 1U;
    }
    Floats y[D], other[D], off[D], squares, power_of_distance;
    gather<D>(step.positions, own, y);
    Ints counts;
    std::memcpy(&counts, pulls.counts, sizeof counts);
    const Floats rate = Floats{} + step.learning_rate;
    for (std::size_t s = 0; s < pulls.rounds; ++s) {
        const std::uint32_t* tails = pulls.tails.data() + s * lanes;
        const auto round = static_cast<std::int32_t>(s);
        const Floats active = counts > round ? rate : Floats{};
        gather<D>(step.positions, tails, other);
        distance<D>(y, other, off, squares);
        power(squares, step.b, power_of_distance);
        const Floats pull =
            -2 * step.a * step.b * power_of_distance / (squares * (1 + step.a * power_of_distance));
        advance<D>(y, off, pull, active);
        pull_tails<D>(step, tails, pulls.counts, round, off, pull);
        for (int q = 0; q < step.negatives; ++q) {
            draw(state, step.points, drawn);
            gather<D>(step.positions, drawn, other);
            distance<D>(y, other, off, squares);
            power(squares, step.b, power_of_distance);
            const Floats push = 2 * step.b / ((0.001F + squares) * (1 + step.a * power_of_distance));
            advance<D>(y, off, push, active);
        }
    }
    for (std::size_t d = 0; d < D; ++d) {
        for (std::size_t l = 0; l < count; ++l) step.moved[own[l] * D + d] = y[d][l];
    }
}

__attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default"))) void move_2(
    const UmapStep& step, const Pulls& pulls, std::size_t first, std::size_t count) {
    move_lanes<2>(step, pulls, first, count);
}

__attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default"))) void move_3(
    const UmapStep& step, const Pulls& pulls, std::size_t first, std::size_t count) {
    move_lanes<3>(step, pulls, first, count);
}

#undef REGULUS_INLINE

}  // namespace

void umap_move(const UmapStep& step, std::size_t dimensions, std::size_t begin, std::size_t end) {
    Pulls pulls;
    for (std::size_t first = begin; first < end; first += lanes) {
        const std::size_t count = std::min(lanes, end - first);
        pulls.collect(step, first, count);
        (dimensions == 2 ? move_2 : move_3)(step, pulls, first, count);
    }
}

}  // namespace regulus
