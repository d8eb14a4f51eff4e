#include "core/stats/plane_density.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace regulus {
namespace {

constexpr int nodes = 512;  // a side
constexpr double kernel_reach = 4;

// One direction: from values to places on the grid.
struct Side {
    double low = std::numeric_limits<double>::infinity(), high = -low, sum = 0, squares = 0;

    double at(float value) const {
        return high > low ? (static_cast<double>(value) - low) / (high - low) * (nodes - 1) : 0;
    }
};

Side side_of(std::span<const float> values, const std::vector<std::uint32_t>& cells) {
    Side side;
    for (const std::uint32_t cell : cells) {
        const double v = static_cast<double>(values[cell]);
        side.low = std::min(side.low, v);
        side.high = std::max(side.high, v);
        side.sum += v;
    }
    const double mean = side.sum / static_cast<double>(cells.size());
    for (const std::uint32_t cell : cells) {
        const double away = static_cast<double>(values[cell]) - mean;
        side.squares += away * away;
    }
    return side;
}

// Half of the kernel, by distance in nodes.
std::vector<double> kernel_of(const Side& side, std::size_t cells) {
    const double n = static_cast<double>(cells);
    const double sigma = cells > 1 ? std::sqrt(side.squares / (n - 1)) * std::pow(n, -1.0 / 6) : 0;
    const double step = (side.high - side.low) / (nodes - 1);
    if (!(step > 0) || !(sigma > 0)) return {1};
    const int reach = std::min(nodes - 1, static_cast<int>(std::ceil(kernel_reach * sigma / step)));
    std::vector<double> kernel;
    for (int i = 0; i <= reach; ++i) kernel.push_back(std::exp(-0.5 * std::pow(i * step / sigma, 2)));
    return kernel;
}

// Along rows of the grid (step 1) or along its columns.
void blur(std::vector<double>& grid, const std::vector<double>& kernel, int step, Job& job) {
    const int across = step == 1 ? nodes : 1, reach = static_cast<int>(kernel.size()) - 1;
    std::vector<double> line(nodes);
    for (int row = 0; row < nodes; ++row) {
        job.checkpoint();
        double* const at = grid.data() + static_cast<std::ptrdiff_t>(row) * across;
        std::fill(line.begin(), line.end(), 0);
        for (int i = 0; i < nodes; ++i) {
            const double mass = at[static_cast<std::ptrdiff_t>(i) * step];
            if (mass == 0) continue;
            for (int j = std::max(0, i - reach), end = std::min(nodes - 1, i + reach); j <= end; ++j)
                line[static_cast<std::size_t>(j)] += mass * kernel[static_cast<std::size_t>(std::abs(i - j))];
        }
        for (int i = 0; i < nodes; ++i)
            at[static_cast<std::ptrdiff_t>(i) * step] = line[static_cast<std::size_t>(i)];
    }
}

// The four nodes around a place, and their weights.
struct Corners {
    std::size_t first;
    double right, up;

    Corners(double x, double y) {
        const int column = std::min(static_cast<int>(x), nodes - 2),
                  row = std::min(static_cast<int>(y), nodes - 2);
        first = static_cast<std::size_t>(row) * nodes + static_cast<std::size_t>(column);
        right = x - column;
        up = y - row;
    }
    template <class Visit>
    void visit(Visit take) const {
        take(first, (1 - right) * (1 - up));
        take(first + 1, right * (1 - up));
        take(first + nodes, (1 - right) * up);
        take(first + nodes + 1, right * up);
    }
};

}  // namespace

std::vector<float> plane_density(std::span<const float> x, std::span<const float> y, Job& job) {
    std::vector<float> density(x.size(), std::numeric_limits<float>::quiet_NaN());
    std::vector<std::uint32_t> cells;
    for (std::size_t cell = 0; cell < x.size(); ++cell)
        if (std::isfinite(x[cell]) && std::isfinite(y[cell]))
            cells.push_back(static_cast<std::uint32_t>(cell));
    if (cells.empty()) return density;
    job.checkpoint();
    const Side across = side_of(x, cells), up = side_of(y, cells);
    std::vector<double> grid(static_cast<std::size_t>(nodes) * nodes, 0);
    for (const std::uint32_t cell : cells)
        Corners(across.at(x[cell]), up.at(y[cell])).visit([&](std::size_t node, double weight) {
            grid[node] += weight;
        });
    blur(grid, kernel_of(across, cells.size()), 1, job);
    blur(grid, kernel_of(up, cells.size()), nodes, job);
    double most = 0;
    for (const std::uint32_t cell : cells) {
        double value = 0;
        Corners(across.at(x[cell]), up.at(y[cell])).visit([&](std::size_t node, double weight) {
            value += weight * grid[node];
        });
        density[cell] = static_cast<float>(value);
        most = std::max(most, value);
    }
    for (const std::uint32_t cell : cells) density[cell] = static_cast<float>(density[cell] / most);
    return density;
}

}  // namespace regulus
