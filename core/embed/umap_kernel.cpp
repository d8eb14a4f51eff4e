#include "core/embed/umap_kernel.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

namespace regulus {
namespace {

constexpr std::size_t lanes = 16;

// W values, as many as one register of the processor holds; of types that are wider than that, the compiler
// takes comparisons apart value by value.
template <std::size_t W>
struct Vectors {
    typedef float Floats __attribute__((vector_size(W * sizeof(float))));
    typedef std::int32_t Ints __attribute__((vector_size(W * sizeof(std::int32_t))));
    typedef std::uint32_t Words __attribute__((vector_size(W * sizeof(std::uint32_t))));
};
template <std::size_t W>
using Floats = typename Vectors<W>::Floats;
template <std::size_t W>
using Ints = typename Vectors<W>::Ints;
template <std::size_t W>
using Words = typename Vectors<W>::Words;

#define REGULUS_METHOD inline __attribute__((always_inline))
#define REGULUS_INLINE static REGULUS_METHOD

template <std::size_t W>
REGULUS_INLINE void clamp(Floats<W>& x, float limit) {
    x = x > limit ? Floats<W>{} + limit : x;
    x = x < -limit ? Floats<W>{} - limit : x;
}

// x to the power b for x in 1e-30..1e30 and results in about the same range, to six digits: exponent and
// mantissa apart, polynomials (Chebyshev fits) for log2(1 + t) / t and 2^t on 0..1.
template <std::size_t W>
REGULUS_INLINE void power(const Floats<W>& x, float b, Floats<W>& result) {
    const Ints<W> bits = (Ints<W>)x;
    const Floats<W> exponent = __builtin_convertvector((bits >> 23) - 127, Floats<W>);
    const Floats<W> t = (Floats<W>)((bits & 0x007fffff) | 0x3f800000) - 1.0F;
    Floats<W> log = t * -0.012370636686682701F + 0.06378757208585739F;
    log = log * t - 0.1555999368429184F;
    log = log * t + 0.25617969036102295F;
    log = log * t - 0.35345467925071716F;
    log = log * t + 0.4800737500190735F;
    log = log * t - 0.7213107347488403F;
    log = log * t + 1.4426947832107544F;
    Floats<W> y = b * (exponent + log * t);
    clamp<W>(y, 120.0F);
    const Ints<W> whole = __builtin_convertvector(y + 127.0F, Ints<W>);  // y + 127 > 0: rounds down
    const Floats<W> part = y + 127.0F - __builtin_convertvector(whole, Floats<W>);
    Floats<W> exp = part * 0.0018951073288917542F + 0.00894621480256319F;
    exp = exp * part + 0.055863283574581146F;
    exp = exp * part + 0.24014076590538025F;
    exp = exp * part + 0.6931546330451965F;
    exp = exp * part + 0.9999998807907104F;
    result = exp * (Floats<W>)(whole << 23);
}

// Marsaglia's xorshift, one stream a lane; draws place numbers below n.
template <std::size_t W>
REGULUS_INLINE void draw(Words<W>& state, std::uint32_t n, std::uint32_t* places) {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    std::uint32_t drawn[W];
    std::memcpy(drawn, &state, sizeof drawn);
    for (std::size_t l = 0; l < W; ++l)
        places[l] = static_cast<std::uint32_t>((std::uint64_t{drawn[l]} * n) >> 32);
}

template <std::size_t W, std::size_t... Lane>
REGULUS_INLINE void part_pairs(const std::uint64_t* pairs, Floats<W>* at, std::index_sequence<Lane...>) {
    Floats<W> low, high;
    std::memcpy(&low, pairs, sizeof low);
    std::memcpy(&high, pairs + W / 2, sizeof high);
    at[0] = __builtin_shufflevector(low, high, (2 * Lane)...);
    at[1] = __builtin_shufflevector(low, high, (2 * Lane + 1)...);
}

template <std::size_t W, std::size_t D>
REGULUS_INLINE void gather(const float* positions, const std::uint32_t* places, Floats<W>* at) {
    if constexpr (D == 2) {  // both coordinates in one load
        std::uint64_t pairs[W];
        for (std::size_t l = 0; l < W; ++l)
            std::memcpy(&pairs[l], positions + places[l] * D, sizeof pairs[l]);
        part_pairs<W>(pairs, at, std::make_index_sequence<W>());
    } else {
        float values[D][W];
        for (std::size_t l = 0; l < W; ++l) {
            for (std::size_t d = 0; d < D; ++d) values[d][l] = positions[places[l] * D + d];
        }
        std::memcpy(at, values, sizeof values);
    }
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
        // Lanes that have no more pulls look at themselves, which gets no weight.
        for (std::size_t l = 0; l < lanes; ++l) {
            const auto self = static_cast<std::uint32_t>(first + std::min(l, count - 1));
            for (auto s = static_cast<std::size_t>(counts[l]); s < rounds; ++s) tails[s * lanes + l] = self;
        }
    }
};

constexpr float most_force = 4;  // as umap-learn clips each coordinate of a gradient

template <std::size_t W, std::size_t D>
REGULUS_INLINE void distance(const Floats<W>* from, const Floats<W>* to, Floats<W>* off, Floats<W>& squares) {
    squares = Floats<W>{} + 1e-20F;
    for (std::size_t d = 0; d < D; ++d) {
        off[d] = from[d] - to[d];
        squares += off[d] * off[d];
    }
}

// The tails are pulled with the same force the other way.
template <std::size_t W, std::size_t D>
REGULUS_INLINE void pull_tails(TailForces& to, const std::uint32_t* tails, const std::int32_t* counts,
                               std::int32_t round, const Floats<W>* force) {
    float forces[D][W];
    std::memcpy(forces, force, sizeof forces);
    for (std::size_t l = 0; l < W; ++l) {
        if (counts[l] <= round) continue;
        TailForce on_tail{tails[l], {}};
        for (std::size_t d = 0; d < D; ++d) on_tail.force[d] = -forces[d][l];
        to[tails[l] / tail_range].push_back(on_tail);
    }
}

// Points of W lanes.
template <std::size_t W, std::size_t D>
struct Movers {
    Floats<W> y[D];
    Words<W> state;

    REGULUS_METHOD void start(const UmapStep& step, const std::uint32_t* own) {
        for (std::size_t l = 0; l < W; ++l) {
            std::uint64_t x = step.seed + 0x9e3779b97f4a7c15ULL * (own[l] + 1);
            // Mixed as splitmix64 does: a weaker mix shows in how groups come to lie to each other.
            x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
            x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
            x ^= x >> 31;
            state[l] = static_cast<std::uint32_t>(x >> 32) | 1U;
        }
        gather<W, D>(step.positions, own, y);
    }

    REGULUS_METHOD void pull(const UmapStep& step, const std::uint32_t* tails, const std::int32_t* counts,
                             std::int32_t round, TailForces& forces) {
        Floats<W> other[D], force[D], squares, power_of_distance;
        gather<W, D>(step.positions, tails, other);
        distance<W, D>(y, other, force, squares);
        power<W>(squares, step.b, power_of_distance);
        const Floats<W> coefficient =
            -2 * step.a * step.b * power_of_distance / (squares * (1 + step.a * power_of_distance));
        advance(step, counts, round, coefficient, force);
        pull_tails<W, D>(forces, tails, counts, round, force);
    }

    // Moves the lanes that have a pull in this round; `force`, a distance, becomes a force.
    REGULUS_METHOD void advance(const UmapStep& step, const std::int32_t* counts, std::int32_t round,
                                const Floats<W>& coefficient, Floats<W>* force) {
        Ints<W> pulls;
        std::memcpy(&pulls, counts, sizeof pulls);
        const Floats<W> rate = pulls > round ? Floats<W>{} + step.learning_rate : Floats<W>{};
        for (std::size_t d = 0; d < D; ++d) {
            force[d] *= coefficient;
            clamp<W>(force[d], most_force);
            y[d] += rate * force[d];
        }
    }

    // From points that are drawn.
    REGULUS_METHOD void push(const UmapStep& step, const std::int32_t* counts, std::int32_t round) {
        std::uint32_t drawn[W];
        Floats<W> other[D], force[D], squares, power_of_distance;
        draw<W>(state, static_cast<std::uint32_t>(step.points), drawn);
        gather<W, D>(step.positions, drawn, other);
        distance<W, D>(y, other, force, squares);
        power<W>(squares, step.b, power_of_distance);
        const Floats<W> coefficient = 2 * step.b / ((0.001F + squares) * (1 + step.a * power_of_distance));
        advance(step, counts, round, coefficient, force);
    }
};

template <std::size_t W, std::size_t D>
REGULUS_INLINE void move_lanes(const UmapStep& step, const Pulls& pulls, std::size_t first, std::size_t count,
                               TailForces& forces) {
    constexpr std::size_t groups = lanes / W;
    std::uint32_t own[lanes];
    for (std::size_t l = 0; l < lanes; ++l)
        own[l] = static_cast<std::uint32_t>(first + std::min(l, count - 1));
    Movers<W, D> movers[groups];
    for (std::size_t g = 0; g < groups; ++g) movers[g].start(step, own + g * W);
    for (std::size_t s = 0; s < pulls.rounds; ++s) {
        const std::uint32_t* tails = pulls.tails.data() + s * lanes;
        const auto round = static_cast<std::int32_t>(s);
        for (std::size_t g = 0; g < groups; ++g)
            movers[g].pull(step, tails + g * W, pulls.counts + g * W, round, forces);
        for (int q = 0; q < step.negatives; ++q) {
            for (std::size_t g = 0; g < groups; ++g) movers[g].push(step, pulls.counts + g * W, round);
        }
    }
    for (std::size_t g = 0; g < groups; ++g) {
        for (std::size_t l = 0; l < W && g * W + l < count; ++l) {
            for (std::size_t d = 0; d < D; ++d) step.moved[own[g * W + l] * D + d] = movers[g].y[d][l];
        }
    }
}

template <std::size_t D>
__attribute__((target("arch=x86-64-v4"))) void move_v4(const UmapStep& step, const Pulls& pulls,
                                                       std::size_t first, std::size_t count,
                                                       TailForces& forces) {
    move_lanes<16, D>(step, pulls, first, count, forces);
}

template <std::size_t D>
__attribute__((target("arch=x86-64-v3"))) void move_v3(const UmapStep& step, const Pulls& pulls,
                                                       std::size_t first, std::size_t count,
                                                       TailForces& forces) {
    move_lanes<8, D>(step, pulls, first, count, forces);
}

template <std::size_t D>
void move_any(const UmapStep& step, const Pulls& pulls, std::size_t first, std::size_t count,
              TailForces& forces) {
    move_lanes<4, D>(step, pulls, first, count, forces);
}

template <std::size_t D>
auto best_move() {
    return __builtin_cpu_supports("x86-64-v4")   ? move_v4<D>
           : __builtin_cpu_supports("x86-64-v3") ? move_v3<D>
                                                 : move_any<D>;
}

#undef REGULUS_INLINE
#undef REGULUS_METHOD

}  // namespace

void umap_move(const UmapStep& step, std::size_t dimensions, std::size_t begin, std::size_t end,
               TailForces& forces) {
    static const auto move_2 = best_move<2>(), move_3 = best_move<3>();
    Pulls pulls;
    for (std::size_t first = begin; first < end; first += lanes) {
        const std::size_t count = std::min(lanes, end - first);
        pulls.collect(step, first, count);
        (dimensions == 2 ? move_2 : move_3)(step, pulls, first, count, forces);
    }
}

}  // namespace regulus
