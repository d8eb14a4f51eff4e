#include "core/workflow/grown_cells.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/data/matrix_rows.h"

namespace regulus {

CellNeighbors cell_neighbors(const Matrix& points, Metric metric, Job& job) {
    CellNeighbors found;
    for (std::size_t cell = 0; cell < points.rows; ++cell)
        if (std::ranges::all_of(points.row(cell), [](float value) { return std::isfinite(value); }))
            found.cells.push_back(static_cast<std::uint32_t>(cell));
    if (found.cells.size() < 2)
        throw Error(ErrorKind::Data, "Fewer than two cells have a place among which to look for neighbours",
                    {}, "Compute a map of all cells");
    NeighborOptions options;
    options.k = std::min(grown_neighbors, found.cells.size() - 1);
    options.metric = metric;
    const bool all = found.cells.size() == points.rows;
    found.among = nearest_neighbors(all ? points : matrix_rows(points, found.cells), options, job);
    return found;
}

CellSet grown(const CellSet& chosen, const CellNeighbors& neighbors) {
    CellSet more = chosen;
    for (std::size_t at = 0; at < neighbors.cells.size(); ++at) {
        if (chosen.contains(neighbors.cells[at])) continue;
        const auto of = neighbors.among.of(at);
        const auto inside = static_cast<std::size_t>(std::ranges::count_if(
            of, [&](std::uint32_t other) { return chosen.contains(neighbors.cells[other]); }));
        if (inside > 0 && 2 * inside >= of.size()) more.insert(neighbors.cells[at]);
    }
    return more;
}

}  // namespace regulus
