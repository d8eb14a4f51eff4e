#include "core/regulons/tf_activity.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <vector>

#include "core/base/memory.h"
#include "core/base/parallel.h"

namespace regulus {
namespace {

constexpr std::size_t grain = 64;  // cells a thread takes at a time

// What the scores of all cells need of the TFs.
class LinearModels {
  public:
    explicit LinearModels(const RegulonSet& set) : m_set(set), m_by_gene(edges_by_gene(set)) {
        const auto n = static_cast<double>(set.genes);
        for (std::size_t t = 0; t < set.count(); ++t) {
            double sum = 0, squares = 0;
            for (const float weight : set.weights_of(t)) {
                sum += weight;
                squares += static_cast<double>(weight) * weight;
            }
            m_means.push_back(sum / n);
            m_spreads.push_back(squares - sum * sum / n);
        }
    }

    // `products` is room for one number a TF.
    void score(std::span<const std::int32_t> genes, std::span<const float> values, std::span<double> products,
               std::span<float> scores) const {
        std::ranges::fill(products, 0);
        double sum = 0, squares = 0;
        for (std::size_t i = 0; i < genes.size(); ++i) {
            const double value = values[i];
            sum += value;
            squares += value * value;
            const auto g = static_cast<std::size_t>(genes[i]);
            for (auto at = static_cast<std::size_t>(m_by_gene.offsets[g]);
                 at < static_cast<std::size_t>(m_by_gene.offsets[g + 1]); ++at) {
                products[static_cast<std::size_t>(m_by_gene.tfs[at])] +=
                    value * m_set.weights[static_cast<std::size_t>(m_by_gene.edges[at])];
            }
        }
        const auto n = static_cast<double>(m_set.genes);
        const double spread = squares - sum * sum / n;
        for (std::size_t t = 0; t < scores.size(); ++t) {
            const double covariance = products[t] - m_means[t] * sum;
            scores[t] =
                m_spreads[t] > 0
                    ? static_cast<float>(t_value(covariance / std::sqrt(spread * m_spreads[t]), n - 2))
                    : 0.0F;
        }
    }

    std::size_t count() const { return m_means.size(); }

  private:
    // As decoupleR keeps it finite for a correlation of 1.
    static double t_value(double correlation, double degrees) {
        constexpr double tiny = 1e-20;
        return correlation * std::sqrt(degrees / ((1 - correlation + tiny) * (1 + correlation + tiny)));
    }

    const RegulonSet& m_set;
    const EdgesByGene m_by_gene;
    std::vector<double> m_means, m_spreads;  // of the weights over all genes: mean, sum of squares around it
};

Matrix scores_of(const LinearModels& models, const CsrMatrix& block, Job& job) {
    Matrix scores(block.rows, models.count());
    parallel_for(block.rows, grain, [&](std::size_t begin, std::size_t end) {
        job.checkpoint();
        std::vector<double> products(models.count());
        for (std::size_t r = begin; r < end; ++r)
            models.score(block.row_columns(r), block.row_values(r), products, scores.row(r));
    });
    return scores;
}

}  // namespace

void tf_activity(const MatrixSource& expression, const RegulonSet& set, std::span<const std::uint32_t> rows,
                 Job& job, const std::function<void(std::size_t, const Matrix&)>& visit) {
    assert(expression.genes() == set.genes);
    const LinearModels models(set);
    expression.prepare_blocks(job);
    const std::size_t room = block_memory() / (sizeof(float) * set.count());
    const std::size_t step = std::max<std::size_t>(1, std::min(expression.preferred_block(), room));
    for (std::size_t first = 0; first < rows.size(); first += step) {
        job.checkpoint();
        job.progress(static_cast<double>(first) / static_cast<double>(rows.size()), "TF activity");
        const CsrMatrix block = expression.rows(rows.subspan(first, std::min(step, rows.size() - first)));
        visit(first, scores_of(models, block, job));
    }
}

Matrix tf_activity(const MatrixSource& expression, const RegulonSet& set, std::span<const std::uint32_t> rows,
                   Job& job) {
    Matrix all(rows.size(), set.count());
    tf_activity(expression, set, rows, job, [&](std::size_t first, const Matrix& scores) {
        std::ranges::copy(scores.values,
                          all.values.begin() + static_cast<std::ptrdiff_t>(first * set.count()));
    });
    return all;
}

}  // namespace regulus
