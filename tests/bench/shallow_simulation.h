// Simulated cells that a baseline cannot name without error: 16 types told apart by 80 TFs, sequenced to a
// tenth of the depth, with as many ambient molecules as are left of the cell's own.
#pragma once

#include <cmath>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/data/sparse_matrix.h"
#include "core/simulate/regulatory_simulator.h"

namespace regulus::bench {

inline constexpr double depth_kept = 0.1;

inline SimulationOptions shallow_options(std::uint64_t seed) {
    SimulationOptions options;
    options.cells = 2500;
    options.cell_types = 16;
    options.tfs = 80;
    options.seed = seed;
    return options;
}

// Mean counts of a gene over all cells, from which ambient molecules come.
inline std::vector<double> ambient_profile(const CsrMatrix& counts) {
    std::vector<double> profile(counts.cols, 0);
    for (std::size_t i = 0; i < counts.values.size(); ++i)
        profile[static_cast<std::size_t>(counts.columns[i])] += counts.values[i];
    double sum = 0;
    for (const double value : profile) sum += value;
    for (double& value : profile) value /= sum;
    return profile;
}

// Each molecule stays with the chance depth_kept; about as many come from the profile.
inline CsrMatrix shallow(const CsrMatrix& counts, std::uint64_t seed) {
    const std::vector<double> profile = ambient_profile(counts);
    CsrMatrix result;
    result.cols = counts.cols;
    std::vector<double> cell(counts.cols);
    std::vector<std::int32_t> columns;
    std::vector<float> values;
    for (std::size_t r = 0; r < counts.rows; ++r) {
        Random random(seed, r);
        std::fill(cell.begin(), cell.end(), 0.0);
        double kept = 0;
        for (std::size_t i = 0; i < counts.row_columns(r).size(); ++i) {
            double& of = cell[static_cast<std::size_t>(counts.row_columns(r)[i])];
            for (int k = 0; k < static_cast<int>(counts.row_values(r)[i]); ++k)
                of += random.uniform() < depth_kept ? 1 : 0;
            kept += of;
        }
        columns.clear();
        values.clear();
        for (std::size_t g = 0; g < cell.size(); ++g) {
            const double count = cell[g] + static_cast<double>(random.poisson(kept * profile[g]));
            if (count == 0) continue;
            columns.push_back(static_cast<std::int32_t>(g));
            values.push_back(static_cast<float>(count));
        }
        result.push_row(columns, values);
    }
    return result;
}

}  // namespace regulus::bench
