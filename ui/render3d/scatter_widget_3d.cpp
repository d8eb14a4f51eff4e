#include "ui/render3d/scatter_widget_3d.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QLabel>
#include <QLibrary>
#include <QOpenGLContext>
#include <QVBoxLayout>

#include "core/base/program_parts.h"
#include "ui/render3d/opengl_format.h"
#include "ui/render3d/scatter_view_3d.h"

namespace regulus {
namespace {

// A QOpenGLWidget crashes when it is shown on a platform without OpenGL, and trying for a context there is
// not safe either: so the platform's name decides first, the context second.
bool has_opengl() {
    static const QStringList platforms{QStringLiteral("xcb"), QStringLiteral("wayland"),
                                       QStringLiteral("wayland-egl"), QStringLiteral("windows"),
                                       QStringLiteral("cocoa")};
    if (!platforms.contains(QGuiApplication::platformName())) return false;
    QOpenGLContext context;
    context.setFormat(opengl_format());
    if (!context.create()) return false;
    return context.format().version() >= qMakePair(3, 2);
}

CreateScatterView3d* open_module(QString& reason) {
    // Beside the model's module. Never unloaded: VTK's factories keep pointers into it.
    static QLibrary library(QString::fromStdString(program_part("regulus_render3d_vtk.so")));
    library.setLoadHints(QLibrary::PreventUnloadHint);
    auto* create = reinterpret_cast<CreateScatterView3d*>(library.resolve(create_scatter_view_3d_symbol));
    if (create == nullptr) {
        reason = QCoreApplication::translate("ScatterWidget3d", "The 3-D part could not be loaded: %1")
                     .arg(library.errorString());
    }
    return create;
}

}  // namespace

void prepare_opengl_format() {
    QSurfaceFormat::setDefaultFormat(opengl_format());
}

ScatterWidget3d::ScatterWidget3d(QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    CreateScatterView3d* make_view = nullptr;
    if (has_opengl()) {
        make_view = open_module(m_reason);
    } else {
        m_reason = tr("3-D needs a display with OpenGL 3.2 or newer.");
    }
    if (make_view == nullptr) {
        showReason();
        return;
    }
    m_view = make_view(this);
    layout->addWidget(m_view->widget());
    setFocusProxy(m_view->widget());
}

void ScatterWidget3d::showReason() {
    auto* label = new QLabel(m_reason, this);
    label->setObjectName(QStringLiteral("reason"));
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    label->setMargin(16);
    layout()->addWidget(label);
}

void ScatterWidget3d::setPoints(std::span<const float> xyz, std::span<const QRgb> colors) {
    if (m_view != nullptr) m_view->setPoints(xyz, colors);
}

void ScatterWidget3d::setColors(std::span<const QRgb> colors) {
    if (m_view != nullptr) m_view->setColors(colors);
}

void ScatterWidget3d::setPointSize(double pixels) {
    if (m_view != nullptr) m_view->setPointSize(pixels);
}

void ScatterWidget3d::setBackground(const QColor& color) {
    if (m_view != nullptr) m_view->setBackground(color);
}

void ScatterWidget3d::resetCamera() {
    if (m_view != nullptr) m_view->resetCamera();
}

Camera3d ScatterWidget3d::camera() const {
    return m_view != nullptr ? m_view->camera() : Camera3d{};
}

}  // namespace regulus
