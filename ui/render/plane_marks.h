// What lies over the points of a plane: the lines of a quadrant plot with what is in its four corners, and
// the outlines of gates. In units of the plane; an outline may reach to infinity.
#pragma once

#include <QPainter>
#include <QPolygonF>
#include <QString>
#include <array>
#include <functional>
#include <optional>
#include <vector>

#include "ui/render/figure_scene.h"

namespace regulus {

struct PlaneMarks {
    struct Outline {
        int id = 0;
        QString name;
        QPolygonF corners;
        bool box = false;     // its four corners, the lowest x and y first, stay a box
        bool chosen = false;  // has grips
        bool operator==(const Outline&) const = default;
    };
    std::optional<QPointF> cross;    // where the lines of the quadrants meet
    std::array<QString, 4> corners;  // texts: upper left, upper right, lower left, lower right
    std::vector<Outline> outlines;

    bool operator==(const PlaneMarks&) const = default;
};

// Where a mark can be taken hold of.
struct MarkGrip {
    enum class Part { CrossX, CrossY, Cross, Corner } part = Part::Cross;
    int outline = 0;  // its id, of a corner
    int corner = 0;
    bool operator==(const MarkGrip&) const = default;
};

using ToPixel = std::function<QPointF(QPointF)>;  // from the plane

// A corner at infinity lies far outside the box.
QPolygonF pixelsOf(const QPolygonF& corners, const QRectF& box, const ToPixel& toPixel);
// Where the texts of the corners of a plot go, by their sizes: empty ones nowhere.
std::array<QRectF, 4> cornerBoxes(const std::array<QSizeF, 4>& sizes, const QRectF& plot, double inset);
// A box around cells with the corners of outlines near it, so that these are seen whole; not those so far
// off, or without an end, that the cells would become small for them.
QRectF withOutlines(const QRectF& cells, const PlaneMarks& marks);
// What is seen of each outline; empty where nothing is.
std::vector<QRectF> seenBoxes(const PlaneMarks& marks, const QRectF& plot, const ToPixel& toPixel);
// Where the name of a gate goes, which would be of that size, and is taken then: into the gate, below what is
// taken; where it has no room there, above or below the gate if that is of no other one; else into the gate,
// narrower, for the caller to elide it. Nothing where too little of it would be left.
std::optional<QRectF> nameBox(const std::vector<QRectF>& gates, std::size_t own, const QRectF& plot,
                              QSizeF size, std::vector<QRectF>& taken);
// "Monocytes · 12.3 %" where that is wider than the room: with less of its name, then its share alone; a
// number is never cut.
QString shortenedName(const QString& name, double room, const std::function<double(const QString&)>& widthOf);
void paintMarks(QPainter& painter, const PlaneMarks& marks, const QRectF& box, const ToPixel& toPixel,
                const PaintStyle& style);
std::optional<MarkGrip> gripAt(const PlaneMarks& marks, QPointF position, const QRectF& box,
                               const ToPixel& toPixel);
// What becomes of the marks when that grip is moved to a place of the plane.
void moveGrip(PlaneMarks& marks, const MarkGrip& grip, QPointF to);

// The closed outline with the fewest of its own points from which none of the others is farther than
// `tolerance` (Douglas and Peucker 1973); fewer than three where it is no wider than that.
QPolygonF simplified(const QPolygonF& outline, double tolerance);

}  // namespace regulus
