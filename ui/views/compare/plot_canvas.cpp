#include "ui/views/compare/plot_canvas.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr double text_points = 9;  // 12 pixels on a usual screen
constexpr int least_width = 260;

bool isName(const FigureSpot& spot) {
    return spot.row < 0 || spot.column < 0;
}

}  // namespace

PlotCanvas::PlotCanvas(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMinimumWidth(least_width);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Plot of groups"));
}

double PlotCanvas::scale() const {
    return logicalDpiX() / 25.4;
}

int PlotCanvas::pixels(const FigureDrawing& drawing) const {
    return static_cast<int>(std::ceil(drawing.page.height() * scale() - 1e-6));
}

FigureDrawing PlotCanvas::laidOutAt(int width) const {
    if (!m_figure) return {};
    Job nobody;
    const FigurePage page{std::max(width, least_width) / scale(), 0, text_points};
    FigureDrawing usual = m_figure->layOut(page, nobody);
    const double room = m_room / scale();
    if (m_room <= 0 || usual.page.height() <= room) return usual;
    FigureDrawing fitted = m_figure->layOut({page.widthMm, room, text_points}, nobody);
    if (fitted.problems.isEmpty()) return fitted;
    // It scrolls: a little, where its text allows that, else with all the height that it would like.
    constexpr double little = 2;
    fitted = m_figure->layOut({page.widthMm, little * room, text_points}, nobody);
    if (!fitted.problems.isEmpty()) return usual;
    double low = room, high = little * room;
    for (int step = 0; step < 5; ++step) {
        const double middle = (low + high) / 2;
        FigureDrawing lower = m_figure->layOut({page.widthMm, middle, text_points}, nobody);
        const bool fits = lower.problems.isEmpty();
        (fits ? high : low) = middle;
        if (fits) fitted = std::move(lower);
    }
    return fitted;
}

void PlotCanvas::setRoom(int height) {
    if (height == m_room) return;
    m_room = height;
    layOutAgain();
}

void PlotCanvas::layOutAgain() {
    m_otherHeight.first = -1;
    m_laidWidth = width();
    m_drawing = inked(laidOutAt(m_laidWidth), Theme::current());
    setMinimumHeight(m_figure ? pixels(m_drawing) : 0);
    m_hovered.reset();
    update();
    Q_EMIT laidOut();
}

int PlotCanvas::heightForWidth(int width) const {
    // Not of width(): while a scroll area resizes this, the drawing is still of the width before, and the
    // area would ask in turn for ever.
    if (width == m_laidWidth) return m_figure ? pixels(m_drawing) : 0;
    if (m_otherHeight.first != width) m_otherHeight = {width, m_figure ? pixels(laidOutAt(width)) : 0};
    return m_otherHeight.second;
}

void PlotCanvas::setFigure(std::shared_ptr<const Figure> figure) {
    m_figure = std::move(figure);
    m_pressed.reset();
    m_target.reset();
    m_dragging = false;
    layOutAgain();
}

QString PlotCanvas::problem() const {
    return m_drawing.problems.join(QLatin1Char(' '));
}

std::optional<FigureSpot> PlotCanvas::spotAt(QPointF position) const {
    const QPointF at = position / scale();
    for (const FigureSpot& spot : m_drawing.spots)
        if (spot.box.contains(at)) return spot;
    return std::nullopt;
}

QRectF PlotCanvas::boxOf(const FigureSpot& spot) const {
    return {spot.box.topLeft() * scale(), spot.box.size() * scale()};
}

void PlotCanvas::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    const Theme& theme = Theme::current();
    painter.fillRect(event->rect(), theme.surface);
    const QRectF seen(QPointF(event->rect().topLeft()) / scale(), QSizeF(event->rect().size()) / scale());
    Job nobody;
    paintDrawing(painter, m_drawing, scale(), seen, nobody);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.accent, 1.5));
    if (m_hovered && !m_dragging) painter.drawRect(boxOf(*m_hovered).adjusted(-0.5, -0.5, 0.5, 0.5));
    if (!m_dragging || !m_pressed || !m_target) return;
    // Where the name would go.
    painter.setPen(QPen(theme.accent, 2.5));
    const QRectF box = boxOf(*m_target);
    const bool rows = m_pressed->column < 0;
    const bool after = rows ? m_target->row > m_pressed->row : m_target->column > m_pressed->column;
    if (rows)
        painter.drawLine(QLineF(box.left(), after ? box.bottom() : box.top(), box.right(),
                                after ? box.bottom() : box.top()));
    else
        painter.drawLine(QLineF(after ? box.right() : box.left(), box.top(), after ? box.right() : box.left(),
                                box.bottom()));
}

void PlotCanvas::resizeEvent(QResizeEvent* event) {
    if (event->size().width() != event->oldSize().width()) layOutAgain();
}

void PlotCanvas::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) layOutAgain();
    QWidget::changeEvent(event);
}

void PlotCanvas::setHovered(std::optional<FigureSpot> spot) {
    const bool same = spot.has_value() == m_hovered.has_value() && (!spot || spot->sameAs(*m_hovered));
    m_hovered = spot;
    if (same) return;
    update();
    Q_EMIT hovered(spot);
}

void PlotCanvas::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    m_pressed = spotAt(event->position());
    m_pressedAt = event->position();
}

void PlotCanvas::drag(QPointF position) {
    m_dragging = true;
    setCursor(Qt::ClosedHandCursor);
    const auto spot = spotAt(position);
    const bool rows = m_pressed->column < 0;
    if (spot && (rows ? spot->row : spot->column) >= 0) m_target = spot;
    update();
}

void PlotCanvas::mouseMoveEvent(QMouseEvent* event) {
    const bool held = event->buttons().testFlag(Qt::LeftButton) && m_pressed && isName(*m_pressed);
    if (held && (m_dragging ||
                 (event->position() - m_pressedAt).manhattanLength() >= QApplication::startDragDistance()))
        return drag(event->position());
    const auto spot = spotAt(event->position());
    setCursor(!spot ? Qt::ArrowCursor : isName(*spot) ? Qt::OpenHandCursor : Qt::PointingHandCursor);
    setHovered(spot);
    const QString words = spot && m_words ? m_words(*spot) : QString();
    if (words.isEmpty()) return QToolTip::hideText();
    QToolTip::showText(event->globalPosition().toPoint() + QPoint(10, 8), words, this);
}

void PlotCanvas::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    const auto pressed = std::exchange(m_pressed, std::nullopt);
    const auto target = std::exchange(m_target, std::nullopt);
    if (std::exchange(m_dragging, false)) {
        unsetCursor();
        update();
        if (!pressed || !target) return;
        const bool rows = pressed->column < 0;
        const int from = rows ? pressed->row : pressed->column, to = rows ? target->row : target->column;
        if (from != to) Q_EMIT moved(rows, from, to);
        return;
    }
    const auto spot = spotAt(event->position());
    if (spot && pressed && spot->sameAs(*pressed)) Q_EMIT clicked(*spot, event->modifiers());
}

void PlotCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
    const auto spot = spotAt(event->position());
    if (spot && event->button() == Qt::LeftButton) Q_EMIT doubleClicked(*spot);
}

void PlotCanvas::leaveEvent(QEvent* event) {
    setHovered(std::nullopt);
    QWidget::leaveEvent(event);
}

// From field to field, whichever way they lie.
void PlotCanvas::moveHovered(int rows, int columns) {
    const FigureSpot* first = nullptr;
    const FigureSpot* next = nullptr;
    double nearest = INFINITY;
    const QPointF from = m_hovered ? m_hovered->box.center() : QPointF();
    for (const FigureSpot& spot : m_drawing.spots) {
        if (isName(spot)) continue;
        if (first == nullptr) first = &spot;
        if (!m_hovered || spot.sameAs(*m_hovered)) continue;
        const QPointF away = spot.box.center() - from;
        const double along = away.x() * columns + away.y() * rows;
        const double aside = std::abs(away.x() * rows) + std::abs(away.y() * columns);
        if (along <= 0.1 || aside > along) continue;
        if (along + 2 * aside < nearest) nearest = along + 2 * aside, next = &spot;
    }
    if (!m_hovered) next = first;
    if (next == nullptr) return;
    const FigureSpot chosen = *next;
    setHovered(chosen);
    if (m_words)
        QToolTip::showText(mapToGlobal(boxOf(chosen).bottomRight().toPoint()), m_words(chosen), this);
}

void PlotCanvas::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Left:
            return moveHovered(0, -1);
        case Qt::Key_Right:
            return moveHovered(0, 1);
        case Qt::Key_Up:
            return moveHovered(-1, 0);
        case Qt::Key_Down:
            return moveHovered(1, 0);
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (m_hovered) Q_EMIT clicked(*m_hovered, event->modifiers());
            return;
        case Qt::Key_C:
            if (event->modifiers() != Qt::NoModifier) break;
            if (m_hovered) Q_EMIT doubleClicked(*m_hovered);
            return;
        case Qt::Key_Escape:
            Q_EMIT escapePressed();
            return;
        default:
            break;
    }
    QWidget::keyPressEvent(event);
}

}  // namespace regulus
