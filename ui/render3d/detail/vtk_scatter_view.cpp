#include "ui/render3d/detail/vtk_scatter_view.h"

#include <QKeyEvent>
#include <algorithm>

namespace regulus {
namespace {
constexpr double degrees_a_key = 10;
constexpr double zoom_a_key = 1.2;
}  // namespace

VtkScatterView::VtkScatterView(QWidget* parent) : VtkWidget(parent) {
    setRenderer(m_scene.renderer());
}

void VtkScatterView::setPoints(std::span<const float> xyz, std::span<const QRgb> colors) {
    m_scene.setPoints(xyz, colors);
    m_scene.resetCamera(aspect());
    update();
}

void VtkScatterView::setColors(std::span<const QRgb> colors) {
    m_scene.setColors(colors);
    update();
}

// While a picture is begun this is a part of it.
void VtkScatterView::setOrder(std::span<const std::uint32_t> order, bool flat) {
    m_scene.setOrder(order, flat);
    if (!m_painting) update();
}

void VtkScatterView::setPointSize(double pixels) {
    m_scene.setPointSize(pixels);
    update();
}

void VtkScatterView::setBackground(const QColor& color) {
    m_scene.setBackground(color);
    update();
}

double VtkScatterView::aspect() const {
    return static_cast<double>(width()) / std::max(1, height());
}

void VtkScatterView::resetCamera() {
    m_scene.resetCamera(aspect());
    update();
}

void VtkScatterView::zoomBy(double factor) {
    m_scene.zoom(factor);
    update();
}

Camera3d VtkScatterView::camera() const {
    Camera3d camera = m_scene.camera();
    camera.aspect = aspect();
    camera.height = std::max(1.0, height() * devicePixelRatioF());
    return camera;
}

void VtkScatterView::setCamera(const Camera3d& camera) {
    m_scene.setCamera(camera);
    update();
}

void VtkScatterView::paintGL() {
    m_painting = true;
    if (m_tellBefore) m_tellBefore(camera());
    m_painting = false;
    VtkWidget::paintGL();
    if (const Camera3d now = camera(); !(now == m_drawn)) {
        m_drawn = now;
        if (m_tell) m_tell();
    }
}

void VtkScatterView::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Left:
            m_scene.rotate(-degrees_a_key, 0);
            break;
        case Qt::Key_Right:
            m_scene.rotate(degrees_a_key, 0);
            break;
        case Qt::Key_Up:
            m_scene.rotate(0, degrees_a_key);
            break;
        case Qt::Key_Down:
            m_scene.rotate(0, -degrees_a_key);
            break;
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            m_scene.zoom(zoom_a_key);
            break;
        case Qt::Key_Minus:
            m_scene.zoom(1 / zoom_a_key);
            break;
        case Qt::Key_Home:
        case Qt::Key_0:
            resetCamera();
            break;
        default:
            VtkWidget::keyPressEvent(event);
            return;
    }
    update();
}

}  // namespace regulus
