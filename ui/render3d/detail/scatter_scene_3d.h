// Points in space as a VTK scene. Knows no widget, so that a figure can be drawn from the same scene.
#pragma once

#include <vtkNew.h>

#include <QColor>
#include <QRgb>
#include <array>
#include <cstdint>
#include <span>

#include "ui/render/camera_3d.h"
#include "ui/render3d/detail/points_actor.h"

class vtkPolyData;
class vtkRenderer;

namespace regulus {

class ScatterScene3d {
  public:
    ScatterScene3d();
    ~ScatterScene3d();

    vtkRenderer* renderer() { return m_renderer; }

    // See ScatterView3d.
    void setPoints(std::span<const float> xyz, std::span<const QRgb> colors);
    void setColors(std::span<const QRgb> colors);
    void setOrder(std::span<const std::uint32_t> order, bool flat);
    void setPointSize(double pixels);
    void setBackground(const QColor& color);
    void resetCamera(double aspect);  // width / height of the picture
    void setCamera(const Camera3d& camera);
    Camera3d camera() const;  // aspect and height are the widget's to say

    // Turns the camera around what it looks at; degrees to the right and up.
    void rotate(double right, double up);
    // Moves the camera closer by this factor (> 0; below 1 moves it away).
    void zoom(double factor);

  private:
    void measure(std::span<const std::uint32_t> drawn);

    vtkNew<vtkRenderer> m_renderer;
    vtkNew<PointsActor> m_actor;
    vtkNew<vtkPolyData> m_cloud;
    bool m_any = false;  // points are drawn: what follows is the ball around them
    std::array<double, 3> m_middle{};
    double m_radius = 1;
};

}  // namespace regulus
