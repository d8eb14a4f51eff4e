// Which labelled cells are learned from, which decide when to stop, which judge.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/cell_set.h"

namespace regulus {

struct SplitOptions {
    double test = 0.2;             // share of labelled cells (or of groups) kept for judging
    double validation = 0.15;      // share of the cells with a label left that decide when to stop
    double label_fraction = 1;     // share of the training labels that may be used; each class keeps >= 1
    std::uint64_t seed = 0;
};

struct Split {
    CellSet train, validation, test;  // disjoint; validation comes out of the label fraction
    std::string description;          // "80/20 stratified, seed 0"
    std::vector<std::string> warnings;
};

// `labels`: class or -1. `groups` (donors; empty for none): all cells of a group on one side. Without
// groups, stratified by class. Classes with one cell go to train. Throws Error(Data) for fewer than two
// classes or, with groups, fewer than two groups.
Split make_split(std::span<const std::int32_t> labels, std::size_t classes, std::span<const std::int32_t> groups,
                 const SplitOptions& options);

}  // namespace regulus
