// What a heatmap says in words: below it, and of a place in it.
#include <algorithm>
#include <cmath>
#include <functional>

#include "ui/render/heatmap_scene.h"
#include "ui/render/rewired_text.h"
#include "ui/render/tf_words.h"

namespace regulus {
namespace {

constexpr std::size_t most_named = 12;  // of the members of a branch

// What the k-th of `shares`, ascending, is of the first `count`; `shares` descending.
double medianOfFirst(const std::vector<double>& shares, std::size_t count) {
    return shares[count - 1 - count / 2];
}

// Mean and standard deviation of two values or more.
QString rangeText(const std::vector<double>& values, int decimals) {
    double sum = 0, squares = 0;
    for (const double value : values) {
        sum += value;
        squares += value * value;
    }
    const auto n = static_cast<double>(values.size());
    const double sd = std::sqrt(std::max(0.0, (squares - sum * sum / n) / (n - 1)));
    return QStringLiteral("%1 ± %2").arg(sum / n, 0, 'f', decimals).arg(sd, 0, 'f', decimals);
}

RewiredOf comparedOf(const HeatmapReference& reference) {
    return reference.fromGroups ? RewiredOf::FromGroups : RewiredOf::FromUniform;
}

QString cellsText(std::size_t count) {
    return QStringLiteral("%1 cell%2").arg(countText(count), count == 1 ? QString() : QStringLiteral("s"));
}

// Of an item, in lines.
QStringList barText(const HeatmapBar& bar, int item) {
    if (bar.empty()) return {};
    if (bar.parts.isEmpty()) {
        const double value = bar.at(item);
        return {std::isfinite(value)
                    ? QStringLiteral("%1 %2").arg(bar.title.toHtmlEscaped(), valueText(value))
                    : QStringLiteral("%1 not known").arg(bar.title.toHtmlEscaped())};
    }
    QStringList lines;
    for (qsizetype p = 0; p < bar.parts.size(); ++p)
        if (const double share = bar.at(item, static_cast<std::size_t>(p)); share > 0)
            lines << QStringLiteral("%1 %2 %").arg(bar.parts[p].toHtmlEscaped()).arg(100 * share, 0, 'f', 1);
    return lines;
}

}  // namespace

// Of the entries shown, as the median.
QString HeatmapScene::shareText() const {
    std::vector<double> shares;
    for (const int gene : m_arranged.genes.items)
        shares.push_back(m_data.importance[static_cast<std::size_t>(gene)]);
    std::ranges::sort(shares, std::greater<>());
    const QString text = m_data.importanceName.arg(100 * medianOfFirst(shares, shares.size()), 0, 'f', 1);
    if (!compared() || m_look.tfs != ShownTfs::Differing) return text;
    std::vector<double> rewired;
    for (const auto& of : m_data.reference.shares) rewired.push_back(100 * medianOfFirst(of, shares.size()));
    return text + QStringLiteral("; %1 rewired priors: %2 %")
                      .arg(m_data.reference.rewired)
                      .arg(rangeText(rewired, 1));
}

// Of the fields shown. By chance: where the genes are those that differ most, in the rewired priors as well.
QString HeatmapScene::standingText() const {
    std::size_t standing = 0;
    const std::vector<int>& entries = m_arranged.genes.items;
    for (const int group : m_groups.items)
        for (const int gene : entries) standing += muted({group, gene}) ? 0 : 1;
    const QString text = QStringLiteral("%1 of %2 fields %3")
                             .arg(countText(standing), countText(m_groups.items.size() * entries.size()),
                                  beyondRewired(comparedOf(m_data.reference), m_data.reference.rewired));
    if (m_look.tfs != ShownTfs::Differing) return text;
    std::vector<double> chance;
    for (const auto& of : m_data.reference.standing) chance.push_back(of[entries.size()]);
    return text + QStringLiteral(", by chance %1").arg(rangeText(chance, 0));
}

QString HeatmapScene::shownText() const {
    const auto below =
        static_cast<std::size_t>(std::ranges::count_if(m_data.under, [](int entry) { return entry >= 0; }));
    const std::size_t all = static_cast<std::size_t>(m_data.genes.size()) - below,
                      shown = m_arranged.genes.items.size();
    const QString of = QStringLiteral("%1 of %2 %3")
                           .arg(countText(shown), countText(all),
                                below > 0 ? QStringLiteral("TFs or families of TFs") : QStringLiteral("TFs"));
    switch (m_look.tfs) {
        case ShownTfs::Leading:
            return of + QStringLiteral(", those by which each group differs most from the others, %1 a group")
                            .arg(m_look.ofEach);
        case ShownTfs::Named:
            return {};
        case ShownTfs::Differing:
            break;
    }
    return shown < all ? of + QStringLiteral(", those that differ most between groups") : QString();
}

QString HeatmapScene::note() const {
    QStringList parts;
    const bool any = !m_genes.items.empty();
    if (const QString shown = shownText(); !shown.isEmpty()) parts << shown;
    if (any && std::ranges::all_of(m_genes.items, [this](int gene) { return isEven(gene); }))
        parts << QStringLiteral("the same in all groups");
    if (m_cells && !m_cells->order.isEmpty()) parts << m_cells->order;
    if (!m_data.importanceName.isEmpty() && any) parts << shareText();
    if (compared() && any && !m_cells) parts << standingText();
    if (m_data.reference.leading > 0 && !m_cells)
        parts << QStringLiteral("not stable: %1 of %2 entries that are among the first 10 of a group")
                     .arg(countText(m_data.reference.not_stable), countText(m_data.reference.leading));
    if (m_data.comparing && !m_cells) parts << QStringLiteral("not yet compared with rewired priors");
    if (!m_data.note.isEmpty()) parts << m_data.note;
    return parts.join(QStringLiteral(" · "));
}

QString HeatmapScene::remarks() const {
    QStringList parts;
    if (m_data.simulated) parts << QStringLiteral("Simulated data");
    if (const QString said = note(); !said.isEmpty()) parts << said;
    if (m_treeLeftOut)
        parts << QStringLiteral("too low for the dendrogram of %1")
                     .arg(m_transposed ? QStringLiteral("groups") : QStringLiteral("TFs"));
    return parts.join(QStringLiteral(" · "));
}

QString HeatmapScene::tooltip(const Cell& cell, QPointF position) const {
    QStringList out;
    if (cell.gene >= 0)
        out << QStringLiteral("<b><i>%1</i></b>").arg(m_data.genes[cell.gene].toHtmlEscaped());
    if (cell.gene >= 0 && cell.group < 0 && opens(cell.gene))
        out << QStringLiteral("%1 TFs that share most of their targets; click to %2")
                   .arg(std::ranges::count(m_data.under, cell.gene))
                   .arg(m_open.contains(m_data.genes[cell.gene]) ? QStringLiteral("show them as one")
                                                                 : QStringLiteral("see each of them"));
    if (cell.gene >= 0 && cell.group < 0) out << tfClickText();
    if (cell.group >= 0) {
        QString group = QStringLiteral("<b>%1</b>").arg(m_data.groups[cell.group].toHtmlEscaped());
        const auto g = static_cast<std::size_t>(cell.group);
        if (g < m_data.counts.size()) group += QStringLiteral(", ") + cellsText(m_data.counts[g]);
        out << group;
    }
    const auto valueLine = [this](double v) {
        QString text = QStringLiteral("%1 %2").arg(m_data.valueName.toHtmlEscaped(), valueText(v));
        if (!m_data.valueUnit.isEmpty())
            text += QStringLiteral(" (%1)").arg(m_data.valueUnit.toHtmlEscaped());
        return std::isfinite(v) ? text : QStringLiteral("not applicable here");
    };
    if (cell.gene >= 0 && cell.group >= 0 && m_cells && m_last.cells.contains(position)) {
        const double along = std::floor(alongGroups(position));
        if (const int item = groupSpans().at(along + 0.5); item >= 0) {
            const auto [first, last] = cellsIn(static_cast<std::size_t>(item), along, along + 1);
            out << QStringLiteral("here %1%2: %3")
                       .arg(cellsText(last - first), last - first > 1 ? QStringLiteral(", mean") : QString(),
                            valueLine(m_cells->genes[static_cast<std::size_t>(cell.gene)].mean(first, last)));
            out << QStringLiteral("mean of the group: %1").arg(valueText(static_cast<double>(value(cell))));
        }
    } else if (cell.gene >= 0 && cell.group >= 0) {
        out << valueLine(static_cast<double>(value(cell)));
        if (compared())
            out << rewiredText(comparedOf(m_data.reference), m_data.reference.above[placeOf(cell)],
                               m_data.reference.rewired);
        if (compared() && placeOf(cell) < m_data.reference.renamedAbove.size())
            out << renamedText(comparedOf(m_data.reference), m_data.reference.renamedAbove[placeOf(cell)],
                               m_data.reference.renamed);
        if (placeOf(cell) < m_data.reference.unstable.size() && m_data.reference.unstable[placeOf(cell)] != 0)
            out << notStableText();
    }
    if (cell.gene >= 0 && isEven(cell.gene)) out << QStringLiteral("the same in all groups");
    if (cell.gene < 0 && cell.group >= 0) out << barText(m_data.groupBar, cell.group);
    if (cell.group < 0 && cell.gene >= 0) out << barText(m_data.geneBar, cell.gene);
    return out.join(QStringLiteral("<br>"));
}

QString HeatmapScene::branchTooltip(const Branch& branch) const {
    const std::vector<int> members = membersOf(branch);
    if (members.empty()) return {};
    const HeatmapAxis& axis = branch.ofGenes ? m_genes : m_groups;
    QStringList names;
    for (std::size_t k = 0; k < std::min(members.size(), most_named); ++k)
        names << (branch.ofGenes ? m_data.genes[members[k]] : m_data.groups[members[k]]).toHtmlEscaped();
    if (members.size() > most_named)
        names << QStringLiteral("%1 more").arg(countText(members.size() - most_named));
    return QStringLiteral("<b>%1 %2</b>, distance %3<br>%4<br>%5")
        .arg(countText(members.size()), branch.ofGenes ? QStringLiteral("TFs") : QStringLiteral("groups"),
             valueText(axis.tree.merges[static_cast<std::size_t>(branch.merge)].height),
             names.join(QStringLiteral(", ")),
             branch.ofGenes ? QStringLiteral("Click to see them in the gallery")
                            : QStringLiteral("Click to select their cells"));
}

}  // namespace regulus
