// Which labelled cells are learned from, which decide when to stop, which judge.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/cell_set.h"

namespace regulus {

struct SplitOptions {
    double test = 0.2;          // share of labelled cells (or of groups) kept for judging, 0..1 (1 excluded)
    double validation = 0.15;   // share of the cells with a label left that decide when to stop, same range
    double label_fraction = 1;  // share of the training labels that may be used; each class keeps >= 1
    std::uint64_t seed = 0;
    std::uint64_t draw = 0;  // another draw of the label fraction and the validation on the same test cells
};

struct Split {
    CellSet train, validation, test;        // disjoint; validation comes out of the label fraction
    std::string description;                // "80/20 stratified, seed 0"
    std::vector<std::int32_t> not_learned;  // classes whose cells are all in the test; no warning names them
    std::vector<std::string> warnings;
};

// Labels without those of classes that nothing could be learned of (-1): what a score is about.
std::vector<std::int32_t> judged_labels(std::span<const std::int32_t> labels, const Split& split);

// `labels`: class or -1. `groups` (donors, -1 where not known; empty for none): all cells of a group on one
// side, so that `test` then also holds the test groups' cells without a label (-1), which nothing may learn
// from; train and validation hold labelled cells only. The groups for the test are chosen so that every class
// has cells on both sides where that is possible, more groups than `test` says where it takes more (at most
// half). Cells whose group is not known count as one group.
// Without groups, stratified by class, and every class with two cells or more has one on either side.
// Classes with one cell go to train. Of each class the label fraction keeps round(fraction × cells), at least
// one, and a smaller fraction's cells are among those of a larger one with the same seed and draw. Classes
// with fewer than four cells left give none to the validation, which may be empty; `warnings` says so.
// The same seed gives the same split everywhere. Throws Error(Data) for fewer than two classes, for none
// with two cells while `test` is not 0 and, with groups, for fewer than two groups; Error(Usage) for shares
// out of range.
Split make_split(std::span<const std::int32_t> labels, std::size_t classes,
                 std::span<const std::int32_t> groups, const SplitOptions& options);

}  // namespace regulus
