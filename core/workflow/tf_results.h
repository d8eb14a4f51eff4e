// What a prior, or a model that reads regulons, says of the TFs in a dataset, kept together for whoever shows
// it. Immutable once made; shared with jobs.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/workflow/tf_reading.h"

namespace regulus {

// Of all cells, or of a sample of them: see regulon_cells().
struct TfResults {
    std::vector<std::string> tfs;  // one a column of attention and effect: the TFs, then families of them
    std::vector<std::int32_t> targets;      // that each has in the dataset
    std::vector<std::uint32_t> rows;        // cells, one a row of the matrices
    std::vector<std::int32_t> row_of_cell;  // one a cell: row of the matrices, -1 where it was not sampled
    bool sampled = false;                   // some cells have no row
    // Cells × columns: log2 of the ratio of attention to uniform, see log_ratios(). A mean of it is that of
    // most cells, where a mean of attention is that of the few with much.
    Matrix attention;
    Matrix activity, expression;             // cells × TFs: of a family only its members have any
    Matrix effect;                           // cells × columns: see TfReadings; empty without a model
    std::shared_ptr<const TfReader> reader;  // for cells that were not sampled
    bool preliminary = false;                // some cells for now, while the rest is being read

    const TfFamilies& families() const { return reader->families; }
    int column(const std::string& tf) const;  // of a TF or a family; -1: no such
};

// Whether anything was read in a row of activities: in a cell without counts all are NaN, but for TFs without
// targets.
bool has_activity(const Matrix& activity, std::size_t row);

// Of these cells.
TfResults tf_results(std::shared_ptr<const TfReader> reader, const MatrixSource& expression,
                     std::vector<std::uint32_t> rows, Job& job);
// All cells, or as many as are read out: see regulon_cells(); fewer where the matrices would take much of the
// memory there is.
std::vector<std::uint32_t> tf_cells(std::size_t cells, std::size_t tfs);

// Of a prior. Memory: the matrices, a block of cells, and what make_prior_reader() needs. Throws as
// make_prior_reader() and read_tfs() do.
TfResults prior_results(const MatrixSource& expression, std::span<const std::string> genes,
                        const RegulatoryNetwork& prior, Job& job);

}  // namespace regulus
