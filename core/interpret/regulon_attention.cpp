#include "core/interpret/regulon_attention.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/stats/log_odds.h"

namespace regulus {
namespace {

// Targets that stand in for "as uniform": the choice of a regulon with few contested targets is drawn to 0.
constexpr double shrinking_targets = 3;

// Where each TF's column is; -1 for tokens that regulate nothing.
std::vector<std::int32_t> columns_of(const Regulons& tfs, std::size_t tokens) {
    std::vector<std::int32_t> columns(tokens, -1);
    for (std::size_t i = 0; i < tfs.tfs.size(); ++i)
        columns[static_cast<std::size_t>(tfs.tfs[i])] = static_cast<std::int32_t>(i);
    return columns;
}

// Sums over the targets of one cell, one entry a TF.
struct CellSums {
    std::vector<double> attention, contested, contested_uniform, uniform, flat;

    explicit CellSums(std::size_t tfs)
        : attention(tfs), contested(tfs), contested_uniform(tfs), uniform(tfs), flat(tfs) {}
    void clear() {
        for (auto* sums : {&attention, &contested, &contested_uniform, &uniform, &flat})
            std::ranges::fill(*sums, 0.0);
    }
};

// Self-attention left out: attention among the regulators alone, against each regulator alike.
void add_cell(const AttentionMask& mask, std::span<const std::int32_t> columns, const CellAttention& cell,
              CellSums& sums) {
    const double flat_pooling = 1 / static_cast<double>(mask.tokens);
    for (std::size_t g = 0; g < mask.tokens; ++g) {
        const std::int32_t begin = mask.offsets[g], end = mask.offsets[g + 1];
        if (begin == end) continue;
        const double among = 1 - static_cast<double>(cell.self[g]);
        const double alike = 1 / static_cast<double>(end - begin);
        for (std::int32_t e = begin; e < end; ++e) {
            const auto column = static_cast<std::size_t>(
                columns[static_cast<std::size_t>(mask.regulators[static_cast<std::size_t>(e)])]);
            const double weight =
                cell.pooling[g] * static_cast<double>(cell.edges[static_cast<std::size_t>(e)]);
            sums.attention[column] += weight;
            sums.uniform[column] += cell.pooling[g] * alike;
            sums.flat[column] += flat_pooling * alike;
            if (end - begin > 1) {
                sums.contested[column] += weight;
                sums.contested_uniform[column] += cell.pooling[g] * among * alike;
            }
        }
    }
}

float log_ratio(double above, double below) {
    return above > 0 && below > 0 ? static_cast<float>(std::log(above / below)) : 0.0F;
}

}  // namespace

RegulonAttention regulon_attention(Predictor& predictor, const MatrixSource& expression,
                                   const GeneMatch& match, std::span<const std::uint32_t> rows,
                                   const AttentionOptions& options, Job& job) {
    const AttentionMask& mask = predictor.model().mask;
    const Regulons tfs = regulons(mask);
    const std::vector<std::int32_t> columns = columns_of(tfs, mask.tokens);
    const std::size_t count = tfs.tfs.size();
    RegulonAttention result;
    result.tokens = tfs.tfs;
    result.targets = tfs.targets;
    result.contested.assign(count, 0);
    for (const std::int32_t tf : tfs.tfs)
        result.tfs.push_back(predictor.model().genes[static_cast<std::size_t>(tf)]);
    for (std::size_t g = 0; g < mask.tokens; ++g) {
        const auto regulators = mask.regulators_of(g);
        if (regulators.size() < 2) continue;
        for (const std::int32_t tf : regulators)
            ++result.contested[static_cast<std::size_t>(columns[static_cast<std::size_t>(tf)])];
    }
    result.rows.assign(rows.begin(), rows.end());
    result.attention = result.choice = result.pooling = Matrix(rows.size(), count);
    result.self_share.assign(rows.size(), 0);
    CellSums sums(count);
    const auto visit = [&](std::size_t row, const CellAttention& cell) {
        sums.clear();
        add_cell(mask, columns, cell, sums);
        for (std::size_t t = 0; t < count; ++t) {
            const double n = result.contested[t];
            result.attention(row, t) = static_cast<float>(sums.attention[t]);
            result.choice(row, t) = log_ratio(sums.contested[t], sums.contested_uniform[t]) *
                                    static_cast<float>(n / (n + shrinking_targets));
            result.pooling(row, t) = log_ratio(sums.uniform[t], sums.flat[t]);
        }
        double self = 0;
        for (std::size_t g = 0; g < mask.tokens; ++g)
            self += cell.pooling[g] * static_cast<double>(cell.self[g]);
        result.self_share[row] = static_cast<float>(self);
    };
    predictor.attend(expression, match, rows, options, visit, job);
    return result;
}

Knockout cut_edges(Predictor& predictor, const MatrixSource& expression, const GeneMatch& match,
                   std::uint32_t row, std::span<const std::int32_t> tfs, Job& job) {
    Job quiet;
    const Prediction whole = predictor.predict(expression, match, std::span(&row, 1), quiet);
    const auto before = whole.logits.row(0);
    Knockout result;
    result.tfs.assign(tfs.begin(), tfs.end());
    result.predicted = static_cast<std::int32_t>(std::ranges::max_element(before) - before.begin());
    const auto predicted = static_cast<std::size_t>(result.predicted);
    const double reference = log_odds(before, predicted);
    const Matrix cut = predictor.logits_without(expression, match, row, tfs, job);
    for (std::size_t i = 0; i < cut.rows; ++i) {
        result.log_odds.push_back(static_cast<float>(log_odds(cut.row(i), predicted) - reference));
    }
    return result;
}

std::vector<TargetAttention> target_attention(Predictor& predictor, const MatrixSource& expression,
                                              const GeneMatch& match, std::span<const std::uint32_t> rows,
                                              std::int32_t tf, const AttentionOptions& options, Job& job) {
    const AttentionMask& mask = predictor.model().mask;
    std::vector<TargetAttention> targets;
    std::vector<std::size_t> edges;
    for (std::size_t g = 0; g < mask.tokens; ++g) {
        const auto regulators = mask.regulators_of(g);
        const auto found = std::ranges::find(regulators, tf);
        if (found == regulators.end()) continue;
        const auto edge = static_cast<std::size_t>(mask.offsets[g] + (found - regulators.begin()));
        TargetAttention target;
        target.token = static_cast<std::int32_t>(g);
        target.gene = predictor.model().genes[g];
        target.sign = mask.signs[edge];
        target.regulators = static_cast<std::int32_t>(regulators.size());
        target.uniform = 1 / static_cast<float>(regulators.size() + 1);
        targets.push_back(std::move(target));
        edges.push_back(edge);
    }
    const float share = rows.empty() ? 0 : 1 / static_cast<float>(rows.size());
    const auto visit = [&](std::size_t, const CellAttention& cell) {
        for (std::size_t i = 0; i < targets.size(); ++i) {
            targets[i].attention += share * cell.edges[edges[i]];
            targets[i].pooling += share * cell.pooling[static_cast<std::size_t>(targets[i].token)];
        }
    };
    predictor.attend(expression, match, rows, options, visit, job);
    return targets;
}

}  // namespace regulus
