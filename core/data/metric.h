// How far apart two cells are.
#pragma once

namespace regulus {

enum class Metric {
    Euclidean,
    Cosine,  // 1 - cosine of the angle, 0..2; a cell of zeros is at distance 1 from all others
};

}  // namespace regulus
