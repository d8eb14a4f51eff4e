#include "ui/render3d/scatter_widget_3d.h"

#include <QApplication>
#include <QGuiApplication>
#include <QLabel>
#include <QLibrary>
#include <QMouseEvent>
#include <QOpenGLContext>
#include <QVBoxLayout>
#include <utility>

#include "core/base/program_parts.h"
#include "ui/render3d/opengl_format.h"
#include "ui/render3d/scatter_view_3d.h"
#include "ui/render3d/space_overlay.h"

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
    m_view->widget()->setMouseTracking(true);
    m_view->widget()->installEventFilter(this);
    m_overlay = new SpaceOverlay([this] { return camera(); }, this);
    m_view->onCameraMoved([this] {
        m_overlay->update();
        Q_EMIT cameraMoved();
    });
}

void ScatterWidget3d::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (!m_overlay) return;
    m_overlay->setGeometry(rect());
    m_overlay->raise();
}

// The view turns the camera with the mouse; what a pointer means beside that is told here.
bool ScatterWidget3d::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
        case QEvent::MouseButtonPress: {
            const auto* mouse = static_cast<QMouseEvent*>(event);
            m_pressed = mouse->button() == Qt::LeftButton ? std::optional(mouse->position()) : std::nullopt;
            Q_EMIT pointed(std::nullopt, {});
            break;
        }
        case QEvent::MouseMove: {
            const auto* mouse = static_cast<QMouseEvent*>(event);
            if (m_pressed &&
                (mouse->position() - *m_pressed).manhattanLength() >= QApplication::startDragDistance())
                m_pressed.reset();
            if (mouse->buttons() == Qt::NoButton)
                Q_EMIT pointed(mouse->position(), mouse->globalPosition().toPoint());
            break;
        }
        case QEvent::MouseButtonRelease: {
            const auto* mouse = static_cast<QMouseEvent*>(event);
            if (std::exchange(m_pressed, std::nullopt) && mouse->button() == Qt::LeftButton)
                Q_EMIT clicked(mouse->position(), mouse->modifiers());
            break;
        }
        case QEvent::Leave:
            Q_EMIT pointed(std::nullopt, {});
            break;
        default:
            break;
    }
    return QWidget::eventFilter(watched, event);
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

void ScatterWidget3d::setCamera(const Camera3d& camera) {
    if (m_view != nullptr) m_view->setCamera(camera);
}

Camera3d ScatterWidget3d::camera() const {
    return m_view != nullptr ? m_view->camera() : Camera3d{};
}

}  // namespace regulus
