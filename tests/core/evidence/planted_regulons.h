// TFs whose targets follow them, and cells in which they do.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/evidence/standard_cells.h"
#include "core/regulons/regulon_set.h"

namespace regulus::test {

// 12 TFs, genes 0 to 11, with 8 targets each among genes 12 to 59; every third edge represses; weights of
// size 1 to 2.
inline RegulonSet planted_regulons() {
    RegulonSet set;
    set.genes = 60;
    Random random(17);
    for (std::int32_t t = 0; t < 12; ++t) {
        set.tfs.push_back("TF" + std::to_string(t));
        set.own.push_back(t);
        std::vector<std::int32_t> targets;
        for (std::int32_t g = 12; g < 60; ++g) targets.push_back(g);
        random.shuffle(std::span(targets));
        targets.resize(8);
        std::ranges::sort(targets);
        for (std::size_t i = 0; i < targets.size(); ++i) {
            set.targets.push_back(targets[i]);
            const auto size = static_cast<float>(1 + random.uniform());
            set.weights.push_back(i % 3 == 2 ? -size : size);
        }
        set.offsets.push_back(static_cast<std::int64_t>(set.targets.size()));
    }
    return set;
}

// Of each cell, TFs are normal and targets follow the signed sum of theirs, with as much noise.
inline Matrix planted_matrix(const RegulonSet& set, std::size_t cells, std::uint64_t seed) {
    Random random(seed);
    Matrix x(cells, set.genes);
    for (std::size_t c = 0; c < cells; ++c) {
        for (float& value : x.row(c)) value = static_cast<float>(random.normal());
        for (std::size_t t = 0; t < set.count(); ++t) {
            for (std::size_t i = 0; i < set.targets_of(t).size(); ++i)
                x(c, static_cast<std::size_t>(set.targets_of(t)[i])) +=
                    (set.weights_of(t)[i] < 0 ? -1.0F : 1.0F) * x(c, static_cast<std::size_t>(set.own[t]));
        }
    }
    return x;
}

inline StandardCells planted_cells(const RegulonSet& set, std::size_t fitted, std::size_t held) {
    return {planted_matrix(set, fitted, 1), planted_matrix(set, held, 2)};
}

}  // namespace regulus::test
