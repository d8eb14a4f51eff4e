#include "ui/session/plot_state.h"

namespace regulus {

namespace {

constexpr int most_named = 40;  // characters of what was typed, in the name of a step

QString firstOf(const QString& typed) {
    const QString line = typed.simplified();
    return line.size() <= most_named ? line : line.left(most_named - 1) + QStringLiteral("…");
}

}  // namespace

QString PlotState::showing(PlotKind kind) {
    switch (kind) {
        case PlotKind::Dots:
            return tr("Show dot plot");
        case PlotKind::Matrix:
            return tr("Show matrix plot");
        case PlotKind::Violins:
            return tr("Show violins");
        case PlotKind::Boxes:
            return tr("Show boxes");
        case PlotKind::Ridges:
            return tr("Show ridges");
        case PlotKind::Bars:
            return tr("Show composition");
        case PlotKind::Table:
            return tr("Show cross-table");
        case PlotKind::Donors:
            break;
    }
    return tr("Show shares of donors");
}

QString PlotState::stepTo(const PlotSettings& after) const {
    const PlotSettings& now = m_settings;
    const auto column = [](const std::string& name) { return QString::fromStdString(name); };
    if (after.look.kind != now.look.kind) return showing(after.look.kind);
    if (after.values != now.values) return tr("Plot other values");
    if (after.names != now.names)
        return after.names.simplified().isEmpty() ? tr("Plot markers of each group")
                                                  : tr("Plot %1").arg(firstOf(after.names));
    if (after.compared != now.compared || after.column != now.column)
        return after.compared         ? tr("Plot the groups compared")
               : after.column.empty() ? tr("Plot groups of the labels")
                                      : tr("Plot groups of %1").arg(column(after.column));
    if (after.split != now.split)
        return after.split.empty() ? tr("Do not split the plot")
                                   : tr("Split the plot by %1").arg(column(after.split));
    if (after.across != now.across) return tr("Composition over %1").arg(column(after.across));
    if (after.donors != now.donors || after.reference != now.reference) return tr("Test composition");
    if (after.groupOrder != now.groupOrder || after.partOrder != now.partOrder) return tr("Reorder groups");
    if (after.look.color != now.look.color) return tr("Change colour scale of the plot");
    return stepTo(after.look);
}

QString PlotState::stepTo(const PlotLook& after) const {
    const PlotLook& now = m_settings.look;
    if (after.swapped != now.swapped) return tr("Swap axes");
    if (after.tree != now.tree) return after.tree ? tr("Show dendrogram") : tr("Hide dendrogram");
    if (after.clusterGenes != now.clusterGenes)
        return after.clusterGenes ? tr("Cluster genes") : tr("Do not cluster genes");
    if (after.counts != now.counts) return after.counts ? tr("Show counts") : tr("Show shares");
    return tr("Change plot");
}

void PlotState::set(const PlotSettings& settings) {
    m_services.history().push<PlotSettings>(stepTo(settings), m_settings, settings,
                                            [this](const PlotSettings& shown) {
                                                m_settings = shown;
                                                m_services.notify(Change::Plots);
                                            });
}

void PlotState::reset() {
    PlotSettings fresh;
    fresh.look = m_settings.look;
    restore(std::move(fresh));
}

}  // namespace regulus
