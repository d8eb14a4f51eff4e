// What a prior says of a dataset before any model is trained, kept together for whoever shows it. Immutable
// once made; shared with jobs.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/workflow/prior_reading.h"

namespace regulus {

// Of all cells, or of a sample of them: see regulon_cells().
struct PriorResults {
    std::vector<std::string> tfs;           // one a column of the matrices
    std::vector<std::int32_t> targets;      // that each has in the dataset
    std::vector<std::uint32_t> rows;        // cells, one a row of the matrices
    std::vector<std::int32_t> row_of_cell;  // one a cell: row of the matrices, -1 where it was not sampled
    bool sampled = false;                   // some cells have no row
    // Cells × TFs. Attention as log2 of its ratio to uniform attention, 1 / TFs: a mean of it is that of most
    // cells, where a mean of attention is that of the few with much.
    Matrix attention, activity, expression;
    std::shared_ptr<const PriorReader> reader;  // for cells that were not sampled

    int column(const std::string& tf) const;  // -1: no such TF
};

// Memory: the matrices, a block of cells, and what make_prior_reader() needs. Throws as make_prior_reader()
// and read_prior() do.
PriorResults prior_results(const MatrixSource& expression, std::span<const std::string> genes,
                           const RegulatoryNetwork& prior, Job& job);

}  // namespace regulus
