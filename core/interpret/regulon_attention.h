// Which regulons the model attended to, cell by cell, and how much of that could be anything but chance:
// see "Read-outs" in resources/help/reading.md.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/matrix.h"
#include "core/model/predictor.h"

namespace regulus {

// For cell c, pooling a_c(g), attention α_c(g→t), u uniform over g's allowed keys, ā uniform pooling.
// Self-attention is left out of all three.
struct RegulonAttention {
    std::vector<std::string> tfs;         // one a column
    std::vector<std::int32_t> tokens;     // the TFs' tokens
    std::vector<std::int32_t> targets;    // targets each has among the tokens
    std::vector<std::int32_t> contested;  // of those, with another regulator beside it
    std::vector<std::uint32_t> rows;      // cells, one a row
    Matrix attention;                     // Σ_g a·α, rows × TFs
    Matrix choice;   // log[Σ a·α / Σ a·u] over contested targets, shrunk for few targets; 0: as uniform
    Matrix pooling;  // log[Σ a·u / Σ ā·u]; 0: as uniform
    std::vector<float> self_share;  // one a cell: Σ_g a·α_self
};

RegulonAttention regulon_attention(Predictor& predictor, const MatrixSource& expression,
                                   const GeneMatch& match, std::span<const std::uint32_t> rows,
                                   const AttentionOptions& options, Job& job);

// Effect of cutting each TF's edges on the log-odds of the cell's predicted class: after minus before.
struct Knockout {
    std::vector<std::int32_t> tfs;  // tokens
    std::vector<float> log_odds;    // one a TF; negative: the class lost support
    std::int32_t predicted = -1;
};
Knockout cut_edges(Predictor& predictor, const MatrixSource& expression, const GeneMatch& match,
                   std::uint32_t row, std::span<const std::int32_t> tfs, Job& job);

// The targets of one TF in one cell or a mean over cells.
struct TargetAttention {
    std::int32_t token = -1;
    std::string gene;
    std::int8_t sign = 0;
    float attention = 0;  // α(g→t), mean over the cells
    float uniform = 0;    // what uniform attention over the allowed keys would be
    float pooling = 0;    // a(g), mean over the cells
    std::int32_t regulators = 0;
};
std::vector<TargetAttention> target_attention(Predictor& predictor, const MatrixSource& expression,
                                              const GeneMatch& match, std::span<const std::uint32_t> rows,
                                              std::int32_t tf, const AttentionOptions& options, Job& job);

}  // namespace regulus
