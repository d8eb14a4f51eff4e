// Heads of a model that did not learn from a cell whose label the model has seen.
#pragma once

#include <cstdint>
#include <vector>

#include "core/regulons/reader_head.h"

namespace regulus {

struct FoldHeads {
    std::vector<ReaderHead> heads;  // one a fold of the cells that the model learned from, of the other folds
    std::vector<std::int8_t> fold_of;  // one a cell of the dataset: its head; -1: the model's own
};

}  // namespace regulus
