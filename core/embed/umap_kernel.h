// The steps that points take in one part of an epoch of UMAP, sixteen points in lockstep. Compiled for
// several processors; the best one is chosen at run time.
#pragma once

#include <cstddef>
#include <cstdint>

namespace regulus {

// Places, offsets and positions as in UmapLayout.
struct UmapStep {
    const std::int64_t* offsets;
    const std::uint32_t* tails;
    const float* rates;
    const float* positions;  // read
    float* moved;            // written for the points that move
    // Added to: the forces of the pulls on the points at the other ends, places × dimensions, in force_unit.
    // Whole numbers, since their sum does not depend on the order in which threads add to it.
    std::int64_t* forces_on_tails;
    std::size_t points;  // of the whole picture
    int epoch;
    float learning_rate;
    float a, b;  // UmapCurve
    int negatives;
    std::uint64_t seed;  // of this epoch
};

constexpr float force_unit = 1.0F / (1 << 28);  // a coordinate of a force is at most 4: 31 bits

// Moves the points at places begin..end-1. What becomes of a point depends on the step alone, not on begin
// and end, and ranges may be moved at the same time. dimensions is 2 or 3.
void umap_move(const UmapStep& step, std::size_t dimensions, std::size_t begin, std::size_t end);

}  // namespace regulus
