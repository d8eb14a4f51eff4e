// What is read of the targets of a TF in some cells, for the inspector and for the figure of the network.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/cell_set.h"
#include "core/regulons/reader_decisions.h"
#include "core/workflow/model_results.h"
#include "ui/figures/network/target_rows.h"

namespace regulus {

// Cells of a group that are read anew, for a layer, a head or targets, or without a model.
inline constexpr std::size_t most_read = 256;

// At most `most` of the set, spread evenly over it: the same every time.
std::vector<std::uint32_t> spreadSample(const CellSet& cells, std::size_t most);

// Mean log1p(CP10k) of every gene over the cells.
std::vector<float> meanExpression(const MatrixSource& expression, std::span<const std::uint32_t> cells,
                                  Job& job);

// The targets of a TF, mean over the cells, with their expression. Thread: the model's.
std::vector<TargetRow> targetRows(const ModelContext& context, std::span<const std::uint32_t> cells,
                                  std::int32_t tf, const AttentionOptions& options, Job& job);

// The targets of a TF of a regulon reader, or of a family of them, by what they add to the evidence for it,
// mean over the cells and over the TFs. `names`: of the reader's tokens.
struct ReaderTargets {
    std::vector<TargetRow> rows;
    double evidence = 0;  // in standard deviations over the cells
    double own = 0;       // of it, from the TFs' own mRNA
};
ReaderTargets readerTargets(const RegulonReader& reader, std::span<const std::size_t> tfs,
                            std::span<const std::string> names, const MatrixSource& expression,
                            std::span<const std::uint32_t> cells, Job& job);

// "Evidence for SPI1: 1.2 (mean of the cells), 0.31 of it from its own mRNA."; `several`: of a family of TFs.
QString evidenceSummary(const QString& tf, bool several, const ReaderTargets& targets, std::size_t cells);
// The same of two groups of cells, or two cells.
QString evidenceSummary(const QString& tf, bool several, const ReaderTargets& first, const QString& firstName,
                        const ReaderTargets& second, const QString& secondName);

// Names of the reader's tokens, of those of the columns of the dataset.
std::vector<std::string> tokenNames(const RegulonReader& reader, std::span<const std::string> genes);

// Whose targets they are, for paper: the name and, of several cells, how many of them were read.
QString targetCellsText(const QString& name, std::size_t cells);

// Puts what the prior says of the edges from these TFs beside them.
void addPrior(std::vector<TargetRow>& rows, const RegulatoryNetwork& prior, std::span<const std::string> tfs);

}  // namespace regulus
