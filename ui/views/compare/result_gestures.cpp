// What a person does with the result of a comparison: rows, headers, points and limits.
#include <QComboBox>
#include <QHeaderView>
#include <QTabWidget>
#include <QToolButton>
#include <algorithm>
#include <cmath>

#include "ui/models/comparison_model.h"
#include "ui/views/compare/filter_bar.h"
#include "ui/views/compare/point_plot_canvas.h"
#include "ui/views/compare/result_texts.h"
#include "ui/views/compare/result_view.h"
#include "ui/views/parts/clean_table.h"

namespace regulus {

void ResultView::connectParts() {
    connect(m_pictures, &QTabWidget::currentChanged, this, &ResultView::figureChanged);
    connect(m_groups, &QComboBox::currentIndexChanged, this, &ResultView::chooseGroup);
    connect(m_filters, &FilterBar::searched, this, &ResultView::startQuery);
    connect(m_filters, &FilterBar::filtered, this,
            [this] { m_session.comparison().setFilters(m_filters->filters()); });
    connect(m_export, &QToolButton::clicked, this, &ResultView::exportRequested);
    connect(m_table->horizontalHeader(), &QHeaderView::sectionClicked, this, &ResultView::sortBy);
    connect(m_table, &CleanTable::rowActivated, this, [this](int row) { activate(m_model->geneAt(row)); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& now) {
                if (!now.isValid()) return;
                m_chosen = m_model->geneAt(now.row());
                m_similar->setEnabled(m_session.opened().geneColumn(m_result->name(*m_chosen)) >= 0);
                m_volcano->setChosen(m_chosen);
                m_ranking->setChosen(m_chosen);
            });
    connect(m_table, &CleanTable::rowEntered, this, &ResultView::inspect);
    connect(m_plot, &QToolButton::clicked, this, &ResultView::tellNames);
    for (PointPlotCanvas* canvas : {m_volcano, m_ranking}) {
        canvas->setDescribe([this](std::uint32_t gene) {
            return m_result ? describeRow(*m_result, m_group, gene) : QString();
        });
        connect(canvas, &PointPlotCanvas::clicked, this, [this](std::uint32_t gene) {
            selectRows({gene});
            activate(gene);
        });
        connect(canvas, &PointPlotCanvas::framed, this, &ResultView::selectRows);
    }
    connect(m_volcano, &PointPlotCanvas::thresholdMoved, this,
            [this](PointPlotScene::Threshold which, double value) {
                if (which.axis == PointPlotScene::AxisName::X)
                    m_filters->setMinChange(std::abs(value));
                else
                    m_filters->setMostQ(std::pow(10.0, -value));
            });
}

// The third click on a header gives the ranking back.
void ResultView::sortBy(int column) {
    const ComparisonColumn chosen = m_model->columnAt(column);
    const bool first =
        m_model->headerData(column, Qt::Horizontal, Qt::InitialSortOrderRole).value<Qt::SortOrder>() ==
        Qt::DescendingOrder;
    const bool small = chosen == ComparisonColumn::Q || chosen == ComparisonColumn::DonorQ ||
                       chosen == ComparisonColumn::DepthQ;
    const bool usual = small ? false : first;  // of rates the smallest are asked for
    if (m_sorted != chosen) {
        m_sorted = chosen;
        m_descending = usual;
    } else if (m_descending == usual) {
        m_descending = !usual;
    } else {
        m_sorted.reset();
        m_descending = true;
    }
    startQuery();
}

void ResultView::activate(std::uint32_t gene) {
    m_chosen = gene;
    m_volcano->setChosen(gene);
    m_ranking->setChosen(gene);
    Q_EMIT chosen(m_result->name(gene));
}

// Of a gene there is nothing more to see.
void ResultView::inspect(int row) {
    if (!m_result || m_result->ofGenes()) return;
    activate(m_model->geneAt(row));
    Q_EMIT inspectRequested();
}

std::vector<std::uint32_t> ResultView::selectedGenes() const {
    std::vector<std::uint32_t> genes;
    for (const QItemSelectionRange& range : m_table->selectionModel()->selection())
        for (int row = range.top(); row <= range.bottom(); ++row) genes.push_back(m_model->geneAt(row));
    return genes;
}

QItemSelection ResultView::rowsOf(const std::vector<std::uint32_t>& genes) const {
    std::vector<std::uint8_t> wanted(m_result->cells.names.size(), 0);
    for (const std::uint32_t gene : genes) wanted[gene] = 1;
    const auto chosen = [&](int row) {
        return row < m_model->rowCount() && wanted[m_model->geneAt(row)] != 0;
    };
    // Whole stretches: the selection compares each of them with every other.
    QItemSelection rows;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (!chosen(row)) continue;
        const int begin = row;
        while (chosen(row + 1)) ++row;
        rows.append(QItemSelectionRange(m_model->index(begin, 0), m_model->index(row, 0)));
    }
    return rows;
}

// Those of them that the filters let through.
void ResultView::selectRows(const std::vector<std::uint32_t>& genes) {
    if (!m_result) return;
    const QItemSelection rows = rowsOf(genes);
    m_table->clearSelection();
    if (!rows.isEmpty()) {
        const QModelIndex first = rows.first().topLeft();
        m_table->scrollTo(first);
        m_table->selectionModel()->setCurrentIndex(first, QItemSelectionModel::NoUpdate);
    }
    m_table->selectionModel()->select(rows, QItemSelectionModel::Select | QItemSelectionModel::Rows);
}

void ResultView::tellNames() {
    if (!m_result) return;
    std::vector<std::string> names;
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    if (rows.size() > 1)
        for (const QModelIndex& row : rows) names.push_back(m_result->name(m_model->geneAt(row.row())));
    else
        for (const std::uint32_t gene : m_model->genes()) {
            if (names.size() == names_told) break;
            names.push_back(m_result->name(gene));
        }
    Q_EMIT namesShown(names);
}

}  // namespace regulus
