#include "ui/views/parts/flow_layout.h"

#include <QWidget>
#include <algorithm>

namespace regulus {

FlowLayout::FlowLayout(QWidget* parent, int gap) : QLayout(parent), m_gap(gap) {
    setContentsMargins(0, 0, 0, 0);
}

FlowLayout::~FlowLayout() {
    qDeleteAll(m_items);
}

void FlowLayout::addItem(QLayoutItem* item) {
    m_items.push_back(item);
}

QLayoutItem* FlowLayout::itemAt(int index) const {
    return index >= 0 && index < count() ? m_items[static_cast<std::size_t>(index)] : nullptr;
}

QLayoutItem* FlowLayout::takeAt(int index) {
    QLayoutItem* const item = itemAt(index);
    if (item != nullptr) m_items.erase(m_items.begin() + index);
    return item;
}

QSize FlowLayout::minimumSize() const {
    QSize size;
    for (const QLayoutItem* item : m_items)
        if (!item->isEmpty()) size = size.expandedTo(item->minimumSize());
    const QMargins margins = contentsMargins();
    return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom());
}

void FlowLayout::setGeometry(const QRect& area) {
    QLayout::setGeometry(area);
    arrange(area, true);
}

int FlowLayout::arrange(const QRect& area, bool place) const {
    const QRect inside = area.marginsRemoved(contentsMargins());
    std::vector<QLayoutItem*> line;
    int x = inside.left(), y = inside.top(), height = 0;
    // Items of a line share its middle.
    const auto finish = [&] {
        int left = inside.left();
        for (QLayoutItem* item : line) {
            const QSize size = item->sizeHint();
            if (place) item->setGeometry({QPoint(left, y + (height - size.height()) / 2), size});
            left += size.width() + m_gap;
        }
        line.clear();
    };
    for (QLayoutItem* item : m_items) {
        if (item->isEmpty()) continue;
        const QSize size = item->sizeHint();
        if (!line.empty() && x + size.width() > inside.left() + inside.width()) {
            finish();
            x = inside.left();
            y += height + m_gap;
            height = 0;
        }
        line.push_back(item);
        x += size.width() + m_gap;
        height = std::max(height, size.height());
    }
    finish();
    return y + height - area.top() + contentsMargins().bottom();
}

}  // namespace regulus
