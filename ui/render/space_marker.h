// Where the three directions of a map in space point, as its camera sees them: a small cross of axes in a
// corner, on screen and on paper.
#pragma once

#include <QLineF>
#include <QPainter>
#include <QString>
#include <array>

#include "ui/render/camera_3d.h"
#include "ui/render/figure_scene.h"

namespace regulus {

struct SpaceMarker {
    std::array<QString, 3> ends;  // "1", "2", "3"
    QString name;                 // below it: "UMAP"; may be empty
    bool empty() const { return ends[0].isEmpty(); }
};

struct MarkerArm {
    std::size_t direction = 0;  // 0, 1 or 2
    QPointF end;                // from the middle of the marker, to the right and down; at most of length 1
    double depth = 0;           // of its end: 1 points away from the eye, -1 towards it
};
// The one that points away most first.
std::array<MarkerArm, 3> markerArms(const Camera3d& camera);

inline constexpr double marker_arm = 24;                          // logical pixels
inline constexpr double marker_room = 2 * marker_arm + 2 * 12.0;  // the sides of its square
// How much of its ink an arm has: those that point away are paler.
double markerInk(const MarkerArm& arm);

// In a square of that size; where the ends are, by direction.
std::array<QPointF, 3> paintMarker(QPainter& painter, const QRectF& square, const SpaceMarker& marker,
                                   const Camera3d& camera, const PaintStyle& style);

}  // namespace regulus
