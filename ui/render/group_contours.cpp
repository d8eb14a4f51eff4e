#include "ui/render/group_contours.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>

#include "core/base/parallel.h"
#include "ui/render/color_math.h"
#include "ui/render/group_members.h"
#include "ui/render/plane_marks.h"

namespace regulus {
namespace {

constexpr std::size_t least_points = 10;
constexpr std::size_t most_members = 20000;             // of a larger group a part tells as much
constexpr double narrowest = 1.0 / 150, widest = 0.04;  // kernels, as shares of the map
constexpr int most_steps = 240;                         // of a field, along either side
constexpr double steps_a_kernel = 2.5;                  // its standard deviation
constexpr double tails = 3;                             // standard deviations until a kernel ends
constexpr double tolerance = 0.1;                       // steps by which a line may be simplified

struct Field {
    QPointF origin;
    double step = 1;
    int columns = 0, rows = 0;
    std::vector<double> values;

    std::size_t node(int c, int r) const {
        return static_cast<std::size_t>(r) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(c);
    }
    double& at(int c, int r) { return values[node(c, r)]; }
    double at(int c, int r) const { return values[node(c, r)]; }
    QPointF inSteps(QPointF plane) const { return (plane - origin) / step; }
    // Of a point between its four neighbours: how much each weighs.
    template <class Use>
    void around(QPointF plane, Use use) const {
        const QPointF p = inSteps(plane);
        const int c = std::clamp(static_cast<int>(p.x()), 0, columns - 2),
                  r = std::clamp(static_cast<int>(p.y()), 0, rows - 2);
        const double x = p.x() - c, y = p.y() - r;
        use(c, r, (1 - x) * (1 - y));
        use(c + 1, r, x * (1 - y));
        use(c, r + 1, (1 - x) * y);
        use(c + 1, r + 1, x * y);
    }
    double between(QPointF plane) const {
        double sum = 0;
        around(plane, [&](int c, int r, double weight) { sum += weight * at(c, r); });
        return sum;
    }
};

// The bandwidth of a group: by Scott's rule of how far its points lie from their median, so that a few far
// ones count little; within what can be seen of a map.
double kernelOf(const std::vector<QPointF>& points, std::size_t count, double extent) {
    const auto medianBy = [&](auto value) {
        std::vector<double> values;
        for (const QPointF p : points) values.push_back(value(p));
        const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
        std::nth_element(values.begin(), middle, values.end());
        return *middle;
    };
    const QPointF median(medianBy([](QPointF p) { return p.x(); }),
                         medianBy([](QPointF p) { return p.y(); }));
    const double spread =
        medianBy([&](QPointF p) { return std::hypot(p.x() - median.x(), p.y() - median.y()); });
    // Half of a normal distribution of the plane lies within 1.177 standard deviations.
    const double scott = spread / 1.177 * std::pow(static_cast<double>(count), -1.0 / 6);
    return std::clamp(scott, narrowest * extent, widest * extent);
}

// Along rows (stride 1) or columns; in place.
void smooth(Field& field, double deviation, bool along) {
    const int reach = static_cast<int>(std::ceil(tails * deviation));
    std::vector<double> kernel(static_cast<std::size_t>(reach) + 1);
    for (int k = 0; k <= reach; ++k)
        kernel[static_cast<std::size_t>(k)] = std::exp(-0.5 * k * k / (deviation * deviation));
    const int length = along ? field.columns : field.rows, lines = along ? field.rows : field.columns;
    std::vector<double> line(static_cast<std::size_t>(length));
    for (int l = 0; l < lines; ++l) {
        const auto value = [&](int i) -> double& { return along ? field.at(i, l) : field.at(l, i); };
        for (int i = 0; i < length; ++i) line[static_cast<std::size_t>(i)] = value(i);
        for (int i = 0; i < length; ++i) {
            double sum = 0;
            for (int k = std::max(0, i - reach), end = std::min(length - 1, i + reach); k <= end; ++k)
                sum += line[static_cast<std::size_t>(k)] * kernel[static_cast<std::size_t>(std::abs(k - i))];
            value(i) = sum;
        }
    }
}

Field densityOf(const std::vector<QPointF>& points, double kernel) {
    QRectF box(points.front(), points.front());
    for (const QPointF p : points) {
        box.setLeft(std::min(box.left(), p.x()));
        box.setRight(std::max(box.right(), p.x()));
        box.setTop(std::min(box.top(), p.y()));
        box.setBottom(std::max(box.bottom(), p.y()));
    }
    Field field;
    field.step = std::max(kernel / steps_a_kernel,
                          std::max(box.width(), box.height()) / (most_steps - 2 * tails * steps_a_kernel));
    // No finer than the field can tell, or single points would be seen in it.
    const double deviation = std::max(kernel / field.step, 1.2);
    const double rim = std::ceil(tails * deviation) + 1;
    field.origin = box.topLeft() - QPointF(rim, rim) * field.step;
    field.columns = static_cast<int>(std::ceil(box.width() / field.step + 2 * rim)) + 1;
    field.rows = static_cast<int>(std::ceil(box.height() / field.step + 2 * rim)) + 1;
    field.values.assign(std::size_t(field.columns) * std::size_t(field.rows), 0);
    for (const QPointF p : points)
        field.around(p, [&](int c, int r, double weight) { field.at(c, r) += weight; });
    smooth(field, deviation, true);
    smooth(field, deviation, false);
    return field;
}

// The density that this share of the points reaches.
double levelOf(const Field& field, const std::vector<QPointF>& points, double share) {
    std::vector<double> densities;
    for (const QPointF p : points) densities.push_back(field.between(p));
    const auto at = densities.begin() +
                    static_cast<std::ptrdiff_t>((1 - share) * static_cast<double>(densities.size() - 1));
    std::nth_element(densities.begin(), at, densities.end());
    return *at;
}

GroupContour contourOf(int category, const std::vector<QPointF>& points, std::size_t count, double extent,
                       double share) {
    const Field field = densityOf(points, kernelOf(points, count, extent));
    GroupContour contour{category, {}};
    for (const QPolygonF& line :
         levelLines(field.values, field.columns, field.rows, levelOf(field, points, share))) {
        QPolygonF plane;
        for (const QPointF p : simplified(line, tolerance)) plane << field.origin + p * field.step;
        if (plane.size() > 2) contour.lines.push_back(std::move(plane));
    }
    return contour;
}

}  // namespace

std::vector<GroupContour> groupContours(const SpatialGrid& grid, const PointColors& groups,
                                        const std::function<bool(std::uint32_t)>& drawn, double share) {
    const GroupMembers all = groupMembers(grid, groups, drawn, most_members);
    const QRectF core = grid.coreBounds();
    const double extent = std::max(core.width(), core.height());
    if (!(extent > 0)) return {};  // all in one place
    std::vector<GroupContour> contours;
    for (std::size_t g = 0; g < all.counts.size(); ++g)
        if (all.counts[g] >= least_points) contours.push_back({static_cast<int>(g), {}});
    if (contours.size() > most_outlined) {
        std::ranges::stable_sort(contours, std::greater<>(), [&](const GroupContour& contour) {
            return all.counts[static_cast<std::size_t>(contour.category)];
        });
        contours.resize(most_outlined);
        std::ranges::sort(contours, {}, &GroupContour::category);
    }
    parallel_for(contours.size(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            const auto g = static_cast<std::size_t>(contours[i].category);
            std::vector<QPointF> points;
            for (const std::uint32_t place : all.members[g])
                points.emplace_back(static_cast<double>(grid.x()[place]),
                                    static_cast<double>(grid.y()[place]));
            contours[i] = contourOf(contours[i].category, points, all.counts[g], extent, share);
        }
    });
    return contours;
}

QColor contourColor(const PointColors& contours, const PointColors& points, std::size_t category,
                    const Theme& theme) {
    const Legend &outlined = contours.legend, &seen = points.legend;
    const bool same = seen.kind == Legend::Kind::Categories && seen.title == outlined.title &&
                      seen.entries.size() == outlined.entries.size();
    if (!same) return theme.text;
    const QColor own = shownColor(outlined.entries[category].color, theme.missing);
    return QColor::fromRgb(mixColors(own.rgb(), theme.text.rgb(), 0.4));
}

// A crossing of the level lies on the side between two neighbours of the field and belongs to the squares at
// both hands of it, in each of which a line leads on to one other crossing.
std::vector<QPolygonF> levelLines(const std::vector<double>& field, int columns, int rows, double level) {
    const auto value = [&](int c, int r) {
        return field[std::size_t(r) * std::size_t(columns) + std::size_t(c)];
    };
    // Sides are numbered: that to the right of a node, and that upwards of it.
    const auto side = [columns](int c, int r, bool up) { return 2 * (r * columns + c) + (up ? 1 : 0); };
    std::vector<std::array<int, 2>> next(2 * field.size(), {-1, -1});
    const auto join = [&next](int a, int b) {
        for (const auto& [from, to] : {std::pair(a, b), std::pair(b, a)}) {
            auto& ends = next[static_cast<std::size_t>(from)];
            (ends[0] < 0 ? ends[0] : ends[1]) = to;
        }
    };
    for (int r = 0; r + 1 < rows; ++r) {
        for (int c = 0; c + 1 < columns; ++c) {
            const std::array corners{value(c, r), value(c + 1, r), value(c + 1, r + 1), value(c, r + 1)};
            // In the order of the corners: below, right, above, left.
            const std::array sides{side(c, r, false), side(c + 1, r, true), side(c, r + 1, false),
                                   side(c, r, true)};
            std::array<int, 4> crossed{};
            int n = 0;
            for (int k = 0; k < 4; ++k)
                if ((corners[std::size_t(k)] >= level) != (corners[std::size_t((k + 1) % 4)] >= level))
                    crossed[std::size_t(n++)] = sides[std::size_t(k)];
            if (n == 2) join(crossed[0], crossed[1]);
            if (n < 4) continue;
            // Two corners across are above: whether they meet in the middle, its mean decides.
            const double middle = std::accumulate(corners.begin(), corners.end(), 0.0) / 4;
            const bool together = (middle >= level) == (corners[0] >= level);
            join(crossed[0], crossed[together ? 1 : 3]);
            join(crossed[2], crossed[together ? 3 : 1]);
        }
    }
    const auto place = [&](int crossing) {
        const int node = crossing / 2, c = node % columns, r = node / columns;
        const bool up = crossing % 2 == 1;
        const double from = value(c, r), to = up ? value(c, r + 1) : value(c + 1, r);
        const double t = (level - from) / (to - from);
        return up ? QPointF(c, r + t) : QPointF(c + t, r);
    };
    std::vector<QPolygonF> lines;
    for (std::size_t first = 0; first < next.size(); ++first) {
        if (next[first][1] < 0) continue;
        QPolygonF line;
        int at = static_cast<int>(first), before = -1;
        while (at >= 0) {
            line << place(at);
            auto& ends = next[static_cast<std::size_t>(at)];
            const int on = ends[0] == before && before >= 0 ? ends[1] : ends[0];
            ends = {-1, -1};
            before = at;
            at = on >= 0 && next[static_cast<std::size_t>(on)][1] >= 0 ? on : -1;
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

}  // namespace regulus
