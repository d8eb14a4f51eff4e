// What a regulon reader needs to name the class of a cell.
#pragma once

#include <vector>

#include "core/data/matrix.h"

namespace regulus {

// logits = weights · e + bias, of the embedding e with this bypass.
struct ReaderHead {
    double bypass = 0;        // ρ, 0 to 1
    Matrix weights;           // classes × dimensions
    std::vector<float> bias;  // classes
};

}  // namespace regulus
