#include "ui/render/space_order.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "ui/render/drawing_order.h"

namespace regulus {
namespace {

constexpr unsigned depth_bits = 20;
constexpr SpaceRank selected_rank = 1U << 11U;  // above those of all values
constexpr unsigned digit_bits = 11;
constexpr std::size_t digits = 1U << digit_bits;

struct Keyed {
    std::uint32_t key, point;
};

// From the lowest key to the highest, equal keys as they come.
void sortByKey(std::vector<Keyed>& points) {
    std::vector<Keyed> sorted(points.size());
    for (unsigned shift = 0; shift < 32; shift += digit_bits) {
        std::array<std::uint32_t, digits + 1> start{};
        for (const Keyed& p : points) ++start[(p.key >> shift & (digits - 1)) + 1];
        for (std::size_t d = 0; d < digits; ++d) start[d + 1] += start[d];
        for (const Keyed& p : points) sorted[start[p.key >> shift & (digits - 1)]++] = p;
        points.swap(sorted);
    }
}

}  // namespace

std::vector<SpaceRank> spaceRanks(const PointColors& colors, const CellSet& selected, bool mixedOrder) {
    const DrawingOrder order = drawingOrder(colors.legend, mixedOrder);
    const bool any = !selected.empty();
    if (order == DrawingOrder::Mixed && !any) return {};
    std::vector<SpaceRank> ranks(colors.size());
    for (std::size_t i = 0; i < ranks.size(); ++i) {
        const std::uint32_t c = colors.index[i];
        const bool known = order != DrawingOrder::Mixed && c > 0 && colors.table[c] != missing_color;
        const std::uint32_t rank = known ? valueRank(order, colors.blended(), c) : 0;
        ranks[i] = static_cast<SpaceRank>(rank + (any && selected.contains(i) ? selected_rank : 0U));
    }
    return ranks;
}

std::vector<std::uint32_t> paintingOrder(std::span<const SpaceRank> ranks, std::span<const float> depth) {
    float nearest = std::numeric_limits<float>::infinity(), farthest = -nearest;
    for (const float d : depth)
        if (std::isfinite(d)) nearest = std::min(nearest, d), farthest = std::max(farthest, d);
    constexpr auto most = static_cast<float>((1U << depth_bits) - 1);
    const float scale = farthest > nearest ? most / (farthest - nearest) : 0;
    std::vector<Keyed> points;
    points.reserve(depth.size());
    for (std::size_t i = 0; i < depth.size(); ++i) {
        if (!std::isfinite(depth[i])) continue;
        const auto near = static_cast<std::uint32_t>(std::clamp((farthest - depth[i]) * scale, 0.0F, most));
        const std::uint32_t rank = ranks.empty() ? 0 : ranks[i];
        points.push_back({rank << depth_bits | near, static_cast<std::uint32_t>(i)});
    }
    sortByKey(points);
    std::vector<std::uint32_t> order(points.size());
    std::ranges::transform(points, order.begin(), &Keyed::point);
    return order;
}

}  // namespace regulus
