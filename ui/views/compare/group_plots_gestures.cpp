#include <QMenu>
#include <algorithm>

#include "core/base/cell_loop.h"
#include "ui/views/compare/group_plots_view.h"
#include "ui/views/compare/plot_canvas.h"
#include "ui/views/parts/cell_pointing.h"
#include "ui/views/parts/name_field.h"
#include "ui/views/parts/select_mode.h"
#include "ui/views/parts/tf_gestures.h"

namespace regulus {

void GroupPlotsView::move(bool rows, int from, int to) {
    const auto placeAt = [&](int at) {
        return m_plot.placeOf(rows ? FigureSpot{{}, at, -1} : FigureSpot{{}, -1, at});
    };
    if (m_plot.composition) return;
    const GroupPlot::Place a = placeAt(from), b = placeAt(to);
    const bool genes = a.gene >= 0;
    std::vector<std::size_t>& order = genes ? m_plot.genes : m_plot.groups;
    const auto at = [&](const GroupPlot::Place& place) {
        return std::ranges::find(order, static_cast<std::size_t>(genes ? place.gene : place.group)) -
               order.begin();
    };
    const auto begin = order.begin();
    const std::ptrdiff_t i = at(a), j = at(b);
    if (i < j)
        std::rotate(begin + i, begin + i + 1, begin + j + 1);
    else
        std::rotate(begin + j, begin + i, begin + i + 1);
    std::vector<std::string> names;
    for (const std::size_t place : order) names.push_back((genes ? columnNames() : rowNames())[place]);
    if (genes && m_plot.summary) return showOrdered(names);
    const bool groups = m_plot.summary || groupsAreRows(m_plot.look) != genes;
    edit([&](PlotSettings& s) {
        (groups ? s.groupOrder : s.partOrder) = names;
        if (m_plot.summary) s.look.tree = false;
    });
}

// A person's own list from here on.
void GroupPlotsView::showOrdered(const std::vector<std::string>& names) {
    edit([&](PlotSettings& s) {
        s.names = joinedNames(names);
        s.look.clusterGenes = false;
    });
}

CellSet GroupPlotsView::cellsOf(const GroupPlot::Place& place) const {
    const std::size_t cells = m_session.opened().cells();
    if (!m_result.groups || m_result.groups->codes.size() != cells) return CellSet(cells);
    const auto with = [&](const CellGroups& groups, int code) {
        return cells_where(cells, [&](std::size_t cell) { return groups.codes[cell] == code; });
    };
    if (m_plot.composition) {
        CellSet found = CellSet::all(cells);
        if (place.gene >= 0) found &= with(*m_result.groups, place.gene);
        if (place.group >= 0) found &= with(*m_result.split, place.group);
        return found;
    }
    if (!m_plot.table) {
        CellSet found = with(*m_result.groups, place.group);
        if (m_result.split && place.part >= 0) found &= with(*m_result.split, place.part);
        return found;
    }
    const bool down = groupsAreRows(m_plot.look);
    const CellGroups &rows = down ? *m_result.groups : *m_result.split,
                     &columns = down ? *m_result.split : *m_result.groups;
    CellSet found = CellSet::all(cells);
    if (place.group >= 0) found &= with(rows, place.group);
    if (place.gene >= 0) found &= with(columns, place.gene);
    return found;
}

void GroupPlotsView::colorBy(int gene) {
    const std::string& name = m_plot.summary->names[static_cast<std::size_t>(gene)];
    const ValuesOf of = m_plot.summary->of;
    if (of == ValuesOf::Genes) return m_session.colors().colorBy(Coloring::gene(name));
    if (of == ValuesOf::Columns) return m_session.colors().colorBy(Coloring::column(name));
    colorByTf(m_session, name, of == ValuesOf::Activity ? RegulonMeasure::Activity : usualMeasure(m_session));
}

bool GroupPlotsView::ofTfs() const {
    return ofValues() && m_plot.summary && m_plot.summary->of != ValuesOf::Genes &&
           m_plot.summary->of != ValuesOf::Columns;
}

void GroupPlotsView::doubleClick(const FigureSpot& spot) {
    if (const GroupPlot::Place place = m_plot.placeOf(spot); ofTfs() && place.gene >= 0) colorBy(place.gene);
}

void GroupPlotsView::click(const FigureSpot& spot, Qt::KeyboardModifiers modifiers) {
    const GroupPlot::Place place = m_plot.placeOf(spot);
    if (ofTfs() && place.gene >= 0)
        return m_session.focus().setTf(m_plot.summary->names[static_cast<std::size_t>(place.gene)]);
    if (ofValues() && place.gene >= 0) return colorBy(place.gene);
    if (place.gene >= 0 || place.group >= 0)
        m_session.cells().select(cellsOf(place), selectModeOf(modifiers));
}

void GroupPlotsView::hover(const std::optional<FigureSpot>& spot) {
    const GroupPlot::Place place = spot ? m_plot.placeOf(*spot) : GroupPlot::Place{};
    const bool ofCells = place.group >= 0 || (!ofValues() && place.gene >= 0);
    ofCells ? m_session.cells().setHighlight(cellsOf(place)) : m_session.cells().clearHighlight();
}

void GroupPlotsView::remove(int gene) {
    std::vector<std::string> names;
    for (const std::size_t shown : m_plot.genes)
        if (static_cast<int>(shown) != gene) names.push_back(m_plot.summary->names[shown]);
    showValues(m_plot.summary->of, names);
}

void GroupPlotsView::askAt(QPoint position) {
    const auto spot = m_canvas->spotAt(position);
    if (!spot) return;
    const GroupPlot::Place place = m_plot.placeOf(*spot);
    QMenu menu(this);
    if (ofValues() && place.gene >= 0) {
        const std::string& gene = m_plot.summary->names[static_cast<std::size_t>(place.gene)];
        const QString name = inMenu(QString::fromStdString(gene));
        menu.addAction(tr("Colour the map by %1").arg(name), this, [this, place] { colorBy(place.gene); });
        if (m_session.opened().geneColumn(gene) >= 0)
            menu.addAction(tr("Genes similar to %1").arg(name), this,
                           [this, gene] { Q_EMIT similarRequested(QString::fromStdString(gene)); });
        menu.addAction(tr("Remove %1").arg(name), this, [this, place] { remove(place.gene); })
            ->setEnabled(m_plot.genes.size() > 1);
    }
    if (place.group >= 0 || !ofValues())
        menu.addAction(tr("Select these cells"), this,
                       [this, place] { m_session.cells().select(cellsOf(place)); });
    menu.exec(m_canvas->mapToGlobal(position));
}

}  // namespace regulus
