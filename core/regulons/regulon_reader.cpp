#include "core/regulons/regulon_reader.h"

#include <algorithm>
#include <cmath>

#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/regulons/reader_pass.h"

namespace regulus {
namespace {

constexpr std::size_t grain = 64;  // cells a thread takes at a time

// Over heads, or of one of them.
float over_heads(std::span<const float> values, std::size_t tf, std::size_t heads, int head) {
    if (head >= 0) return values[tf * heads + static_cast<std::size_t>(head)];
    float sum = 0;
    for (std::size_t h = 0; h < heads; ++h) sum += values[tf * heads + h];
    return sum / static_cast<float>(heads);
}

void embed(const CellPass& cell, const ReadingOptions& options, std::span<float> to) {
    std::vector<double> place(to.size());
    const double bypass = options.cut == Cut::Bypass ? 0 : options.cut == Cut::Attention ? 1 : options.bypass;
    for (std::size_t d = 0; d < to.size(); ++d) {
        const double regulons = cell.regulons[d];
        const double kept = options.cut == Cut::Regulons ? 0 : regulons;
        place[d] = kept + bypass * (cell.components[d] - regulons);
    }
    const double length = to_unit(place);
    for (std::size_t d = 0; d < to.size(); ++d) to[d] = static_cast<float>(place[d] * length);
}

Reading read_block(const RegulonReader& reader, const ReaderPass& pass, const CsrMatrix& block,
                   const ReadingOptions& options, Job& job) {
    const std::size_t tfs = options.tfs ? reader.tfs() : 0;
    Reading reading{Matrix(block.rows, tfs), Matrix(block.rows, tfs), Matrix(block.rows, reader.dimensions)};
    parallel_for(block.rows, grain, [&](std::size_t begin, std::size_t end) {
        job.checkpoint();
        CellPass cell = pass.start();
        for (std::size_t r = begin; r < end; ++r) {
            pass.attend(block.row_columns(r), block.row_values(r), cell);
            if (!reader.values.empty()) pass.collect(cell);
            for (std::size_t t = 0; t < tfs; ++t) {
                reading.evidence(r, t) = over_heads(cell.evidence, t, reader.heads, options.head);
                reading.attention(r, t) = over_heads(cell.attention, t, reader.heads, options.head);
            }
            if (!reader.values.empty()) embed(cell, options, reading.embedding.row(r));
        }
    });
    return reading;
}

}  // namespace

float log_ratio_to_uniform(float attention, std::size_t tfs) {
    constexpr float least = 1e-6F;
    return std::log2(std::max(attention, least) * static_cast<float>(tfs));
}

void read_regulons(const RegulonReader& reader, const MatrixSource& expression,
                   std::span<const std::uint32_t> rows, const ReadingOptions& options, Job& job,
                   const std::function<void(std::size_t, const Reading&)>& visit) {
    const ReaderPass pass(reader, expression.genes());
    expression.prepare_blocks(job);
    const std::size_t room = block_memory() / (sizeof(float) * (2 * reader.tfs() + reader.dimensions));
    const std::size_t step = std::max<std::size_t>(1, std::min(expression.preferred_block(), room));
    for (std::size_t first = 0; first < rows.size(); first += step) {
        job.checkpoint();
        job.progress(static_cast<double>(first) / static_cast<double>(rows.size()), "reading regulons");
        const CsrMatrix block = expression.rows(rows.subspan(first, std::min(step, rows.size() - first)));
        visit(first, read_block(reader, pass, block, options, job));
    }
}

}  // namespace regulus
