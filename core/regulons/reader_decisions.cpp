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

// One cell with one TF, or one set of TFs, cut after the other.
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
        attend(columns, values);
        const auto predicted =
            static_cast<std::size_t>(std::ranges::max_element(m_logits) - m_logits.begin());
        const double whole = log_odds(std::span<const double>(m_logits), predicted);
        for (std::size_t t = 0; t < effects.size(); ++t)
            effects[t] = static_cast<float>(cut(std::span(&t, 1), predicted) - whole);
        return static_cast<std::int32_t>(predicted);
    }

    // The effects of sets on a class.
    void read(std::span<const std::int32_t> columns, std::span<const float> values, std::size_t of,
              std::span<const std::vector<std::size_t>> sets, std::span<float> effects) {
        attend(columns, values);
        const double whole = log_odds(std::span<const double>(m_logits), of);
        for (std::size_t i = 0; i < sets.size(); ++i)
            effects[i] = static_cast<float>(cut(sets[i], of) - whole);
    }

  private:
    void attend(std::span<const std::int32_t> columns, std::span<const float> values) {
        m_pass.attend(columns, values, m_cell);
        m_pass.collect(m_cell);
        m_sums = m_pass.collected(m_cell);
        for (std::size_t d = 0; d < m_place.size(); ++d) {
            m_place[d] = placed(m_cell.regulons[d], d);
        }
        logits_at(m_head, m_place, m_logits);
    }

    // Ê + ρ (components − Ê): what the regulons leave over follows them.
    double placed(double regulons, std::size_t d) const {
        return regulons + m_head.bypass * (m_cell.components[d] - regulons);
    }

    // Log-odds of the class without these TFs.
    double cut(std::span<const std::size_t> tfs, std::size_t of) {
        const std::size_t heads = m_reader.heads, dimensions = m_reader.dimensions;
        std::copy(m_reader.constant.begin(), m_reader.constant.end(), m_place.begin());
        for (std::size_t h = 0; h < heads; ++h) {
            const double rest = take_others(tfs, h);
            double after = 0;
            for (const std::size_t tf : tfs) after += unevidenced(tf * heads + h);
            const double share = static_cast<double>(m_reader.tfs()) / (rest + after);
            for (const std::size_t tf : tfs) {
                const std::size_t at = tf * heads + h;
                const double attention = unevidenced(at);
                const float* const values = m_reader.values.data() + at * dimensions;
                for (std::size_t d = 0; d < dimensions; ++d) m_others[d] += attention * values[d];
            }
            for (std::size_t d = 0; d < dimensions; ++d) m_place[d] += share * m_others[d];
        }
        for (std::size_t d = 0; d < dimensions; ++d) m_place[d] = placed(m_place[d], d);
        logits_at(m_head, m_place, m_logits);
        return log_odds(std::span<const double>(m_logits), of);
    }

    // Attention, not yet divided by its sum, to a TF with no evidence for it.
    double unevidenced(std::size_t at) const {
        return std::exp(m_reader.offset[at] - m_cell.log_total[at % m_reader.heads]);
    }

    // What the other TFs of the head give, and their attention: the whole less that of these, but where
    // little else is left.
    double take_others(std::span<const std::size_t> tfs, std::size_t head) {
        const std::size_t heads = m_reader.heads, dimensions = m_reader.dimensions;
        const auto add = [&](std::size_t tf, double sign) {
            const std::size_t at = tf * heads + head;
            const double attention = m_cell.attention[at];
            const float* const values = m_reader.values.data() + at * dimensions;
            for (std::size_t d = 0; d < dimensions; ++d) m_others[d] += sign * attention * values[d];
            return attention;
        };
        double cut = 0;
        for (const std::size_t tf : tfs) cut += m_cell.attention[tf * heads + head];
        if (cut <= 0.5) {
            const double* const sums = m_sums.data() + head * dimensions;
            std::copy(sums, sums + dimensions, m_others.begin());
            for (const std::size_t tf : tfs) add(tf, -1);
            return 1 - cut;
        }
        std::ranges::fill(m_others, 0);
        double rest = 0;
        for (std::size_t tf = 0; tf < m_reader.tfs(); ++tf) {
            if (std::ranges::find(tfs, tf) == tfs.end()) rest += add(tf, 1);
        }
        return rest;
    }

    const RegulonReader& m_reader;
    const ReaderHead& m_head;
    const ReaderPass& m_pass;
    CellPass m_cell;
    std::vector<double> m_sums, m_place, m_others, m_logits;
};

// Cells block by block: start(first, cells), then read(cell, block, first, r) for each, then end(first).
template <class Start, class Read, class End>
void cut_cells(const RegulonReader& reader, const ReaderHead& head, const MatrixSource& expression,
               std::span<const std::uint32_t> rows, std::size_t columns, Job& job, const Start& start,
               const Read& read, const End& end_block) {
    const ReaderPass pass(reader, expression.genes());
    expression.prepare_blocks(job);
    const std::size_t room = block_memory() / (sizeof(float) * std::max<std::size_t>(columns, 1));
    const std::size_t step = std::max<std::size_t>(1, std::min(expression.preferred_block(), room));
    for (std::size_t first = 0; first < rows.size(); first += step) {
        job.checkpoint();
        job.progress(static_cast<double>(first) / static_cast<double>(rows.size()), "cutting regulons");
        const CsrMatrix block = expression.rows(rows.subspan(first, std::min(step, rows.size() - first)));
        start(first, block.rows);
        parallel_for(block.rows, grain, [&](std::size_t begin, std::size_t end) {
            job.checkpoint();
            CutCell cell(reader, head, pass);
            for (std::size_t r = begin; r < end; ++r) read(cell, block, first, r);
        });
        end_block(first);
    }
}

// The parts of the evidence for one TF, cell by cell.
class PartsOfEvidence {
  public:
    PartsOfEvidence(const RegulonReader& reader, std::size_t tf)
        : m_reader(reader),
          m_tf(tf),
          m_own(reader.regulons.own[tf]),
          m_targets(reader.regulons.targets_of(tf)),
          m_z(m_targets.size()) {
        m_sums.targets.assign(m_z.size(), 0);
        m_sums.expression.assign(m_z.size(), 0);
    }

    void add(std::span<const std::int32_t> columns, std::span<const float> values) {
        for (std::size_t i = 0; i < m_z.size(); ++i) {
            m_z[i] = standardised(m_targets[i], columns, values, m_reader.clip);
            m_sums.expression[i] += m_z[i];
        }
        const double itself = m_own < 0 ? 0 : standardised(m_own, columns, values, m_reader.own_clip);
        for (std::size_t h = 0; h < m_reader.heads; ++h) add_head(h, itself);
    }

    EvidenceParts mean(std::size_t cells) {
        const double share = 1 / static_cast<double>(std::max<std::size_t>(cells, 1));
        for (std::vector<double>* const sums : {&m_sums.targets, &m_sums.expression})
            for (double& sum : *sums) sum *= share;
        m_sums.own *= share;
        m_sums.constant *= share;
        return std::move(m_sums);
    }

  private:
    double standardised(std::int32_t token, std::span<const std::int32_t> columns,
                        std::span<const float> values, float clip) const {
        const auto g = static_cast<std::size_t>(token);
        const std::int32_t column = m_reader.genes[g];
        if (column < 0) return 0;
        const auto found = std::ranges::lower_bound(columns, column);
        const float value = found != columns.end() && *found == column
                                ? values[static_cast<std::size_t>(found - columns.begin())]
                                : 0;
        return std::clamp((value - m_reader.mean[g]) * m_reader.scale[g], -clip, clip);
    }

    // Where the targets give more than the limit, what each gives shrinks alike.
    void add_head(std::size_t head, double itself) {
        const std::size_t heads = m_reader.heads, at = m_tf * heads + head;
        const auto edge = static_cast<std::size_t>(m_reader.regulons.offsets[m_tf]);
        const double scale = m_reader.evidence_scale[at], limit = m_reader.evidence_clip,
                     share = 1 / static_cast<double>(heads);
        double sum = -scale * m_reader.evidence_mean[at];
        for (std::size_t i = 0; i < m_z.size(); ++i)
            sum += scale * m_reader.weights[(edge + i) * heads + head] * m_z[i];
        const double kept = share * (std::abs(sum) > limit ? limit / std::abs(sum) : 1);
        for (std::size_t i = 0; i < m_z.size(); ++i)
            m_sums.targets[i] += kept * scale * m_reader.weights[(edge + i) * heads + head] * m_z[i];
        m_sums.constant -= kept * scale * m_reader.evidence_mean[at];
        m_sums.own += share * m_reader.own[at] * itself;
    }

    const RegulonReader& m_reader;
    std::size_t m_tf;
    std::int32_t m_own;
    std::span<const std::int32_t> m_targets;
    std::vector<double> m_z;
    EvidenceParts m_sums;
};

}  // namespace

namespace {

// Of a cell that was attended and collected.
Contributions parts_of(const RegulonReader& reader, const ReaderHead& head, const CellPass& cell) {
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

}  // namespace

Contributions contributions(const RegulonReader& reader, const ReaderHead& head,
                            const MatrixSource& expression, std::uint32_t row) {
    Job job;
    Contributions parts;
    contributions(reader, head, expression, std::span(&row, 1), job,
                  [&](std::size_t, const Contributions& found) { parts = found; });
    return parts;
}

void contributions(const RegulonReader& reader, const ReaderHead& head, const MatrixSource& expression,
                   std::span<const std::uint32_t> rows, Job& job,
                   const std::function<void(std::size_t, const Contributions&)>& visit) {
    const ReaderPass pass(reader, expression.genes());
    CellPass cell = pass.start();
    expression.prepare_blocks(job);
    const std::size_t step = std::max<std::size_t>(1, expression.preferred_block());
    for (std::size_t first = 0; first < rows.size(); first += step) {
        const CsrMatrix block = expression.rows(rows.subspan(first, std::min(step, rows.size() - first)));
        for (std::size_t r = 0; r < block.rows; ++r) {
            job.checkpoint();
            job.progress(static_cast<double>(first + r) / static_cast<double>(rows.size()),
                         "reading regulons");
            pass.attend(block.row_columns(r), block.row_values(r), cell);
            pass.collect(cell);
            visit(first + r, parts_of(reader, head, cell));
        }
    }
}

EvidenceParts evidence_parts(const RegulonReader& reader, std::size_t tf, const MatrixSource& expression,
                             std::span<const std::uint32_t> rows, Job& job) {
    PartsOfEvidence parts(reader, tf);
    const std::size_t step = std::max<std::size_t>(1, expression.preferred_block());
    expression.prepare_blocks(job);
    for (std::size_t first = 0; first < rows.size(); first += step) {
        job.checkpoint();
        const CsrMatrix block = expression.rows(rows.subspan(first, std::min(step, rows.size() - first)));
        for (std::size_t r = 0; r < block.rows; ++r) parts.add(block.row_columns(r), block.row_values(r));
    }
    return parts.mean(rows.size());
}

void cut_tfs(const RegulonReader& reader, const ReaderHead& head, const MatrixSource& expression,
             std::span<const std::uint32_t> rows, Job& job,
             const std::function<void(std::size_t, const CutEffects&)>& visit) {
    CutEffects effects;
    cut_cells(
        reader, head, expression, rows, reader.tfs(), job,
        [&](std::size_t, std::size_t cells) {
            effects = {std::vector<std::int32_t>(cells), Matrix(cells, reader.tfs())};
        },
        [&](CutCell& cell, const CsrMatrix& block, std::size_t, std::size_t r) {
            effects.predicted[r] =
                cell.read(block.row_columns(r), block.row_values(r), effects.effect.row(r));
        },
        [&](std::size_t first) { visit(first, effects); });
}

void cut_sets(const RegulonReader& reader, const ReaderHead& head, const MatrixSource& expression,
              std::span<const std::uint32_t> rows, std::span<const std::int32_t> classes,
              std::span<const std::vector<std::size_t>> sets, Job& job,
              const std::function<void(std::size_t, const Matrix&)>& visit) {
    Matrix effects;
    cut_cells(
        reader, head, expression, rows, sets.size(), job,
        [&](std::size_t, std::size_t cells) { effects = Matrix(cells, sets.size()); },
        [&](CutCell& cell, const CsrMatrix& block, std::size_t first, std::size_t r) {
            cell.read(block.row_columns(r), block.row_values(r), static_cast<std::size_t>(classes[first + r]),
                      sets, effects.row(r));
        },
        [&](std::size_t first) { visit(first, effects); });
}

std::vector<std::int32_t> classes_with(const RegulonReader& reader, const ReaderHead& head,
                                       const MatrixSource& expression, std::span<const std::uint32_t> rows,
                                       Cut cut, Job& job) {
    std::vector<std::int32_t> classes(rows.size());
    read_regulons(reader, expression, rows, {.bypass = head.bypass, .cut = cut, .tfs = false}, job,
                  [&](std::size_t first, const Reading& reading) {
                      const Matrix logits = logits_of(head, reading.embedding);
                      for (std::size_t r = 0; r < logits.rows; ++r) {
                          const auto row = logits.row(r);
                          classes[first + r] =
                              static_cast<std::int32_t>(std::ranges::max_element(row) - row.begin());
                      }
                  });
    return classes;
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
