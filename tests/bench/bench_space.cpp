// The map in space on the thread that answers a person: which cells lie nearest to the one under the pointer,
// by the index and by a pass over all of them, and the ranks that a selection changes.
//
//   bench_space [--json] [--cells N]... [--runs N]
#include <QElapsedTimer>
#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <numeric>

#include "core/base/random.h"
#include "ui/render/point_colors.h"
#include "ui/render/space_index.h"

using namespace regulus;

namespace {

constexpr std::size_t nearest = 50;

// Twenty clumps and a few cells far out.
Matrix simulated(std::size_t cells) {
    Matrix points(cells, 3);
    Random random(5);
    for (std::size_t c = 0; c < cells; ++c) {
        const auto k = static_cast<int>(random.below(20));
        const double spread = c % 1000 == 0 ? 50 : 1;
        for (std::size_t d = 0; d < 3; ++d)
            points(c, d) = static_cast<float>((k >> d) % 5 * 6 + spread * random.normal());
    }
    return points;
}

std::vector<std::uint32_t> byScan(const Matrix& points, std::uint32_t cell) {
    using Found = std::pair<float, std::uint32_t>;
    std::vector<Found> heap;
    const SpacePlace at = placeOf(points, cell);
    for (std::uint32_t i = 0; i < points.rows; ++i) {
        const float x = points(i, 0) - at[0], y = points(i, 1) - at[1], z = points(i, 2) - at[2];
        const Found one{x * x + y * y + z * z, i};
        if (heap.size() == nearest) {
            if (!(one < heap.front())) continue;
            std::ranges::pop_heap(heap);
            heap.pop_back();
        }
        heap.push_back(one);
        std::ranges::push_heap(heap);
    }
    std::ranges::sort_heap(heap);
    std::vector<std::uint32_t> found;
    for (const Found& one : heap) found.push_back(one.second);
    return found;
}

template <class Work>
double milliseconds(int runs, Work work) {
    std::vector<double> times;
    for (int run = 0; run < runs; ++run) {
        QElapsedTimer timer;
        timer.start();
        work(run);
        times.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    std::ranges::nth_element(times, times.begin() + runs / 2);
    return times[static_cast<std::size_t>(runs) / 2];
}

}  // namespace

int main(int argc, char** argv) {
    bool json = false;
    int runs = 25;
    std::vector<std::size_t> sizes;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--json") json = true;
        if (word == "--cells" && i + 1 < argc) sizes.push_back(std::stoull(argv[++i]));
        if (word == "--runs" && i + 1 < argc) runs = std::max(1, std::stoi(argv[++i]));
    }
    if (sizes.empty()) sizes = {100'000, 1'000'000};
    for (const std::size_t cells : sizes) {
        const Matrix points = simulated(cells);
        const DrawnPoint all = [](std::uint32_t) { return true; };
        const auto cell = [&](int run) {
            return static_cast<std::uint32_t>(static_cast<std::size_t>(run) * 7919 % cells);
        };
        const SpaceIndex index(points, all);
        for (int run = 0; run < 5; ++run)
            if (index.nearest(placeOf(points, cell(run)), nearest) != byScan(points, cell(run))) {
                std::fprintf(stderr, "the index and the pass do not agree\n");
                return 1;
            }
        const double scan = milliseconds(runs, [&](int run) { byScan(points, cell(run)); });
        const double asked = milliseconds(
            40 * runs, [&](int run) { (void)index.nearest(placeOf(points, cell(run)), nearest); });
        const double built = milliseconds(3, [&](int) { SpaceIndex(points, all); });
        std::vector<float> values(cells);
        std::iota(values.begin(), values.end(), 0.0F);
        const PointColors colors = colorsByValue(values, QStringLiteral("value"), {});
        CellSet selected(cells);
        for (std::size_t c = 0; c < cells; c += 3) selected.insert(c);
        const double ranks = milliseconds(runs, [&](int) { (void)spaceRanks(colors, selected, false); });
        if (json)
            std::printf("%s\n", nlohmann::json{{"cells", cells},
                                               {"nearest by a pass, ms", scan},
                                               {"nearest by the index, ms", asked},
                                               {"building the index, ms", built},
                                               {"ranks of a selection, ms", ranks}}
                                    .dump()
                                    .c_str());
        else
            std::printf(
                "%9zu cells: nearest by a pass %.3f ms, by the index %.4f ms (built in a job in %.0f ms); "
                "ranks of a selection %.2f ms\n",
                cells, scan, asked, built, ranks);
    }
    return 0;
}
