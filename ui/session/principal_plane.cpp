#include "ui/session/principal_plane.h"

#include <array>
#include <cmath>
#include <vector>

#include "core/base/random.h"

namespace regulus {

namespace {

using Pair = std::array<std::vector<double>, 2>;  // two directions

std::vector<double> columnMeans(const Matrix& points) {
    std::vector<double> mean(points.cols, 0.0);
    for (std::size_t r = 0; r < points.rows; ++r)
        for (std::size_t c = 0; c < points.cols; ++c) mean[c] += static_cast<double>(points(r, c));
    for (double& m : mean) m /= static_cast<double>(std::max<std::size_t>(1, points.rows));
    return mean;
}

// Upper and lower half, from at most 20,000 cells: enough for two directions.
std::vector<double> covariance(const Matrix& points, const std::vector<double>& mean) {
    const std::size_t d = points.cols;
    const std::size_t stride = std::max<std::size_t>(1, points.rows / 20000);
    std::vector<double> cov(d * d, 0.0), x(d);
    for (std::size_t r = 0; r < points.rows; r += stride) {
        for (std::size_t c = 0; c < d; ++c) x[c] = static_cast<double>(points(r, c)) - mean[c];
        for (std::size_t a = 0; a < d; ++a)
            for (std::size_t b = 0; b <= a; ++b) cov[a * d + b] += x[a] * x[b];
    }
    for (std::size_t a = 0; a < d; ++a)
        for (std::size_t b = 0; b < a; ++b) cov[b * d + a] = cov[a * d + b];
    return cov;
}

double dot(const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
    return sum;
}

void orthonormalise(Pair& pair) {
    for (std::size_t k = 0; k < 2; ++k) {
        if (k == 1) {
            const double along = dot(pair[0], pair[1]);
            for (std::size_t i = 0; i < pair[1].size(); ++i) pair[1][i] -= along * pair[0][i];
        }
        const double norm = std::sqrt(dot(pair[k], pair[k]));
        if (norm > 0)
            for (double& v : pair[k]) v /= norm;
    }
}

// Orthogonal iteration; forty rounds place two directions well enough for a picture.
Pair leading(const std::vector<double>& cov, std::size_t d) {
    Pair pair{std::vector<double>(d), std::vector<double>(d)};
    Random random(1);
    for (auto& direction : pair)
        for (double& v : direction) v = random.normal();
    orthonormalise(pair);
    for (int round = 0; round < 40; ++round) {
        Pair next{std::vector<double>(d), std::vector<double>(d)};
        for (std::size_t k = 0; k < 2; ++k)
            for (std::size_t a = 0; a < d; ++a)
                for (std::size_t b = 0; b < d; ++b) next[k][a] += cov[a * d + b] * pair[k][b];
        orthonormalise(next);
        pair = std::move(next);
    }
    return pair;
}

// The rotation or reflection R (2 × 2) for which points · R comes nearest to `before`.
void follow(Matrix& points, const Matrix& before) {
    const std::vector<double> meanBefore = columnMeans(before);
    double xx = 0, xy = 0, yx = 0, yy = 0;
    for (std::size_t r = 0; r < points.rows; ++r) {
        const double bx = static_cast<double>(before(r, 0)) - meanBefore[0];
        const double by = static_cast<double>(before(r, 1)) - meanBefore[1];
        xx += static_cast<double>(points(r, 0)) * bx;
        xy += static_cast<double>(points(r, 0)) * by;
        yx += static_cast<double>(points(r, 1)) * bx;
        yy += static_cast<double>(points(r, 1)) * by;
    }
    // In two dimensions the best rotation and the best reflection have closed forms; take the better one.
    const double rotationGain = std::hypot(xx + yy, xy - yx), mirrorGain = std::hypot(xx - yy, xy + yx);
    const bool mirror = mirrorGain > rotationGain;
    const double gain = mirror ? mirrorGain : rotationGain;
    if (!(gain > 0)) return;
    const double c = (mirror ? xx - yy : xx + yy) / gain, s = (mirror ? xy + yx : xy - yx) / gain;
    for (std::size_t r = 0; r < points.rows; ++r) {
        const double x = static_cast<double>(points(r, 0)), y = static_cast<double>(points(r, 1));
        points(r, 0) = static_cast<float>(mirror ? c * x + s * y : c * x - s * y);
        points(r, 1) = static_cast<float>(mirror ? s * x - c * y : s * x + c * y);
    }
}

}  // namespace

Matrix principalPlane(const Matrix& points, const Matrix& before) {
    const std::vector<double> mean = columnMeans(points);
    const Pair pair = leading(covariance(points, mean), points.cols);
    Matrix plane(points.rows, 2);
    for (std::size_t r = 0; r < points.rows; ++r) {
        for (std::size_t k = 0; k < 2; ++k) {
            double sum = 0;
            for (std::size_t c = 0; c < points.cols; ++c)
                sum += (static_cast<double>(points(r, c)) - mean[c]) * pair[k][c];
            plane(r, k) = static_cast<float>(sum);
        }
    }
    if (before.rows == plane.rows && before.cols == 2) follow(plane, before);
    return plane;
}

}  // namespace regulus
