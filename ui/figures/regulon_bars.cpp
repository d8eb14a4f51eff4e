#include "ui/figures/regulon_bars.h"

#include <QObject>
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/figures/regulon_groups.h"
#include "ui/figures/regulon_table.h"

namespace regulus {
namespace {

constexpr std::size_t most_parts = 40;  // of a stacked bar; the rest of its values are one

// The values of a column that most cells have, and one for all others where they are more.
struct Parts {
    std::vector<std::size_t> place;  // one a category, and of the cells without a value
    QStringList names;
    std::vector<QRgb> colors;
};

Parts partsOf(const Categorical& column, const CellSet& among) {
    const std::vector<QRgb> colors = categoricalColors(column);
    std::vector<std::size_t> cells(groupCount(column), 0);
    for (const std::int32_t group : groupOfCells(column, among))
        if (group >= 0) ++cells[static_cast<std::size_t>(group)];
    std::vector<std::size_t> kept;
    for (std::size_t c = 0; c < column.categories.size(); ++c)
        if (cells[c] > 0) kept.push_back(c);
    const bool more = kept.size() > most_parts;
    if (more) {
        std::ranges::stable_sort(kept, std::greater<>(), [&](std::size_t c) { return cells[c]; });
        kept.resize(most_parts - 1);
        std::ranges::sort(kept);
    }
    Parts parts;
    parts.place.assign(cells.size(), kept.size());
    for (std::size_t k = 0; k < kept.size(); ++k) {
        parts.place[kept[k]] = k;
        parts.names << QString::fromStdString(column.categories[kept[k]]);
        parts.colors.push_back(colors[kept[k]]);
    }
    if (more || cells.back() > 0) {
        parts.names << (more ? QObject::tr("others") : QObject::tr("no value"));
        parts.colors.push_back(missing_color);
    }
    return parts;
}

HeatmapBar numbers(const QString& title, std::vector<double> values) {
    HeatmapBar bar;
    bar.title = title;
    bar.values = std::move(values);
    return bar;
}

}  // namespace

HeatmapBar groupBarOf(const RegulonTableRequest& request, const std::vector<std::size_t>& shown) {
    if (request.groupBar == GroupBar::None || (request.groupBar == GroupBar::Shares && !request.across))
        return {};
    const std::vector<std::int32_t> groups = groupOfCells(*request.groups, request.among);
    std::vector<std::size_t> rows(groupCount(*request.groups),
                                  shown.size());  // of each group: where it is shown
    for (std::size_t k = 0; k < shown.size(); ++k) rows[shown[k]] = k;
    std::vector<double> cells(shown.size() + 1, 0);
    for (const std::int32_t group : groups)
        if (group >= 0) ++cells[rows[static_cast<std::size_t>(group)]];
    cells.pop_back();
    if (request.groupBar == GroupBar::Cells) return numbers(QObject::tr("cells"), std::move(cells));
    const Parts parts = partsOf(*request.across, request.among);
    const std::vector<std::int32_t> values = groupOfCells(*request.across);
    HeatmapBar bar;
    bar.title = request.acrossName;
    bar.parts = parts.names;
    bar.colors = parts.colors;
    const std::size_t width = bar.width();
    bar.values.assign((shown.size() + 1) * width, 0);
    for (std::size_t c = 0; c < std::min(groups.size(), values.size()); ++c) {
        if (groups[c] < 0) continue;
        ++bar.values[rows[static_cast<std::size_t>(groups[c])] * width +
                     parts.place[static_cast<std::size_t>(values[c])]];
    }
    bar.values.resize(shown.size() * width);
    for (std::size_t k = 0; k < bar.values.size(); ++k) bar.values[k] /= std::max(1.0, cells[k / width]);
    return bar;
}

HeatmapBar tfBarOf(const RegulonTableRequest& request, std::size_t columns) {
    if (request.tfBar == TfBar::None) return {};
    std::vector<double> values(columns, std::numeric_limits<double>::quiet_NaN());
    if (ofGenes(request.measure)) {
        if (request.tfBar != TfBar::Targets) return {};  // nothing was read of their mRNA
        std::ranges::copy(request.regulons->regulons.targets, values.begin());
        return numbers(QObject::tr("targets"), std::move(values));
    }
    if (request.tfBar == TfBar::Targets) {
        for (std::size_t t = 0; t < std::min(columns, request.tfs->targets.size()); ++t)
            values[t] = static_cast<double>(request.tfs->targets[t]);
        return numbers(QObject::tr("targets"), std::move(values));
    }
    const Matrix& expression = request.tfs->expression;
    const bool some = request.among.universe() > 0;
    for (std::size_t t = 0; t < std::min(columns, expression.cols); ++t) {
        double sum = 0, n = 0;
        for (std::size_t r = 0; r < expression.rows; ++r) {
            const auto v = static_cast<double>(expression(r, t));
            if (!std::isfinite(v) || (some && !request.among.contains(request.tfs->rows[r]))) continue;
            sum += v;
            ++n;
        }
        if (n > 0) values[t] = sum / n;
    }
    return numbers(QObject::tr("mRNA, log1p(CP10k)"), std::move(values));
}

}  // namespace regulus
