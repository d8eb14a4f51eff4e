#include "ui/render3d/scatter_widget_3d.h"

#include <QGuiApplication>
#include <QLabel>
#include <QLibrary>
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

// As many are drawn, in order, for every picture of a camera that moves.
constexpr std::size_t most_while_moving = 250'000;
constexpr int still_ms = 120;

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
    m_overlay = new SpaceOverlay([this] { return camera(); }, this);
    m_still.setSingleShot(true);
    m_still.setInterval(still_ms);
    connect(&m_still, &QTimer::timeout, this, [this] {
        m_arranged.reset();
        m_view->widget()->update();
    });
    m_view->onPainting([this](const Camera3d& camera) { arrange(camera); });
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
    if (isFitted()) resetCamera();
}

QWidget* ScatterWidget3d::canvas() const {
    return m_view != nullptr ? m_view->widget() : nullptr;
}

void ScatterWidget3d::showReason() {
    auto* label = new QLabel(m_reason, this);
    label->setObjectName(QStringLiteral("reason"));
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    label->setMargin(16);
    layout()->addWidget(label);
}

void ScatterWidget3d::setPoints(std::vector<float> xyz, std::span<const QRgb> colors,
                                std::vector<SpaceRank> ranks) {
    if (m_view == nullptr) return;
    m_view->setPoints(xyz, colors);
    m_fitted = m_view->camera();
    m_xyz = std::move(xyz);
    m_ranks = std::move(ranks);
    m_arranged.reset();
}

void ScatterWidget3d::setColors(std::span<const QRgb> colors, std::vector<SpaceRank> ranks) {
    if (m_view == nullptr) return;
    m_view->setColors(colors);
    if (ranks == m_ranks) return;
    m_ranks = std::move(ranks);
    m_arranged.reset();
}

// For the picture that is about to be drawn.
void ScatterWidget3d::arrange(const Camera3d& camera) {
    const bool moved = !sameView(camera, std::exchange(m_seenFrom, camera));
    if (m_arranged && moved && m_xyz.size() / 3 > most_while_moving) {
        m_still.start();
        return thin();
    }
    const std::array<double, 3> ahead = camera.ahead();
    if (m_arranged && (m_thinned || m_arranged == ahead)) return;
    m_order = paintingOrder(m_ranks, depthsAlong(m_xyz, ahead));
    m_view->setOrder(m_order, !m_ranks.empty());
    m_arranged = ahead;
    m_thinned = false;
}

// Every so many of the points, in the order they have, until the camera stands still.
void ScatterWidget3d::thin() {
    if (std::exchange(m_thinned, true)) return;
    const std::size_t step = m_order.size() / most_while_moving + 1;
    std::vector<std::uint32_t> some;
    some.reserve(m_order.size() / step + 1);
    for (std::size_t k = 0; k < m_order.size(); k += step) some.push_back(m_order[k]);
    m_view->setOrder(some, !m_ranks.empty());
}

void ScatterWidget3d::setPointSize(double pixels) {
    if (m_view != nullptr) m_view->setPointSize(pixels);
}

void ScatterWidget3d::setBackground(const QColor& color) {
    if (m_view != nullptr) m_view->setBackground(color);
}

void ScatterWidget3d::resetCamera() {
    if (m_view == nullptr) return;
    m_view->resetCamera();
    m_fitted = m_view->camera();
}

// Nobody has moved it since; its picture may have another size.
bool ScatterWidget3d::isFitted() const {
    if (!m_fitted) return false;
    return sameView(m_view->camera(), *m_fitted);
}

void ScatterWidget3d::zoomBy(double factor) {
    if (m_view != nullptr) m_view->zoomBy(factor);
}

void ScatterWidget3d::setCamera(const Camera3d& camera) {
    if (m_view != nullptr) m_view->setCamera(camera);
}

Camera3d ScatterWidget3d::camera() const {
    return m_view != nullptr ? m_view->camera() : Camera3d{};
}

}  // namespace regulus
