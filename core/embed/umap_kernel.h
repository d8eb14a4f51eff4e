// The steps that points take in one part of an epoch of UMAP, sixteen points in lockstep. Compiled for
// several processors; the best one is chosen at run time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace regulus {

// The forces of pulls on the points at their other ends, in the order of the pulls, each in the list of the
// range of places that its point is in: range r holds the places from r × tail_range.
struct TailForce {
    std::uint32_t tail;
    float force[3];  // as many as there are dimensions; each at most 4
};
using TailForces = std::vector<std::vector<TailForce>>;
constexpr std::size_t tail_range = 4096;

// Places, offsets and positions as in UmapLayout.
struct UmapStep {
    const std::int64_t* offsets;
    const std::uint32_t* tails;
    const float* rates;
    const float* positions;  // read
    float* moved;            // written for the points that move
    std::size_t points;      // of the whole picture
    int epoch;
    float learning_rate;
    float a, b;  // UmapCurve
    int negatives;
    std::uint64_t seed;  // of this epoch
};

// Moves the points at places begin..end-1 and adds the forces on the other ends of their edges to `tails`,
// which has a list for each range. What becomes of a point depends on the step alone, not on begin and end,
// and ranges of points may be moved at the same time. dimensions is 2 or 3.
void umap_move(const UmapStep& step, std::size_t dimensions, std::size_t begin, std::size_t end,
               TailForces& tails);

}  // namespace regulus
