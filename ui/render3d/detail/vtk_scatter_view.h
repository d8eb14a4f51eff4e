// The module's answer to ScatterView3d: the scene in its widget, with the keys that move the camera.
#pragma once

#include "ui/render3d/detail/scatter_scene_3d.h"
#include "ui/render3d/detail/vtk_widget.h"
#include "ui/render3d/scatter_view_3d.h"

namespace regulus {

class VtkScatterView : public VtkWidget, public ScatterView3d {
    Q_OBJECT
  public:
    explicit VtkScatterView(QWidget* parent);

    QWidget* widget() override { return this; }
    void setPoints(std::span<const float> xyz, std::span<const QRgb> colors) override;
    void setColors(std::span<const QRgb> colors) override;
    void setOrder(std::span<const std::uint32_t> order, bool flat) override;
    void setPointSize(double pixels) override;
    void setBackground(const QColor& color) override;
    void resetCamera() override;
    void zoomBy(double factor) override;
    Camera3d camera() const override;
    void setCamera(const Camera3d& camera) override;
    void onPainting(std::function<void(const Camera3d&)> tell) override { m_tellBefore = std::move(tell); }
    void onCameraMoved(std::function<void()> tell) override { m_tell = std::move(tell); }

  protected:
    void paintGL() override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    double aspect() const;

    ScatterScene3d m_scene;
    Camera3d m_drawn;         // the camera of the last picture
    bool m_painting = false;  // one is about to be drawn
    std::function<void(const Camera3d&)> m_tellBefore;
    std::function<void()> m_tell;
};

}  // namespace regulus
