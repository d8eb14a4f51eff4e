#include "core/embed/pca.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/embed/covariance.h"
#include "core/embed/eigenvectors.h"
#include "core/embed/pca_covariance.h"

namespace regulus {
namespace {

constexpr std::size_t checkpoint_rows = 256;

using Visit = std::function<void(std::span<const float>)>;
// Calls the visitor for every row to fit, in order, each time the same.
using Pass = std::function<void(Job&, const Visit&)>;

// Writes the wanted columns of a sparse row.
class ColumnPicker {
  public:
    ColumnPicker(std::size_t all, std::span<const std::uint32_t> columns) : m_place(all, -1) {
        for (std::size_t c = 0; c < columns.size(); ++c) {
            assert(columns[c] < all && m_place[columns[c]] < 0);
            m_place[columns[c]] = static_cast<std::int32_t>(c);
        }
    }
    void pick(const CsrMatrix& block, std::size_t row, std::span<float> to) const {
        std::fill(to.begin(), to.end(), 0.0F);
        visit(block, row, [&](std::size_t place, float value) { to[place] = value; });
    }
    // Calls take(place, value) for those of the wanted columns that are stored.
    template <class Take>
    void visit(const CsrMatrix& block, std::size_t row, const Take& take) const {
        const auto columns = block.row_columns(row);
        const auto values = block.row_values(row);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const std::int32_t place = m_place[static_cast<std::size_t>(columns[i])];
            if (place >= 0) take(static_cast<std::size_t>(place), values[i]);
        }
    }

  private:
    std::vector<std::int32_t> m_place;
};

float standardised(const Pca& pca, std::size_t column, float value) {
    const float limit = pca.clip > 0 ? pca.clip : std::numeric_limits<float>::max();
    return std::clamp((value - pca.mean[column]) * pca.scale[column], -limit, limit);
}

void standardise(const Pca& pca, std::span<const float> row, std::span<float> to) {
    for (std::size_t c = 0; c < row.size(); ++c) to[c] = standardised(pca, c, row[c]);
}

// Of the lowest rank that has one; each rank hands in its own, or nothing.
void take_first_row(std::vector<double>& row, std::size_t columns, Ranks& ranks) {
    std::vector<double> have(static_cast<std::size_t>(ranks.size()), 0);
    const auto own = static_cast<std::size_t>(ranks.rank());
    have[own] = row.empty() ? 0 : 1;
    ranks.sum(std::span(have));
    const auto first = std::ranges::find(have, 1.0) - have.begin();
    if (first != static_cast<std::ptrdiff_t>(own)) row.assign(columns, 0);
    ranks.sum(std::span(row));
}

// Sums of `rows` rows around `from` become sums around `to`.
void move_sums(std::span<const double> from, std::span<const double> to, double rows, std::span<double> sums,
               std::span<double> squares) {
    for (std::size_t c = 0; c < from.size(); ++c) {
        const double off = from[c] - to[c];
        squares[c] += 2 * off * sums[c] + rows * off * off;
        sums[c] += rows * off;
    }
}

void fit_scaling(Pca& pca, std::size_t columns, const PcaOptions& options, Job& job, const Pass& pass,
                 Ranks& ranks) {
    // Sums are taken around a row, so that a column far from 0 keeps its digits.
    std::vector<double> shift, own, sums(columns, 0), squares(columns, 0);
    double rows = 0;
    pass(job, [&](std::span<const float> row) {
        if (own.empty()) own.assign(row.begin(), row.end());
        for (std::size_t c = 0; c < columns; ++c) {
            const double off = row[c] - own[c];
            sums[c] += off;
            squares[c] += off * off;
        }
        ++rows;
    });
    shift = own;
    take_first_row(shift, columns, ranks);
    move_sums(own, shift, rows, sums, squares);
    ranks.sum(std::span(&rows, 1));
    ranks.sum(std::span(sums));
    ranks.sum(std::span(squares));
    pca.fitted_rows = static_cast<std::size_t>(rows);
    if (pca.fitted_rows < 2) {
        throw Error(ErrorKind::Data, "Principal components need at least two cells");
    }
    const auto n = static_cast<double>(pca.fitted_rows);
    pca.mean.resize(columns);
    pca.scale.assign(columns, 1.0F);
    pca.clip = options.standardise ? options.clip : 0.0F;
    for (std::size_t c = 0; c < columns; ++c) {
        const double mean = sums[c] / n, variance = squares[c] / n - mean * mean;
        pca.mean[c] = static_cast<float>(shift[c] + mean);
        if (!std::isfinite(mean) || !std::isfinite(variance)) {
            throw Error(ErrorKind::Data, "Principal components need finite values",
                        "column " + std::to_string(pca.columns[c]), "Remove the cells or genes that hold it");
        }
        if (!options.standardise) continue;
        const bool constant = variance <= 1e-12 * std::max(1.0, mean * mean);
        pca.scale[c] = constant ? 0.0F : static_cast<float>(1 / std::sqrt(variance));
    }
}

}  // namespace

void take_components(Pca& pca, const SymmetricMatrix& covariance, std::size_t wanted) {
    if (wanted == 0) throw Error(ErrorKind::Data, "Principal components need at least one component");
    const std::size_t columns = pca.mean.size();
    const std::size_t k = std::min({wanted, columns, pca.fitted_rows - 1});
    const Eigenpairs found = largest_eigenpairs(covariance, static_cast<Eigen::Index>(k));
    pca.components = Matrix(columns, k);
    for (std::size_t j = 0; j < k; ++j) {
        const auto vector = found.vectors.col(static_cast<Eigen::Index>(j));
        Eigen::Index largest = 0;
        vector.cwiseAbs().maxCoeff(&largest);
        const double sign = vector[largest] < 0 ? -1 : 1;
        for (std::size_t c = 0; c < columns; ++c) {
            pca.components(c, j) = static_cast<float>(sign * vector[static_cast<Eigen::Index>(c)]);
        }
        const double variance = std::max(0.0, found.values[static_cast<Eigen::Index>(j)]);
        pca.variances.push_back(variance);
        pca.singular_values.push_back(std::sqrt(variance * static_cast<double>(pca.fitted_rows - 1)));
    }
}

namespace {

// Adds the standardised rows to a covariance.
using Adding = std::function<void(Job&, const Pca&, ExactCovariance&)>;

// All of `pca` but its components.
SymmetricMatrix fit_covariance(Pca& pca, std::vector<std::uint32_t> columns, const PcaOptions& options,
                               Job& job, const Pass& pass, const Adding& add, Ranks& ranks) {
    if (columns.empty()) throw Error(ErrorKind::Data, "Principal components need at least one column");
    pca.columns = std::move(columns);
    const std::size_t n = pca.columns.size();
    PartJob scaling(job, 0, 0.4), products(job, 0.4, 1);
    fit_scaling(pca, n, options, scaling, pass, ranks);
    ExactCovariance sums(n);
    add(products, pca, sums);
    SymmetricMatrix covariance;
    sums.finish(pca.center, covariance, ranks);
    pca.total_variance = covariance.trace();
    job.checkpoint();
    return covariance;
}

void finish(Pca& pca, const SymmetricMatrix& covariance, const PcaOptions& options, Job& job) {
    job.progress(0.8, "finding components");
    take_components(pca, covariance, options.components);
    job.checkpoint();
}

// Processors of another kind round the same covariance to other eigenvectors.
void take_components_of_first(Pca& pca, Ranks& ranks) {
    ranks.spread(std::as_writable_bytes(std::span(pca.components.values)), 0);
    ranks.spread(std::as_writable_bytes(std::span(pca.variances)), 0);
    ranks.spread(std::as_writable_bytes(std::span(pca.singular_values)), 0);
}

// Calls visit(block, row) for the cells in `rows`.
void pass_over(const MatrixSource& source, const CellSet& rows, Job& job,
               const std::function<void(const CsrMatrix&, std::size_t)>& visit) {
    assert(rows.universe() == source.cells());
    const std::vector<std::uint32_t> wanted = rows.rows();
    if (wanted.empty()) return;
    const std::size_t first = wanted.front(), cells = std::size_t{wanted.back()} + 1,
                      step = source.preferred_block();
    for (std::size_t begin = first; begin < cells; begin += step) {
        job.checkpoint();
        const CsrMatrix block = source.block(begin, std::min(cells, begin + step));
        for (std::size_t r = 0; r < block.rows; ++r) {
            if (r % checkpoint_rows == 0) job.checkpoint();
            if (rows.contains(begin + r)) visit(block, r);
        }
        job.progress(static_cast<double>(begin + block.rows - first) / static_cast<double>(cells - first),
                     "principal components");
    }
}

// All values that are 0 become one value of their column, and a covariance does not change with what is taken
// from a column: rows are added by what differs from that value.
void add_rows(const MatrixSource& source, const CellSet& rows, const Pca& pca, ExactCovariance& sums,
              Job& job) {
    const ColumnPicker picker(source.genes(), pca.columns);
    const std::vector<float> zeros(pca.columns.size(), 0.0F);
    std::vector<float> of_zero(zeros.size());
    standardise(pca, zeros, of_zero);
    std::vector<std::pair<std::int32_t, float>> off;
    std::vector<std::int32_t> places;
    std::vector<float> values;
    pass_over(source, rows, job, [&](const CsrMatrix& block, std::size_t r) {
        picker.visit(block, r, [&](std::size_t place, float value) {
            off.emplace_back(static_cast<std::int32_t>(place),
                             standardised(pca, place, value) - of_zero[place]);
        });
        if (!std::ranges::is_sorted(off)) std::ranges::sort(off);
        for (const auto& [place, value] : off) {
            places.push_back(place);
            values.push_back(value);
        }
        sums.add(places, values);
        off.clear();
        places.clear();
        values.clear();
    });
}

// The fit of cells of a source, without components.
SymmetricMatrix fit_cells(Pca& pca, const MatrixSource& source, std::span<const std::uint32_t> columns,
                          const CellSet& rows, const PcaOptions& options, Job& job, Ranks& ranks) {
    source.prepare_blocks(job);
    const ColumnPicker picker(source.genes(), columns);
    const auto dense = [&](Job& part, const Visit& visit) {
        std::vector<float> values(columns.size());
        pass_over(source, rows, part, [&](const CsrMatrix& block, std::size_t r) {
            picker.pick(block, r, values);
            visit(values);
        });
    };
    const auto add = [&](Job& part, const Pca& scaled, ExactCovariance& sums) {
        add_rows(source, rows, scaled, sums, part);
    };
    SymmetricMatrix covariance =
        fit_covariance(pca, {columns.begin(), columns.end()}, options, job, dense, add, ranks);
    for (std::size_t c = 0; c < pca.center.size(); ++c) pca.center[c] += standardised(pca, c, 0);
    return covariance;
}

// Scores of rows `begin`.. of the result, from a function that writes one row's values.
void score_rows(const Pca& pca, std::size_t begin, std::size_t end, Matrix& scores,
                const std::function<void(std::size_t, std::span<float>)>& read) {
    const std::size_t columns = pca.mean.size(), k = pca.components.cols;
    std::vector<float> values(columns);
    for (std::size_t i = begin; i < end; ++i) {
        read(i, values);
        standardise(pca, values, values);
        const auto to = scores.row(i);
        for (std::size_t c = 0; c < columns; ++c) {
            const float value = values[c] - pca.center[c];
            const float* loadings = pca.components.values.data() + c * k;
            for (std::size_t j = 0; j < k; ++j) to[j] += value * loadings[j];
        }
    }
}

}  // namespace

Pca fit_pca(const Matrix& points, const PcaOptions& options, Job& job) {
    std::vector<std::uint32_t> columns(points.cols);
    std::iota(columns.begin(), columns.end(), 0U);
    const auto pass = [&](Job& part, const Visit& visit) {
        for (std::size_t r = 0; r < points.rows; ++r) {
            if (r % checkpoint_rows == 0) {
                part.checkpoint();
                part.progress(static_cast<double>(r) / static_cast<double>(points.rows),
                              "principal components");
            }
            visit(points.row(r));
        }
    };
    Pca pca;
    PartJob covariances(job, 0, 0.8);
    const SymmetricMatrix covariance = fit_covariance(
        pca, std::move(columns), options, covariances, pass,
        [&](Job& part, const Pca& scaled, ExactCovariance& sums) {
            std::vector<float> standardised(points.cols);
            pass(part, [&](std::span<const float> row) {
                standardise(scaled, row, standardised);
                sums.add(standardised);
            });
        },
        *one_process());
    finish(pca, covariance, options, job);
    return pca;
}

Pca fit_pca(const MatrixSource& source, std::span<const std::uint32_t> columns, const CellSet& rows,
            const PcaOptions& options, Job& job, Ranks& ranks) {
    Pca pca;
    PartJob covariances(job, 0, 0.8);
    const SymmetricMatrix covariance = fit_cells(pca, source, columns, rows, options, covariances, ranks);
    finish(pca, covariance, options, job);
    take_components_of_first(pca, ranks);
    return pca;
}

SymmetricMatrix pca_covariance(Pca& pca, const MatrixSource& source, std::span<const std::uint32_t> columns,
                               const CellSet& rows, const PcaOptions& options, Job& job, Ranks& ranks) {
    return fit_cells(pca, source, columns, rows, options, job, ranks);
}

Matrix pca_scores(const Pca& pca, const Matrix& points, Job& job) {
    assert(points.cols == pca.mean.size());
    Matrix scores(points.rows, pca.components.cols);
    parallel_for(points.rows, checkpoint_rows, [&](std::size_t begin, std::size_t end) {
        job.checkpoint();
        score_rows(pca, begin, end, scores, [&](std::size_t i, std::span<float> to) {
            std::copy(points.row(i).begin(), points.row(i).end(), to.begin());
        });
    });
    return scores;
}

Matrix pca_scores(const Pca& pca, const MatrixSource& source, Job& job) {
    std::vector<std::uint32_t> rows(source.cells());
    std::iota(rows.begin(), rows.end(), 0U);
    return pca_scores(pca, source, rows, job);
}

Matrix pca_scores(const Pca& pca, const MatrixSource& source, std::span<const std::uint32_t> rows, Job& job) {
    const ColumnPicker picker(source.genes(), pca.columns);
    Matrix scores(rows.size(), pca.components.cols);
    source.prepare_blocks(job);
    const std::size_t step = source.preferred_block();
    for (std::size_t first = 0; first < rows.size(); first += step) {
        job.checkpoint();
        const auto part = rows.subspan(first, std::min(step, rows.size() - first));
        const CsrMatrix block = source.rows(part);
        parallel_for(part.size(), checkpoint_rows, [&](std::size_t begin, std::size_t end) {
            job.checkpoint();
            score_rows(pca, first + begin, first + end, scores,
                       [&](std::size_t i, std::span<float> to) { picker.pick(block, i - first, to); });
        });
        job.progress(static_cast<double>(first + part.size()) / static_cast<double>(rows.size()),
                     "principal components");
    }
    return scores;
}

}  // namespace regulus
