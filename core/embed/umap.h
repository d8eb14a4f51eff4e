// UMAP (McInnes, Healy and Melville, arXiv 1802.03426): a picture in which near neighbours stay near. Our
// own implementation; the steps, forces and defaults are umap-learn's. What differs: neighbours are searched
// exactly or in k-means cells, and the optimisation goes by parts of the points (umap_layout.h), so that the
// result has the same bytes for any number of threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "core/base/job.h"
#include "core/data/matrix.h"
#include "core/data/metric.h"
#include "core/embed/neighbors.h"

namespace regulus {

enum class UmapStart {
    Automatic,  // spectral up to 10,000 points, then principal components
    Spectral,   // eigenvectors of the neighbour graph, as umap-learn; tears groups of many points apart
    Principal,  // the first principal components of the points: quick, and groups lie to each other as truly
};

struct UmapOptions {
    std::size_t neighbors = 15;  // of a point, itself counted, as umap-learn counts; 2 or more
    double min_dist = 0.1;       // how close points may lie; 0 .. spread
    double spread = 1;           // scale of the picture, > 0
    std::size_t dimensions = 2;  // 2 or 3
    int epochs = 0;              // 0: 500 up to 10,000 points, else 200
    int negatives = 5;           // repelling points for each pull, 0 or more
    double learning_rate = 1;    // > 0
    Metric metric = Metric::Euclidean;
    UmapStart start = UmapStart::Automatic;
    std::uint64_t seed = 0;
};

// Thread: one at a time. Movable.
class Umap {
  public:
    // Neighbours, graph and start; the picture is then at epoch 0. `points`: rows × coordinates, which need
    // not be kept. Throws Error(Data) for values that are not finite, Error(Usage) for options out of range,
    // Cancelled.
    Umap(const Matrix& points, const UmapOptions& options, Job& job);
    // The same from neighbours that are there already (options.neighbors and metric are then not used).
    Umap(const Matrix& points, const Neighbors& neighbors, const UmapOptions& options, Job& job);
    ~Umap();
    Umap(Umap&&) noexcept;
    Umap& operator=(Umap&&) noexcept;

    // Goes on until epoch() is `epoch` or epochs(). After Cancelled the picture is whole and going on
    // continues where it stopped.
    void run_until(int epoch, Job& job);

    Matrix coordinates() const;  // points × dimensions, as of now
    int epoch() const;           // epochs that are over
    int epochs() const;          // of a complete run

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace regulus
