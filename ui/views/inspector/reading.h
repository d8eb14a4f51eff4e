// The numbers the inspector shows, computed from snapshots in jobs. Nothing here knows a widget.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "core/workflow/model_results.h"
#include "core/workflow/tf_results.h"
#include "ui/figures/network/target_reading.h"
#include "ui/models/reader_tf_model.h"
#include "ui/models/tf_difference_model.h"
#include "ui/models/tf_rank_model.h"

namespace regulus {

// Mean and spread of every TF's read-outs over rows of the matrices (not cells). Expression and cut are NaN.
std::vector<TfRow> tfRows(const RegulonAttention& regulons, std::span<const std::uint32_t> rows, Job& job);

// Of a regulon reader: means over the cells, from the readings at hand where they serve, else read anew from
// a sample of at most `most`. `read`: how many cells that were.
std::vector<ReaderTfRow> readerTfRows(const TfResults& results, const MatrixSource& expression,
                                      const CellSet& cells, std::size_t most, std::size_t& read, Job& job);

// The same rows with the attention of one head, read from these cells; how many they are.
std::size_t attendByHead(std::vector<ReaderTfRow>& rows, const TfResults& results,
                         const MatrixSource& expression, std::span<const std::uint32_t> cells,
                         std::size_t head, Job& job);

// What separates two groups of cells: mean attention of a regulon reader, or mean choice, of each, and the
// standardised difference, largest first; of one cell each, which have no spread, the difference itself. From
// the readings at hand; a group of which there are none is read anew from a sample of at most `most`. Thread:
// the model's where one of them has to be read by a model that reads genes. `ready` may be null, and
// `context` where all is at hand.
std::vector<TfDifference> tfDifferences(const TfResults& results, const MatrixSource& expression,
                                        const CellSet& first, const CellSet& second, std::size_t most,
                                        Job& job);
std::vector<TfDifference> tfDifferences(const RegulonResults* ready, const ModelContext* context,
                                        const CellSet& first, const CellSet& second, std::size_t most,
                                        Job& job);

// Rows of the read-outs that belong to these cells; cells that were not sampled have none.
std::vector<std::uint32_t> rowsOf(const RegulonResults& regulons, const CellSet& cells);
std::vector<std::uint32_t> rowsOf(const TfResults& results, const CellSet& cells);
bool anyRowOf(const RegulonResults& regulons, const CellSet& cells);  // whether there is one

void addExpression(std::vector<TfRow>& rows, const GeneMatch& match, std::span<const float> means);

// Change of the log-odds of the predicted class when all edges of a TF are cut, mean over the cells. Each
// cell's own prediction counts. Token → effect. Thread: the model's.
std::vector<std::pair<int, double>> meanCuts(const ModelContext& context,
                                             std::span<const std::uint32_t> cells,
                                             std::span<const std::int32_t> tfs, Job& job);

// How many of the k cells nearest to `cell` have its code. `points` is cells × dimensions; cells with NaN are
// nobody's neighbour. One pass over all cells.
struct Neighbours {
    int alike = 0, of = 0;
};
Neighbours neighboursAlike(const Matrix& points, std::uint32_t cell, std::span<const std::int32_t> codes,
                           int k, Job& job);

}  // namespace regulus
