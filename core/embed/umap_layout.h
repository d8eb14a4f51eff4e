// The optimisation of UMAP's picture: edges pull their ends together, randomly drawn points push apart.
//
// Stochastic gradient descent on the edges one after the other, as umap-learn does it, depends on their
// order and so on the threads. Here every epoch goes through the points part by part. Each point of a part
// takes the steps of its own edges one after the other, the drawn points of each edge after its pull, and
// sees all others where they were before the part. The other end of each edge is pulled with the same force
// the other way, as in umap-learn; these forces are kept and move the points, in the order of the pulls, when
// the part is over. The result has the same bytes for any number of threads, and sixteen points can take
// their steps in lockstep.
//
// Both ends must move, although the graph holds every edge from either end. A point takes steps about as
// long as its edges, so its last pulls in an epoch undo its first ones. Only while each pull moves both ends
// by the same amount do pulls inside a group of points leave its centre where it is, and the few edges to
// another group add up. Moved at one end, groups that a start has torn apart stay apart: trustworthiness
// .906 where umap-learn reaches .959 (bench_umap, 20,000 points).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/data/matrix.h"
#include "core/data/sparse_matrix.h"
#include "core/embed/umap_curve.h"
#include "core/embed/umap_kernel.h"

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
    void move_tails(float learning_rate);

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
    std::vector<TailForces> m_tail_forces;    // of each chunk of the part's points
};

}  // namespace regulus
