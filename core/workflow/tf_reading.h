// What is read of TFs in cells: attention, activity and the TF's own mRNA. By a prior alone, with a regulon
// reader in closed form, before any model is trained; or by a model that reads regulons, which also tells
// what cutting a TF does to its decision.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/matrix_source.h"
#include "core/interpret/tf_stability.h"
#include "core/model/predictor.h"
#include "core/prior/regulatory_network.h"
#include "core/regulons/closed_form.h"
#include "core/regulons/reader_head.h"
#include "core/regulons/rewired_readers.h"
#include "core/regulons/tf_families.h"
#include "core/workflow/fold_heads.h"

namespace regulus {

struct PriorReaderOptions {
    std::size_t min_targets = 5;
    ReaderOptions reader;
};

// Of a prior, TFs are genes of the dataset with at least min_targets targets there, themselves not counted,
// whatever is read of them.
struct TfReader {
    RegulonReader reader;                    // of a prior: made from all cells
    std::optional<ReaderHead> head;          // of a model
    std::shared_ptr<const FoldHeads> folds;  // of a model, for cells that it learned from; null: none
    RegulonSet others;                       // what the reader was made of: no TF is its own target
    RegulonSet regulons;                     // of the same TFs, for activity: a TF may be its own target
    TfFamilies families;                     // by the edges of the reader
    std::vector<std::int32_t> targets;       // one a column of the families: how many it has in the dataset
                                             // besides the TF itself
};
struct TfReadings {
    Matrix attention;   // cells × TFs; a row sums to 1; see log_ratios() for families
    Matrix activity;    // cells × TFs: t values of ULM, see tf_activity()
    Matrix expression;  // cells × TFs: log1p of counts per 10,000 of the TF itself; NaN where it is no gene
                        // there
    Matrix effect;      // cells × columns of the families: of cutting the TF, or the family together, see
                    // cut_tfs(); by the head of its fold of a cell that the model learned from, where there
                    // is one; empty without a model
};

// `expression`: log-normalised; `genes`: the names of its columns, as the prior writes them. Throws
// Error(Data) when no TF has enough targets or there are fewer than two cells; what the source throws;
// Cancelled.
TfReader make_prior_reader(const MatrixSource& expression, std::span<const std::string> genes,
                           const RegulatoryNetwork& prior, const PriorReaderOptions& options, Job& job);

// The regulons of the same TFs for activity, without a reader. Throws Error(Data) when no TF has enough
// targets.
RegulonSet activity_regulons(std::span<const std::string> genes, const RegulatoryNetwork& prior,
                             std::size_t min_targets);

// The reader of a model that reads regulons (model.reader is not null), for a dataset of `genes` genes.
TfReader model_tf_reader(const ModelFile& model, const GeneMatch& match, std::size_t genes);

// Readers of the same TFs whose targets were exchanged at random, for what a prior without meaning would
// show. They read as
// `reader` does (heads, own mRNA, slope), with means and spreads of all cells of the dataset.
inline constexpr std::size_t rewired_priors = 20;
std::vector<RegulonReader> rewired_prior_readers(const TfReader& reader, const MatrixSource& expression,
                                                 Job& job, std::size_t count = rewired_priors);

// Readers of the same TFs that read as `reader` does, of the halves of the cells, divided at random several
// times; the same every time.
inline constexpr std::size_t half_divisions = 5;
HalfReaders half_readers(const TfReader& reader, const MatrixSource& expression, Job& job);

// visit(first, readings) for rows[first], rows[first + 1], ..., in order; rows are cells of the dataset.
// `head`: whose attention is read (-1: the mean of all); effects are those of the whole. Memory: a few
// blocks.
void read_tfs(const TfReader& reader, const MatrixSource& expression, std::span<const std::uint32_t> rows,
              Job& job, const std::function<void(std::size_t first, const TfReadings& readings)>& visit,
              int head = -1);

}  // namespace regulus
