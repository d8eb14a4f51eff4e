#include "ui/models/group_list_model.h"

#include <algorithm>

#include "core/base/cell_loop.h"
#include "core/base/natural_order.h"
#include "core/data/missing_label.h"
#include "ui/models/number_text.h"
#include "ui/render/theme.h"

namespace regulus {

std::vector<GroupRow> groupRows(const Categorical& groups, std::span<const std::size_t> sizes,
                                const CellSet& selected, std::span<const QColor> colors,
                                const QColor& missing) {
    const std::size_t n = groups.categories.size();
    std::vector<std::size_t> chosen(n + 1);
    visit_cells(selected, [&](std::size_t cell) {
        const std::int32_t code = groups.codes[cell];
        ++chosen[code < 0 ? n : static_cast<std::size_t>(code)];
    });
    std::vector<GroupRow> rows;
    std::vector<std::size_t> order = listing_order(groups.categories, groups.ordered);
    order.push_back(n);
    for (const std::size_t g : order) {
        if (sizes[g] == 0) continue;
        GroupRow& row = rows.emplace_back();
        row.cells = sizes[g];
        row.selected = chosen[g];
        row.category = g < n ? static_cast<int>(g) : -1;
        row.name = g < n ? QString::fromStdString(groups.categories[g]) : GroupListModel::tr("no value");
        row.color = g < colors.size() && g < n ? colors[g] : missing;
        row.unlabelled = g == n || means_unlabelled(groups.categories[g]);
    }
    std::ranges::stable_partition(rows, [](const GroupRow& row) { return !row.unlabelled; });
    return rows;
}

namespace {

QString toolTip(const GroupRow& row) {
    const QString cells = countText(row.cells, GroupListModel::tr("cell"), GroupListModel::tr("cells"));
    const QString text =
        row.selected == 0
            ? GroupListModel::tr("%1: %2").arg(row.name, cells)
            : GroupListModel::tr("%1: %2, %3 selected").arg(row.name, cells, countText(row.selected));
    return row.note.isEmpty() ? text : text + QLatin1Char('\n') + row.note;
}

bool isPart(const GroupRow& row) {
    return row.selected > 0 && row.selected < row.cells;
}

QString countOf(const GroupRow& row) {
    return isPart(row) ? GroupListModel::tr("%1 of %2").arg(countText(row.selected), countText(row.cells))
                       : countText(row.cells);
}

}  // namespace

void GroupListModel::setShortCounts(bool on) {
    if (std::exchange(m_short, on) == on || rowCount() == 0) return;
    Q_EMIT dataChanged(index(0, Cells), index(rowCount() - 1, Cells));
}

QString GroupListModel::fullCount(int row) const {
    return countOf(at(row));
}

const std::vector<TableColumn>& GroupListModel::columns() const {
    static const std::vector<TableColumn> all{
        {tr("Group"), {}, false}, {tr("Cells"), tr("Selected cells out of all cells in the group"), true}};
    return all;
}

QVariant GroupListModel::cellOf(const GroupRow& row, int column, int role) const {
    switch (role) {
        case Qt::DisplayRole:
            if (column == Name) return row.name;
            return m_short && isPart(row) ? countText(row.selected) : countOf(row);
        case Qt::AccessibleTextRole:
            if (column != Name) return countOf(row);
            return row.note.isEmpty() ? row.name : tr("%1, note: %2").arg(row.name, row.note);
        case NoteRole:
            return column == Name ? QVariant(row.note) : QVariant();
        case Qt::ForegroundRole:
            return column == Cells && m_short && isPart(row) ? QVariant(Theme::current().accent) : QVariant();
        case ValueRole:
            return column == Name ? QVariant(row.name) : QVariant(static_cast<qulonglong>(row.cells));
        case Qt::ToolTipRole:
            return toolTip(row);
        case ColorRole:
            return column == Name ? QVariant(row.color) : QVariant();
        case MarkedRole:
            return row.selected > 0;
        case HiddenRole:
            return row.hidden;
        case MutedRole:
            return row.hidden || row.unlabelled;
        default:
            return {};
    }
}

}  // namespace regulus
