#include "core/evidence/edge_sets.h"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/regulons/tf_choice.h"

namespace regulus {
namespace {

// The TFs of `regulons`, each with the targets that `targets_of` appends as (target, weight).
template <class TargetsOf>
RegulonSet with_targets(const RegulonSet& regulons, const TargetsOf& targets_of) {
    RegulonSet made;
    made.genes = regulons.genes;
    made.tfs = regulons.tfs;
    made.own = regulons.own;
    std::vector<std::pair<std::int32_t, float>> targets;
    for (std::size_t t = 0; t < regulons.count(); ++t) {
        targets.clear();
        targets_of(t, targets);
        std::ranges::sort(targets);
        for (const auto& [target, weight] : targets) {
            if (target == made.own[t]) continue;
            made.targets.push_back(target);
            made.weights.push_back(weight);
        }
        made.offsets.push_back(static_cast<std::int64_t>(made.targets.size()));
    }
    return made;
}

using Rows = Eigen::Map<const Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;

}  // namespace

RegulonSet renamed_regulons(const RegulonSet& regulons, std::uint64_t seed) {
    std::vector<std::size_t> of(regulons.count());
    std::iota(of.begin(), of.end(), std::size_t{0});
    Random random(seed);
    random.shuffle(std::span(of));
    return with_targets(regulons, [&](std::size_t t, auto& targets) {
        for (std::size_t i = 0; i < regulons.targets_of(of[t]).size(); ++i)
            targets.emplace_back(regulons.targets_of(of[t])[i], regulons.weights_of(of[t])[i]);
    });
}

RegulonSet coexpressed_regulons(const RegulonSet& regulons, const Matrix& cells, Job& job) {
    const auto tfs = static_cast<Eigen::Index>(regulons.count());
    const Rows z(cells.values.data(), static_cast<Eigen::Index>(cells.rows),
                 static_cast<Eigen::Index>(cells.cols));
    Eigen::MatrixXf own = Eigen::MatrixXf::Zero(z.rows(), tfs);
    for (Eigen::Index t = 0; t < tfs; ++t) {
        const std::int32_t column = regulons.own[static_cast<std::size_t>(t)];
        if (column >= 0) own.col(t) = z.col(column);
    }
    const EdgesByGene by_gene = edges_by_gene(regulons);
    // One a gene: its regulators, and the sign.
    std::vector<std::vector<std::pair<std::size_t, float>>> regulators(regulons.genes);
    parallel_for(regulons.genes, 16, [&](std::size_t begin, std::size_t end) {
        job.checkpoint();
        std::vector<std::size_t> order;
        for (std::size_t g = begin; g < end; ++g) {
            const auto wanted = static_cast<std::size_t>(by_gene.offsets[g + 1] - by_gene.offsets[g]);
            if (wanted == 0) continue;
            // Correlations, times a number.
            const Eigen::VectorXf products = own.transpose() * z.col(static_cast<Eigen::Index>(g));
            const auto product = [&](std::size_t t) { return products[static_cast<Eigen::Index>(t)]; };
            order.clear();
            for (std::size_t t = 0; t < regulons.count(); ++t) {
                if (regulons.own[t] != static_cast<std::int32_t>(g)) order.push_back(t);
            }
            std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
                return std::abs(product(a)) > std::abs(product(b));
            });
            order.resize(std::min(wanted, order.size()));
            for (const std::size_t t : order) regulators[g].emplace_back(t, product(t) < 0 ? -1.0F : 1.0F);
        }
    });
    std::vector<std::vector<std::pair<std::int32_t, float>>> targets(regulons.count());
    for (std::size_t g = 0; g < regulators.size(); ++g) {
        for (const auto& [t, sign] : regulators[g])
            targets[t].emplace_back(static_cast<std::int32_t>(g), sign);
    }
    return with_targets(regulons, [&](std::size_t t, auto& to) { to = targets[t]; });
}

RegulonSet unmasked_regulons(const RegulonSet& regulons, std::uint64_t seed) {
    RegulonSet all;
    all.genes = regulons.genes;
    all.tfs = regulons.tfs;
    all.own = regulons.own;
    for (std::size_t t = 0; t < regulons.count(); ++t) {
        Random random(seed, t);
        for (std::size_t g = 0; g < regulons.genes; ++g) {
            all.targets.push_back(static_cast<std::int32_t>(g));
            all.weights.push_back(random.uniform() < 0.5 ? -1.0F : 1.0F);
        }
        all.offsets.push_back(static_cast<std::int64_t>(all.targets.size()));
    }
    return all;
}

RegulonSet few_regulons(const RegulonSet& regulons, const Matrix& cells, std::size_t count) {
    std::vector<double> variance(regulons.count(), 0);
    parallel_for(regulons.count(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t t = begin; t < end; ++t) {
            const auto targets = regulons.targets_of(t);
            const auto weights = regulons.weights_of(t);
            double sum = 0, squares = 0;
            for (std::size_t c = 0; c < cells.rows; ++c) {
                double value = 0;
                for (std::size_t i = 0; i < targets.size(); ++i)
                    value += (weights[i] < 0 ? -1 : 1) *
                             static_cast<double>(cells(c, static_cast<std::size_t>(targets[i])));
                sum += value;
                squares += value * value;
            }
            const auto n = static_cast<double>(cells.rows);
            variance[t] = (squares / n - sum / n * (sum / n)) /
                          static_cast<double>(std::max<std::size_t>(targets.size(), 1));
        }
    });
    RegulonSet few = some_tfs(regulons, places_of_largest(variance, count));
    for (float& weight : few.weights) weight = weight < 0 ? -1.0F : 1.0F;
    return few;
}

}  // namespace regulus
