#include "core/regulons/closed_form.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <vector>

#include "core/base/parallel.h"
#include "core/embed/covariance.h"
#include "core/embed/pca_covariance.h"
#include "core/regulons/reader_basis.h"
#include "core/regulons/reader_pass.h"

namespace regulus {
namespace {

using Index = Eigen::Index;

// Sums over some cells of what the regression of components on attention needs.
struct Moments {
    double cells = 0;
    Eigen::VectorXd mean;     // of attention and components, as columns of one table
    Eigen::MatrixXd squares;  // around that mean
};

Moments moments_of(ExactCovariance& sums, std::size_t cells, Ranks& ranks) {
    std::vector<float> mean;
    Moments found;
    SymmetricMatrix covariance;
    sums.finish(mean, covariance, ranks);
    found.cells = static_cast<double>(cells);
    found.squares = (found.cells - 1) * covariance.full();
    found.mean = Eigen::VectorXd(static_cast<Index>(mean.size()));
    for (std::size_t i = 0; i < mean.size(); ++i) found.mean[static_cast<Index>(i)] = mean[i];
    return found;
}

// Of the cells of both.
void add(Moments& to, const Moments& other) {
    const Eigen::VectorXd apart = other.mean - to.mean;
    const double cells = to.cells + other.cells;
    to.squares += other.squares;
    to.squares.noalias() += to.cells * other.cells / cells * apart * apart.transpose();
    to.mean += other.cells / cells * apart;
    to.cells = cells;
}

// Ridge regression of the last `dimensions` columns on the others. A part's intercept follows from its means.
Eigen::MatrixXd regressed(const Moments& moments, Index dimensions, double penalty) {
    const Index places = moments.mean.size() - dimensions;
    Eigen::MatrixXd squares = moments.squares.topLeftCorner(places, places);
    squares.diagonal().array() += penalty;
    return Eigen::LLT<Eigen::Ref<Eigen::MatrixXd>>(squares).solve(
        moments.squares.topRightCorner(places, dimensions));
}

// Share of the variance of the components of `held` that a regression on the cells of `fitted` explains.
double explained(const Moments& held, const Moments& fitted, const Eigen::MatrixXd& values) {
    const Index places = values.rows(), dimensions = values.cols();
    const auto attention = held.squares.topLeftCorner(places, places);
    const auto products = held.squares.topRightCorner(places, dimensions);
    const auto components = held.squares.bottomRightCorner(dimensions, dimensions);
    const Eigen::VectorXd off = (held.mean - fitted.mean).tail(dimensions) -
                                values.transpose() * (held.mean - fitted.mean).head(places);
    const double left = components.trace() - 2 * (values.array() * products.array()).sum() +
                        (values.array() * (attention * values).array()).sum() +
                        held.cells * off.squaredNorm();
    return 1 - left / components.trace();
}

// Attention and components of cells; every third cell apart from the others.
class AttentionAndComponents {
  public:
    // `first`: the number of the first cell that is added, from which they are counted on.
    AttentionAndComponents(const RegulonReader& reader, std::size_t columns, std::size_t first)
        : m_reader(reader), m_pass(reader, columns), m_fitted(width()), m_held(width()), m_next(first) {}

    void add(const CsrMatrix& block) {
        Matrix table(block.rows, width());
        parallel_for(block.rows, 16, [&](std::size_t begin, std::size_t end) {
            CellPass cell = m_pass.start();
            for (std::size_t r = begin; r < end; ++r) {
                m_pass.attend(block.row_columns(r), block.row_values(r), cell);
                const auto to = table.row(r);
                const auto tfs = static_cast<float>(m_reader.tfs());
                // From 1, which it is about: squares of what differs keep their digits.
                std::ranges::transform(cell.attention, to.begin(), [&](float p) { return tfs * p - 1; });
                std::ranges::copy(cell.components,
                                  to.begin() + static_cast<std::ptrdiff_t>(cell.attention.size()));
            }
        });
        for (std::size_t r = 0; r < block.rows; ++r, ++m_next)
            (m_next % 3 == 2 ? m_held : m_fitted).add(table.row(r));
    }

    // V, the constant, and what they explain, of `cells` cells that all ranks have added.
    void regress(RegulonReader& reader, double ridge, std::size_t cells, Job& job, Ranks& ranks) {
        const auto dimensions = static_cast<Index>(reader.dimensions);
        const double slope = reader.slope.front();
        const auto penalty = [&](const Moments& moments) { return ridge * slope * slope * moments.cells; };
        const std::size_t held = cells / 3;
        Moments moments = moments_of(m_fitted, cells - held, ranks);
        if (held >= 2) {
            const Moments rest = moments_of(m_held, held, ranks);
            reader.explained = explained(rest, moments, regressed(moments, dimensions, penalty(moments)));
            regulus::add(moments, rest);
        }
        job.checkpoint();
        const Eigen::MatrixXd values = regressed(moments, dimensions, penalty(moments));
        const Index places = values.rows();
        reader.values.resize(static_cast<std::size_t>(places * dimensions));
        reader.constant.resize(reader.dimensions);
        for (Index d = 0; d < dimensions; ++d) {
            for (Index at = 0; at < places; ++at)
                reader.values[static_cast<std::size_t>(at * dimensions + d)] =
                    static_cast<float>(values(at, d));
            const double constant =
                moments.mean[places + d] - moments.mean.head(places).dot(values.col(d)) - values.col(d).sum();
            reader.constant[static_cast<std::size_t>(d)] = static_cast<float>(constant);
        }
    }

  private:
    std::size_t width() const { return m_reader.tfs() * m_reader.heads + m_reader.dimensions; }

    const RegulonReader& m_reader;
    const ReaderPass m_pass;
    ExactCovariance m_fitted, m_held;
    std::size_t m_next;
};

// `cells`: those read here, of `all` cells, `before` of which come before them.
void fill_values(RegulonReader& reader, const MatrixSource& cells, std::size_t before, std::size_t all,
                 double ridge, Job& job, Ranks& ranks) {
    constexpr std::size_t at_once = 512;
    AttentionAndComponents sums(reader, cells.genes(), before);
    for (std::size_t begin = 0; begin < cells.cells(); begin += at_once) {
        job.checkpoint();
        job.progress(static_cast<double>(begin) / static_cast<double>(cells.cells()),
                     "attention to regulons");
        sums.add(cells.block(begin, std::min(cells.cells(), begin + at_once)));
    }
    job.checkpoint();
    sums.regress(reader, ridge, all, job, ranks);
}

}  // namespace

RegulonReader closed_form_reader(const MatrixSource& expression, const RegulonSet& regulons,
                                 const CellSet& cells, const ReaderOptions& options, Job& job,
                                 const CellShare& share) {
    PartJob basing(job, 0, 0.5), rest(job, 0.7, 1);
    ReaderBasis basis = reader_basis(expression, regulons, cells, options, basing, share);
    RegulonReader reader;
    reader.genes.assign(basis.genes.begin(), basis.genes.end());
    reader.regulons = over_genes(regulons, basis.genes);
    reader.heads = options.heads;
    job.progress(0.5, "finding components");
    const std::size_t all = basis.pca.fitted_rows;
    take_components(basis.pca, basis.covariance, options.dimensions);
    reader.mean = std::move(basis.pca.mean);
    reader.scale = std::move(basis.pca.scale);
    reader.center = std::move(basis.pca.center);
    reader.loadings = std::move(basis.pca.components);
    reader.dimensions = reader.loadings.cols;
    job.progress(0.65, "directions of regulons");
    fill_evidence(reader, basis.covariance, options, job);
    basis.covariance = {};
    fill_values(reader, *basis.cells, basis.before, all, options.ridge, rest, share.ranks());
    return reader;
}

}  // namespace regulus
