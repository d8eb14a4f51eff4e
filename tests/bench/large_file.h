// A dataset of any size for benchmarks, written in little memory and in minutes.
#pragma once

#include <algorithm>
#include <cmath>
#include <future>
#include <string>
#include <vector>

#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/io/anndata/h5ad_writer.h"
#include "core/simulate/regulatory_simulator.h"

namespace regulus::bench {

struct LargeFile {
    std::size_t cells = 0, genes = 0, values = 0;
    std::size_t simulated = 0;  // cells the simulator made; the others are sequenced again from them
};

// Each molecule is seen with this chance: simulated cells are deep ones (3,600 genes of 20,000), and a cell
// of a large atlas has about 1,500.
inline constexpr double seen = 0.3;

// What is seen of a cell when it is sequenced once more.
inline void sequence_again(const CsrMatrix& cells, std::size_t r, double chance, Random& random,
                           std::vector<std::int32_t>& genes, std::vector<float>& counts) {
    const auto columns = cells.row_columns(r);
    const auto values = cells.row_values(r);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        unsigned count = 0;
        if (values[i] > 30) {  // about the same as many single draws
            count = static_cast<unsigned>(random.poisson(chance * values[i]));
        } else {
            for (int k = 0; k < static_cast<int>(values[i]); ++k)
                count += random.uniform() < chance ? 1U : 0U;
        }
        if (count == 0) continue;
        genes.push_back(columns[i]);
        counts.push_back(static_cast<float>(count));
    }
}

inline CsrMatrix sequence_again(const CsrMatrix& cells, double chance, std::uint64_t stream) {
    constexpr std::size_t grain = 64;
    std::vector<CsrMatrix> parts((cells.rows + grain - 1) / grain);
    parallel_for(cells.rows, grain, [&](std::size_t begin, std::size_t end) {
        CsrMatrix& part = parts[begin / grain];
        Random random(stream, begin);
        for (std::size_t r = begin; r < end; ++r) {
            sequence_again(cells, r, chance, random, part.columns, part.values);
            part.offsets.push_back(static_cast<std::int64_t>(part.columns.size()));
        }
    });
    CsrMatrix all;
    all.cols = cells.cols;
    for (const CsrMatrix& part : parts) {
        const std::int64_t shift = all.offsets.back();
        all.columns.insert(all.columns.end(), part.columns.begin(), part.columns.end());
        all.values.insert(all.values.end(), part.values.begin(), part.values.end());
        for (std::size_t r = 1; r < part.offsets.size(); ++r) all.offsets.push_back(shift + part.offsets[r]);
    }
    all.rows = cells.rows;
    return all;
}

// Cells come in rounds: a piece of `distinct` simulated cells is written as often as it takes to have all.
inline LargeFile write_large_file(const std::string& path, std::size_t cells, std::size_t genes,
                                  std::size_t distinct, std::size_t cell_types = 20, double chance = seen) {
    SimulationOptions options;
    options.cells = std::min(cells, distinct);
    options.genes = genes;
    options.tfs = std::clamp<std::size_t>(genes / 40, 6, 500);
    options.cell_types = cell_types;
    const RegulatorySimulator simulator(options);
    const std::size_t piece = std::min<std::size_t>(options.cells, 2000);
    const std::size_t rounds = (cells + options.cells - 1) / options.cells;
    LargeFile made{cells, genes, 0, options.cells};
    H5adWriter writer(path, simulator.var());
    Table obs;
    obs.index_name = "cell";
    Categorical types{simulator.truth().cell_types, {}, {}, false};
    Matrix picture(cells, 2);
    std::future<void> written;
    const auto wait = [&written] {
        if (written.valid()) written.get();
    };
    for (std::size_t begin = 0; begin < options.cells && writer.rows() < cells; begin += piece) {
        const std::size_t end = std::min(begin + piece, options.cells);
        const CsrMatrix block = simulator.counts(begin, end);
        std::vector<std::int32_t> type;
        for (std::size_t c = begin; c < end; ++c)
            type.push_back(static_cast<std::int32_t>(simulator.plan(c).type));
        for (std::size_t round = 0; round < rounds && types.codes.size() < cells; ++round) {
            CsrMatrix seen_now = sequence_again(block, chance, begin * rounds + round);
            const std::size_t take = std::min(seen_now.rows, cells - types.codes.size());
            seen_now.rows = take;
            seen_now.offsets.resize(take + 1);
            seen_now.columns.resize(static_cast<std::size_t>(seen_now.offsets.back()));
            seen_now.values.resize(seen_now.columns.size());
            Random random(99, types.codes.size());
            for (std::size_t r = 0; r < take; ++r) {
                const std::size_t c = types.codes.size();
                obs.index.push_back("cell_" + std::to_string(c));
                types.codes.push_back(type[r]);
                picture(c, 0) = static_cast<float>(10 * std::cos(type[r]) + random.normal());
                picture(c, 1) = static_cast<float>(10 * std::sin(type[r] * 1.7) + random.normal());
            }
            made.values += seen_now.stored();
            wait();
            // The next piece is made while this one is compressed.
            written = std::async(std::launch::async,
                                 [&writer, rows = std::move(seen_now)] { writer.append_rows(rows); });
        }
        wait();
    }
    obs.columns.push_back({"cell_type", std::move(types)});
    writer.finish(obs, {{"X_umap", std::move(picture)}}, {{"regulus_simulated", true}});
    return made;
}

}  // namespace regulus::bench
