#include "ui/models/table_model.h"

#include "core/base/natural_order.h"

namespace regulus {
namespace {

bool isNumber(const QVariant& value) {
    switch (value.typeId()) {
        case QMetaType::Double:
        case QMetaType::Float:
        case QMetaType::Int:
        case QMetaType::UInt:
        case QMetaType::LongLong:
        case QMetaType::ULongLong:
        case QMetaType::Bool:
            return true;
        default:
            return false;
    }
}

}  // namespace

int TableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : rows();
}

int TableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(columns().size());
}

QVariant TableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    if (role == Qt::TextAlignmentRole) {
        const bool number = columns()[static_cast<std::size_t>(index.column())].number;
        return QVariant::fromValue(Qt::Alignment(number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    return cell(index.row(), index.column(), role);
}

QVariant TableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
    const TableColumn& column = columns()[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole) return column.name;
    if (role == Qt::ToolTipRole && !column.help.isEmpty()) return column.help;
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue(Qt::Alignment(column.number ? Qt::AlignRight : Qt::AlignLeft) |
                                   Qt::AlignVCenter);
    }
    if (role == Qt::InitialSortOrderRole) {  // a first click on a header asks which numbers are largest
        const bool numbers = column.number || (rows() > 0 && cell(0, section, BarRole).isValid());
        return QVariant::fromValue(numbers ? Qt::DescendingOrder : Qt::AscendingOrder);
    }
    return {};
}

bool comesBefore(const QVariant& a, const QVariant& b, Qt::SortOrder order) {
    if (isNumber(a) && isNumber(b)) {
        const double x = a.toDouble(), y = b.toDouble();
        if (std::isnan(x) || std::isnan(y)) return !std::isnan(x) && std::isnan(y);
        return order == Qt::AscendingOrder ? x < y : x > y;
    }
    if (!a.isValid() || !b.isValid()) return a.isValid() && !b.isValid();
    const std::string x = a.toString().toCaseFolded().toStdString(),
                      y = b.toString().toCaseFolded().toStdString();
    return order == Qt::AscendingOrder ? natural_less(x, y) : natural_less(y, x);
}

}  // namespace regulus
