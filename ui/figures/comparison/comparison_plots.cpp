#include "ui/figures/comparison/comparison_plots.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

namespace regulus {
namespace {

constexpr std::size_t named_higher = 14, named_lower = 10, named_ranks = 10;
constexpr double room = 1.06;  // of an axis beyond its last point

QString tr(const char* text) {
    return QCoreApplication::translate("ComparisonPlots", text);
}

QString nameOf(const ComparisonResult& result, std::uint32_t gene) {
    return QString::fromStdString(result.name(gene));
}

// What passes is drawn last, the highest score uppermost.
void drawFirstLast(PointPlot& plot) {
    std::ranges::reverse(plot.points);
    std::ranges::stable_partition(
        plot.points, [](const PointPlot::Point& point) { return point.tone == PointPlot::Tone::Muted; });
}

void nameFirst(PointPlot& plot, const ComparisonResult& result, const std::vector<std::uint32_t>& names) {
    for (const std::uint32_t gene : names) {
        const auto found = std::ranges::find(plot.points, gene, &PointPlot::Point::id);
        if (found != plot.points.end())
            plot.labels.push_back(
                {static_cast<std::size_t>(found - plot.points.begin()), nameOf(result, gene)});
    }
}

// Before what else is said below the plot.
void noteSample(PointPlot& plot, const ComparisonResult& result) {
    if (!result.provisional()) return;
    const QString text = tr("From %1").arg(result.sample());
    plot.note = plot.note.isEmpty() ? text : text + QStringLiteral(" \u00b7 ") + plot.note;
}

QString headingOf(const ComparisonResult& result, std::size_t group) {
    const CellGroups& groups = result.cells.groups;
    const QString name = QString::fromStdString(groups.names[group]);
    if (groups.pair) return tr("%1 against %2").arg(name, QString::fromStdString(groups.names[1]));
    return tr("%1 against all others").arg(name);
}

// Without subscripts, which the face of figures does not have.
QString changeTitle(const ComparisonResult& result, bool donors) {
    if (donors) return tr("log2 fold change over donors");
    if (result.cells.counts) return tr("log2 fold change");
    if (result.cells.of_depth())
        return result.cells.of == ValuesOf::Activity ? tr("Difference of mean activity at equal depth")
                                                     : tr("Difference of mean attention at equal depth");
    switch (result.cells.of) {
        case ValuesOf::Activity:
            return tr("Difference of mean activity (t value)");
        case ValuesOf::Attention:
            return tr("Difference of mean attention (log ratio)");
        case ValuesOf::Columns:
        case ValuesOf::Genes:
            break;
    }
    return tr("Difference of means");
}

// The first of those higher in the group, and of those lower, by turns.
std::vector<std::uint32_t> firstOfBothSides(const ComparisonResult& result, std::size_t group,
                                            const ComparisonFilters& filters,
                                            const std::vector<std::uint32_t>& ranked) {
    std::vector<std::uint32_t> higher, lower, both;
    const auto take = [&](std::uint32_t gene, PointPlot::Tone side, std::vector<std::uint32_t>& into,
                          std::size_t most) {
        if (into.size() < most && toneOf(comparedRow(result, group, gene), filters) == side)
            into.push_back(gene);
        return into.size() < most;
    };
    for (const std::uint32_t gene : ranked)
        if (!take(gene, PointPlot::Tone::Higher, higher, named_higher)) break;
    for (auto gene = ranked.rbegin(); gene != ranked.rend(); ++gene)
        if (!take(*gene, PointPlot::Tone::Lower, lower, named_lower)) break;
    for (std::size_t i = 0; i < std::max(higher.size(), lower.size()); ++i) {
        if (i < higher.size()) both.push_back(higher[i]);
        if (i < lower.size()) both.push_back(lower[i]);
    }
    return both;
}

}  // namespace

PointPlot::Tone toneOf(const ComparedRow& row, const ComparisonFilters& filters) {
    if (!row.differs || !row.standsOut || !passes(row, filters)) return PointPlot::Tone::Muted;
    return row.change > 0 ? PointPlot::Tone::Higher : PointPlot::Tone::Lower;
}

PointPlot volcanoOf(const ComparisonResult& result, std::size_t group, const ComparisonFilters& filters,
                    const std::vector<std::uint32_t>& ranked) {
    PointPlot plot;
    plot.title = QStringLiteral("volcano");
    plot.heading = headingOf(result, group);
    const bool donors = result.testedByDonors(group);
    plot.x.title = changeTitle(result, donors);
    plot.y.title = donors                    ? tr("\u2212log10 q over donors")
                   : result.cells.of_depth() ? tr("\u2212log10 q at equal depth")
                                             : tr("\u2212log10 q");
    double widest = 0, highest = 0;
    bool beyond = false;
    for (const std::uint32_t gene : ranked) {
        const ComparedRow row = comparedRow(result, group, gene);
        if (!std::isfinite(row.change) || std::isnan(row.q)) continue;
        PointPlot::Point point{row.change, row.q > 0 ? -std::log10(row.q) : 0, gene, toneOf(row, filters),
                               !(row.q > 0)};
        widest = std::max(widest, std::abs(point.x));
        highest = std::max(highest, point.y);
        beyond = beyond || point.beyond;
        plot.points.push_back(point);
    }
    if (beyond) {
        highest *= room;
        for (PointPlot::Point& point : plot.points)
            if (point.beyond) point.y = highest;
        plot.note = tr("\u25b2 q below 1e\u2212300");
    }
    noteSample(plot, result);
    plot.x.thresholds = {-filters.minChange, filters.minChange};
    plot.y.thresholds = {-std::log10(std::max(filters.mostQ, 1e-300))};
    // A threshold beyond the points is at the edge: an axis that made room for it would grow as it is
    // dragged.
    plot.x.high = std::max({widest * room, filters.minChange, 0.1});
    plot.x.low = -plot.x.high;
    plot.y.high = std::max({highest * room, plot.y.thresholds[0], 1.0});
    drawFirstLast(plot);
    nameFirst(plot, result, firstOfBothSides(result, group, filters, ranked));
    return plot;
}

PointPlot ranksOf(const ComparisonResult& result, std::size_t group, const ComparisonFilters& filters,
                  const std::vector<std::uint32_t>& ranked) {
    PointPlot plot;
    plot.title = QStringLiteral("ranking");
    plot.heading = headingOf(result, group);
    plot.x.title = result.ofGenes() ? tr("Rank of the gene") : tr("Rank of the TF");
    plot.y.title = result.testedByDonors(group) ? tr("t over donors")
                   : result.cells.of_depth()    ? tr("z of van Elteren\u2019s test at equal depth")
                                                : tr("z of the rank-sum test");
    double low = 0, high = 0;
    for (std::size_t i = 0; i < ranked.size(); ++i) {
        const ComparedRow row = comparedRow(result, group, ranked[i]);
        plot.points.push_back(
            {static_cast<double>(i + 1), row.score, ranked[i], toneOf(row, filters), false});
        low = std::min(low, row.score);
        high = std::max(high, row.score);
    }
    const double spare = std::max((high - low) * (room - 1), 0.1), n = static_cast<double>(ranked.size());
    plot.x.low = 1 - std::max(1.0, 0.02 * n);
    plot.x.high = n + std::max(1.0, 0.02 * n);
    plot.y.low = low - spare;
    plot.y.high = high + spare;
    noteSample(plot, result);
    drawFirstLast(plot);
    nameFirst(
        plot, result,
        {ranked.begin(), ranked.begin() + static_cast<std::ptrdiff_t>(std::min(named_ranks, ranked.size()))});
    return plot;
}

}  // namespace regulus
