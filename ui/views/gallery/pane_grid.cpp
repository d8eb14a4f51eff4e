#include "ui/views/gallery/pane_grid.h"

#include <QScrollBar>

#include "ui/views/gallery/map_pane.h"

namespace regulus {
namespace {

constexpr int gap = 2;
constexpr int least = 120;  // pixels, of the sides of a map

}  // namespace

PaneLayout paneLayout(int panes, QSize room, int head) {
    PaneLayout best;
    int most = 0;
    for (int columns = 1; columns <= panes; ++columns) {
        const int rows = (panes + columns - 1) / columns;
        const QSize pane((room.width() - gap * (columns - 1)) / columns,
                         (room.height() - gap * (rows - 1)) / rows);
        const int shorter = std::min(pane.width(), pane.height() - head);
        if (shorter <= most) continue;
        most = shorter;
        best = {columns, pane};
    }
    if (most >= least) return best;
    best.columns = std::clamp((room.width() + gap) / (least + gap), 1, std::max(1, panes));
    const int width = (room.width() - gap * (best.columns - 1)) / best.columns;
    best.pane = QSize(width, std::max(least, width * 3 / 4) + head);
    return best;
}

PaneGrid::PaneGrid(QWidget* parent) : QScrollArea(parent), m_content(new QWidget) {
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidget(m_content);
}

MapPane* PaneGrid::add() {
    m_panes.push_back(new MapPane(m_content));
    m_panes.back()->setVisible(true);
    return m_panes.back();
}

void PaneGrid::trim(std::size_t count) {
    for (std::size_t i = count; i < m_panes.size(); ++i) delete m_panes[i];
    m_panes.resize(count);
}

void PaneGrid::resizeEvent(QResizeEvent* event) {
    QScrollArea::resizeEvent(event);
    arrange();
}

void PaneGrid::arrange() {
    if (m_panes.empty()) return;
    const int head = m_panes.front()->head()->sizeHint().height(), n = static_cast<int>(m_panes.size());
    QSize room = maximumViewportSize();
    PaneLayout layout = paneLayout(n, room, head);
    const auto heightOf = [&] {
        const int rows = (n + layout.columns - 1) / layout.columns;
        return rows * (layout.pane.height() + gap) - gap;
    };
    if (heightOf() > room.height()) {  // room for the bar that scrolls
        room.rwidth() -= verticalScrollBar()->sizeHint().width();
        layout = paneLayout(n, room, head);
    }
    m_content->resize(room.width(), std::max(heightOf(), 1));
    for (int i = 0; i < n; ++i) {
        const QPoint at(i % layout.columns * (layout.pane.width() + gap),
                        i / layout.columns * (layout.pane.height() + gap));
        m_panes[static_cast<std::size_t>(i)]->setGeometry(QRect(at, layout.pane));
    }
    Q_EMIT arranged();
}

}  // namespace regulus
