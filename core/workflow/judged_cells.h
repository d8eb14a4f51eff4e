// Which cells of an opened dataset a model may be judged on: labelled ones that it was not trained on.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/evaluate/judged_predictions.h"
#include "core/workflow/model_results.h"

namespace regulus {

enum class JudgedOn {
    Test,       // test cells of its split
    OutOfFold,  // cells it was trained on, each predicted by a fit on others
    HeldOut,    // both, and cells that its training left out; of other data all cells
};
inline constexpr JudgedOn judged_on[] = {JudgedOn::Test, JudgedOn::OutOfFold, JudgedOn::HeldOut};
// "test", "out-of-fold", "held-out", as options name them.
const char* to_string(JudgedOn on);

// Labelled or not. Where it is not known which cells it was trained on, HeldOut are all and the others none.
CellSet judged_cells(const ModelResults& results, JudgedOn on, std::size_t cells);
// The first of judged_on that has a labelled cell; HeldOut where none has. `label`: one a cell, negative for
// none.
JudgedOn usual_cells(const ModelResults& results, std::span<const std::int32_t> label);

// One a label: the class of that name, or -1.
std::vector<std::int32_t> classes_of_labels(const std::vector<std::string>& labels,
                                            const std::vector<std::string>& classes);

}  // namespace regulus
