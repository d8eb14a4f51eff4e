// Whether attention can tell true regulators from decoys: edges that were offered to the model beside the
// true ones, matched to them. Within the prior alone "agrees with the prior" is true by construction.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/base/job.h"
#include "core/data/matrix_source.h"
#include "core/model/predictor.h"

namespace regulus {

// One score an edge of the mask, in its order; NaN where a target has one regulator only.
// Choice: log of the attention's share among the target's regulators against an equal share, mean attention
// over `rows`, self-attention left out.
std::vector<double> edge_choice(Predictor& predictor, const MatrixSource& expression, const GeneMatch& match,
                                std::span<const std::uint32_t> rows, Job& job);
// |Spearman| between the expression of TF and target over `rows`.
std::vector<double> edge_correlation(const ModelFile& model, const MatrixSource& expression,
                                     const GeneMatch& match, std::span<const std::uint32_t> rows, Job& job);

struct EdgeRanking {
    double auroc = 0;       // among the candidates of a target, a true one above a decoy; ties count half
    double auroc_all = 0;   // any true edge above any decoy
    std::size_t pairs = 0;  // (true, decoy) pairs of the same target
    std::size_t true_edges = 0, decoys = 0;
};
// `is_true` has one entry an edge of the mask: 1 true, 0 decoy. Scores of NaN are left out.
EdgeRanking rank_edges(const AttentionMask& mask, std::span<const double> scores,
                       std::span<const std::uint8_t> is_true);

// Which edges of the mask are among `edges`, named (TF, target).
std::vector<std::uint8_t> edges_among(const ModelFile& model,
                                      std::span<const std::pair<std::string, std::string>> edges);

}  // namespace regulus
