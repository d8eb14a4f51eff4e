// How well test cells are named from a table of numbers, after learning from ever other draws of labels.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/matrix.h"
#include "core/evidence/evidence_input.h"
#include "core/evidence/run_result.h"
#include "core/stats/logistic_regression.h"

namespace regulus {

struct LabelShare {
    double share = 1;       // of the training labels
    std::size_t draws = 1;  // numbered from 0
};
// 1, 5, 25 and 100 %; `draws` of the small ones, a quarter as many at 25 %, one at 100 %.
std::vector<LabelShare> label_shares(std::size_t draws);

// Class probabilities of the test cells (cells × classes, ascending by cell), learned from cells of whose
// labels (one a cell of the dataset, -1: not to be seen) some are known.
using LearnAndName = std::function<Matrix(const std::vector<std::int32_t>& known, Job& job)>;

// The scores of a method over all draws of the shares.
std::vector<DrawScore> draw_scores(const EvidenceInput& input, std::uint64_t split, const std::string& method,
                                   const std::vector<LabelShare>& shares, const LearnAndName& name, Job& job);

// Class-balanced logistic regression on a table (all cells × columns).
LearnAndName by_regression(const Matrix& places, const Split& split, std::size_t classes);

// -1 for cells whose label may not be seen.
std::vector<std::int32_t> known_labels(const EvidenceInput& input, const Split& split);

}  // namespace regulus
