#include "app/window/space_gestures.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <utility>

#include "ui/render/theme.h"
#include "ui/render3d/scatter_widget_3d.h"
#include "ui/render3d/space_overlay.h"
#include "ui/views/parts/canvas_painting.h"

namespace regulus {
namespace {

constexpr double least_step = 3;  // pixels between two points of a lasso

bool isDrag(QPointF from, QPointF to) {
    return (to - from).manhattanLength() >= QApplication::startDragDistance();
}

QPointF asItIs(QPointF pixel) {
    return pixel;
}

}  // namespace

SpaceGestures::SpaceGestures(ScatterWidget3d& scatter, QObject* parent)
    : QObject(parent), m_scatter(scatter), m_canvas(scatter.canvas()) {
    if (!m_canvas) return;
    m_canvas->setMouseTracking(true);
    m_canvas->installEventFilter(this);
    m_scatter.overlay()->setSketch([this](QPainter& painter) { paint(painter); });
    connect(&m_scatter, &ScatterWidget3d::cameraMoved, this, [this] { m_pen.clear(); });
    updateCursor();
}

void SpaceGestures::setTool(Tool tool) {
    if (tool == m_tool) return;
    m_tool = tool;
    m_drag = Drag::None;
    drop();
    updateCursor();
}

bool SpaceGestures::selects() const {
    return !m_space && (m_tool == Tool::Lasso || m_tool == Tool::Rectangle);
}

void SpaceGestures::updateCursor() {
    if (!m_canvas) return;
    const bool draws = m_tool == Tool::Lasso || m_tool == Tool::Rectangle || m_tool == Tool::Polygon;
    m_canvas->setCursor(m_onControl                       ? Qt::PointingHandCursor
                        : m_tool == Tool::Pan && !m_space ? Qt::OpenHandCursor
                        : draws && !m_space               ? Qt::CrossCursor
                                                          : Qt::ArrowCursor);
}

void SpaceGestures::setPointsAtControl(bool control) {
    if (control == m_onControl) return;
    m_onControl = control;
    updateCursor();
}

void SpaceGestures::refresh() {
    m_scatter.overlay()->update();
}

void SpaceGestures::drop() {
    m_lasso.clear();
    m_pen.clear();
    if (m_canvas) refresh();
}

bool SpaceGestures::eventFilter(QObject* watched, QEvent* event) {
    if (m_forwarding) return false;
    switch (event->type()) {
        case QEvent::MouseButtonPress:
            return press(*static_cast<QMouseEvent*>(event));
        case QEvent::MouseMove:
            return move(*static_cast<QMouseEvent*>(event));
        case QEvent::MouseButtonRelease:
            return release(*static_cast<QMouseEvent*>(event));
        case QEvent::MouseButtonDblClick:
            return doubleClick(*static_cast<QMouseEvent*>(event));
        case QEvent::Wheel:
            Q_EMIT pointed(std::nullopt, {});
            return m_pen.drawing();
        case QEvent::Leave:
            Q_EMIT pointed(std::nullopt, {});
            break;
        case QEvent::ContextMenu: {
            // Of the mouse it comes before it is known whether it drags.
            const auto* menu = static_cast<QContextMenuEvent*>(event);
            if (menu->reason() != QContextMenuEvent::Mouse) Q_EMIT menuAsked(menu->pos());
            return true;
        }
        case QEvent::ShortcutOverride:
            if (takesKey(*static_cast<QKeyEvent*>(event))) event->accept();
            break;
        case QEvent::KeyPress:
            return pressKey(*static_cast<QKeyEvent*>(event));
        case QEvent::KeyRelease:
            if (const auto* key = static_cast<QKeyEvent*>(event);
                key->key() == Qt::Key_Space && !key->isAutoRepeat()) {
                m_space = false;
                updateCursor();
            }
            break;
        default:
            break;
    }
    return QObject::eventFilter(watched, event);
}

// To the view as if it were of that button, whose drags move its camera.
void SpaceGestures::forward(QEvent::Type type, const QMouseEvent& mouse, QPointF position,
                            Qt::MouseButton as) {
    const bool moves = type == QEvent::MouseMove;
    QMouseEvent copy(type, position, QPointF(m_canvas->mapToGlobal(position)), moves ? Qt::NoButton : as,
                     type == QEvent::MouseButtonRelease ? Qt::MouseButtons(Qt::NoButton) : as,
                     mouse.modifiers() & ~(Qt::ShiftModifier | Qt::ControlModifier));
    m_forwarding = true;
    QCoreApplication::sendEvent(m_canvas, &copy);
    m_forwarding = false;
}

bool SpaceGestures::press(const QMouseEvent& mouse) {
    Q_EMIT pointed(std::nullopt, {});
    m_right = mouse.button() == Qt::RightButton ? std::optional(mouse.position()) : std::nullopt;
    if (mouse.button() != Qt::LeftButton) return m_pen.drawing();
    m_pressed = m_last = mouse.position();
    m_drag = Drag::Pressed;
    return m_tool != Tool::Rotate && !m_space;
}

void SpaceGestures::begin(const QMouseEvent& mouse) {
    if (m_tool == Tool::Rotate || m_space) {
        m_drag = Drag::Turn;  // by the view, which has had the press
    } else if (selects()) {
        m_drag = m_tool == Tool::Rectangle ? Drag::Rectangle : Drag::Lasso;
        m_lasso = QPolygonF{m_pressed};
    } else if (m_pen.drawing()) {
        m_drag = Drag::None;
    } else {
        m_drag = Drag::Forwarded;
        m_as = m_tool == Tool::Pan ? Qt::MiddleButton : Qt::LeftButton;
        forward(QEvent::MouseButtonPress, mouse, m_pressed, m_as);
    }
}

bool SpaceGestures::move(const QMouseEvent& mouse) {
    const QPointF at = mouse.position();
    if (m_right && isDrag(*m_right, at)) m_right.reset();
    if (m_drag == Drag::Pressed && isDrag(m_pressed, at)) begin(mouse);
    switch (m_drag) {
        case Drag::None:
            if (mouse.buttons() != Qt::NoButton) return m_pen.drawing();
            if (m_pen.drawing()) {
                m_pen.moveTo(at);
                refresh();
                return true;
            }
            Q_EMIT pointed(at, mouse.globalPosition().toPoint());
            return false;
        case Drag::Pressed:
            return m_tool != Tool::Rotate && !m_space;
        case Drag::Turn:
            return false;
        case Drag::Forwarded:
            forward(QEvent::MouseMove, mouse, at, m_as);
            return true;
        case Drag::Lasso:
            if ((at - m_lasso.last()).manhattanLength() >= least_step) m_lasso << at;
            break;
        case Drag::Rectangle:
            m_last = at;
            m_lasso = QPolygonF(QRectF(m_pressed, m_last).normalized()).mid(0, 4);
            break;
    }
    refresh();
    return true;
}

bool SpaceGestures::release(const QMouseEvent& mouse) {
    if (mouse.button() == Qt::RightButton) {
        if (std::exchange(m_right, std::nullopt) && !m_pen.drawing())
            Q_EMIT menuAsked(mouse.position().toPoint());
        return m_pen.drawing();
    }
    if (mouse.button() != Qt::LeftButton) return m_pen.drawing();
    const Drag drag = std::exchange(m_drag, Drag::None);
    const QPolygonF outline = std::exchange(m_lasso, {});
    switch (drag) {
        case Drag::None:  // of a double click, or dropped
            return m_tool != Tool::Rotate;
        case Drag::Pressed:
            click(mouse.position(), mouse.modifiers());
            return m_tool != Tool::Rotate && !m_space;
        case Drag::Turn:
            return false;
        case Drag::Forwarded:
            forward(QEvent::MouseButtonRelease, mouse, mouse.position(), m_as);
            return true;
        case Drag::Lasso:
        case Drag::Rectangle:
            break;
    }
    refresh();
    if (outline.size() >= 3) Q_EMIT areaDrawn(outline, mouse.modifiers());
    return true;
}

void SpaceGestures::click(QPointF position, Qt::KeyboardModifiers modifiers) {
    if (m_tool != Tool::Polygon || m_space) return Q_EMIT clicked(position, modifiers);
    if (m_pen.closesAt(position, asItIs)) return closePolygon(modifiers);
    m_pen.add(position);
    refresh();
}

void SpaceGestures::closePolygon(Qt::KeyboardModifiers modifiers) {
    const QPolygonF corners = m_pen.corners();
    drop();
    Q_EMIT areaDrawn(corners, modifiers);
}

bool SpaceGestures::doubleClick(const QMouseEvent& mouse) {
    if (mouse.button() != Qt::LeftButton) return false;
    m_drag = Drag::None;  // the release that follows is not another click
    if (m_tool == Tool::Polygon && m_pen.drawing()) {
        // The first of the two clicks has set the last corner.
        m_pen.corners().size() >= 3 ? closePolygon(mouse.modifiers()) : drop();
        return true;
    }
    Q_EMIT doubleClicked(mouse.position());
    return true;
}

// While a polygon is drawn some keys are its own.
bool SpaceGestures::takesKey(const QKeyEvent& key) const {
    const int code = key.key();
    if (code == Qt::Key_Escape) return m_pen.drawing() || m_drag == Drag::Lasso || m_drag == Drag::Rectangle;
    return m_pen.drawing() && (code == Qt::Key_Return || code == Qt::Key_Enter || code == Qt::Key_Backspace);
}

bool SpaceGestures::pressKey(const QKeyEvent& key) {
    if (takesKey(key)) {
        if (key.key() == Qt::Key_Escape) {
            m_drag = Drag::None;
            drop();
        } else if (key.key() == Qt::Key_Backspace) {
            m_pen.removeLast();
            refresh();
        } else if (m_pen.corners().size() >= 3) {
            closePolygon(key.modifiers() & ~Qt::KeypadModifier);
        }
        return true;
    }
    if (m_pen.drawing()) return false;
    switch (key.key()) {
        case Qt::Key_Space:
            m_space = true;
            updateCursor();
            return true;
        case Qt::Key_Z:
            if (key.modifiers() != Qt::NoModifier) return false;
            Q_EMIT selectionAsked();
            return true;
        case Qt::Key_Escape:
            Q_EMIT escapePressed();
            return true;
        default:
            return false;
    }
}

void SpaceGestures::paint(QPainter& painter) const {
    paintPick(painter, m_lasso);
    m_pen.paint(painter, asItIs, Theme::current().accent);
    if (m_pen.drawing()) paintNote(painter, m_scatter.overlay()->rect(), polygonNote());
}

}  // namespace regulus
