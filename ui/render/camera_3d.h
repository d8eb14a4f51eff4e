// Where the eye of a picture in space is, and what it sees of points: enough to draw the same picture
// elsewhere.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace regulus {

struct Camera3d {
    std::array<double, 3> position{0, 0, 1}, target{0, 0, 0}, up{0, 1, 0};
    double viewAngle = 30;  // degrees, from the lower edge of the picture to the upper one
    double aspect = 1;      // width / height of the picture
    double height = 1;      // of the picture in device pixels, which the size of a point is given in
    std::array<double, 3> ahead() const;  // where it looks, of length 1
    std::array<double, 3> right() const;  // across the picture, of length 1
    std::array<double, 3> above() const;  // up the picture, of length 1
    bool operator==(const Camera3d&) const = default;
};

// What the picture is high at a distance of 1 from the eye.
double heightAtOne(const Camera3d& camera);
// Whether they look from the same place at the same one; their pictures may have different sizes.
bool sameView(const Camera3d& a, const Camera3d& b);

// Of points × 3 how far each lies in that direction, in their own unit.
std::vector<float> depthsAlong(std::span<const float> xyz, const std::array<double, 3>& ahead);

// Turned to look along one of the three directions, from its far side; what it looks at, and from how far,
// stays.
Camera3d lookingAlong(Camera3d camera, std::size_t direction);
// Moved so that a ball fills the picture; the direction stays.
Camera3d seeing(Camera3d camera, const std::array<double, 3>& middle, double radius);

struct Projected {
    std::vector<float> x, y;  // to the right and up, in heights of the picture from its middle; NaN: not seen
    std::vector<float> depth;  // distance from the eye along its axis
};
// xyz: points × 3. A point behind the eye, or with a coordinate that is not finite, is not seen.
Projected project(std::span<const float> xyz, const Camera3d& camera);

}  // namespace regulus
