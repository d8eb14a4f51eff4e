#include "ui/views/gallery/map_pane.h"

#include <QEnterEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/render/blend_legend.h"
#include "ui/render/theme.h"
#include "ui/views/parts/embedding_canvas.h"

namespace regulus {
namespace {

constexpr int bar_width = 48, bar_height = 6, gap = 5, side = 6, point = 4;
constexpr int least_for_numbers = 140;  // pixels of a head beside its title
constexpr int most_button = 110;        // pixels, of the name of an embedding

}  // namespace

PaneHead::PaneHead(QWidget* parent) : QWidget(parent), m_map(new QToolButton(this)) {
    auto* menu = new QMenu(m_map);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { Q_EMIT mapMenuAsked(menu); });
    m_map->setMenu(menu);
    m_map->setPopupMode(QToolButton::InstantPopup);
    m_map->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_map->setAutoRaise(true);
    m_map->setCursor(Qt::ArrowCursor);
    m_map->setFocusPolicy(Qt::TabFocus);
    m_map->hide();
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

void PaneHead::setPane(const GalleryPane& pane) {
    m_title = pane.title;
    m_italic = pane.italic;
    m_legend = pane.colors->legend;
    m_note = pane.own ? countText(pane.own->count()) : QString();
    QString tip = QStringLiteral("<b>%1</b>").arg(m_title.toHtmlEscaped());
    if (pane.embedding)
        tip += tr("<br>Click: show it in the map (Return). Delete: take it out");
    else if (pane.own)
        tip += tr("<br>%1 cells<br>Click: select them").arg(m_note);
    else {
        if (m_legend.kind == Legend::Kind::Blend)
            for (const std::size_t i : m_legend.listed)
                tip +=
                    QStringLiteral("<br>%1: %2")
                        .arg(m_legend.entries[i].label.toHtmlEscaped(), countText(m_legend.entries[i].count));
        if (m_legend.kind == Legend::Kind::Scale)
            tip +=
                tr("<br>%1 to %2 %3").arg(valueText(m_legend.low), valueText(m_legend.high), m_legend.unit);
        tip += tr("<br>Click: colour the map by it (Return). Delete: take it out");
    }
    setToolTip(tip);
    setAccessibleName(m_title);
    update();
}

void PaneHead::setMap(const QString& title, bool several) {
    m_mapTitle = title;
    m_map->setVisible(several);
    m_map->setAccessibleName(tr("Embedding of %1: %2").arg(m_title, title));
    m_map->setToolTip(tr("<b>%1</b><br>The embedding on which this map shows the cells").arg(title));
    placeButton();
    update();
}

// The name of the embedding gives way before that of the map.
void PaneHead::placeButton() {
    if (m_map->isHidden()) return;
    const int most = std::min(most_button, width() / 2);
    const QFontMetrics metrics(m_map->font());
    const QString text = m_mapTitle == m_title ? tr("Embedding") : m_mapTitle;  // its name stands at the left
    m_map->setText(metrics.elidedText(text, Qt::ElideRight, most - 24));
    const int wide = std::min(most, m_map->sizeHint().width());
    m_map->setGeometry(width() - wide, 1, wide, height() - 2);
}

int PaneHead::end() const {
    return m_map->isHidden() ? width() : m_map->x();
}

void PaneHead::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    placeButton();
}

int PaneHead::paintScale(QPainter& painter) const {
    if (m_legend.kind == Legend::Kind::Blend) {
        const int square = height() - 6;
        painter.drawImage(QRect(end() - side - square, 3, square, square), blendSquare(m_legend, square));
        return side + square;
    }
    if (m_legend.kind != Legend::Kind::Scale) return 0;
    const Theme& theme = Theme::current();
    const QFontMetrics bold(theme.font(12, QFont::DemiBold, m_italic));
    const bool numbers = end() >= least_for_numbers + bold.horizontalAdvance(m_title);
    painter.setFont(theme.font(11));
    const QString low = numbers ? valueText(m_legend.low) : QString(),
                  high = numbers ? valueText(m_legend.high) : QString();
    const QFontMetrics metrics = painter.fontMetrics();
    const int after =
        (numbers ? metrics.horizontalAdvance(high) + gap : 0) + (m_legend.clippedHigh ? point : 0);
    const int before =
        (numbers ? metrics.horizontalAdvance(low) + gap : 0) + (m_legend.clippedLow ? point : 0);
    const QRect bar(end() - side - after - bar_width, (height() - bar_height) / 2, bar_width, bar_height);
    const auto& table = colorTable(m_legend.map);
    QImage strip(static_cast<int>(table.size()), 1, QImage::Format_RGB32);
    for (std::size_t i = 0; i < table.size(); ++i) strip.setPixel(static_cast<int>(i), 0, table[i]);
    painter.drawImage(bar, strip);
    painter.setRenderHint(QPainter::Antialiasing);
    paintPointedEnds(painter, bar, m_legend, point);
    painter.setPen(theme.mutedText);
    painter.drawText(QRect(bar.right() + 1, 0, after, height()), Qt::AlignVCenter | Qt::AlignRight, high);
    painter.drawText(QRect(bar.left() - before, 0, before, height()), Qt::AlignVCenter, low);
    return side + after + bar_width + before;
}

void PaneHead::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& theme = Theme::current();
    painter.fillRect(rect(), theme.surface);
    const int right = paintScale(painter);
    const QFont bold = theme.font(12, QFont::DemiBold, m_italic);
    painter.setFont(bold);
    painter.setPen(m_under ? theme.accent : theme.text);
    const int room = std::max(0, end() - side - right - gap);
    const QString title = painter.fontMetrics().elidedText(m_title, Qt::ElideRight, room);
    painter.drawText(QRect(side, 0, room, height()), Qt::AlignVCenter, title);
    const int used = painter.fontMetrics().horizontalAdvance(title) + 2 * gap;
    painter.setFont(theme.font(11));
    painter.setPen(theme.mutedText);
    if (painter.fontMetrics().horizontalAdvance(m_note) <= room - used)
        painter.drawText(QRect(side + used, 0, room - used, height()), Qt::AlignVCenter, m_note);
}

void PaneHead::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && rect().contains(event->pos()))
        Q_EMIT clicked(event->modifiers());
}

void PaneHead::enterEvent(QEnterEvent* event) {
    m_under = true;
    update();
    QWidget::enterEvent(event);
}

void PaneHead::leaveEvent(QEvent* event) {
    m_under = false;
    update();
    QWidget::leaveEvent(event);
}

MapPane::MapPane(QWidget* parent)
    : QWidget(parent), m_head(new PaneHead(this)), m_canvas(new EmbeddingCanvas) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addWidget(m_canvas, 1);
    m_canvas->setMinimumSize(40, 40);
    m_canvas->setDeferred();
    connect(m_head, &PaneHead::clicked, this, &MapPane::chosen);
    connect(m_head, &PaneHead::mapMenuAsked, this, &MapPane::mapMenuAsked);
}

void MapPane::setPane(const GalleryPane& pane) {
    m_head->setPane(pane);
    m_canvas->setAccessibleName(tr("Map of %1").arg(pane.title));
}

void MapPane::setMap(const QString& title, bool several) {
    m_head->setMap(title, several);
    if (several) m_canvas->setAccessibleName(tr("Map of %1, %2").arg(m_head->text(), title));
}

// What the map does not take.
void MapPane::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        return Q_EMIT chosen(event->modifiers());
    if (event->key() == Qt::Key_Delete) return Q_EMIT removeAsked();
    QWidget::keyPressEvent(event);
}

}  // namespace regulus
