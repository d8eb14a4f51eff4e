// What the page of plots says: tooltips, the line above the plot, the page where there is none.
#include <algorithm>

#include "ui/models/number_text.h"
#include "ui/render/tf_words.h"
#include "ui/views/compare/composition_panel.h"
#include "ui/views/compare/group_plots_view.h"
#include "ui/views/compare/plot_canvas.h"
#include "ui/views/parts/name_field.h"
#include "ui/views/parts/state_page.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {

// With what a click does.
QString GroupPlotsView::words(const GroupPlot::Place& place) const {
    const QString text = describe(m_plot, place);
    if (text.isEmpty() || (place.gene >= 0 && place.group >= 0)) return text;
    if (place.gene >= 0 && ofTfs())
        return text + QStringLiteral("<br>") + tfClickText() + tr(" Drag: move it.");
    return text + (place.gene >= 0 && ofValues() ? tr("<br>Click: colour the map. Drag: move it.")
                                                 : tr("<br>Click: select the cells. Drag: move it."));
}

QString GroupPlotsView::note() const {
    return m_note->isHidden() ? QString() : m_note->text();
}

void GroupPlotsView::sayNote() {
    QStringList said;
    if (!ofComposition(m_settings.look.kind) &&
        (m_settings.values == ValuesOf::Genes || m_settings.values == ValuesOf::Columns ||
         m_session.tfResults())) {
        const QStringList unknown = m_field->unknown();
        const qsizetype shown = std::min<qsizetype>(8, unknown.size());
        if (shown > 0)
            said << tr("Not found: %1%2.")
                        .arg(unknown.mid(0, shown).join(QStringLiteral(", ")),
                             unknown.size() > shown ? tr(" and %1 more").arg(unknown.size() - shown)
                                                    : QString());
        if (m_field->names().size() > most_names_plotted)
            said << tr("The first %1 are shown.").arg(most_names_plotted);
        if (m_settings.look.tree && m_plot.summary && m_plot.genes.size() < least_genes_of_tree)
            said << tr("A dendrogram takes three genes or more.");
    }
    if (const Workspace* const workspace = m_session.workspaces().current();
        workspace && !m_settings.compared)
        said << tr("Of the %1 in %2 alone.")
                    .arg(countText(workspace->cells.count(), tr("cell"), tr("cells")), workspace->name);
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

void GroupPlotsView::sayWhyNoDonors() {
    if (m_composition->busy()) return m_states->say(tr("Summing up groups…"), {}, {}, true);
    if (!m_settings.donors.empty()) return m_states->say(tr("Nothing to plot"), m_composition->note());
    if (m_composition->areDonors(m_settings.across))
        return m_states->say(tr("No conditions"),
                             tr("%1 names the donors themselves. Choose above across which conditions their "
                                "shares are compared.")
                                 .arg(QString::fromStdString(m_settings.across)));
    m_states->say(tr("No donors"),
                  tr("No column of this dataset looks like donors. Choose Composition above, "
                     "and the donors beside its bars."));
}

void GroupPlotsView::sayWhatIsMissing() {
    m_export->setEnabled(false);
    if (!m_session.opened().dataset) {
        if (m_session.loading()) return m_states->say(tr("Reading…"), {}, {}, true);
        return m_states->say(tr("Nothing is open"),
                             tr("Open a dataset to see genes and TFs in its groups of cells."), tr("Open…"));
    }
    if (m_busy) return m_states->say(tr("Summing up groups…"), {}, {}, true);
    if (!m_problem.isEmpty()) return m_states->say(tr("Nothing to plot"), m_problem);
    if (m_settings.compared && !m_session.comparison().setup().complete())
        return m_states->say(tr("Nothing is compared"),
                             tr("Choose what is compared in Compare, or other groups here."));
    if (m_settings.column.empty() && !m_settings.compared)
        return m_states->say(
            tr("No groups"),
            tr("No column of this dataset has between 2 and %1 groups. Cluster the cells, and the markers "
               "of the clusters are plotted here.")
                .arg(most_groups_plotted),
            tr("Cluster cells…"));
    if (ofComposition(m_settings.look.kind) && m_settings.across.empty())
        return m_states->say(tr("Choose a second column"),
                             tr("Composition is shown in each of its values, such as donors or conditions."));
    if (m_settings.look.kind == PlotKind::Donors) return sayWhyNoDonors();
    if (!m_settings.names.isEmpty() && m_field->names().empty())
        return m_states->say(tr("No names"), tr("None of the names in the field is in this dataset."));
    m_states->say(tr("Nothing to plot"), {});
}

}  // namespace regulus
