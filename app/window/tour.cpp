#include "app/window/tour.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/render/theme.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {

namespace {

constexpr int bubble_width = 300;
constexpr int arrow = 10;
constexpr int gap = 4;
constexpr int flat = 60;  // a target no higher than this is part of a bar

}  // namespace

Tour::Tour(std::vector<TourStop> stops, QWidget* window)
    : QFrame(window),
      m_stops(std::move(stops)),
      m_title(new ToneLabel(Tone::Title)),
      m_text(new ToneLabel(Tone::Text)),
      m_count(new ToneLabel(Tone::Muted)),
      m_next(new QPushButton),
      m_never(new QPushButton(tr("Do not show again"))) {
    setFocusPolicy(Qt::StrongFocus);
    setFixedWidth(bubble_width + 2 * arrow);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(arrow + 16, arrow + 14, arrow + 16, arrow + 12);
    m_text->setWordWrap(true);
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addSpacing(8);
    auto* row = new QHBoxLayout;
    m_never->setFlat(true);
    row->addWidget(m_count);
    row->addStretch(1);
    row->addWidget(m_never);
    row->addWidget(m_next);
    column->addLayout(row);
    connect(m_next, &QPushButton::clicked, this, [this] { go(m_at + 1); });
    connect(m_never, &QPushButton::clicked, this, [this] { go(static_cast<int>(m_stops.size())); });
    window->installEventFilter(this);
    hide();
}

void Tour::start() {
    go(0);
}

QString Tour::titleText() const {
    return m_title->text();
}

void Tour::go(int to) {
    const int stops = static_cast<int>(m_stops.size());
    while (to < stops && !(m_stops[static_cast<std::size_t>(to)].target &&
                           m_stops[static_cast<std::size_t>(to)].target->isVisible()))
        ++to;
    m_at = to;
    if (to >= stops) {
        hide();
        Q_EMIT dismissed();
        return;
    }
    const TourStop& stop = m_stops[static_cast<std::size_t>(to)];
    m_title->setText(stop.title);
    m_text->setText(stop.text);
    m_count->setText(tr("%1 of %2").arg(to + 1).arg(stops));
    m_next->setText(to + 1 < stops ? tr("Next") : tr("Done"));
    place();
    show();
    raise();
    m_next->setFocus();
}

// Beside the target, where there is most room, and whole within the window. Below a flat one: what stands in
// line with it is of use meanwhile.
void Tour::place() {
    if (m_at < 0 || m_at >= static_cast<int>(m_stops.size())) return;
    const QWidget* target = m_stops[static_cast<std::size_t>(m_at)].target;
    if (!target) return;
    setFixedHeight(layout()->heightForWidth(width()) > 0 ? layout()->heightForWidth(width())
                                                         : sizeHint().height());
    const QWidget* window = parentWidget();
    const QRect at(target->mapTo(window, QPoint(0, 0)), target->size());
    const int right = window->width() - at.right(), below = window->height() - at.bottom();
    QPoint corner, tip;
    if (at.height() < flat && below > height()) {
        tip = {at.center().x(), at.bottom() + gap};
        corner = tip + QPoint(-width() / 2, 0);
    } else if (right > width()) {
        tip = {at.right(), std::min(at.center().y(), at.top() + 80)};
        corner = tip + QPoint(0, -40);
    } else if (at.left() > width()) {
        tip = {at.left(), std::min(at.center().y(), at.top() + 80)};
        corner = tip + QPoint(-width(), -40);
    } else if (below > height()) {
        tip = {at.center().x(), at.bottom()};
        corner = tip + QPoint(-width() / 2, 0);
    } else if (at.top() > height()) {
        tip = {at.center().x(), at.top()};
        corner = tip + QPoint(-width() / 2, -height());
    } else {
        tip = at.center();
        corner = tip + QPoint(-width() / 2, 0);
    }
    corner.setX(std::clamp(corner.x(), 4, std::max(4, window->width() - width() - 4)));
    corner.setY(std::clamp(corner.y(), 4, std::max(4, window->height() - height() - 4)));
    m_tip = tip - corner;
    move(corner);
    update();
}

// A change of theme lays the window out anew and may leave other children above.
bool Tour::eventFilter(QObject* watched, QEvent* event) {
    const bool moved = event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest;
    if (moved && isVisible()) {
        place();
        raise();
    }
    return QFrame::eventFilter(watched, event);
}

void Tour::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) return go(static_cast<int>(m_stops.size()));
    QFrame::keyPressEvent(event);
}

void Tour::paintEvent(QPaintEvent*) {
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(arrow, arrow, -arrow, -arrow);
    QPainterPath shape;
    shape.addRoundedRect(box, 8, 8);
    // A small square turned on its corner, half of it under the bubble, makes the arrow.
    QPointF at(std::clamp<double>(m_tip.x(), box.left(), box.right()),
               std::clamp<double>(m_tip.y(), box.top(), box.bottom()));
    QPainterPath corner;
    corner.addPolygon(QPolygonF({at + QPointF(-arrow, 0), at + QPointF(0, -arrow), at + QPointF(arrow, 0),
                                 at + QPointF(0, arrow), at + QPointF(-arrow, 0)}));
    painter.setPen(QPen(theme.accent, 1.5));
    painter.setBrush(theme.surface);
    painter.drawPath(shape.united(corner));
}

}  // namespace regulus
