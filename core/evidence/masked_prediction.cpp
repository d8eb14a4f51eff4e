#include "core/evidence/masked_prediction.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "core/base/parallel.h"
#include "core/base/random.h"

namespace regulus {
namespace {

using Index = Eigen::Index;

constexpr float evidence_limit = 5, own_limit = 3;

// Which genes of which cells are hidden; cells × genes.
class Hidden {
  public:
    Hidden(const Matrix& cells, double share, std::uint64_t seed)
        : m_genes(cells.cols), m_hidden(cells.rows * cells.cols) {
        parallel_for(cells.rows, 16, [&](std::size_t begin, std::size_t end) {
            for (std::size_t c = begin; c < end; ++c) {
                Random random(seed, c);
                for (std::size_t g = 0; g < m_genes; ++g)
                    m_hidden[c * m_genes + g] = random.uniform() < share ? 1 : 0;
            }
        });
    }
    bool at(std::size_t cell, std::size_t gene) const { return m_hidden[cell * m_genes + gene] != 0; }

  private:
    std::size_t m_genes;
    std::vector<std::uint8_t> m_hidden;
};

// Cells × TFs: Σ_e w z over the targets that are seen.
Matrix sums(const Matrix& cells, const Hidden& hidden, const RegulonSet& regulons) {
    Matrix found(cells.rows, regulons.count());
    parallel_for(cells.rows, 16, [&](std::size_t begin, std::size_t end) {
        for (std::size_t c = begin; c < end; ++c) {
            for (std::size_t t = 0; t < regulons.count(); ++t) {
                const auto targets = regulons.targets_of(t);
                float sum = 0;
                for (std::size_t i = 0; i < targets.size(); ++i) {
                    const auto g = static_cast<std::size_t>(targets[i]);
                    if (!hidden.at(c, g)) sum += regulons.weights_of(t)[i] * cells(c, g);
                }
                found(c, t) = sum;
            }
        }
    });
    return found;
}

// The sums become evidence, by mean and spread over the fitted cells.
void standardise(Matrix& fitted, Matrix& held) {
    const auto n = static_cast<double>(std::max<std::size_t>(fitted.rows, 2));
    for (std::size_t t = 0; t < fitted.cols; ++t) {
        double mean = 0, squares = 0;
        for (std::size_t c = 0; c < fitted.rows; ++c) mean += fitted(c, t) / n;
        for (std::size_t c = 0; c < fitted.rows; ++c)
            squares += (fitted(c, t) - mean) * (fitted(c, t) - mean) / (n - 1);
        const double scale = squares > 1e-12 ? 1 / std::sqrt(squares) : 0;
        for (Matrix* const matrix : {&fitted, &held}) {
            for (std::size_t c = 0; c < matrix->rows; ++c)
                (*matrix)(c, t) = std::clamp(static_cast<float>(((*matrix)(c, t) - mean) * scale),
                                             -evidence_limit, evidence_limit);
        }
    }
}

void add_own(Matrix& evidence, const Matrix& cells, const Hidden& hidden, const RegulonSet& regulons,
             double weight) {
    for (std::size_t t = 0; t < regulons.count(); ++t) {
        if (regulons.own[t] < 0) continue;
        const auto g = static_cast<std::size_t>(regulons.own[t]);
        for (std::size_t c = 0; c < cells.rows; ++c) {
            if (!hidden.at(c, g))
                evidence(c, t) += static_cast<float>(weight) * std::clamp(cells(c, g), -own_limit, own_limit);
        }
    }
}

struct Errors {
    double left = 0, whole = 0;
};

// One gene: its regression over the fitted cells that hide it, and its errors in the held ones.
class HiddenGene {
  public:
    HiddenGene(std::size_t gene, std::span<const std::int32_t> tfs, double ridge)
        : m_gene(gene), m_tfs(tfs), m_ridge(ridge), m_row(static_cast<Index>(tfs.size()) + 1) {}

    void fit(const Matrix& cells, const Matrix& evidence, const Hidden& hidden) {
        const Index n = m_row.size();
        Eigen::MatrixXd squares = Eigen::MatrixXd::Zero(n, n);
        Eigen::VectorXd products = Eigen::VectorXd::Zero(n);
        double count = 0;
        for (std::size_t c = 0; c < cells.rows; ++c) {
            if (!hidden.at(c, m_gene)) continue;
            take(evidence, c);
            squares.selfadjointView<Eigen::Lower>().rankUpdate(m_row);
            products += static_cast<double>(cells(c, m_gene)) * m_row;
            ++count;
        }
        squares.diagonal().head(n - 1).array() += m_ridge * std::max(count, 1.0);
        squares(n - 1, n - 1) += 1e-9;
        m_weights = squares.selfadjointView<Eigen::Lower>().llt().solve(products);
        m_mean = count > 0 ? products[n - 1] / count : 0;
    }

    Errors errors(const Matrix& cells, const Matrix& evidence, const Hidden& hidden) {
        Errors found;
        for (std::size_t c = 0; c < cells.rows; ++c) {
            if (!hidden.at(c, m_gene)) continue;
            take(evidence, c);
            const double value = cells(c, m_gene), off = value - m_row.dot(m_weights);
            found.left += off * off;
            found.whole += (value - m_mean) * (value - m_mean);
        }
        return found;
    }

  private:
    // Evidence for the regulators, and 1.
    void take(const Matrix& evidence, std::size_t cell) {
        for (std::size_t i = 0; i < m_tfs.size(); ++i)
            m_row[static_cast<Index>(i)] = evidence(cell, static_cast<std::size_t>(m_tfs[i]));
        m_row[m_row.size() - 1] = 1;
    }

    std::size_t m_gene;
    std::span<const std::int32_t> m_tfs;
    double m_ridge, m_mean = 0;
    Eigen::VectorXd m_row, m_weights;
};

}  // namespace

double masked_prediction(const StandardCells& cells, const RegulonSet& regulons,
                         const MaskingOptions& options, Job& job) {
    const Hidden of_fitted(cells.fitted, options.hide, 2 * options.seed),
        of_held(cells.held, options.hide, 2 * options.seed + 1);
    Matrix fitted = sums(cells.fitted, of_fitted, regulons), held = sums(cells.held, of_held, regulons);
    standardise(fitted, held);
    add_own(fitted, cells.fitted, of_fitted, regulons, options.own);
    add_own(held, cells.held, of_held, regulons, options.own);
    job.checkpoint();
    const EdgesByGene by_gene = edges_by_gene(regulons);
    std::vector<Errors> errors(regulons.genes);
    parallel_for(regulons.genes, 8, [&](std::size_t begin, std::size_t end) {
        job.checkpoint();
        for (std::size_t g = begin; g < end; ++g) {
            const auto first = static_cast<std::size_t>(by_gene.offsets[g]),
                       last = static_cast<std::size_t>(by_gene.offsets[g + 1]);
            if (first == last) continue;
            HiddenGene gene(g, std::span(by_gene.tfs).subspan(first, last - first), options.ridge);
            gene.fit(cells.fitted, fitted, of_fitted);
            errors[g] = gene.errors(cells.held, held, of_held);
        }
    });
    Errors all;
    for (const Errors& of_gene : errors) {
        all.left += of_gene.left;
        all.whole += of_gene.whole;
    }
    return 1 - all.left / all.whole;
}

}  // namespace regulus
