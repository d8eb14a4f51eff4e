#include <QMenu>
#include <algorithm>

#include "core/base/cell_loop.h"
#include "ui/models/number_text.h"
#include "ui/views/compare/group_plots_view.h"
#include "ui/views/compare/plot_canvas.h"
#include "ui/views/parts/name_field.h"
#include "ui/views/parts/select_mode.h"
#include "ui/views/parts/state_page.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {

// --- saying --------------------------------------------------------------------------------------------

QString GroupPlotsView::note() const {
    return m_note->isHidden() ? QString() : m_note->text();
}

void GroupPlotsView::sayNote() {
    QStringList said;
    if (!ofComposition(m_bar->look().kind) &&
        !(m_bar->values() != ValuesOf::Genes && !m_session.tfResults())) {
        const QStringList unknown = m_field->unknown();
        const qsizetype shown = std::min<qsizetype>(8, unknown.size());
        if (shown > 0)
            said << tr("Not found: %1%2.")
                        .arg(unknown.mid(0, shown).join(QStringLiteral(", ")),
                             unknown.size() > shown ? tr(" and %1 more").arg(unknown.size() - shown)
                                                    : QString());
        if (m_field->names().size() > most_names) said << tr("The first %1 are shown.").arg(most_names);
        if (m_bar->look().tree && m_plot.summary && m_plot.genes.size() < least_genes_of_tree)
            said << tr("A dendrogram takes three genes or more.");
    }
    if (m_plot.table && m_plot.table->left_out > 0)
        said << tr("%1 without a value in one of the columns left out.")
                    .arg(countText(m_plot.table->left_out, tr("cell"), tr("cells")));
    if (m_plot.summary)
        for (const std::string& warning : m_plot.summary->warnings)
            said << QString::fromStdString(warning) + QLatin1Char('.');
    if (!m_canvas->problem().isEmpty()) said << m_canvas->problem();
    m_note->setText(said.join(QLatin1Char(' ')));
    m_note->setVisible(!said.isEmpty());
}

void GroupPlotsView::sayWhatIsMissing() {
    if (!m_session.opened().dataset) {
        if (m_session.loading()) return m_states->say(tr("Reading…"), {}, {}, true);
        return m_states->say(tr("Nothing is open"),
                             tr("Open a dataset to see genes and TFs in its groups of cells."), tr("Open…"));
    }
    if (m_busy) return m_states->say(tr("Summing up groups…"), {}, {}, true);
    if (!m_problem.isEmpty()) return m_states->say(tr("Nothing to plot"), m_problem);
    if (m_bar->column().empty())
        return m_states->say(
            tr("No groups"),
            tr("No column of this dataset has between 2 and %1 groups.").arg(most_groups_listed));
    if (ofComposition(m_bar->look().kind) && m_bar->split().empty())
        return m_states->say(tr("Choose a second column"),
                             tr("Composition is shown in each of its values, such as donors or conditions."));
    if (!m_automatic && m_field->names().empty())
        return m_states->say(tr("No names"), tr("None of the names in the field is in this dataset."));
    m_states->say(tr("Nothing to plot"), {});
}

// --- gestures ------------------------------------------------------------------------------------------

void GroupPlotsView::move(bool rows, int from, int to) {
    const auto placeAt = [&](int at) {
        return m_plot.placeOf(rows ? FigureSpot{{}, at, -1} : FigureSpot{{}, -1, at});
    };
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
    PlotLook look = m_bar->look();
    (genes ? look.clusterGenes : look.tree) = false;
    std::vector<std::string>& names = genes ? m_geneOrder : m_groupOrder;
    names.clear();
    for (const std::size_t place : order) names.push_back((genes ? columnNames() : rowNames())[place]);
    if (genes && m_plot.summary) {  // a person's own list from here on
        m_automatic = false;
        m_field->setNames(names);
    }
    const QSignalBlocker quiet(m_bar);
    m_bar->setLook(look);
    redraw();
}

CellSet GroupPlotsView::cellsOf(const GroupPlot::Place& place) const {
    const std::size_t cells = m_session.opened().cells();
    if (!m_result.groups || m_result.groups->codes.size() != cells) return CellSet(cells);
    const auto with = [&](const CellGroups& groups, int code) {
        return cells_where(cells, [&](std::size_t cell) { return groups.codes[cell] == code; });
    };
    if (!m_plot.table) {
        CellSet found = with(*m_result.groups, place.group);
        if (m_result.split && place.part >= 0) found &= with(*m_result.split, place.part);
        return found;
    }
    const bool groupsAreRows = (m_plot.look.kind == PlotKind::Table) != m_plot.look.swapped;
    const CellGroups &rows = groupsAreRows ? *m_result.groups : *m_result.split,
                     &columns = groupsAreRows ? *m_result.split : *m_result.groups;
    CellSet found = CellSet::all(cells);
    if (place.group >= 0) found &= with(rows, place.group);
    if (place.gene >= 0) found &= with(columns, place.gene);
    return found;
}

void GroupPlotsView::colorBy(int gene) {
    const std::string& name = m_plot.summary->names[static_cast<std::size_t>(gene)];
    const ValuesOf of = m_plot.summary->of;
    if (of == ValuesOf::Genes) return m_session.colors().colorBy(Coloring::gene(name));
    const RegulonMeasure measure = of == ValuesOf::Activity                ? RegulonMeasure::Activity
                                   : m_session.model().regulons != nullptr ? RegulonMeasure::Choice
                                                                           : RegulonMeasure::TfAttention;
    m_session.colors().colorBy(Coloring::regulon(name, measure));
    m_session.focus().setTf(name);
}

void GroupPlotsView::click(const FigureSpot& spot, Qt::KeyboardModifiers modifiers) {
    const GroupPlot::Place place = m_plot.placeOf(spot);
    if (!m_plot.table && place.gene >= 0) return colorBy(place.gene);
    if (place.gene >= 0 || place.group >= 0)
        m_session.cells().select(cellsOf(place), selectModeOf(modifiers));
}

void GroupPlotsView::hover(const std::optional<FigureSpot>& spot) {
    const GroupPlot::Place place = spot ? m_plot.placeOf(*spot) : GroupPlot::Place{};
    const bool ofCells = place.group >= 0 || (m_plot.table && place.gene >= 0);
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
    if (!m_plot.table && place.gene >= 0) {
        const QString name =
            QString::fromStdString(m_plot.summary->names[static_cast<std::size_t>(place.gene)]);
        menu.addAction(tr("Colour the map by %1").arg(name), this, [this, place] { colorBy(place.gene); });
        menu.addAction(tr("Remove %1").arg(name), this, [this, place] { remove(place.gene); })
            ->setEnabled(m_plot.genes.size() > 1);
    }
    if (place.group >= 0 || m_plot.table)
        menu.addAction(tr("Select these cells"), this,
                       [this, place] { m_session.cells().select(cellsOf(place)); });
    menu.exec(m_canvas->mapToGlobal(position));
}

}  // namespace regulus
