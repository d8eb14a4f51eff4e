#include "ui/views/history/history_view.h"

#include <QBoxLayout>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTimer>
#include <QToolButton>

#include "ui/render/theme.h"

namespace regulus {
namespace {

class StepDelegate final : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {120, 26}; }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const Theme& theme = Theme::current();
        QStyleOptionViewItem item = option;
        initStyleOption(&item, index);
        painter->save();
        const bool on = item.state & QStyle::State_Selected, under = item.state & QStyle::State_MouseOver;
        painter->fillRect(item.rect, on ? theme.accentSoft : under ? theme.raised : theme.surface);
        painter->setFont(item.font);
        const QVariant ink = index.data(Qt::ForegroundRole);
        painter->setPen(ink.isValid() ? ink.value<QColor>() : theme.text);
        const QRect box = item.rect.adjusted(14, 0, -8, 0);
        painter->drawText(box, Qt::AlignVCenter,
                          item.fontMetrics.elidedText(item.text, Qt::ElideRight, box.width()));
        painter->restore();
    }
};

}  // namespace

HistoryModel::HistoryModel(QUndoStack& stack, QObject* parent)
    : QAbstractListModel(parent), m_stack(stack), m_rows(stack.count() + 1) {
    connect(&m_stack, &QUndoStack::indexChanged, this, &HistoryModel::follow);
}

// The stack says that it moved, not what became of its steps: at its limit the oldest goes as the newest
// comes, and a slider changes the last.
void HistoryModel::follow() {
    beginResetModel();
    m_rows = m_stack.count() + 1;
    endResetModel();
}

int HistoryModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : m_rows;
}

QVariant HistoryModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const int row = index.row();
    const bool now = row == m_stack.index();
    if (role == Qt::DisplayRole) return row == 0 ? tr("Start") : m_stack.text(row - 1);
    if (role == Qt::ForegroundRole && row > m_stack.index()) return Theme::current().mutedText;
    if (role == Qt::FontRole) return Theme::current().font(13, now ? QFont::DemiBold : QFont::Normal);
    if (role == Qt::ToolTipRole)
        return now                     ? tr("What is shown now")
               : row < m_stack.index() ? tr("Click: back to this step")
                                       : tr("Undone. Click: do it again, up to this step");
    return {};
}

HistoryView::HistoryView(QUndoStack& stack, QWidget* parent) : QListView(parent), m_stack(stack) {
    setModel(new HistoryModel(stack, this));
    setFrameShape(QFrame::NoFrame);
    setItemDelegate(new StepDelegate(this));
    setUniformItemSizes(true);
    setMouseTracking(true);
    setEditTriggers(NoEditTriggers);
    setAccessibleName(tr("History"));
    connect(this, &QListView::clicked, this, &HistoryView::goTo);
    connect(this, &QListView::activated, this, &HistoryView::goTo);
    connect(model(), &QAbstractItemModel::modelReset, this, &HistoryView::showCurrent);
    showCurrent();
}

// When the click is over: the model is another one then.
void HistoryView::goTo(const QModelIndex& index) {
    QTimer::singleShot(0, this, [this, row = index.row()] { m_stack.setIndex(row); });
}

HistoryPanel::HistoryPanel(QUndoStack& stack, QWidget* parent)
    : QWidget(parent), m_list(new HistoryView(stack)), m_export(new QToolButton) {
    m_export->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    auto* below = new QHBoxLayout;
    below->setContentsMargins(8, 0, 8, 8);
    below->addWidget(m_export);
    below->addStretch();
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_list, 1);
    all->addLayout(below);
}

void HistoryPanel::offer(QAction* exportScript) {
    m_export->setDefaultAction(exportScript);
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_list->addAction(exportScript);
}

void HistoryView::showCurrent() {
    const QModelIndex now = model()->index(m_stack.index(), 0);
    setCurrentIndex(now);
    scrollTo(now);
}

}  // namespace regulus
