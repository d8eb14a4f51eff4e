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

// What the regression of components on attention needs: both, as columns of one table.
class AttentionAndComponents {
  public:
    AttentionAndComponents(const RegulonReader& reader, std::size_t columns)
        : m_reader(reader), m_pass(reader, columns), m_covariance(width()) {}

    void add(const CsrMatrix& block) {
        Matrix table(block.rows, width());
        parallel_for(block.rows, 16, [&](std::size_t begin, std::size_t end) {
            CellPass cell = m_pass.start();
            for (std::size_t r = begin; r < end; ++r) {
                m_pass.attend(block.row_columns(r), block.row_values(r), cell);
                const auto to = table.row(r);
                const auto tfs = static_cast<float>(m_reader.tfs());
                std::ranges::transform(cell.attention, to.begin(), [&](float p) { return tfs * p; });
                std::ranges::copy(cell.components,
                                  to.begin() + static_cast<std::ptrdiff_t>(cell.attention.size()));
            }
        });
        for (std::size_t r = 0; r < block.rows; ++r) m_covariance.add(table.row(r));
        m_rows += block.rows;
    }

    // V and the constant.
    void regress(RegulonReader& reader, double ridge) {
        std::vector<float> mean;
        Eigen::MatrixXd covariance;
        m_covariance.finish(mean, covariance);
        covariance *= static_cast<double>(m_rows - 1);
        const auto places = static_cast<Index>(reader.tfs() * reader.heads);
        const auto dimensions = static_cast<Index>(reader.dimensions);
        const Eigen::MatrixXd products = covariance.topRightCorner(places, dimensions);
        Eigen::MatrixXd squares = covariance.topLeftCorner(places, places);
        covariance.resize(0, 0);
        squares.diagonal().array() += ridge;
        const Eigen::MatrixXd values = Eigen::LLT<Eigen::Ref<Eigen::MatrixXd>>(squares).solve(products);
        reader.values.resize(static_cast<std::size_t>(places * dimensions));
        reader.constant.resize(reader.dimensions);
        for (Index d = 0; d < dimensions; ++d) {
            double constant = mean[static_cast<std::size_t>(places + d)];
            for (Index at = 0; at < places; ++at) {
                reader.values[static_cast<std::size_t>(at * dimensions + d)] =
                    static_cast<float>(values(at, d));
                constant -= mean[static_cast<std::size_t>(at)] * values(at, d);
            }
            reader.constant[static_cast<std::size_t>(d)] = static_cast<float>(constant);
        }
    }

  private:
    std::size_t width() const { return m_reader.tfs() * m_reader.heads + m_reader.dimensions; }

    const RegulonReader& m_reader;
    const ReaderPass m_pass;
    Covariance m_covariance;
    std::size_t m_rows = 0;
};

void fill_values(RegulonReader& reader, const MatrixSource& cells, double ridge, Job& job) {
    constexpr std::size_t at_once = 512;
    AttentionAndComponents sums(reader, cells.genes());
    for (std::size_t begin = 0; begin < cells.cells(); begin += at_once) {
        job.checkpoint();
        job.progress(static_cast<double>(begin) / static_cast<double>(cells.cells()),
                     "attention to regulons");
        sums.add(cells.block(begin, std::min(cells.cells(), begin + at_once)));
    }
    job.checkpoint();
    sums.regress(reader, ridge);
}

}  // namespace

RegulonReader closed_form_reader(const MatrixSource& expression, const RegulonSet& regulons,
                                 const CellSet& cells, const ReaderOptions& options, Job& job) {
    PartJob basing(job, 0, 0.5), rest(job, 0.7, 1);
    ReaderBasis basis = reader_basis(expression, regulons, cells, options, basing);
    RegulonReader reader;
    reader.genes = basis.genes;
    reader.regulons = over_tokens(regulons, reader.genes);
    reader.heads = options.heads;
    job.progress(0.5, "finding components");
    take_components(basis.pca, basis.covariance, options.dimensions);
    reader.mean = std::move(basis.pca.mean);
    reader.scale = std::move(basis.pca.scale);
    reader.center = std::move(basis.pca.center);
    reader.loadings = std::move(basis.pca.components);
    reader.dimensions = reader.loadings.cols;
    job.progress(0.65, "directions of regulons");
    fill_evidence(reader, basis.covariance, options, job);
    basis.covariance.resize(0, 0);
    fill_values(reader, *basis.cells, options.ridge, rest);
    return reader;
}

}  // namespace regulus
