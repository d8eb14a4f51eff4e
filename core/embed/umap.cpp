#include "core/embed/umap.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/embed/embed.h"
#include "core/embed/fuzzy_graph.h"
#include "core/embed/spectral_layout.h"
#include "core/embed/umap_layout.h"

namespace regulus {
namespace {

constexpr std::size_t small_limit = 10000;  // points that get the start and the epochs of a small picture

void check(const UmapOptions& options) {
    const auto usage = [](const char* what) { throw Error(ErrorKind::Usage, what); };
    if (options.neighbors < 2) usage("UMAP needs at least 2 neighbours");
    if (options.dimensions != 2 && options.dimensions != 3) usage("UMAP draws in 2 or 3 dimensions");
    if (!(options.spread > 0)) usage("UMAP's spread must be above 0");
    if (!(options.min_dist >= 0 && options.min_dist <= options.spread)) {
        usage("UMAP's minimal distance must be between 0 and the spread");
    }
    if (options.epochs < 0 || options.negatives < 0) usage("UMAP's epochs and negatives must not be below 0");
    if (!(options.learning_rate > 0)) usage("UMAP's learning rate must be above 0");
}

Neighbors find_neighbors(const Matrix& points, const UmapOptions& options, Job& job) {
    check(options);
    job.progress(0, "finding neighbours");
    PartJob part(job, 0, 0.6);
    return nearest_neighbors(
        points, {.k = options.neighbors - 1, .metric = options.metric, .seed = options.seed}, part);
}

// Brings every coordinate to 0..10 and parts points that coincide.
void spread_out(Matrix& layout, std::uint64_t seed) {
    Random random(seed, 2);
    float most = 0;
    for (const float v : layout.values) most = std::max(most, std::abs(v));
    for (float& v : layout.values) {
        v = (most > 0 ? v * 10 / most : 0.0F) + static_cast<float>(1e-4 * random.normal());
    }
    for (std::size_t d = 0; d < layout.cols; ++d) {
        float low = std::numeric_limits<float>::max(), high = std::numeric_limits<float>::lowest();
        for (std::size_t i = 0; i < layout.rows; ++i) {
            low = std::min(low, layout(i, d));
            high = std::max(high, layout(i, d));
        }
        const float scale = high > low ? 10 / (high - low) : 0.0F;
        for (std::size_t i = 0; i < layout.rows; ++i) layout(i, d) = (layout(i, d) - low) * scale;
    }
}

}  // namespace

struct Umap::State {
    UmapLayout layout;
};

Umap::Umap(const Matrix& points, const UmapOptions& options, Job& job)
    : Umap(points, find_neighbors(points, options, job), options, job) {}

Umap::Umap(const Matrix& points, const Neighbors& neighbors, const UmapOptions& options, Job& job) {
    check(options);
    job.progress(0.6, "building the neighbour graph");
    const CsrMatrix graph = fuzzy_graph(neighbors, job);
    job.progress(0.7, "optimising the layout");
    const bool spectral = options.start == UmapStart::Spectral ||
                          (options.start == UmapStart::Automatic && points.rows <= small_limit);
    Matrix start = spectral ? spectral_layout(graph, points, options.dimensions, options.seed, job)
                            : principal_layout(points, options.dimensions, job);
    spread_out(start, options.seed);
    const int epochs = options.epochs > 0 ? options.epochs : points.rows <= small_limit ? 500 : 200;
    const UmapForces forces{fit_umap_curve(options.min_dist, options.spread), options.negatives,
                            static_cast<float>(options.learning_rate), options.seed};
    m_state = std::make_unique<State>(State{UmapLayout(graph, start, epochs, forces)});
    job.progress(1, "optimising the layout");
}

Umap::~Umap() = default;
Umap::Umap(Umap&&) noexcept = default;
Umap& Umap::operator=(Umap&&) noexcept = default;

void Umap::run_until(int epoch, Job& job) {
    UmapLayout& layout = m_state->layout;
    const int last = std::min(epoch, layout.epochs());
    const int first = layout.epoch();
    while (layout.epoch() < last) {
        job.checkpoint();
        layout.step();
        job.progress(static_cast<double>(layout.epoch() - first) / std::max(1, last - first),
                     "optimising the layout");
    }
}

Matrix Umap::coordinates() const {
    return m_state->layout.coordinates();
}
int Umap::epoch() const {
    return m_state->layout.epoch();
}
int Umap::epochs() const {
    return m_state->layout.epochs();
}

Matrix umap(const Matrix& points, const UmapOptions& options, Job& job) {
    PartJob preparing(job, 0, 0.3), arranging(job, 0.3, 1);
    Umap picture(points, options, preparing);
    picture.run_until(picture.epochs(), arranging);
    return picture.coordinates();
}

}  // namespace regulus
