#include "core/regulons/reader_pass.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace regulus {
namespace {

float standardised(const RegulonReader& reader, std::size_t token, float value) {
    return std::clamp((value - reader.mean[token]) * reader.scale[token], -reader.clip, reader.clip);
}

}  // namespace

double to_unit(std::span<const double> x) {
    double squares = 0;
    for (const double value : x) squares += value * value;
    return std::sqrt(static_cast<double>(x.size()) / std::max(squares, 1e-30));
}

ReaderPass::ReaderPass(const RegulonReader& reader, std::size_t columns)
    : m_reader(reader),
      m_edges(edges_by_gene(reader.regulons)),
      m_token(columns, -1),
      m_unseen_evidence(reader.tfs() * reader.heads),
      m_unseen_components(reader.dimensions) {
    const std::size_t heads = reader.heads, dimensions = reader.dimensions;
    std::vector<double> evidence(m_unseen_evidence.size()), components(dimensions);
    for (std::size_t g = 0; g < reader.genes.size(); ++g) {
        const std::int32_t column = reader.genes[g];
        if (column >= 0) m_token[static_cast<std::size_t>(column)] = static_cast<std::int32_t>(g);
        m_unseen.push_back(column >= 0 ? standardised(reader, g, 0) : 0);
        for (std::size_t d = 0; d < dimensions; ++d)
            components[d] += static_cast<double>(m_unseen[g] - reader.center[g]) * reader.loadings(g, d);
    }
    for (std::size_t t = 0; t < reader.tfs(); ++t) {
        const auto targets = reader.regulons.targets_of(t);
        for (std::size_t i = 0; i < targets.size(); ++i) {
            const auto edge = static_cast<std::size_t>(reader.regulons.offsets[t]) + i;
            const double unseen = m_unseen[static_cast<std::size_t>(targets[i])];
            for (std::size_t h = 0; h < heads; ++h)
                evidence[t * heads + h] += unseen * reader.weights[edge * heads + h];
        }
    }
    std::ranges::transform(evidence, m_unseen_evidence.begin(),
                           [](double x) { return static_cast<float>(x); });
    std::ranges::transform(components, m_unseen_components.begin(),
                           [](double x) { return static_cast<float>(x); });
}

CellPass ReaderPass::start() const {
    CellPass cell;
    cell.shift.assign(m_reader.genes.size(), 0.0F);
    cell.evidence.resize(m_unseen_evidence.size());
    cell.attention.resize(m_unseen_evidence.size());
    cell.log_total.resize(m_reader.heads);
    cell.regulons.resize(m_reader.dimensions);
    cell.components.resize(m_reader.dimensions);
    return cell;
}

void ReaderPass::attend(std::span<const std::int32_t> columns, std::span<const float> values,
                        CellPass& cell) const {
    const std::size_t heads = m_reader.heads, dimensions = m_reader.dimensions, tfs = m_reader.tfs();
    for (const std::int32_t token : cell.seen) cell.shift[static_cast<std::size_t>(token)] = 0;
    cell.seen.clear();
    std::ranges::copy(m_unseen_evidence, cell.evidence.begin());
    std::ranges::copy(m_unseen_components, cell.components.begin());
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::int32_t token = m_token[static_cast<std::size_t>(columns[i])];
        if (token < 0 || values[i] == 0) continue;
        const auto g = static_cast<std::size_t>(token);
        const float shift = standardised(m_reader, g, values[i]) - m_unseen[g];
        cell.shift[g] = shift;
        cell.seen.push_back(token);
        for (auto at = static_cast<std::size_t>(m_edges.offsets[g]);
             at < static_cast<std::size_t>(m_edges.offsets[g + 1]); ++at) {
            float* const to = cell.evidence.data() + static_cast<std::size_t>(m_edges.tfs[at]) * heads;
            const float* const weights =
                m_reader.weights.data() + static_cast<std::size_t>(m_edges.edges[at]) * heads;
            for (std::size_t h = 0; h < heads; ++h) to[h] += shift * weights[h];
        }
        const float* const loadings = m_reader.loadings.values.data() + g * dimensions;
        for (std::size_t d = 0; d < dimensions; ++d) cell.components[d] += shift * loadings[d];
    }
    std::vector<float> largest(heads, -std::numeric_limits<float>::max());
    for (std::size_t t = 0; t < tfs; ++t) {
        const float expression = own_expression(cell, t);
        for (std::size_t h = 0; h < heads; ++h) {
            const std::size_t at = t * heads + h;
            float& evidence = cell.evidence[at];
            evidence = std::clamp((evidence - m_reader.evidence_mean[at]) * m_reader.evidence_scale[at],
                                  -m_reader.evidence_clip, m_reader.evidence_clip) +
                       m_reader.own[at] * expression;
            cell.attention[at] = m_reader.slope[h] * evidence + m_reader.offset[at];
            largest[h] = std::max(largest[h], cell.attention[at]);
        }
    }
    std::vector<double> sum(heads, 0);
    for (std::size_t at = 0; at < cell.attention.size(); ++at) {
        cell.attention[at] = std::exp(cell.attention[at] - largest[at % heads]);
        sum[at % heads] += cell.attention[at];
    }
    for (std::size_t at = 0; at < cell.attention.size(); ++at)
        cell.attention[at] = static_cast<float>(cell.attention[at] / sum[at % heads]);
    for (std::size_t h = 0; h < heads; ++h) cell.log_total[h] = largest[h] + std::log(sum[h]);
}

float ReaderPass::own_expression(const CellPass& cell, std::size_t tf) const {
    const std::int32_t own = m_reader.regulons.own[tf];
    if (own < 0) return 0;
    const auto token = static_cast<std::size_t>(own);
    return std::clamp(m_unseen[token] + cell.shift[token], -m_reader.own_clip, m_reader.own_clip);
}

std::vector<double> ReaderPass::collected(const CellPass& cell) const {
    const std::size_t dimensions = m_reader.dimensions, heads = m_reader.heads;
    std::vector<double> sums(heads * dimensions, 0);
    for (std::size_t at = 0; at < cell.attention.size(); ++at) {
        const double attention = cell.attention[at];
        const float* const values = m_reader.values.data() + at * dimensions;
        double* const to = sums.data() + at % heads * dimensions;
        for (std::size_t d = 0; d < dimensions; ++d) to[d] += attention * values[d];
    }
    return sums;
}

void ReaderPass::collect(CellPass& cell) const {
    const std::vector<double> sums = collected(cell);
    const auto tfs = static_cast<double>(m_reader.tfs());
    for (std::size_t d = 0; d < m_reader.dimensions; ++d) {
        double sum = 0;
        for (std::size_t h = 0; h < m_reader.heads; ++h) sum += sums[h * m_reader.dimensions + d];
        cell.regulons[d] = static_cast<float>(tfs * sum + m_reader.constant[d]);
    }
}

}  // namespace regulus
