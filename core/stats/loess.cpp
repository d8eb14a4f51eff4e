#include "core/stats/loess.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>
#include <tuple>

#include "core/base/error.h"

namespace regulus {
namespace {

struct Vertex {
    double value = 0, slope = 0;
};

// The points in order of x.
struct Points {
    std::vector<double> x, y;
    std::vector<std::size_t> order;
};

Points sorted(std::span<const double> x, std::span<const double> y) {
    Points points;
    points.order.resize(x.size());
    std::iota(points.order.begin(), points.order.end(), std::size_t{0});
    std::ranges::stable_sort(points.order, {}, [&](std::size_t i) { return x[i]; });
    for (const std::size_t i : points.order) {
        points.x.push_back(x[i]);
        points.y.push_back(y[i]);
    }
    return points;
}

// The `count` points nearest to q, which are neighbours in order of x.
std::pair<std::size_t, std::size_t> nearest(const std::vector<double>& x, double q, std::size_t count) {
    auto begin = static_cast<std::size_t>(std::ranges::lower_bound(x, q) - x.begin());
    std::size_t end = begin;
    while (end - begin < count) {
        const bool left = begin > 0 && (end == x.size() || q - x[begin - 1] <= x[end] - q);
        left ? --begin : ++end;
    }
    return {begin, end};
}

// Least squares for value, slope and curvature by the smallest coefficients where they are not determined.
Vertex solved(Eigen::MatrixX3d design, const Eigen::VectorXd& target) {
    Eigen::Vector3d norms;
    for (Eigen::Index c = 0; c < 3; ++c) {
        const double norm = design.col(c).norm();
        norms[c] = norm > 0 ? norm : 1;
        design.col(c) /= norms[c];
    }
    const Eigen::HouseholderQR<Eigen::MatrixX3d> qr(design);
    const Eigen::Vector3d rotated = (qr.householderQ().transpose() * target).head<3>();
    const Eigen::Matrix3d upper = qr.matrixQR().topRows<3>().triangularView<Eigen::Upper>();
    const Eigen::JacobiSVD<Eigen::Matrix3d> svd(upper, Eigen::ComputeFullU | Eigen::ComputeFullV);
    const double tolerance = svd.singularValues()[0] * 100 * std::numeric_limits<double>::epsilon();
    Eigen::Vector3d projected = svd.matrixU().transpose() * rotated;
    for (Eigen::Index i = 0; i < 3; ++i) {
        const double singular = svd.singularValues()[i];
        projected[i] = singular > tolerance ? projected[i] / singular : 0;
    }
    const Eigen::Vector3d coefficients = (svd.matrixV() * projected).cwiseQuotient(norms);
    return {coefficients[0], coefficients[1]};
}

Vertex fitted(const Points& points, double q, std::size_t count) {
    auto [begin, end] = nearest(points.x, q, count);
    // A neighbourhood of one x says nothing about slopes: take in the next one.
    if (points.x[begin] == points.x[end - 1] && points.x[begin] == q) {
        const auto [first, last] = std::equal_range(points.x.begin(), points.x.end(), q);
        const auto same = static_cast<std::size_t>(last - first);
        std::tie(begin, end) = nearest(points.x, q, std::min(points.x.size(), same + 1));
    }
    const double reach = std::max(q - points.x[begin], points.x[end - 1] - q);
    const auto n = static_cast<Eigen::Index>(end - begin);
    if (reach <= 0) {  // every point has this x
        return {std::accumulate(points.y.begin(), points.y.end(), 0.0) / static_cast<double>(n), 0};
    }
    Eigen::MatrixX3d design(n, 3);
    Eigen::VectorXd target(n);
    for (Eigen::Index i = 0; i < n; ++i) {
        const std::size_t at = begin + static_cast<std::size_t>(i);
        const double offset = points.x[at] - q, ratio = std::abs(offset) / reach;
        const double weight = std::sqrt(std::pow(1 - ratio * ratio * ratio, 3));
        design.row(i) << weight, weight * offset, weight * offset * offset;
        target[i] = weight * points.y[at];
    }
    return solved(std::move(design), target);
}

// Where points first..last (both included) are cut in two: the place nearest to their middle whose
// neighbour has another x.
std::size_t cut_place(const std::vector<double>& x, std::size_t first, std::size_t last) {
    const auto middle = static_cast<std::ptrdiff_t>((first + last + 2) / 2 - 1);  // as counted from 1
    std::ptrdiff_t offset = 0;
    for (;;) {
        const std::ptrdiff_t at = middle + offset;
        if (at >= static_cast<std::ptrdiff_t>(last) || at < static_cast<std::ptrdiff_t>(first))
            return static_cast<std::size_t>(middle);
        if (x[static_cast<std::size_t>(at)] != x[static_cast<std::size_t>(at) + 1])
            return static_cast<std::size_t>(at);
        offset = -offset;
        if (offset >= 0) ++offset;
    }
}

// Bounds of the leaves, ascending. Cells are cut while they hold more than `most` points.
void cut(const std::vector<double>& x, std::size_t first, std::size_t count, double low, double high,
         std::size_t most, std::vector<double>& bounds) {
    if (count <= most || high <= low || count == 0) return;
    const std::size_t place = cut_place(x, first, first + count - 1);
    const double at = x[place];
    if (at == low || at == high) return;
    cut(x, first, place + 1 - first, low, at, most, bounds);
    bounds.push_back(at);
    cut(x, place + 1, first + count - place - 1, at, high, most, bounds);
}

std::vector<double> tree_vertices(const std::vector<double>& x, std::size_t most) {
    const double low = x.front(), high = x.back();
    const double margin =
        0.005 * std::max(high - low, 1e-10 * std::max(std::abs(low), std::abs(high)) + 1e-30);
    std::vector<double> bounds{low - margin};
    cut(x, 0, x.size(), low - margin, high + margin, most, bounds);
    bounds.push_back(high + margin);
    return bounds;
}

double hermite(double at, double low, double high, const Vertex& a, const Vertex& b) {
    const double width = high - low, h = (at - low) / width, rest = 1 - h;
    return rest * rest * (1 + 2 * h) * a.value + h * h * (3 - 2 * h) * b.value +
           (h * rest * rest * a.slope + h * h * (h - 1) * b.slope) * width;
}

}  // namespace

std::vector<double> loess(std::span<const double> x, std::span<const double> y, const LoessOptions& options) {
    assert(x.size() == y.size() && options.span > 0);
    const auto n = static_cast<double>(x.size());
    const std::size_t near = std::min(x.size(), static_cast<std::size_t>(n * options.span + 1e-5));
    if (near < 4) {
        throw Error(ErrorKind::Data, "Too few points for a local regression: " + std::to_string(x.size()), {},
                    "Use more genes, or a larger span");
    }
    const Points points = sorted(x, y);
    const auto most = static_cast<std::size_t>(n * (options.span * options.cell));
    const std::vector<double> bounds = tree_vertices(points.x, most);
    std::vector<Vertex> vertices;
    for (const double bound : bounds) vertices.push_back(fitted(points, bound, near));
    std::vector<double> values(x.size());
    std::size_t leaf = 0;
    for (std::size_t i = 0; i < points.x.size(); ++i) {
        while (leaf + 2 < bounds.size() && points.x[i] > bounds[leaf + 1]) ++leaf;
        values[points.order[i]] =
            hermite(points.x[i], bounds[leaf], bounds[leaf + 1], vertices[leaf], vertices[leaf + 1]);
    }
    return values;
}

}  // namespace regulus
