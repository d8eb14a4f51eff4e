// What all our tables share. TableModel does the item-model bookkeeping; RowsModel adds rows held as plain
// values, with sorting. A concrete model only answers "what is in this cell".
#pragma once

#include <QAbstractTableModel>
#include <QString>
#include <QVariant>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

namespace regulus {

// What a cell can answer beside its text. A delegate draws from these, so a model needs no font or pixel.
enum ItemRole {
    ValueRole = Qt::UserRole + 1,  // the bare value, for sorting and copying: number or text
    ColorRole,                     // QColor of a dot before the text
    BarRole,                       // double: a bar, positive to the right, 1 is full; invalid: no bar
    SpreadRole,                    // double: half the length of a whisker around the bar's end
    MutedRole,                     // bool: not told apart from chance, or outside the model; drawn grey
    MarkedRole,                    // bool: belongs to the selection
    ItalicRole,                    // bool: a gene's or TF's name
    HiddenRole,                    // bool: hidden in the map; drawn struck out
};

struct TableColumn {
    QString name;
    QString help;         // tool tip of the header
    bool number = false;  // right-aligned, tabular figures
};

// A table of named columns. Thread: GUI.
class TableModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex& parent = {}) const final;
    int columnCount(const QModelIndex& parent = {}) const final;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const final;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const final;

  protected:
    virtual int rows() const = 0;
    virtual const std::vector<TableColumn>& columns() const = 0;
    // Only asked for rows and columns that exist. Alignment is answered by the base.
    virtual QVariant cell(int row, int column, int role) const = 0;
};

// True when a comes before b: numbers by value, text in natural_order.h's, whatever its case; NaN and what is
// not there last whatever the order.
bool comesBefore(const QVariant& a, const QVariant& b, Qt::SortOrder order);

// A table that holds its rows. Sorting keeps the order of equal rows and the persistent indexes.
template <class Row>
class RowsModel : public TableModel {
  public:
    using TableModel::TableModel;

    void setRows(std::vector<Row> values) {
        beginResetModel();
        m_rows = std::move(values);
        if (m_sortColumn >= 0) arrange();
        endResetModel();
    }
    // The same rows with other values: what is pressed, current or selected in a view stays so. Any other
    // number of rows resets the model.
    void updateRows(std::vector<Row> values) {
        if (values.size() != m_rows.size() || values.empty() || m_sortColumn >= 0)
            return setRows(std::move(values));
        m_rows = std::move(values);
        Q_EMIT dataChanged(index(0, 0), index(rows() - 1, columnCount() - 1));
    }
    const std::vector<Row>& allRows() const { return m_rows; }
    const Row& at(int row) const { return m_rows[static_cast<std::size_t>(row)]; }

    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override {
        m_sortColumn = column;
        m_sortOrder = order;
        if (column < 0) return;
        Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
        const std::vector<std::size_t> places = arrange();
        std::vector<int> now(places.size());
        for (std::size_t i = 0; i < places.size(); ++i) now[places[i]] = static_cast<int>(i);
        const QModelIndexList before = persistentIndexList();
        QModelIndexList after;
        after.reserve(before.size());
        for (const QModelIndex& old : before) {
            after.append(index(now[static_cast<std::size_t>(old.row())], old.column()));
        }
        changePersistentIndexList(before, after);
        Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
    }

  protected:
    int rows() const final { return static_cast<int>(m_rows.size()); }
    QVariant cell(int row, int column, int role) const final { return cellOf(at(row), column, role); }
    virtual QVariant cellOf(const Row& row, int column, int role) const = 0;
    // Whether a row belongs to the row above it, and is sorted with it.
    virtual bool isBelow(const Row&) const { return false; }

    // `below`: all of them isBelow().
    void insertBelow(int row, std::vector<Row> below) {
        if (below.empty()) return;
        beginInsertRows({}, row + 1, row + static_cast<int>(below.size()));
        std::vector<Row> moved;
        for (const std::size_t place : sortedPlaces(below)) moved.push_back(std::move(below[place]));
        m_rows.insert(m_rows.begin() + row + 1, moved.begin(), moved.end());
        endInsertRows();
    }
    void removeBelow(int row) {
        int last = row;
        while (last + 1 < rows() && isBelow(at(last + 1))) ++last;
        if (last == row) return;
        beginRemoveRows({}, row + 1, last);
        m_rows.erase(m_rows.begin() + row + 1, m_rows.begin() + last + 1);
        endRemoveRows();
    }

    // Changes rows in place without moving them.
    template <class Change>
    void changeRows(Change change) {
        if (m_rows.empty()) return;
        for (Row& row : m_rows) change(row);
        Q_EMIT dataChanged(index(0, 0), index(rows() - 1, columnCount() - 1));
    }

  private:
    // For each new place, where the row is that comes there.
    std::vector<std::size_t> sortedPlaces(const std::vector<Row>& values) const {
        std::vector<std::size_t> places(values.size());
        std::iota(places.begin(), places.end(), std::size_t{0});
        if (m_sortColumn < 0 || m_sortColumn >= static_cast<int>(columns().size())) return places;
        std::vector<QVariant> keys;
        std::vector<std::size_t> heads;  // the row that each is sorted with
        keys.reserve(values.size());
        heads.reserve(values.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            keys.push_back(cellOf(values[i], m_sortColumn, ValueRole));
            heads.push_back(i > 0 && isBelow(values[i]) && !isBelow(values[0]) ? heads.back() : i);
        }
        std::stable_sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) {
            if (heads[a] == heads[b] && (a == heads[a] || b == heads[b])) return a == heads[a] && b != a;
            if (heads[a] == heads[b]) return comesBefore(keys[a], keys[b], m_sortOrder);
            const QVariant &one = keys[heads[a]], &other = keys[heads[b]];
            if (comesBefore(one, other, m_sortOrder)) return true;
            return !comesBefore(other, one, m_sortOrder) && heads[a] < heads[b];
        });
        return places;
    }

    // Sorts m_rows; the result names, for each new place, where the row was.
    std::vector<std::size_t> arrange() {
        const std::vector<std::size_t> places = sortedPlaces(m_rows);
        std::vector<Row> moved;
        moved.reserve(m_rows.size());
        for (const std::size_t place : places) moved.push_back(std::move(m_rows[place]));
        m_rows = std::move(moved);
        return places;
    }

    std::vector<Row> m_rows;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
};

}  // namespace regulus
