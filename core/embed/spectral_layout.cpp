#include "core/embed/spectral_layout.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <span>
#include <vector>

#include "core/base/random.h"
#include "core/embed/eigenvectors.h"
#include "core/embed/pca.h"

namespace regulus {
namespace {

using Rows = std::vector<std::uint32_t>;

// The connected parts of the graph, each with its points in ascending order.
std::vector<Rows> connected_parts(const CsrMatrix& graph) {
    std::vector<Rows> parts;
    std::vector<char> seen(graph.rows, 0);
    for (std::size_t start = 0; start < graph.rows; ++start) {
        if (seen[start]) continue;
        Rows part{static_cast<std::uint32_t>(start)};
        seen[start] = 1;
        for (std::size_t i = 0; i < part.size(); ++i) {
            for (const std::int32_t next : graph.row_columns(part[i])) {
                if (seen[static_cast<std::size_t>(next)]) continue;
                seen[static_cast<std::size_t>(next)] = 1;
                part.push_back(static_cast<std::uint32_t>(next));
            }
        }
        std::sort(part.begin(), part.end());
        parts.push_back(std::move(part));
    }
    return parts;
}

// D^-1/2 W D^-1/2 of one part; `place`: where each point stands in its part.
CsrMatrix normalised_part(const CsrMatrix& graph, const Rows& part, std::span<const std::int32_t> place) {
    CsrMatrix result;
    result.rows = result.cols = part.size();
    std::vector<double> scale(part.size());
    for (std::size_t i = 0; i < part.size(); ++i) {
        double sum = 0;
        for (const float w : graph.row_values(part[i])) sum += w;
        scale[i] = sum > 0 ? 1 / std::sqrt(sum) : 0;
    }
    for (std::size_t i = 0; i < part.size(); ++i) {
        const auto columns = graph.row_columns(part[i]);
        const auto weights = graph.row_values(part[i]);
        for (std::size_t e = 0; e < columns.size(); ++e) {
            const std::int32_t j = place[static_cast<std::size_t>(columns[e])];
            result.columns.push_back(j);
            result.values.push_back(
                static_cast<float>(scale[i] * weights[e] * scale[static_cast<std::size_t>(j)]));
        }
        result.offsets.push_back(static_cast<std::int64_t>(result.columns.size()));
    }
    return result;
}

Matrix rows_of(const Matrix& points, const Rows& rows) {
    Matrix result(rows.size(), points.cols);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        std::copy(points.row(rows[i]).begin(), points.row(rows[i]).end(), result.row(i).begin());
    }
    return result;
}

float largest(const Matrix& m) {
    float most = 0;
    for (const float v : m.values) most = std::max(most, std::abs(v));
    return most;
}

// One connected part, around 0 and within ±1.
Matrix part_layout(const CsrMatrix& graph, const Matrix& points, const Rows& part,
                   std::span<const std::int32_t> place, std::size_t dimensions, std::uint64_t seed,
                   Job& job) {
    Matrix layout;
    if (part.size() > 2 * dimensions + 1) {
        const auto found = largest_eigenpairs(normalised_part(graph, part, place),
                                              static_cast<Eigen::Index>(dimensions + 1), job);
        if (found) {
            layout = Matrix(part.size(), dimensions);
            for (std::size_t i = 0; i < part.size(); ++i) {
                for (std::size_t d = 0; d < dimensions; ++d) {
                    layout(i, d) = static_cast<float>(
                        found->vectors(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(d + 1)));
                }
            }
        } else {
            layout = principal_layout(rows_of(points, part), dimensions, job);
        }
    } else {
        layout = Matrix(part.size(), dimensions);
        Random random(seed, part.front());
        for (float& v : layout.values) v = static_cast<float>(2 * random.uniform() - 1);
    }
    const float most = largest(layout);
    if (most > 0) {
        for (float& v : layout.values) v /= most;
    }
    return layout;
}

// Where the parts stand to each other, within ±1.
Matrix part_places(const Matrix& points, const std::vector<Rows>& parts, std::size_t dimensions, Job& job) {
    Matrix places(parts.size(), dimensions);
    if (parts.size() <= 2 * dimensions) {
        for (std::size_t p = 0; p < parts.size(); ++p) places(p, p / 2) = p % 2 == 0 ? 1.0F : -1.0F;
        return places;
    }
    Matrix centers(parts.size(), points.cols);
    for (std::size_t p = 0; p < parts.size(); ++p) {
        for (const auto row : parts[p]) {
            for (std::size_t d = 0; d < points.cols; ++d) {
                centers(p, d) += points(row, d) / static_cast<float>(parts[p].size());
            }
        }
    }
    places = principal_layout(centers, dimensions, job);
    const float most = largest(places);
    if (most > 0) {
        for (float& v : places.values) v /= most;
    }
    return places;
}

// Half the distance to the nearest other part.
float room_around(const Matrix& places, std::size_t part) {
    float nearest = std::numeric_limits<float>::infinity();
    for (std::size_t p = 0; p < places.rows; ++p) {
        float squares = 0;
        for (std::size_t d = 0; d < places.cols; ++d) {
            squares += (places(p, d) - places(part, d)) * (places(p, d) - places(part, d));
        }
        if (squares > 0) nearest = std::min(nearest, squares);
    }
    return std::isinf(nearest) ? 1.0F : std::sqrt(nearest) / 2;
}

}  // namespace

Matrix principal_layout(const Matrix& points, std::size_t dimensions, Job& job) {
    Matrix layout(points.rows, dimensions);
    if (points.rows < 2 || points.cols == 0) return layout;
    const Pca pca = fit_pca(points, {.components = dimensions, .standardise = false}, job);
    const Matrix scores = pca_scores(pca, points, job);
    for (std::size_t i = 0; i < points.rows; ++i) {
        std::copy(scores.row(i).begin(), scores.row(i).end(), layout.row(i).begin());
    }
    return layout;
}

Matrix spectral_layout(const CsrMatrix& graph, const Matrix& points, std::size_t dimensions,
                       std::uint64_t seed, Job& job) {
    assert(graph.rows == points.rows);
    Matrix layout(graph.rows, dimensions);
    const std::vector<Rows> parts = connected_parts(graph);
    if (parts.empty()) return layout;
    std::vector<std::int32_t> place(graph.rows);
    for (const Rows& part : parts) {
        for (std::size_t i = 0; i < part.size(); ++i) place[part[i]] = static_cast<std::int32_t>(i);
    }
    const bool one = parts.size() == 1;
    const Matrix places = one ? Matrix(1, dimensions) : part_places(points, parts, dimensions, job);
    for (std::size_t p = 0; p < parts.size(); ++p) {
        job.checkpoint();
        const Matrix part = part_layout(graph, points, parts[p], place, dimensions, seed, job);
        const float room = one ? 1.0F : room_around(places, p);
        for (std::size_t i = 0; i < parts[p].size(); ++i) {
            for (std::size_t d = 0; d < dimensions; ++d) {
                layout(parts[p][i], d) = places(p, d) + room * part(i, d);
            }
        }
    }
    return layout;
}

}  // namespace regulus
