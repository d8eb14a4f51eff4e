#include "ui/render/camera_3d.h"

#include <cmath>
#include <limits>

namespace regulus {
namespace {

using Vector = std::array<double, 3>;

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

Projected project(std::span<const float> xyz, const Camera3d& camera) {
    constexpr double pi = 3.14159265358979323846;
    const Vector ahead = unit(between(camera.position, camera.target));
    const Vector right = unit(cross(ahead, camera.up)), up = cross(right, ahead);
    const double height = 2 * std::tan(camera.viewAngle / 2 * pi / 180);
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
