#include "ui/render/camera_3d.h"

#include <cmath>
#include <limits>

namespace regulus {
namespace {

using Vector = std::array<double, 3>;
constexpr double pi = 3.14159265358979323846;

double dot(const Vector& a, const Vector& b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

Vector cross(const Vector& a, const Vector& b) {
    return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}

Vector unit(const Vector& a) {
    const double length = std::sqrt(dot(a, a));
    return length > 0 ? Vector{a[0] / length, a[1] / length, a[2] / length} : a;
}

Vector between(const Vector& from, const Vector& to) {
    return {to[0] - from[0], to[1] - from[1], to[2] - from[2]};
}

}  // namespace

std::array<double, 3> Camera3d::ahead() const {
    return unit(between(position, target));
}

std::array<double, 3> Camera3d::right() const {
    return unit(cross(ahead(), up));
}

std::array<double, 3> Camera3d::above() const {
    return cross(right(), ahead());
}

double heightAtOne(const Camera3d& camera) {
    return 2 * std::tan(camera.viewAngle / 2 * pi / 180);
}

bool sameView(const Camera3d& a, const Camera3d& b) {
    return a.position == b.position && a.target == b.target && a.up == b.up;
}

Camera3d lookingAlong(Camera3d camera, std::size_t direction) {
    const Vector away = between(camera.target, camera.position);
    camera.position = camera.target;
    camera.position[direction] += std::sqrt(dot(away, away));
    // The second direction points up; seen along itself, the third one points down.
    camera.up = direction == 1 ? Vector{0, 0, -1} : Vector{0, 1, 0};
    return camera;
}

Camera3d seeing(Camera3d camera, const std::array<double, 3>& middle, double radius) {
    const double half = camera.viewAngle / 2 * pi / 180;
    // A picture that is higher than wide sees less across.
    const double narrow = camera.aspect < 1 ? std::atan(std::tan(half) * camera.aspect) : half;
    const double away = radius / std::sin(narrow);
    const Vector ahead = camera.ahead();
    camera.target = middle;
    for (std::size_t d = 0; d < 3; ++d) camera.position[d] = middle[d] - away * ahead[d];
    return camera;
}

std::vector<float> depthsAlong(std::span<const float> xyz, const std::array<double, 3>& ahead) {
    std::vector<float> depths(xyz.size() / 3);
    const auto x = static_cast<float>(ahead[0]), y = static_cast<float>(ahead[1]),
               z = static_cast<float>(ahead[2]);
    for (std::size_t i = 0; i < depths.size(); ++i)
        depths[i] = x * xyz[3 * i] + y * xyz[3 * i + 1] + z * xyz[3 * i + 2];
    return depths;
}

Projected project(std::span<const float> xyz, const Camera3d& camera) {
    const Vector ahead = camera.ahead();
    const Vector right = camera.right(), up = camera.above();
    const double height = heightAtOne(camera);
    const std::size_t n = xyz.size() / 3;
    constexpr float unseen = std::numeric_limits<float>::quiet_NaN();
    Projected out;
    out.x.assign(n, unseen);
    out.y.assign(n, unseen);
    out.depth.assign(n, unseen);
    for (std::size_t i = 0; i < n; ++i) {
        const Vector at{static_cast<double>(xyz[3 * i]), static_cast<double>(xyz[3 * i + 1]),
                        static_cast<double>(xyz[3 * i + 2])};
        const Vector v = between(camera.position, at);
        const double depth = dot(v, ahead);
        if (!(depth > 0) || !std::isfinite(depth)) continue;
        out.x[i] = static_cast<float>(dot(v, right) / depth / height);
        out.y[i] = static_cast<float>(dot(v, up) / depth / height);
        out.depth[i] = static_cast<float>(depth);
    }
    return out;
}

}  // namespace regulus
