// What a prior says of cells before any model is trained: activity of TFs, their own mRNA, and the attention
// of a regulon reader in closed form.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/matrix_source.h"
#include "core/prior/regulatory_network.h"
#include "core/regulons/closed_form.h"
#include "core/regulons/rewired_readers.h"

namespace regulus {

struct PriorReaderOptions {
    std::size_t min_targets = 5;
    ReaderOptions reader;
};

// TFs are genes of the dataset with at least min_targets targets there, themselves not counted.
struct PriorReader {
    RegulonReader reader;               // made from all cells
    RegulonSet others;                  // what the reader was made of: no TF is its own target
    RegulonSet regulons;                // of the same TFs, for activity: a TF may be its own target
    std::vector<std::int32_t> targets;  // one a TF: how many it has
};
struct PriorReadings {
    Matrix attention;   // cells × TFs; a row sums to 1
    Matrix activity;    // cells × TFs: t values of ULM, see tf_activity()
    Matrix expression;  // cells × TFs: log1p of counts per 10,000 of the TF itself
};

// `expression`: log-normalised; `genes`: the names of its columns, as the prior writes them. Throws
// Error(Data) when no TF has enough targets or there are fewer than two cells; what the source throws;
// Cancelled.
PriorReader make_prior_reader(const MatrixSource& expression, std::span<const std::string> genes,
                              const RegulatoryNetwork& prior, const PriorReaderOptions& options, Job& job);

// Readers of the same TFs whose targets were exchanged at random, for what a prior without meaning would
// show.
inline constexpr std::size_t rewired_priors = 20;
std::vector<RegulonReader> rewired_prior_readers(const PriorReader& reader, const MatrixSource& expression,
                                                 Job& job);

// visit(first, readings) for rows[first], rows[first + 1], ..., in order. Memory: a few blocks.
void read_prior(const PriorReader& reader, const MatrixSource& expression,
                std::span<const std::uint32_t> rows, Job& job,
                const std::function<void(std::size_t first, const PriorReadings& readings)>& visit);

}  // namespace regulus
