// What the VTK module answers to: a widget with points in space. The rest of the program holds a
// ScatterWidget3d, which opens the module and says why where there is none.
#pragma once

#include <QColor>
#include <QRgb>
#include <cstdint>
#include <functional>
#include <span>

#include "ui/render/camera_3d.h"

class QWidget;

namespace regulus {

// Use on the GUI thread only.
class ScatterView3d {
  public:
    virtual ~ScatterView3d() = default;

    // The widget that shows it; it belongs to its Qt parent, and this object lives as long as the widget.
    virtual QWidget* widget() = 0;

    // xyz: points × 3, any unit; the camera is placed to see all of them. colors: one a point, with alpha,
    // not premultiplied. A point with a coordinate that is not finite is not drawn. Both are copied.
    virtual void setPoints(std::span<const float> xyz, std::span<const QRgb> colors) = 0;
    // New colours for the points of the last setPoints(), as many as it had; the camera stays.
    virtual void setColors(std::span<const QRgb> colors) = 0;
    // The points that can be drawn, from the first to the last: what is drawn later lies above. `flat`:
    // whatever their distance; else a farther point never lies above a nearer one that was drawn before it.
    virtual void setOrder(std::span<const std::uint32_t> order, bool flat) = 0;
    // Diameter of a point in device pixels, 1 to 64.
    virtual void setPointSize(double pixels) = 0;
    virtual void setBackground(const QColor& color) = 0;
    // Sees all points again, from the front.
    virtual void resetCamera() = 0;
    // Closer by this factor, more than 0; below 1 farther away.
    virtual void zoomBy(double factor) = 0;
    virtual Camera3d camera() const = 0;
    // Position, target and up of it; without effect where they name no direction.
    virtual void setCamera(const Camera3d& camera) = 0;
    // Called before a picture is drawn: the last moment for setOrder().
    virtual void onPainting(std::function<void(const Camera3d&)> tell) = 0;
    // Called after a picture was drawn with another camera, or at another size, than the one before.
    virtual void onCameraMoved(std::function<void()> tell) = 0;
};

// The name and type of the one function that the module exports.
inline constexpr char create_scatter_view_3d_symbol[] = "regulus_create_scatter_view_3d";
using CreateScatterView3d = ScatterView3d*(QWidget* parent);

}  // namespace regulus
