#include "ui/views/parts/embedding_canvas.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <cmath>

#include "ui/views/parts/canvas_painting.h"
#include "ui/views/parts/select_mode.h"

namespace regulus {
namespace {

constexpr double pick_radius = 8;  // logical pixels around the cursor
constexpr int settle_ms = 140;
constexpr double outline_tolerance = 2.5;  // pixels that a gate may differ from what was drawn
constexpr double least_side = 3;           // pixels, of a gate that is a box
constexpr double least_step = 3;           // pixels between two points of a lasso

}  // namespace

EmbeddingCanvas::EmbeddingCanvas(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMinimumSize(160, 120);
    setAccessibleName(tr("Map of cells"));
    m_settle.setSingleShot(true);
    m_settle.setInterval(settle_ms);
    connect(&m_settle, &QTimer::timeout, this, [this] {
        m_moving = false;
        update();
    });
    updateCursor();
}

EmbeddingScene::Layout EmbeddingCanvas::sceneLayout() const {
    return m_scene.layout(rect(), PaintStyle::screen());
}

void EmbeddingCanvas::show(EmbeddingScene scene) {
    scene.keepPlace(m_scene);
    const bool other = scene.points() != m_scene.points();
    m_scene = std::move(scene);
    m_outdated = false;
    if (other) m_pen.clear();
    if (other) return refit();
    update();
}

void EmbeddingCanvas::setOutdated(bool outdated) {
    if (outdated == m_outdated) return;
    m_outdated = outdated;
    update();
}

void EmbeddingCanvas::setTool(Tool tool) {
    m_tool = tool;
    m_drag = Drag::None;
    m_lasso.clear();
    m_pen.clear();
    updateCursor();
    update();
}

void EmbeddingCanvas::updateCursor() {
    if (m_drag == Drag::Pan) {
        setCursor(Qt::ClosedHandCursor);
    } else if (m_space || m_tool == Tool::Pan) {
        setCursor(Qt::OpenHandCursor);
    } else {
        setCursor(Qt::CrossCursor);
    }
}

void EmbeddingCanvas::setMoving() {
    m_moving = !m_deferred;
    m_fitted = false;
    m_settle.start();
    update();
}

void EmbeddingCanvas::refit() {
    m_scene.fit(rect(), PaintStyle::screen());
    m_fitted = true;
    update();
}

void EmbeddingCanvas::fit() {
    refit();
    Q_EMIT viewChanged(std::nullopt);
}

void EmbeddingCanvas::showView(const std::optional<PlaneView>& view) {
    if (!view) return refit();
    if (!m_fitted && *view == m_scene.view()) return;
    m_scene.setView(*view);
    setMoving();
}

void EmbeddingCanvas::setDeferred() {
    m_deferred = true;
    m_scene.setDeferred(true);
}

void EmbeddingCanvas::takePicture(const EmbeddingScene& prepared) {
    if (prepared.revision() != m_scene.revision()) return;
    m_scene.take(prepared);
    update();
}

void EmbeddingCanvas::fitTo(const CellSet& cells) {
    m_scene.setView(m_scene.fitted(cells, m_scene.plotAspect(rect(), PaintStyle::screen())));
    m_fitted = false;
    update();
    Q_EMIT viewChanged(m_scene.view());
}

void EmbeddingCanvas::zoomBy(double factor) {
    zoomAt(sceneLayout().plot.center(), factor);
}

void EmbeddingCanvas::zoomAt(QPointF position, double factor) {
    if (m_scene.empty()) return;
    const auto before = sceneLayout();
    const QPointF anchor = before.toPlane(position);
    PlaneView view = m_scene.view();
    const double old = view.span;
    view.span /= factor;
    m_scene.setView(view);
    view = m_scene.view();  // its span may have been held at a limit
    const double ratio = view.span / old;
    view.center = anchor + (view.center - anchor) * ratio;
    m_scene.setView(view);
    setMoving();
    Q_EMIT viewChanged(m_scene.view());
}

void EmbeddingCanvas::panBy(QPointF pixels) {
    if (m_scene.empty()) return;
    const PlaneToPixels plane = sceneLayout().transform;
    PlaneView view = m_scene.view();
    view.center += QPointF(-pixels.x() / plane.scale, pixels.y() / plane.yScale());
    m_scene.setView(view);
    setMoving();
    Q_EMIT viewChanged(m_scene.view());
}

void EmbeddingCanvas::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    m_scene.paint(painter, rect(), PaintStyle::screen(m_moving));
    if (m_drag == Drag::Lasso || m_drag == Drag::Rectangle) paintPick(painter, pickedPolygon());
    m_pen.paint(
        painter, [layout = sceneLayout()](QPointF p) { return layout.toPixel(p); }, Theme::current().accent);
    if (m_outdated)
        paintNote(painter, sceneLayout().plot, tr("Updating…"));
    else if (m_pen.drawing())
        paintNote(painter, sceneLayout().plot, polygonNote());
    if (m_keyboardFocus && hasFocus() && window()->isActiveWindow() && !m_moving) {
        QColor color = Theme::current().accent;
        color.setAlphaF(0.5F);
        painter.setPen(QPen(color, 1));
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
    if (m_scene.wantsPicture()) Q_EMIT pictureWanted();
}

QPolygonF EmbeddingCanvas::pickedPolygon() const {
    if (m_drag == Drag::Rectangle) return QPolygonF(QRectF(m_pressed, m_last).normalized()).mid(0, 4);
    return m_lasso;
}

void EmbeddingCanvas::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (m_fitted) m_scene.fit(rect(), PaintStyle::screen());
}

void EmbeddingCanvas::wheelEvent(QWheelEvent* event) {
    if (const double steps = event->angleDelta().y() / 120.0; steps != 0) {
        const auto legend = m_scene.categoryAt(event->position());
        if (legend && legend->inLegend) {
            m_scene.scrollLegend(-steps * 66);
            update();
        } else {
            zoomAt(event->position(), std::pow(1.2, steps));
        }
    }
    event->accept();
}

std::optional<std::uint32_t> EmbeddingCanvas::pointAt(QPointF position) const {
    return m_scene.pointAt(position, pick_radius, sceneLayout());
}

void EmbeddingCanvas::mousePressEvent(QMouseEvent* event) {
    setFocus(Qt::MouseFocusReason);
    const bool middle = event->button() == Qt::MiddleButton;
    if (!middle && event->button() != Qt::LeftButton) return QWidget::mousePressEvent(event);
    m_pressed = m_last = event->position();
    m_drag = Drag::Pressed;
    m_panDrag = middle || m_space || m_tool == Tool::Pan || m_tool == Tool::Polygon;
    if (middle || m_space || m_pen.drawing()) return;
    if (const auto end = m_scaleDragged ? m_scene.scaleEndAt(event->position()) : std::nullopt;
        end && m_scene.holdScale(*end)) {
        m_drag = Drag::Scale;
        m_scaleEnd = *end;
        return update();
    }
    if (const auto grip = m_scene.gripAt(event->position(), sceneLayout())) {
        m_drag = Drag::Mark;
        m_grip = *grip;
        m_marksBefore = m_scene.marks();
    }
}

void EmbeddingCanvas::dragMark(QPointF position) {
    const auto layout = sceneLayout();
    const QRectF room = layout.plot;
    PlaneMarks marks = m_scene.marks();
    moveGrip(marks, m_grip,
             layout.toPlane({std::clamp(position.x(), room.left(), room.right()),
                             std::clamp(position.y(), room.top(), room.bottom())}));
    m_scene.setMarks(std::move(marks));
    update();
    Q_EMIT markMoved(m_grip, false);
}

void EmbeddingCanvas::endMark(bool keep) {
    m_drag = Drag::None;
    if (!keep) m_scene.setMarks(m_marksBefore);
    update();
    Q_EMIT markMoved(m_grip, true);
}

void EmbeddingCanvas::endScale(bool keep) {
    m_drag = Drag::None;
    m_scene.releaseScale();
    update();
    Q_EMIT scaleEndLeft(m_scaleEnd, keep);
}

void EmbeddingCanvas::beginDrag(QPointF position) {
    if (m_panDrag) {
        m_drag = Drag::Pan;
    } else if (m_tool == Tool::Rectangle) {
        m_drag = Drag::Rectangle;
    } else {
        m_drag = Drag::Lasso;
        m_lasso = QPolygonF{m_pressed};
    }
    m_last = m_drag == Drag::Pan ? m_pressed : position;
    Q_EMIT pointHovered(std::nullopt, {});
    updateCursor();
}

void EmbeddingCanvas::mouseMoveEvent(QMouseEvent* event) {
    const QPointF at = event->position();
    if (m_drag == Drag::Pressed && (at - m_pressed).manhattanLength() >= QApplication::startDragDistance())
        beginDrag(at);
    switch (m_drag) {
        case Drag::None:
            hover(at, event->globalPosition().toPoint());
            break;
        case Drag::Pressed:
            break;
        case Drag::Pan:
            panBy(at - m_last);
            m_last = at;
            break;
        case Drag::Lasso:
            if ((at - m_lasso.last()).manhattanLength() >= least_step) m_lasso << at;
            update();
            break;
        case Drag::Rectangle:
            m_last = at;
            update();
            break;
        case Drag::Mark:
            dragMark(at);
            break;
        case Drag::Scale:
            if (at == m_pressed) break;
            Q_EMIT scaleEndMoved(m_scaleEnd, m_scene.heldValueAt(at));
            update();
            break;
    }
}

void EmbeddingCanvas::mouseReleaseEvent(QMouseEvent* event) {
    const Drag drag = m_drag;
    if (drag == Drag::Mark) return endMark(true);
    if (drag == Drag::Scale) return endScale(true);
    if (drag == Drag::Lasso || drag == Drag::Rectangle) finishPick(event->modifiers());
    m_drag = Drag::None;
    m_lasso.clear();
    if (drag == Drag::Pressed && event->button() == Qt::LeftButton && !m_space) {
        if (m_tool == Tool::Polygon)
            setCorner(event->position(), event->modifiers());
        else
            click(event->position(), event->modifiers());
    }
    updateCursor();
    update();
}

void EmbeddingCanvas::finishPick(Qt::KeyboardModifiers modifiers) {
    const auto layout = sceneLayout();
    QPolygonF plane;
    if (m_drawsOutline) {
        const bool box = m_drag == Drag::Rectangle;
        QPolygonF pixels = box ? pickedPolygon() : simplified(pickedPolygon(), outline_tolerance);
        const QRectF around = pixels.boundingRect();
        if (pixels.size() < 3 || (box && std::min(around.width(), around.height()) < least_side)) return;
        if (box) pixels = QPolygonF{pixels[3], pixels[2], pixels[1], pixels[0]};  // from the lowest y
        for (const QPointF& p : pixels) plane << layout.toPlane(p);
        return take(plane, box, modifiers);
    }
    for (const QPointF& p : pickedPolygon()) plane << layout.toPlane(p);
    take(plane, false, modifiers);
}

void EmbeddingCanvas::take(const QPolygonF& plane, bool box, Qt::KeyboardModifiers modifiers) {
    if (plane.size() < 3 || m_scene.empty()) return;
    if (m_drawsOutline)
        Q_EMIT outlineDrawn(plane, box);
    else
        Q_EMIT areaPicked(m_scene.cellsIn(plane), selectModeOf(modifiers));
}

// The legend stays a control, until a polygon is begun.
void EmbeddingCanvas::setCorner(QPointF position, Qt::KeyboardModifiers modifiers) {
    const auto layout = sceneLayout();
    const auto legend = m_scene.categoryAt(position);
    if (!m_pen.drawing() && ((legend && legend->inLegend) || !layout.plot.contains(position)))
        return click(position, modifiers);
    if (m_pen.closesAt(position, [&layout](QPointF p) { return layout.toPixel(p); }))
        return closePolygon(modifiers);
    if (!m_scene.empty()) m_pen.add(layout.toPlane(position));
}

void EmbeddingCanvas::closePolygon(Qt::KeyboardModifiers modifiers) {
    const QPolygonF corners = m_pen.corners();
    m_pen.clear();
    update();
    take(corners, false, modifiers);
}

// While a polygon is drawn some keys are its own.
bool EmbeddingCanvas::polygonKey(const QKeyEvent& event) const {
    const int key = event.key();
    return m_pen.drawing() && (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Backspace ||
                               key == Qt::Key_Escape);
}

void EmbeddingCanvas::takePolygonKey(const QKeyEvent& event) {
    if (event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter) {
        if (m_pen.corners().size() >= 3) closePolygon(event.modifiers() & ~Qt::KeypadModifier);
    } else if (event.key() == Qt::Key_Backspace) {
        m_pen.removeLast();
    } else {
        m_pen.clear();
    }
    update();
}

void EmbeddingCanvas::click(QPointF position, Qt::KeyboardModifiers modifiers) {
    if (const auto hit = m_scene.categoryAt(position)) {
        Q_EMIT categoryClicked(hit->category, hit->inLegend, modifiers);
    } else if (const auto point = pointAt(position)) {
        Q_EMIT pointClicked(*point, modifiers);
    }
}

void EmbeddingCanvas::contextMenuEvent(QContextMenuEvent* event) {
    event->setAccepted(m_drag != Drag::None || m_pen.drawing());  // else the view has a menu
}

void EmbeddingCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    m_drag = Drag::None;  // the release that follows is not another click
    const auto hit = m_scene.categoryAt(event->position());
    if (m_tool == Tool::Polygon && (m_pen.drawing() || !hit || !hit->inLegend)) {
        const qsizetype corners = m_pen.corners().size();  // the first of the two clicks has set the last
        if (corners >= 3) return closePolygon(event->modifiers());
        if (corners != 1) return;  // too few to close, or closed by the first click
        m_pen.clear();
        update();
    }
    const auto scale = m_scaleDragged ? m_scene.scaleAt(event->position()) : std::nullopt;
    if (scale && !hit) {
        Q_EMIT scaleDoubleClicked(*scale);
    } else if (hit) {
        Q_EMIT categoryDoubleClicked(hit->category);
    } else if (!pointAt(event->position())) {
        fit();
    }
}

void EmbeddingCanvas::hover(QPointF position, QPoint global) {
    if (m_pen.drawing()) {
        m_pen.moveTo(sceneLayout().toPlane(position));
        return update();
    }
    const auto end = m_scaleDragged ? m_scene.scaleEndAt(position) : std::nullopt;
    m_scene.setScaleEnd(end);
    if (end) {
        setCursor(m_scene.colors().blended() && end->axis == 0 ? Qt::SizeHorCursor : Qt::SizeVerCursor);
    } else if (const auto grip = m_scene.gripAt(position, sceneLayout())) {
        using Part = MarkGrip::Part;
        setCursor(grip->part == Part::CrossX   ? Qt::SizeHorCursor
                  : grip->part == Part::CrossY ? Qt::SizeVerCursor
                                               : Qt::SizeAllCursor);
    } else {
        updateCursor();
    }
    const auto hit = end ? std::nullopt : m_scene.categoryAt(position);
    m_scene.setHighlightedCategory(hit ? std::optional(hit->category) : std::nullopt);
    Q_EMIT pointHovered(hit || end ? std::nullopt : pointAt(position), global);
    update();
}

QString EmbeddingCanvas::legendTip(QPointF position) const {
    if (const auto end = m_scaleDragged ? m_scene.scaleEndAt(position) : std::nullopt)
        return scaleEndTip(*m_scene.scaleLegend(end->axis), end->high);
    const auto hit = m_scene.categoryAt(position);
    return hit && m_scene.colors().blended() ? blendTip(hit->category) : QString();
}

bool EmbeddingCanvas::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride && polygonKey(*static_cast<QKeyEvent*>(event)))
        event->accept();
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    if (const QString tip = legendTip(help->pos()); !tip.isEmpty())
        QToolTip::showText(help->globalPos(), tip, this);
    return true;
}

// Only who walks through the window with the keyboard has to see where it is.
void EmbeddingCanvas::focusInEvent(QFocusEvent* event) {
    m_keyboardFocus = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    QWidget::focusInEvent(event);
}

void EmbeddingCanvas::leaveEvent(QEvent* event) {
    if (m_drag != Drag::Scale) m_scene.setScaleEnd(std::nullopt);
    m_scene.setHighlightedCategory(std::nullopt);
    Q_EMIT pointHovered(std::nullopt, {});
    update();
    QWidget::leaveEvent(event);
}

void EmbeddingCanvas::keyPressEvent(QKeyEvent* event) {
    if (polygonKey(*event)) return takePolygonKey(*event);
    const double step = 0.1 * std::min(width(), height());
    switch (event->key()) {
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            return zoomBy(1.25);
        case Qt::Key_Minus:
            return zoomBy(0.8);
        case Qt::Key_0:
        case Qt::Key_Home:
            return fit();
        case Qt::Key_Left:
            return panBy({step, 0});
        case Qt::Key_Right:
            return panBy({-step, 0});
        case Qt::Key_Up:
            return panBy({0, step});
        case Qt::Key_Down:
            return panBy({0, -step});
        case Qt::Key_Z:
            if (event->modifiers() != Qt::NoModifier) break;
            Q_EMIT zoomToSelectionAsked();
            return;
        case Qt::Key_Space:
            if (!event->isAutoRepeat()) {
                m_space = true;
                updateCursor();
            }
            return;
        case Qt::Key_Escape:
            if (m_drag == Drag::Mark) {
                endMark(false);
            } else if (m_drag == Drag::Scale) {
                endScale(false);
            } else if (m_drag != Drag::None) {
                m_drag = Drag::None;
                m_lasso.clear();
                updateCursor();
                update();
            } else {
                Q_EMIT escapePressed();
            }
            return;
        default:
            break;
    }
    QWidget::keyPressEvent(event);
}

void EmbeddingCanvas::keyReleaseEvent(QKeyEvent* event) {
    if (event->key() != Qt::Key_Space || event->isAutoRepeat()) return QWidget::keyReleaseEvent(event);
    m_space = false;
    updateCursor();
}

}  // namespace regulus
