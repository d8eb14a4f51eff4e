#include "core/evaluate/decoys.h"

#include <cmath>
#include <limits>
#include <set>

#include "core/stats/rank_test.h"

namespace regulus {
namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

}  // namespace

std::vector<double> edge_choice(Predictor& predictor, const MatrixSource& expression, const GeneMatch& match,
                                std::span<const std::uint32_t> rows, Job& job) {
    const AttentionMask& mask = predictor.model().mask;
    std::vector<double> sums(mask.edges(), 0);
    predictor.attend(
        expression, match, rows, {},
        [&](std::size_t, const CellAttention& cell) {
            for (std::size_t e = 0; e < sums.size(); ++e) sums[e] += cell.edges[e];
        },
        job);
    std::vector<double> scores(mask.edges(), nothing);
    for (std::size_t g = 0; g < mask.tokens; ++g) {
        const auto begin = static_cast<std::size_t>(mask.offsets[g]),
                   end = static_cast<std::size_t>(mask.offsets[g + 1]);
        double total = 0;
        for (std::size_t e = begin; e < end; ++e) total += sums[e];
        for (std::size_t e = begin; end - begin > 1 && e < end; ++e) {
            scores[e] = std::log(std::max(sums[e], 1e-30) * static_cast<double>(end - begin) /
                                 std::max(total, 1e-30));
        }
    }
    return scores;
}

std::vector<double> edge_correlation(const ModelFile& model, const MatrixSource& expression,
                                     const GeneMatch& match, std::span<const std::uint32_t> rows, Job& job) {
    // Every token's expression over the cells.
    expression.prepare_blocks(job);
    const CsrMatrix values = expression.rows(rows);
    std::vector<std::int32_t> token_of(expression.genes(), -1);
    for (std::size_t t = 0; t < match.columns.size(); ++t) {
        if (match.columns[t] >= 0)
            token_of[static_cast<std::size_t>(match.columns[t])] = static_cast<std::int32_t>(t);
    }
    std::vector<std::vector<double>> by_token(model.genes.size(), std::vector<double>(rows.size(), 0));
    for (std::size_t r = 0; r < values.rows; ++r) {
        const auto columns = values.row_columns(r);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const std::int32_t token = token_of[static_cast<std::size_t>(columns[i])];
            if (token >= 0) by_token[static_cast<std::size_t>(token)][r] = values.row_values(r)[i];
        }
    }
    const AttentionMask& mask = model.mask;
    std::vector<double> scores(mask.edges(), nothing);
    for (std::size_t g = 0; g < mask.tokens; ++g) {
        job.checkpoint();
        for (auto e = static_cast<std::size_t>(mask.offsets[g]);
             e < static_cast<std::size_t>(mask.offsets[g + 1]); ++e) {
            if (mask.regulators_of(g).size() < 2) continue;
            const auto tf = static_cast<std::size_t>(mask.regulators[e]);
            scores[e] = std::abs(spearman(by_token[tf], by_token[g]).value_or(0));
        }
    }
    return scores;
}

EdgeRanking rank_edges(const AttentionMask& mask, std::span<const double> scores,
                       std::span<const std::uint8_t> is_true) {
    EdgeRanking result;
    double above = 0;
    std::vector<double> all;
    std::vector<std::uint8_t> truth;
    for (std::size_t g = 0; g < mask.tokens; ++g) {
        const auto begin = static_cast<std::size_t>(mask.offsets[g]),
                   end = static_cast<std::size_t>(mask.offsets[g + 1]);
        for (std::size_t e = begin; e < end; ++e) {
            if (std::isnan(scores[e])) continue;
            all.push_back(scores[e]);
            truth.push_back(is_true[e]);
            ++(is_true[e] != 0 ? result.true_edges : result.decoys);
            for (std::size_t other = begin; is_true[e] != 0 && other < end; ++other) {
                if (is_true[other] != 0 || std::isnan(scores[other])) continue;
                ++result.pairs;
                above += scores[e] > scores[other] ? 1 : scores[e] == scores[other] ? 0.5 : 0;
            }
        }
    }
    result.auroc = result.pairs > 0 ? above / static_cast<double>(result.pairs) : nothing;
    result.auroc_all = auroc(all, truth).value_or(nothing);
    return result;
}

std::vector<std::uint8_t> edges_among(const ModelFile& model,
                                      std::span<const std::pair<std::string, std::string>> edges) {
    const std::set<std::pair<std::string, std::string>> wanted(edges.begin(), edges.end());
    std::vector<std::uint8_t> among;
    for (std::size_t g = 0; g < model.mask.tokens; ++g) {
        for (const std::int32_t tf : model.mask.regulators_of(g)) {
            among.push_back(wanted.contains({model.genes[static_cast<std::size_t>(tf)], model.genes[g]}) ? 1
                                                                                                         : 0);
        }
    }
    return among;
}

}  // namespace regulus
