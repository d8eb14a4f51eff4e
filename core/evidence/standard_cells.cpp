#include "core/evidence/standard_cells.h"

#include <algorithm>
#include <cmath>

namespace regulus {
namespace {

constexpr float clip = 10;

Matrix gathered(const MatrixSource& expression, std::span<const std::uint32_t> genes,
                std::span<const std::uint32_t> rows, Job& job) {
    std::vector<std::int32_t> place(expression.genes(), -1);
    for (std::size_t g = 0; g < genes.size(); ++g) place[genes[g]] = static_cast<std::int32_t>(g);
    Matrix cells(rows.size(), genes.size());
    const std::size_t step = std::max<std::size_t>(1, expression.preferred_block());
    expression.prepare_blocks(job);
    for (std::size_t first = 0; first < rows.size(); first += step) {
        job.checkpoint();
        const CsrMatrix block = expression.rows(rows.subspan(first, std::min(step, rows.size() - first)));
        for (std::size_t r = 0; r < block.rows; ++r) {
            const auto columns = block.row_columns(r);
            for (std::size_t i = 0; i < columns.size(); ++i) {
                const std::int32_t g = place[static_cast<std::size_t>(columns[i])];
                if (g >= 0) cells(first + r, static_cast<std::size_t>(g)) = block.row_values(r)[i];
            }
        }
    }
    return cells;
}

}  // namespace

StandardCells standard_cells(const MatrixSource& expression, std::span<const std::uint32_t> genes,
                             std::span<const std::uint32_t> fitted, std::span<const std::uint32_t> held,
                             Job& job) {
    StandardCells cells{gathered(expression, genes, fitted, job), gathered(expression, genes, held, job)};
    const auto n = static_cast<double>(std::max<std::size_t>(fitted.size(), 2));
    std::vector<double> mean(genes.size(), 0), scale(genes.size(), 0);
    for (std::size_t r = 0; r < cells.fitted.rows; ++r) {
        if (r % 256 == 0) job.checkpoint();
        for (std::size_t g = 0; g < mean.size(); ++g) mean[g] += cells.fitted(r, g) / n;
    }
    for (std::size_t r = 0; r < cells.fitted.rows; ++r) {
        if (r % 256 == 0) job.checkpoint();
        for (std::size_t g = 0; g < mean.size(); ++g) {
            const double off = cells.fitted(r, g) - mean[g];
            scale[g] += off * off / (n - 1);
        }
    }
    for (double& s : scale) s = s > 1e-12 ? 1 / std::sqrt(s) : 0;
    for (Matrix* const matrix : {&cells.fitted, &cells.held}) {
        for (std::size_t r = 0; r < matrix->rows; ++r) {
            if (r % 256 == 0) job.checkpoint();
            for (std::size_t g = 0; g < mean.size(); ++g)
                (*matrix)(r, g) =
                    std::clamp(static_cast<float>(((*matrix)(r, g) - mean[g]) * scale[g]), -clip, clip);
        }
    }
    return cells;
}

}  // namespace regulus
