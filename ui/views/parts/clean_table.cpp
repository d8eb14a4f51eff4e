#include "ui/views/parts/clean_table.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QScrollArea>
#include <QScrollBar>
#include <QWheelEvent>
#include <algorithm>
#include <numeric>
#include <utility>

#include "ui/models/table_model.h"
#include "ui/models/table_text.h"
#include "ui/render/theme.h"
#include "ui/views/parts/header_style.h"
#include "ui/views/parts/theme_watcher.h"

namespace regulus {
namespace {

constexpr std::size_t most_copied = 1'000'000;
constexpr int most_measured = 40;                                            // rows
constexpr int header_slack = 6, least_stretched = 60, most_stretched = 160;  // pixels
constexpr int compact_stretched = 40, compact_margin = 3;

}  // namespace

CleanTable::CleanTable(QWidget* parent)
    : QTableView(parent), m_delegate(new CellDelegate(this)), m_copy(new QAction(tr("Copy as text"), this)) {
    setItemDelegate(m_delegate);
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setWordWrap(false);
    setCornerButtonEnabled(false);
    setMouseTracking(true);
    setTabKeyNavigation(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollMode(ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setMinimumSectionSize(16);
    horizontalHeader()->setSectionsClickable(true);
    setRowHeight(24);
    m_copy->setShortcut(QKeySequence::Copy);
    m_copy->setShortcutContext(Qt::WidgetShortcut);
    connect(m_copy, &QAction::triggered, this,
            [this] { QGuiApplication::clipboard()->setText(copiedText()); });
    addAction(m_copy);
    setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(this, &QTableView::clicked, this,
            [this](const QModelIndex& at) { Q_EMIT rowActivated(at.row()); });
    connect(this, &QTableView::doubleClicked, this,
            [this](const QModelIndex& at) { Q_EMIT rowDoubleClicked(at.row()); });
    followTheme(this, [this] { dress(); });
}

void CleanTable::setRowHeight(int height) {
    m_delegate->setRowHeight(height);
    verticalHeader()->setMinimumSectionSize(height);
    verticalHeader()->setDefaultSectionSize(height);
}

void CleanTable::setCompact() {
    m_compact = true;
    m_delegate->setMargin(compact_margin);
    dress();
}

void CleanTable::showRows(int rows) {
    m_scrolls = false;
    setAutoScroll(
        false);  // a row that was clicked is seen, and what a click opens is not to be scrolled away
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    const int header = horizontalHeader()->isHidden() ? 0 : horizontalHeader()->sizeHint().height();
    setFixedHeight(header + rows * verticalHeader()->defaultSectionSize() + 2 * frameWidth());
}

// In a table that does not scroll, a row is brought into view by what does.
void CleanTable::scrollTo(const QModelIndex& index, ScrollHint hint) {
    if (m_scrolls) return QTableView::scrollTo(index, hint);
    for (QWidget* around = parentWidget(); around; around = around->parentWidget()) {
        auto* area = qobject_cast<QScrollArea*>(around);
        if (!area || !area->widget()) continue;
        const QRect row = visualRect(index);
        const QPoint at = viewport()->mapTo(area->widget(), row.center());
        return area->ensureVisible(area->horizontalScrollBar()->value(), at.y(), 0, row.height());
    }
}

void CleanTable::markRow(int row) {
    const QSignalBlocker quiet(this);
    const auto how = QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows;
    if (row < 0)
        clearSelection();
    else
        selectionModel()->select(model()->index(row, 0), how);
}

void CleanTable::wheelEvent(QWheelEvent* event) {
    m_scrolls ? QTableView::wheelEvent(event) : event->ignore();
}

int CleanTable::widthOf(int column) const {
    // The hint knows the style sheet's padding but for a few pixels.
    int width = horizontalHeader()->sectionSizeHint(column) + header_slack;
    QStyleOptionViewItem option;
    option.font = font();
    const int rows = std::min(model()->rowCount(), most_measured);
    for (int row = 0; row < rows; ++row)
        width = std::max(width, m_delegate->sizeHint(option, model()->index(row, column)).width());
    return width;
}

void CleanTable::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    if (m_stretched >= 0 && event->size().width() != event->oldSize().width())
        fitColumns(m_stretched, m_lesser, m_hidden);
}

void CleanTable::fitColumns(int stretched, std::vector<int> lesser, std::vector<int> hidden) {
    m_stretched = stretched;
    m_lesser = std::move(lesser);
    m_hidden = std::move(hidden);
    QHeaderView* header = horizontalHeader();
    for (int column = 0; column < model()->columnCount(); ++column) {
        const bool hide = std::ranges::find(m_hidden, column) != m_hidden.end();
        if (isColumnHidden(column) != hide) setColumnHidden(column, hide);  // each lays the header out anew
    }
    const int least = std::max(m_compact ? compact_stretched : least_stretched,
                               header->sectionSizeHint(stretched) + header_slack);
    int needed = least;
    for (int column = 0; column < model()->columnCount(); ++column) {
        header->setSectionResizeMode(column, column == stretched ? QHeaderView::Stretch : QHeaderView::Fixed);
        if (column == stretched || isColumnHidden(column)) continue;
        header->resizeSection(column, widthOf(column));
        needed += header->sectionSize(column);
    }
    for (const int column : m_lesser) {
        if (needed <= viewport()->width()) return;
        needed -= header->sectionSize(column);
        setColumnHidden(column, true);
    }
    // One that is as high as its rows does not scroll at all.
    if (needed <= viewport()->width() || verticalScrollBarPolicy() == Qt::ScrollBarAlwaysOff) return;
    // Without room to stretch it would keep any width.
    header->setSectionResizeMode(stretched, QHeaderView::Fixed);
    header->resizeSection(stretched, std::clamp(widthOf(stretched), least, std::max(least, most_stretched)));
}

std::vector<int> CleanTable::selectedRows() const {
    std::vector<int> rows;
    if (selectionModel()) {
        for (const QItemSelectionRange& range : selectionModel()->selection()) {
            for (int row = range.top(); row <= range.bottom(); ++row) rows.push_back(row);
        }
    }
    if (rows.empty() && model()) {
        rows.resize(static_cast<std::size_t>(model()->rowCount()));
        std::iota(rows.begin(), rows.end(), 0);
    }
    std::sort(rows.begin(), rows.end());
    if (rows.size() > most_copied) rows.resize(most_copied);
    return rows;
}

QString CleanTable::copiedText() const {
    return model() ? tableText(*model(), selectedRows(), ValueRole, m_hidden) : QString();
}

QString CleanTable::wholeText() const {
    if (!model()) return {};
    std::vector<int> rows(static_cast<std::size_t>(model()->rowCount()));
    std::iota(rows.begin(), rows.end(), 0);
    return tableText(*model(), rows, ValueRole, m_hidden);
}

void CleanTable::setCopyEnabled(bool enabled) {
    m_copy->setEnabled(enabled);
}

void CleanTable::dress() {
    const Theme& theme = Theme::current();
    setFont(theme.font(13));
    QPalette colors = theme.palette();
    colors.setColor(QPalette::Base, Qt::transparent);
    setPalette(colors);
    viewport()->setAutoFillBackground(false);
    m_compact ? dressHeader(*horizontalHeader(), compact_margin) : dressHeader(*horizontalHeader());
}

void CleanTable::keyPressEvent(QKeyEvent* event) {
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid()) {
        const int row = currentIndex().row();
        if (event->modifiers().testFlag(Qt::ControlModifier)) return Q_EMIT rowDoubleClicked(row);
        Q_EMIT rowActivated(row);
        Q_EMIT rowEntered(row);
        return;
    }
    const QModelIndex before = currentIndex();
    QTableView::keyPressEvent(event);
    if (!m_scrolls && currentIndex() != before) scrollTo(currentIndex());
}

}  // namespace regulus
