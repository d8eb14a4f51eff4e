#include "core/regulons/reader_decisions.h"

#include <algorithm>
#include <cmath>

#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/regulons/reader_pass.h"
#include "core/stats/log_odds.h"

namespace regulus {
namespace {

constexpr std::size_t grain = 16;  // cells a thread takes at a time

void logits_at(const ReaderHead& head, std::span<const double> place, std::span<double> logits) {
    const double length = to_unit(place);
    for (std::size_t k = 0; k < logits.size(); ++k) {
        double sum = 0;
        for (std::size_t d = 0; d < place.size(); ++d)
            sum += static_cast<double>(head.weights(k, d)) * place[d];
        logits[k] = length * sum + head.bias[k];
    }
}

// One cell with one TF cut after the other.
class CutCell {
  public:
    CutCell(const RegulonReader& reader, const ReaderHead& head, const ReaderPass& pass)
        : m_reader(reader),
          m_head(head),
          m_pass(pass),
          m_cell(pass.start()),
          m_place(reader.dimensions),
          m_others(reader.dimensions),
          m_logits(head.bias.size()) {}

    // The class, and the effects of all TFs.
    std::int32_t read(std::span<const std::int32_t> columns, std::span<const float> values,
                      std::span<float> effects) {
        m_pass.attend(columns, values, m_cell);
        m_pass.collect(m_cell);
        m_sums = m_pass.collected(m_cell);
        for (std::size_t d = 0; d < m_place.size(); ++d) {
            m_place[d] = placed(m_cell.regulons[d], d);
        }
        logits_at(m_head, m_place, m_logits);
        const auto predicted =
            static_cast<std::size_t>(std::ranges::max_element(m_logits) - m_logits.begin());
        const double whole = log_odds(std::span<const double>(m_logits), predicted);
        for (std::size_t t = 0; t < effects.size(); ++t) {
            cut(t);
            effects[t] = static_cast<float>(log_odds(std::span<const double>(m_logits), predicted) - whole);
        }
        return static_cast<std::int32_t>(predicted);
    }

  private:
    // Ê + ρ (components − Ê): what the regulons leave over follows them.
    double placed(double regulons, std::size_t d) const {
        return regulons + m_head.bypass * (m_cell.components[d] - regulons);
    }

    void cut(std::size_t tf) {
        const std::size_t heads = m_reader.heads, dimensions = m_reader.dimensions;
        std::copy(m_reader.constant.begin(), m_reader.constant.end(), m_place.begin());
        for (std::size_t h = 0; h < heads; ++h) {
            const std::size_t at = tf * heads + h;
            const double before = m_cell.attention[at];
            // With no evidence for it.
            const double after = std::exp(m_reader.offset[at] - m_cell.log_total[h]);
            const float* const values = m_reader.values.data() + at * dimensions;
            // What the other TFs of the head give: the whole less this one's, but where little else is left.
            std::vector<double>& others = m_others;
            std::ranges::fill(others, 0);
            double rest = 1 - before;
            if (before <= 0.5) {
                const double* const sums = m_sums.data() + h * dimensions;
                for (std::size_t d = 0; d < dimensions; ++d) others[d] = sums[d] - before * values[d];
            } else {
                rest = 0;
                for (std::size_t o = h; o < m_cell.attention.size(); o += heads) {
                    if (o == at) continue;
                    rest += m_cell.attention[o];
                    for (std::size_t d = 0; d < dimensions; ++d)
                        others[d] +=
                            static_cast<double>(m_cell.attention[o]) * m_reader.values[o * dimensions + d];
                }
            }
            const double share = static_cast<double>(m_reader.tfs()) / (rest + after);
            for (std::size_t d = 0; d < dimensions; ++d)
                m_place[d] += share * (others[d] + after * values[d]);
        }
        for (std::size_t d = 0; d < dimensions; ++d) m_place[d] = placed(m_place[d], d);
        logits_at(m_head, m_place, m_logits);
    }

    const RegulonReader& m_reader;
    const ReaderHead& m_head;
    const ReaderPass& m_pass;
    CellPass m_cell;
    std::vector<double> m_sums, m_place, m_others, m_logits;
};

// Mean over the cells of the standardised expression of some tokens.
std::vector<double> mean_standardised(const RegulonReader& reader, std::span<const std::int32_t> tokens,
                                      const MatrixSource& expression, std::span<const std::uint32_t> rows,
                                      float clip, Job& job) {
    const auto standardised = [&](std::int32_t token, float value) {
        const auto g = static_cast<std::size_t>(token);
        return std::clamp((value - reader.mean[g]) * reader.scale[g], -clip, clip);
    };
    std::vector<double> sums(tokens.size(), 0);
    const std::size_t step = std::max<std::size_t>(1, expression.preferred_block());
    expression.prepare_blocks(job);
    for (std::size_t first = 0; first < rows.size(); first += step) {
        job.checkpoint();
        const CsrMatrix block = expression.rows(rows.subspan(first, std::min(step, rows.size() - first)));
        for (std::size_t r = 0; r < block.rows; ++r) {
            const auto columns = block.row_columns(r);
            for (std::size_t i = 0; i < tokens.size(); ++i) {
                const std::int32_t column = reader.genes[static_cast<std::size_t>(tokens[i])];
                if (column < 0) continue;
                const auto found = std::ranges::lower_bound(columns, column);
                const bool seen = found != columns.end() && *found == column;
                sums[i] += standardised(
                    tokens[i],
                    seen ? block.row_values(r)[static_cast<std::size_t>(found - columns.begin())] : 0);
            }
        }
    }
    for (double& sum : sums) sum /= static_cast<double>(std::max<std::size_t>(rows.size(), 1));
    return sums;
}

}  // namespace

Contributions contributions(const RegulonReader& reader, const ReaderHead& head,
                            const MatrixSource& expression, std::uint32_t row) {
    const ReaderPass pass(reader, expression.genes());
    CellPass cell = pass.start();
    const CsrMatrix block = expression.rows(std::span(&row, 1));
    pass.attend(block.row_columns(0), block.row_values(0), cell);
    pass.collect(cell);
    const std::size_t classes = head.bias.size(), dimensions = reader.dimensions;
    std::vector<double> place(dimensions);
    for (std::size_t d = 0; d < dimensions; ++d)
        place[d] =
            cell.regulons[d] + head.bypass * (static_cast<double>(cell.components[d]) - cell.regulons[d]);
    const double length = to_unit(place), tfs = static_cast<double>(reader.tfs());
    Contributions parts{Matrix(reader.tfs(), classes), std::vector<double>(classes),
                        std::vector<double>(classes), std::vector<double>(classes)};
    logits_at(head, place, parts.logits);
    for (std::size_t k = 0; k < classes; ++k) {
        const auto weights = head.weights.row(k);
        parts.constant[k] = head.bias[k];
        for (std::size_t d = 0; d < dimensions; ++d) {
            const double weight = length * weights[d];
            parts.constant[k] += weight * reader.constant[d];
            parts.bypass[k] +=
                weight * head.bypass * (static_cast<double>(cell.components[d]) - cell.regulons[d]);
        }
        for (std::size_t t = 0; t < reader.tfs(); ++t) {
            double sum = 0;
            for (std::size_t h = 0; h < reader.heads; ++h) {
                const std::size_t at = t * reader.heads + h;
                double value = 0;
                for (std::size_t d = 0; d < dimensions; ++d)
                    value += static_cast<double>(weights[d]) * reader.values[at * dimensions + d];
                sum += static_cast<double>(cell.attention[at]) * value;
            }
            parts.tfs(t, k) = static_cast<float>(length * tfs * sum);
        }
    }
    return parts;
}

EvidenceParts evidence_parts(const RegulonReader& reader, std::size_t tf, const MatrixSource& expression,
                             std::span<const std::uint32_t> rows, Job& job) {
    const auto targets = reader.regulons.targets_of(tf);
    EvidenceParts parts;
    parts.expression = mean_standardised(reader, targets, expression, rows, reader.clip, job);
    parts.targets.resize(targets.size());
    const std::int32_t own = reader.regulons.own[tf];
    const double itself =
        own < 0
            ? 0
            : mean_standardised(reader, std::span(&own, 1), expression, rows, reader.own_clip, job).front();
    const auto heads = static_cast<double>(reader.heads);
    for (std::size_t h = 0; h < reader.heads; ++h) {
        const std::size_t at = tf * reader.heads + h;
        const double scale = reader.evidence_scale[at] / heads;
        for (std::size_t i = 0; i < targets.size(); ++i) {
            const auto edge = static_cast<std::size_t>(reader.regulons.offsets[tf]) + i;
            parts.targets[i] += scale * reader.weights[edge * reader.heads + h] * parts.expression[i];
        }
        parts.constant -= scale * reader.evidence_mean[at];
        parts.own += reader.own[at] / heads * itself;
    }
    return parts;
}

void cut_tfs(const RegulonReader& reader, const ReaderHead& head, const MatrixSource& expression,
             std::span<const std::uint32_t> rows, Job& job,
             const std::function<void(std::size_t, const CutEffects&)>& visit) {
    const ReaderPass pass(reader, expression.genes());
    expression.prepare_blocks(job);
    const std::size_t room = block_memory() / (sizeof(float) * reader.tfs());
    const std::size_t step = std::max<std::size_t>(1, std::min(expression.preferred_block(), room));
    for (std::size_t first = 0; first < rows.size(); first += step) {
        job.checkpoint();
        job.progress(static_cast<double>(first) / static_cast<double>(rows.size()), "cutting regulons");
        const CsrMatrix block = expression.rows(rows.subspan(first, std::min(step, rows.size() - first)));
        CutEffects effects{std::vector<std::int32_t>(block.rows), Matrix(block.rows, reader.tfs())};
        parallel_for(block.rows, grain, [&](std::size_t begin, std::size_t end) {
            job.checkpoint();
            CutCell cell(reader, head, pass);
            for (std::size_t r = begin; r < end; ++r)
                effects.predicted[r] =
                    cell.read(block.row_columns(r), block.row_values(r), effects.effect.row(r));
        });
        visit(first, effects);
    }
}

Matrix logits_of(const ReaderHead& head, const Matrix& embedding) {
    Matrix logits(embedding.rows, head.bias.size());
    for (std::size_t r = 0; r < embedding.rows; ++r) {
        const auto place = embedding.row(r);
        for (std::size_t k = 0; k < logits.cols; ++k) {
            double sum = head.bias[k];
            for (std::size_t d = 0; d < place.size(); ++d)
                sum += static_cast<double>(head.weights(k, d)) * place[d];
            logits(r, k) = static_cast<float>(sum);
        }
    }
    return logits;
}

}  // namespace regulus
