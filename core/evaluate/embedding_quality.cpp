#include "core/evaluate/embedding_quality.h"

#include <algorithm>
#include <cassert>
#include <map>
#include <vector>

#include "core/embed/neighbors.h"

namespace regulus {

std::optional<KnnPurity> knn_purity(const Matrix& embedding, std::span<const std::int32_t> labels,
                                    std::size_t k, Metric metric, Job& job) {
    assert(labels.size() == embedding.rows && k > 0);
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (labels[i] >= 0) rows.push_back(i);
    }
    if (rows.size() < 2) return std::nullopt;
    Matrix kept(rows.size(), embedding.cols);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        std::copy(embedding.row(rows[i]).begin(), embedding.row(rows[i]).end(), kept.row(i).begin());
    }
    const Neighbors neighbors = nearest_neighbors(kept, {.k = k, .metric = metric}, job);
    struct Sum {
        double purity = 0;
        std::size_t cells = 0;
    };
    std::map<std::int32_t, Sum> by_label;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto near = neighbors.of(i);
        const auto same = std::count_if(near.begin(), near.end(),
                                        [&](std::uint32_t j) { return labels[rows[j]] == labels[rows[i]]; });
        Sum& sum = by_label[labels[rows[i]]];
        sum.purity += static_cast<double>(same) / static_cast<double>(near.size());
        ++sum.cells;
    }
    KnnPurity purity;
    for (const auto& [label, sum] : by_label) {
        purity.mean += sum.purity / static_cast<double>(rows.size());
        purity.class_mean += sum.purity / static_cast<double>(sum.cells * by_label.size());
    }
    return purity;
}

}  // namespace regulus
