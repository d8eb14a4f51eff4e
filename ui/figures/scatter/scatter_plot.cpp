#include "ui/figures/scatter/scatter_plot.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <limits>

#include "core/base/heavy_work.h"
#include "core/stats/plane_density.h"
#include "ui/figures/map_look.h"

namespace regulus {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("ScatterPlot", text);
}

std::vector<float> drawn(const std::vector<double>& values) {
    std::vector<float> places(values.size());
    std::ranges::transform(values, places.begin(), [](double value) { return static_cast<float>(value); });
    return places;
}

QString elided(const std::string& name) {
    constexpr qsizetype longest = 24;
    const QString text = QString::fromStdString(name);
    return text.size() <= longest ? text : text.left(longest - 1).trimmed() + QChar(0x2026);
}

QString correlation(double r) {
    return QString::number(r, 'f', 2).replace(QLatin1Char('-'), QChar(0x2212));
}

}  // namespace

ScatterData makeScatter(ScatterAxis x, ScatterAxis y, const CellSet* densityOf, ColorMap map, Job& job) {
    begin_heavy_work("scatter");
    ScatterData data{std::move(x), std::move(y), nullptr, nullptr};
    std::vector<float> across = drawn(*data.x.values);
    const std::vector<float> up = drawn(*data.y.values);
    data.points = std::make_shared<const SpatialGrid>(across, up);
    job.checkpoint();
    if (densityOf == nullptr) return data;
    for (std::size_t cell = 0; cell < across.size(); ++cell)
        if (!densityOf->contains(static_cast<std::uint32_t>(cell)))
            across[cell] = std::numeric_limits<float>::quiet_NaN();
    ScaleOptions options;
    options.map = map;
    options.unit = tr("of the densest place");
    options.low = 0;
    options.high = 1;
    PointColors density = colorsByValue(plane_density(across, up, job), tr("density of cells"), options);
    density.legend.missing = 0;  // cells without a density are not drawn
    data.density = std::make_shared<const PointColors>(std::move(density));
    return data;
}

QString summaryText(const PairSummary& summary, const ScatterData& data) {
    QStringList said{summary.cells == 1 ? tr("1 cell") : tr("%1 cells").arg(countText(summary.cells))};
    if (summary.pearson && summary.spearman)
        said << tr("Pearson %1, Spearman %2")
                    .arg(correlation(*summary.pearson), correlation(*summary.spearman));
    else if (summary.cells > 0)
        said << tr("no correlation: too few different values");
    QStringList zeros;
    if (summary.zero_x > 0) zeros << data.x.title + QLatin1Char(' ') + countText(summary.zero_x);
    if (summary.zero_y > 0) zeros << data.y.title + QLatin1Char(' ') + countText(summary.zero_y);
    if (summary.zero_both > 0) zeros << tr("both %1").arg(countText(summary.zero_both));
    if (!zeros.isEmpty()) said << tr("cells at 0: %1").arg(zeros.join(QStringLiteral(", ")));
    if (summary.missing > 0) said << tr("%1 without a value, not drawn").arg(countText(summary.missing));
    return said.join(QStringLiteral(" · "));
}

std::array<QString, 4> quadrantTexts(const std::array<std::size_t, 4>& counts) {
    const std::size_t all = counts[0] + counts[1] + counts[2] + counts[3];
    std::array<QString, 4> texts;
    for (std::size_t k = 0; k < counts.size(); ++k)
        texts[k] = QStringLiteral("%1 · %2").arg(countText(counts[k]), percentText(counts[k], all));
    return texts;
}

QString gateText(const std::string& name, const GateCells* held, const std::string& parent) {
    const QString text = elided(name);
    if (held == nullptr || !held->cells) return text;
    const QString share = percentText(held->count, held->of);
    return parent.empty() ? QStringLiteral("%1 · %2").arg(text, share)
                          : tr("%1 · %2 of %3").arg(text, share, elided(parent));
}

PlaneMarks::Outline outlineOf(const Gate& gate, const QString& name) {
    PlaneMarks::Outline outline{gate.id, name, {}, gate.box, false};
    if (gate.box) {
        const GateCorner low = gate.corners[0], high = gate.corners[1];
        outline.corners = QPolygonF{{low.x, low.y}, {high.x, low.y}, {high.x, high.y}, {low.x, high.y}};
    } else {
        for (const GateCorner& corner : gate.corners) outline.corners << QPointF(corner.x, corner.y);
    }
    return outline;
}

void dressScatter(EmbeddingScene& scene, const ScatterData& data, const ViewSettings& view, bool simulated) {
    scene.setAxes(true);
    scene.setAxisNames(data.x.label(), data.y.label());
    scene.setExact(data.x.values, data.y.values);
    scene.setPointSize(view.pointSize);
    scene.setOpacity(view.opacity);
    scene.setLegendPlace(LegendPlace::Beside);
    scene.setSimulated(simulated);
    scene.setTitle(tr("%1 against %2").arg(data.y.title, data.x.title));
}

}  // namespace regulus
