#include "ui/views/parts/growing_table.h"

#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/render/palettes.h"
#include "ui/views/parts/clean_table.h"

namespace regulus {

GrowingTable::GrowingTable(CleanTable* table, int rowsAtFirst, QWidget* parent)
    : QWidget(parent), m_table(table), m_more(new QToolButton), m_first(rowsAtFirst) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_table);
    column->addWidget(m_more, 0, Qt::AlignLeft);
    m_more->setAutoRaise(true);
    connect(m_more, &QToolButton::clicked, this, [this] {
        m_all = !m_all;
        fit();
    });
    const QAbstractItemModel* model = m_table->model();
    connect(model, &QAbstractItemModel::modelReset, this, &GrowingTable::fit);
    connect(model, &QAbstractItemModel::headerDataChanged, this, &GrowingTable::fit);
    connect(model, &QAbstractItemModel::rowsInserted, this, &GrowingTable::fit);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &GrowingTable::fit);
    fit();
}

int GrowingTable::rowsShown() const {
    const int rows = m_table->model()->rowCount();
    return m_all ? rows : std::min(rows, m_first);
}

void GrowingTable::fit() {
    const int rows = m_table->model()->rowCount();
    m_table->showRows(std::max(rowsShown(), 1));
    m_more->setVisible(rows > m_first);
    m_more->setText(m_all ? tr("Show fewer")
                          : tr("Show all %1").arg(countText(static_cast<std::size_t>(rows))));
}

}  // namespace regulus
