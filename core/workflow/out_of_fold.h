// Predictions of the labelled cells that a model learned from, by heads that did not: what a model says of a
// cell whose label it has seen tells nothing about new cells.
#pragma once

#include <memory>

#include "core/base/cell_set.h"
#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/model/model_file.h"
#include "core/model/predictor.h"
#include "core/workflow/cell_uses.h"
#include "core/workflow/fold_heads.h"

namespace regulus {

// In `prediction` (of all cells of the dataset), the logits and probabilities of cells that the head learned
// from become those of a head that learned from the other folds (of whole donors, where the split was by
// donor), calibrated as the model is. The reader knows no labels, so embeddings stay; the few numbers of the
// calibration, which come from out-of-fold predictions themselves, do, too. Returns the cells that are out of
// fold now: none of a model that reads genes, whose embedding was trained on the labels, and none where
// `uses` are not known or the dataset's labels are no longer those that were learned from. A cell whose class
// the other folds do not hold stays as it was. The same bytes for any number of threads. Throws Cancelled,
// and what cross_fit() throws.
// `heads`: becomes the heads of these cells, or null where there are none.
CellSet predict_out_of_fold(const ModelFile& model, const Dataset& dataset, const CellUses& uses,
                            Prediction& prediction, Job& job,
                            std::shared_ptr<const FoldHeads>* heads = nullptr);

// The same heads alone. `places`: embeddings of the cells that the model learned from, ascending by cell.
std::shared_ptr<const FoldHeads> fold_heads(const ModelFile& model, const Dataset& dataset,
                                            const CellUses& uses, const Matrix& places, Job& job);
// Those rows of an embedding of all cells.
Matrix learned_places(const CellUses& uses, const Matrix& embedding);

}  // namespace regulus
