#include "core/regulons/renamed_reading.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/regulons/reader_pass.h"

namespace regulus {
namespace {

constexpr std::size_t room = std::size_t{8} << 20U;  // bytes of attention at a time

// exp of slope · evidence of the targets, and of all else, TFs × heads, each divided by the largest of its
// head: attention under any names is a product of the two.
struct Factors {
    std::vector<double> targets, own;
};

void divide_by_largest(std::vector<double>& logits, std::size_t heads) {
    std::vector<double> largest(heads, -std::numeric_limits<double>::infinity());
    for (std::size_t at = 0; at < logits.size(); ++at)
        largest[at % heads] = std::max(largest[at % heads], logits[at]);
    for (std::size_t at = 0; at < logits.size(); ++at)
        logits[at] = std::exp(logits[at] - largest[at % heads]);
}

// `cell`: as a reader without own mRNA attends, `pass` being of that one.
Factors factors_of(const RegulonReader& reader, const ReaderPass& pass, const CellPass& cell) {
    const std::size_t heads = reader.heads;
    Factors factors{std::vector<double>(cell.evidence.size()), std::vector<double>(cell.evidence.size())};
    for (std::size_t t = 0; t < reader.tfs(); ++t) {
        const double expression = pass.own_expression(cell, t);
        for (std::size_t h = 0; h < heads; ++h) {
            const std::size_t at = t * heads + h;
            const double slope = reader.slope[h];
            factors.targets[at] = slope * cell.evidence[at];
            factors.own[at] = slope * reader.own[at] * expression + reader.offset[at];
        }
    }
    divide_by_largest(factors.targets, heads);
    divide_by_largest(factors.own, heads);
    return factors;
}

// Mean over heads.
void attend(const Factors& factors, const Exchange& exchange, std::size_t heads, std::span<float> attention) {
    std::vector<double> total(heads, 0);
    const auto product = [&](std::size_t t, std::size_t h) {
        return factors.targets[exchange[t] * heads + h] * factors.own[t * heads + h];
    };
    for (std::size_t t = 0; t < exchange.size(); ++t) {
        for (std::size_t h = 0; h < heads; ++h) total[h] += product(t, h);
    }
    for (double& sum : total) sum = 1 / (sum * static_cast<double>(heads));
    for (std::size_t t = 0; t < exchange.size(); ++t) {
        double mean = 0;
        for (std::size_t h = 0; h < heads; ++h) mean += product(t, h) * total[h];
        attention[t] = static_cast<float>(mean);
    }
}

}  // namespace

std::vector<Exchange> name_exchanges(std::size_t tfs, std::size_t count, std::uint64_t seed) {
    std::vector<Exchange> exchanges(count, Exchange(tfs));
    for (std::size_t i = 0; i < count; ++i) {
        std::iota(exchanges[i].begin(), exchanges[i].end(), 0U);
        // One cycle through all of them (Sattolo 1986).
        Random random(seed, i);
        for (std::size_t t = tfs; t-- > 1;)
            std::swap(exchanges[i][t], exchanges[i][static_cast<std::size_t>(random.below(t))]);
    }
    return exchanges;
}

void read_renamed(const RegulonReader& reader, const MatrixSource& expression,
                  std::span<const std::uint32_t> rows, std::span<const Exchange> exchanges, Job& job,
                  const std::function<void(std::size_t, std::span<const Matrix>)>& visit) {
    RegulonReader targets = reader;
    std::ranges::fill(targets.own, 0.0F);
    const ReaderPass pass(targets, expression.genes());
    const std::size_t a_cell = std::max<std::size_t>(1, sizeof(float) * reader.tfs() * exchanges.size());
    const std::size_t at_once = std::max<std::size_t>(1, room / a_cell);
    const std::size_t step = std::max<std::size_t>(1, expression.preferred_block());
    expression.prepare_blocks(job);
    for (std::size_t first = 0; first < rows.size(); first += step) {
        const CsrMatrix block = expression.rows(rows.subspan(first, std::min(step, rows.size() - first)));
        for (std::size_t from = 0; from < block.rows; from += at_once) {
            job.checkpoint();
            job.progress(static_cast<double>(first + from) / static_cast<double>(rows.size()),
                         "exchanging names");
            const std::size_t count = std::min(at_once, block.rows - from);
            std::vector<Matrix> attention(exchanges.size(), Matrix(count, reader.tfs()));
            parallel_for(count, 4, [&](std::size_t begin, std::size_t end) {
                CellPass cell = pass.start();
                for (std::size_t r = begin; r < end; ++r) {
                    pass.attend(block.row_columns(from + r), block.row_values(from + r), cell);
                    const Factors factors = factors_of(reader, pass, cell);
                    for (std::size_t i = 0; i < exchanges.size(); ++i)
                        attend(factors, exchanges[i], reader.heads, attention[i].row(r));
                }
            });
            visit(first + from, attention);
        }
    }
}

}  // namespace regulus
