#include "ui/views/inspector/network_widget.h"

#include <QAccessible>
#include <QApplication>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <cmath>

#include "ui/figures/figure.h"
#include "ui/figures/network/network_drawing.h"
#include "ui/models/number_text.h"
#include "ui/models/target_table_model.h"
#include "ui/views/parts/theme_watcher.h"

namespace regulus {
namespace {

constexpr double text_points = 8.25;  // 11 pixels on a usual screen
constexpr double most_zoom = 8, least_zoom = 0.5, zoom_step = 1.2, key_step = 8, margin = 3;

QString explained(const NetworkPicture& picture, const TargetPair& pair) {
    const TargetRow& row = pair.first;
    const QString prior = row.sign > 0   ? NetworkWidget::tr("activates (prior)")
                          : row.sign < 0 ? NetworkWidget::tr("represses (prior)")
                                         : NetworkWidget::tr("sign unknown");
    const bool reader = picture.reader;
    if (!reader && !std::isfinite(beyondUniform(row)))
        return NetworkWidget::tr("%1: no other regulator, so attention is uninformative; %2")
            .arg(row.gene, prior);
    if (picture.pairs)
        return (reader ? NetworkWidget::tr("%1: adds %2 in %3 and %4 in %5 to the evidence; %6")
                       : NetworkWidget::tr("%1: %2 uniform attention in %3, %4 in %5; %6"))
            .arg(row.gene, reader ? decimalText(row.evidence, 2) : timesText(beyondUniform(row)),
                 picture.first,
                 reader ? decimalText(pair.second.evidence, 2) : timesText(beyondUniform(pair.second)),
                 picture.second, prior);
    if (reader)
        return NetworkWidget::tr("%1: adds %2 to the evidence, %3 standard deviations from its mean; %4")
            .arg(row.gene, decimalText(row.evidence, 2), decimalText(row.expression, 2), prior);
    return NetworkWidget::tr("%1: %2 uniform attention, expression %3; %4")
        .arg(row.gene, timesText(beyondUniform(row)), decimalText(row.expression, 2), prior);
}

bool isOurs(const QKeyEvent& event) {
    switch (event.key()) {
        case Qt::Key_Left:
        case Qt::Key_Right:
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_Home:
        case Qt::Key_Return:
        case Qt::Key_Enter:
            return !(event.modifiers() & ~(Qt::ControlModifier | Qt::KeypadModifier));
        case Qt::Key_Plus:
        case Qt::Key_Minus:
        case Qt::Key_Equal:
        case Qt::Key_0:
            return !(event.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier));
        default:
            return false;
    }
}

}  // namespace

NetworkWidget::NetworkWidget(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    followTheme(this, [this] { draw(); });
}

double NetworkWidget::scale() const {
    return logicalDpiX() / 25.4;
}

QRectF NetworkWidget::ground() const {
    QRectF ground(QPointF(), QSizeF(width() - 2 * margin, height() - 2 * margin) * m_zoom);
    ground.moveCenter(QRectF(rect()).center() + m_pan);
    return ground;
}

void NetworkWidget::setPicture(NetworkPicture picture) {
    const bool same = picture.tf == m_picture.tf;
    if (same) picture.moved = m_picture.moved;
    m_picture = std::move(picture);
    m_press.reset();
    if (!same) {
        m_current.reset();
        fit();
    }
    setAccessibleName(tr("Network of %1: %2 targets").arg(m_picture.tf, countText(m_picture.shown())));
    draw();
}

void NetworkWidget::draw() {
    const double mm = 1 / scale();
    const QRectF area(ground().topLeft() * mm, ground().size() * mm);
    m_drawing = drawNetwork(m_picture, area, text_points, Theme::current(), m_current);
    update();
}

void NetworkWidget::layOutAgain() {
    m_picture.moved.clear();
    fit();
}

void NetworkWidget::fit() {
    m_zoom = 1;
    m_pan = {};
    draw();
}

QRectF NetworkWidget::boxOf(const QString& gene) const {
    for (const FigureSpot& spot : m_drawing.spots) {
        const QString name = spot.row < 0 ? QString() : m_picture.targets[std::size_t(spot.row)].first.gene;
        if (name == gene) return {spot.box.topLeft() * scale(), spot.box.size() * scale()};
    }
    return {};
}

std::optional<QString> NetworkWidget::geneAt(QPointF position) const {
    // The TF, drawn last, lies on top.
    for (auto spot = m_drawing.spots.rbegin(); spot != m_drawing.spots.rend(); ++spot)
        if (spot->box.contains(position / scale()))
            return spot->row < 0 ? QString() : m_picture.targets[std::size_t(spot->row)].first.gene;
    return std::nullopt;
}

QString NetworkWidget::told(const QString& gene) const {
    if (gene.isEmpty()) return m_picture.tf;
    for (const TargetPair& pair : m_picture.targets)
        if (pair.first.gene == gene)
            return explained(m_picture, pair) + priorLine(pair.first, edgeColumns(m_picture.given));
    return {};
}

void NetworkWidget::setCurrent(const std::optional<QString>& gene) {
    if (gene == m_current) return;
    m_current = gene;
    setAccessibleDescription(gene ? told(*gene) : QString());
    draw();
}

bool NetworkWidget::event(QEvent* event) {
    // Its keys are no shortcuts of the window's.
    if (event->type() == QEvent::ShortcutOverride && isOurs(*static_cast<QKeyEvent*>(event))) event->accept();
    return QWidget::event(event);
}

void NetworkWidget::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    Job nobody;
    const QRectF seen(QPointF(event->rect().topLeft()) / scale(), QSizeF(event->rect().size()) / scale());
    paintDrawing(painter, m_drawing, scale(), seen, nobody);
    if (hasFocus()) {
        painter.setPen(QPen(Theme::current().accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    }
}

void NetworkWidget::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    draw();
}

void NetworkWidget::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    const auto gene = geneAt(event->position());
    m_press = Press{gene, event->position(), gene ? boxOf(*gene).center() : m_pan};
    QToolTip::hideText();
}

void NetworkWidget::mouseMoveEvent(QMouseEvent* event) {
    const QPointF at = event->position();
    if (m_press && (event->buttons() & Qt::LeftButton)) {
        const QPointF way = at - m_press->at;
        if (!m_press->dragged && way.manhattanLength() < QApplication::startDragDistance()) return;
        m_press->dragged = true;
        setCursor(Qt::ClosedHandCursor);
        if (m_press->gene) return moveTo(*m_press->gene, m_press->from + way);
        m_pan = m_press->from + way;
        return draw();
    }
    const auto gene = geneAt(at);
    setCurrent(gene);
    setCursor(gene ? Qt::PointingHandCursor : Qt::OpenHandCursor);
    gene ? QToolTip::showText(event->globalPosition().toPoint(), told(*gene), this) : QToolTip::hideText();
}

void NetworkWidget::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !m_press) return;
    const Press press = *std::exchange(m_press, std::nullopt);
    setCursor(press.gene ? Qt::PointingHandCursor : Qt::OpenHandCursor);
    if (!press.dragged && press.gene) Q_EMIT geneClicked(*press.gene);
}

void NetworkWidget::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && !geneAt(event->position())) layOutAgain();
}

// In halves of the ground from its middle, so that the place is the same at any size and on paper.
void NetworkWidget::moveTo(const QString& gene, QPointF center) {
    const QRectF ground = this->ground();
    const QPointF way = center - ground.center();
    m_picture.moved[gene] = {std::clamp(2 * way.x() / ground.width(), -1.0, 1.0),
                             std::clamp(2 * way.y() / ground.height(), -1.0, 1.0)};
    draw();
}

void NetworkWidget::zoomAt(QPointF at, double factor) {
    const double before = m_zoom;
    m_zoom = std::clamp(m_zoom * factor, least_zoom, most_zoom);
    // What is under the pointer stays there.
    const QPointF middle = QRectF(rect()).center();
    m_pan = at - middle - (at - middle - m_pan) * (m_zoom / before);
    draw();
}

void NetworkWidget::wheelEvent(QWheelEvent* event) {
    if (!hasFocus() && !(event->modifiers() & Qt::ControlModifier)) return event->ignore();
    zoomAt(event->position(), std::pow(zoom_step, event->angleDelta().y() / 120.0));
    event->accept();
}

void NetworkWidget::step(int by) {
    const int shown = int(m_picture.shown());
    int at = -1;
    for (int i = 0; m_current && i < shown; ++i)
        if (m_picture.targets[std::size_t(i)].first.gene == *m_current) at = i;
    if (!m_current && by < 0) at = 0;
    at = (at + 1 + by + shown + 1) % (shown + 1) - 1;
    setCurrent(at < 0 ? QString() : m_picture.targets[std::size_t(at)].first.gene);
}

void NetworkWidget::keyPressEvent(QKeyEvent* event) {
    if (!isOurs(*event)) return QWidget::keyPressEvent(event);
    const int key = event->key();
    const bool back = key == Qt::Key_Left || key == Qt::Key_Up,
               on = key == Qt::Key_Right || key == Qt::Key_Down;
    if ((back || on) && event->modifiers() & Qt::ControlModifier) {
        if (!m_current) return;
        const double by = back ? -key_step : key_step;
        return moveTo(*m_current,
                      boxOf(*m_current).center() +
                          (key == Qt::Key_Left || key == Qt::Key_Right ? QPointF(by, 0) : QPointF(0, by)));
    }
    if (back || on) return step(back ? -1 : 1);
    if (key == Qt::Key_Home) return setCurrent(QString());
    if (key == Qt::Key_0) return fit();
    if (key == Qt::Key_Minus) return zoomAt(QRectF(rect()).center(), 1 / zoom_step);
    if (key == Qt::Key_Plus || key == Qt::Key_Equal) return zoomAt(QRectF(rect()).center(), zoom_step);
    if (m_current) Q_EMIT geneClicked(*m_current);
}

void NetworkWidget::contextMenuEvent(QContextMenuEvent* event) {
    const bool keyboard = event->reason() == QContextMenuEvent::Keyboard;
    const auto gene = keyboard ? m_current : geneAt(event->pos());
    QPoint at = event->globalPos();
    if (keyboard) at = mapToGlobal(gene ? boxOf(*gene).center().toPoint() : rect().center());
    Q_EMIT menuAsked(gene, at);
}

void NetworkWidget::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    if (event->reason() != Qt::MouseFocusReason && !m_current) setCurrent(QString());
    update();
}

void NetworkWidget::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason)
        setCurrent({});
    update();
}

void NetworkWidget::leaveEvent(QEvent*) {
    if (!hasFocus()) setCurrent({});
}

}  // namespace regulus
