// The optimisation of UMAP's picture: edges pull their ends together, randomly drawn points push apart.
//
// Stochastic gradient descent on the edges one after the other, as umap-learn does it, depends on their
// order and so on the threads. Here every epoch goes through the points part by part. While a part moves,
// everything else stands still, and so does, for the others, each point that moves: positions are those of
// before the part. Within an epoch a point takes its own steps one after the other. The result has the same
// bytes for any number of threads, and sixteen points can take their steps in lockstep.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/data/matrix.h"
#include "core/data/sparse_matrix.h"
#include "core/embed/umap_curve.h"

namespace regulus {

struct UmapForces {
    UmapCurve curve;
    int negatives = 5;        // points that push for each pull of an edge
    float learning_rate = 1;  // at the start; falls to 0 over the epochs
    std::uint64_t seed = 0;
};

class UmapLayout {
  public:
    // `graph`: fuzzy_graph(); edges too weak to be pulled once in all epochs are left out. `start`: points ×
    // dimensions, 2 or 3.
    UmapLayout(const CsrMatrix& graph, const Matrix& start, int epochs, const UmapForces& forces);

    // Moves one part of the points. After parts() calls an epoch is over.
    void step();
    std::size_t parts() const { return m_part_begins.size() - 1; }
    int epoch() const { return m_epoch; }  // epochs that are over
    int epochs() const { return m_epochs; }
    Matrix coordinates() const;  // points × dimensions

  private:
    void order_points(const CsrMatrix& graph);
    void take_edges(const CsrMatrix& graph);

    int m_epochs, m_epoch = 0;
    std::size_t m_part = 0, m_dimensions;
    UmapForces m_forces;
    // Points are kept in an order of their own: part after part, in each by falling number of pulls.
    std::vector<std::uint32_t> m_point_of;    // place → point
    std::vector<std::uint32_t> m_place_of;    // point → place
    std::vector<std::size_t> m_part_begins;   // parts + 1
    std::vector<std::int64_t> m_offsets;      // edges of each place
    std::vector<std::uint32_t> m_tails;       // place at the other end
    std::vector<float> m_rates;               // pulls an epoch, (0, 1]
    std::vector<float> m_positions, m_moved;  // places × dimensions; where the part's points go
};

}  // namespace regulus
