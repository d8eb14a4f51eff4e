// Cells in which regulons can be told apart, and their prior: three TFs with six targets each, up in one of
// three groups of cells.
#pragma once

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/data/dataset.h"
#include "core/prior/regulatory_network.h"

namespace regulus::test {

// 90 cells (group: one, two, three, in turn) × 30 genes: TF0, TF1, TF2, their targets T0_0 ... T2_5, and nine
// others. A map X_umap.
inline std::shared_ptr<Dataset> regulonCells() {
    constexpr std::size_t cells = 90, tfs = 3, targets = 6, others = 9;
    auto data = std::make_shared<Dataset>();
    data->name = "regulons.h5ad";
    auto var = std::make_shared<Table>();
    for (std::size_t t = 0; t < tfs; ++t) var->index.push_back("TF" + std::to_string(t));
    for (std::size_t t = 0; t < tfs; ++t)
        for (std::size_t g = 0; g < targets; ++g)
            var->index.push_back("T" + std::to_string(t) + "_" + std::to_string(g));
    for (std::size_t g = 0; g < others; ++g) var->index.push_back("O" + std::to_string(g));
    Random random(11);
    Matrix counts(cells, var->index.size());
    Categorical group{{"one", "two", "three"}, {}, {}, false};
    Matrix map(cells, 2);
    for (std::size_t c = 0; c < cells; ++c) {
        data->obs.index.push_back("c" + std::to_string(c));
        group.codes.push_back(static_cast<std::int32_t>(c % tfs));
        map(c, 0) = static_cast<float>(c % tfs) + 0.1F * static_cast<float>(random.uniform());
        map(c, 1) = static_cast<float>(random.uniform());
        for (std::size_t g = 0; g < var->index.size(); ++g) {
            const std::size_t of = g < tfs ? g : g < tfs + tfs * targets ? (g - tfs) / targets : tfs;
            const double mean = of == c % tfs ? 8 : 2;
            counts(c, g) = static_cast<float>(std::floor(mean * (0.5 + random.uniform())));
        }
    }
    data->obs.columns.push_back({"group", group});
    data->assays.push_back(
        {"X", std::make_shared<InMemoryMatrix>(to_sparse(counts)), var, ValueKind::Counts});
    data->embeddings.push_back({"X_umap", map});
    return data;
}

inline std::shared_ptr<RegulatoryNetwork> regulonPrior() {
    std::vector<ListedRegulation> edges;
    for (int t = 0; t < 3; ++t)
        for (int g = 0; g < 6; ++g)
            edges.push_back(
                {"TF" + std::to_string(t), "T" + std::to_string(t) + "_" + std::to_string(g), 1, 0});
    return std::make_shared<RegulatoryNetwork>(make_network("made regulons", edges));
}

}  // namespace regulus::test
