#include "ui/render/heatmap_scene.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>
#include <numeric>

#include "core/base/plain_number.h"
#include "ui/render/name_lines.h"
#include "ui/render/rewired_text.h"

namespace regulus {
namespace {

// Standard deviation of a gene over the first `groups` that have a value.
double spread(const Matrix& values, std::size_t groups, std::size_t gene) {
    double sum = 0, squares = 0, n = 0;
    for (std::size_t g = 0; g < groups; ++g) {
        const double v = static_cast<double>(values(g, gene));
        if (!std::isfinite(v)) continue;
        sum += v;
        squares += v * v;
        ++n;
    }
    return n > 1 ? std::sqrt(std::max(0.0, squares / n - sum / n * (sum / n))) : 0;
}

Matrix picked(const Matrix& values, std::size_t groups, const std::vector<int>& genes) {
    Matrix out(groups, genes.size());
    for (std::size_t g = 0; g < groups; ++g)
        for (std::size_t k = 0; k < genes.size(); ++k)
            out(g, k) = values(g, static_cast<std::size_t>(genes[k]));
    return out;
}

std::vector<int> counting(std::size_t n) {
    std::vector<int> v(n);
    std::iota(v.begin(), v.end(), 0);
    return v;
}

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

}  // namespace

void HeatmapScene::setData(HeatmapData data) {
    assert(data.values.rows == static_cast<std::size_t>(data.groups.size()));
    assert(data.values.cols == static_cast<std::size_t>(data.genes.size()));
    assert(data.groupColors.empty() || data.groupColors.size() == data.values.rows);
    assert(data.counts.empty() || data.counts.size() == data.values.rows);
    assert(data.groupCodes.empty() || data.groupCodes.size() == data.values.rows);
    assert(data.aside <= data.values.rows);
    assert(data.under.empty() || data.under.size() == data.values.cols);
    assert(data.reference.rewired == 0 || data.reference.above.size() == data.values.values.size());
    m_data = std::move(data);
    m_hovered.reset();
    m_selectedGroup.reset();
    m_selectedGene.reset();
    m_scroll = {};
    reorder();
}

void HeatmapScene::setGeneLimit(int most) {
    m_limit = std::max(0, most);
    reorder();
}

void HeatmapScene::setClustered(bool rows, bool columns) {
    m_clusterRows = rows;
    m_clusterColumns = columns;
    reorder();
}

void HeatmapScene::setTransposed(bool transposed) {
    m_transposed = transposed;
    m_scroll = {};
}

void HeatmapScene::setColumnWidth(std::optional<double> pixels) {
    m_columnWidth = pixels ? std::optional(std::clamp(*pixels, 8.0, 80.0)) : std::nullopt;
}

void HeatmapScene::setScroll(QPointF pixels) const {
    m_scroll = pixels;
}

void HeatmapScene::reorder() {
    const Matrix& values = m_data.values;
    const std::size_t counted = values.rows - m_data.aside;
    m_genes = counting(values.cols);
    std::erase_if(m_genes, [&](int gene) { return isBelow(gene); });
    m_groups = counting(values.rows);
    if (m_limit > 0 && m_genes.size() > static_cast<std::size_t>(m_limit)) {
        std::vector<double> importance = m_data.importance;
        for (std::size_t c = importance.size(); c < values.cols; ++c)
            importance.push_back(spread(values, counted, c));
        std::stable_sort(m_genes.begin(), m_genes.end(), [&](int a, int b) {
            return importance[static_cast<std::size_t>(a)] > importance[static_cast<std::size_t>(b)];
        });
        m_genes.resize(static_cast<std::size_t>(m_limit));
        std::sort(m_genes.begin(), m_genes.end());
    }
    const Matrix shown = picked(values, counted, m_genes);
    if (m_clusterRows && shown.cols > 0) std::ranges::copy(clusterRows(shown).order, m_groups.begin());
    if (m_clusterColumns && shown.rows > 0) {
        std::vector<int> ordered;
        for (const int k : clusterColumns(shown).order)
            ordered.push_back(m_genes[static_cast<std::size_t>(k)]);
        m_genes = std::move(ordered);
    }
    std::vector<int> opened;
    for (const int entry : m_genes) {
        opened.push_back(entry);
        for (int gene = 0; m_open.contains(m_data.genes[entry]) && gene < m_data.genes.size(); ++gene)
            if (isBelow(gene) && m_data.under[static_cast<std::size_t>(gene)] == entry)
                opened.push_back(gene);
    }
    m_genes = std::move(opened);
    chooseRange();
}

void HeatmapScene::toggle(int gene) {
    if (!opens(gene)) return;
    if (m_open.erase(m_data.genes[gene]) == 0) m_open.insert(m_data.genes[gene]);
    reorder();
}

bool HeatmapScene::opens(int gene) const {
    return std::ranges::find(m_data.under, gene) != m_data.under.end();
}

bool HeatmapScene::isBelow(int gene) const {
    const auto g = static_cast<std::size_t>(gene);
    return g < m_data.under.size() && m_data.under[g] >= 0;
}

std::vector<int> HeatmapScene::shownEntries() const {
    std::vector<int> entries = m_genes;
    std::erase_if(entries, [&](int gene) { return isBelow(gene); });
    return entries;
}

QString HeatmapScene::geneName(int gene) const {
    return isBelow(gene) ? QStringLiteral("\u00b7 ") + m_data.genes[gene] : m_data.genes[gene];
}

QString HeatmapScene::markedName(int gene) const {
    if (!opens(gene)) return geneName(gene);
    // The names of all of them would take the room of the fields.
    const QString& name = m_data.genes[gene];
    return (m_open.contains(name) ? QStringLiteral("\u25be ") : QStringLiteral("\u25b8 ")) +
           shortFamilyName(name, static_cast<int>(std::ranges::count(m_data.under, gene)));
}

void HeatmapScene::chooseRange() {
    std::vector<float> shown;
    for (std::size_t k = 0; k + m_data.aside < m_groups.size(); ++k)
        for (const int gene : m_genes) shown.push_back(value({m_groups[k], gene}));
    ScaleOptions options;
    options.map = m_data.diverging ? ColorMap::BlueRed : ColorMap::Viridis;
    const Legend scale = colorsByValue(std::move(shown), {}, options).legend;
    m_low = scale.low;
    m_high = scale.high;
    m_beyondLow = m_beyondHigh = false;
    for (const int group : m_groups) {  // those aside, too
        for (const int gene : m_genes) {
            const auto shade = static_cast<double>(value({group, gene}));
            m_beyondLow |= shade < m_low;
            m_beyondHigh |= shade > m_high;
        }
    }
}

HeatmapScene::Cell HeatmapScene::at(int line, int column) const {
    const auto group = static_cast<std::size_t>(m_transposed ? column : line);
    const auto gene = static_cast<std::size_t>(m_transposed ? line : column);
    return {m_groups[group], m_genes[gene]};
}

QString HeatmapScene::lineName(int line) const {
    return m_transposed ? markedName(m_genes[static_cast<std::size_t>(line)])
                        : groupName(m_groups[static_cast<std::size_t>(line)]);
}

QString HeatmapScene::columnName(int column) const {
    return m_transposed ? groupName(m_groups[static_cast<std::size_t>(column)])
                        : markedName(m_genes[static_cast<std::size_t>(column)]);
}

QString HeatmapScene::groupName(int group) const {
    const auto g = static_cast<std::size_t>(group);
    const bool aside = g + m_data.aside >= m_data.values.rows && g < m_data.counts.size();
    return aside ? QStringLiteral("%1 (%2)").arg(m_data.groups[group], countText(m_data.counts[g]))
                 : m_data.groups[group];
}

std::size_t HeatmapScene::placeOf(const Cell& cell) const {
    return static_cast<std::size_t>(cell.group) * m_data.values.cols + static_cast<std::size_t>(cell.gene);
}

float HeatmapScene::value(const Cell& cell) const {
    return m_data.values.values[placeOf(cell)];
}

bool HeatmapScene::muted(const Cell& cell) const {
    return compared() && m_data.reference.above[placeOf(cell)] != 0;
}

QRgb HeatmapScene::color(float value) const {
    const double t = (static_cast<double>(value) - m_low) / (m_high - m_low);
    return colorAt(m_data.diverging ? ColorMap::BlueRed : ColorMap::Viridis, t);
}

Legend HeatmapScene::legend() const {
    Legend scale;
    scale.kind = Legend::Kind::Scale;
    scale.map = m_data.diverging ? ColorMap::BlueRed : ColorMap::Viridis;
    scale.low = m_low;
    scale.high = m_high;
    scale.clippedLow = m_beyondLow;
    scale.clippedHigh = m_beyondHigh;
    scale.title = m_data.valueName;
    scale.unit = m_data.valueUnit;
    return scale;
}

// Of the entries shown, as the median.
QString HeatmapScene::shareText() const {
    std::vector<double> shares;
    for (const int gene : shownEntries()) shares.push_back(m_data.importance[static_cast<std::size_t>(gene)]);
    std::ranges::sort(shares, std::greater<>());
    const QString text = m_data.importanceName.arg(100 * medianOfFirst(shares, shares.size()), 0, 'f', 1);
    if (!compared()) return text;
    std::vector<double> rewired;
    for (const auto& of : m_data.reference.shares) rewired.push_back(100 * medianOfFirst(of, shares.size()));
    return text + QStringLiteral("; %1 rewired priors: %2 %")
                      .arg(m_data.reference.rewired)
                      .arg(rangeText(rewired, 1));
}

// Of the fields shown.
QString HeatmapScene::standingText() const {
    std::size_t standing = 0;
    const std::vector<int> entries = shownEntries();
    for (const int group : m_groups)
        for (const int gene : entries) standing += muted({group, gene}) ? 0 : 1;
    std::vector<double> chance;
    for (const auto& of : m_data.reference.standing) chance.push_back(of[entries.size()]);
    return QStringLiteral("%1 of %2 fields beyond all %3 rewired priors, by chance %4")
        .arg(countText(standing), countText(m_groups.size() * entries.size()))
        .arg(m_data.reference.rewired)
        .arg(rangeText(chance, 0));
}

QString HeatmapScene::note() const {
    QStringList parts;
    const std::size_t below = static_cast<std::size_t>(
                          std::ranges::count_if(m_data.under, [](int entry) { return entry >= 0; })),
                      all = static_cast<std::size_t>(m_data.genes.size()) - below,
                      shown = shownEntries().size();
    if (shown < all) {
        parts << QStringLiteral("%1 of %2 %3, those that differ most between groups")
                     .arg(countText(shown), countText(all),
                          below > 0 ? QStringLiteral("TFs or families of TFs") : QStringLiteral("TFs"));
    }
    if (!m_data.importanceName.isEmpty() && !m_genes.empty()) parts << shareText();
    if (compared()) parts << standingText();
    if (m_data.reference.leading > 0)
        parts << QStringLiteral("not stable: %1 of %2 entries that are among the first 10 of a group")
                     .arg(countText(m_data.reference.not_stable), countText(m_data.reference.leading));
    if (m_data.comparing) parts << QStringLiteral("not yet compared with rewired priors");
    if (!m_data.note.isEmpty()) parts << m_data.note;
    return parts.join(QStringLiteral(" · "));
}

QString HeatmapScene::noteText() const {
    const QString rest = note();
    if (!m_data.simulated) return rest;
    const QString mark = QStringLiteral("Simulated data");
    return rest.isEmpty() ? mark : mark + QStringLiteral(" · ") + rest;
}

// How far right of its column the middle of a slanted name is at that height: names rise by 45 degrees.
double HeatmapScene::leanAt(double y) const {
    return nameBase(m_last) - y - 0.5 * m_last.nameSize;
}

std::optional<HeatmapScene::Cell> HeatmapScene::cellAt(QPointF position) const {
    if (empty() || m_last.cellWidth <= 0) return std::nullopt;
    const bool slanted = m_last.nameAngle == -45 && position.y() < m_last.cells.top();
    const int column = static_cast<int>(std::floor(
        (position.x() - (slanted ? leanAt(position.y()) : 0) - m_last.cells.left() + m_last.scroll.x()) /
        m_last.cellWidth));
    const int line = static_cast<int>(
        std::floor((position.y() - m_last.cells.top() + m_last.scroll.y()) / m_last.cellHeight));
    const bool in_columns = column >= 0 && column < columns(), in_lines = line >= 0 && line < lines();
    if (m_last.cells.contains(position) && in_columns && in_lines) return at(line, column);
    if (m_last.rowNames.contains(position) && in_lines) {
        const Cell c = at(line, 0);
        return m_transposed ? Cell{-1, c.gene} : Cell{c.group, -1};
    }
    const QRectF names = m_last.columnNames.adjusted(0, 0, slanted ? m_last.columnNames.height() : 0, 0);
    if (names.contains(position) && in_columns) {
        const Cell c = at(0, column);
        return m_transposed ? Cell{c.group, -1} : Cell{-1, c.gene};
    }
    return std::nullopt;
}

QString HeatmapScene::tooltip(const Cell& cell) const {
    QStringList out;
    if (cell.gene >= 0)
        out << QStringLiteral("<b><i>%1</i></b>").arg(m_data.genes[cell.gene].toHtmlEscaped());
    if (cell.gene >= 0 && cell.group < 0 && opens(cell.gene))
        out << QStringLiteral("%1 TFs that share most of their targets; click to %2")
                   .arg(std::ranges::count(m_data.under, cell.gene))
                   .arg(m_open.contains(m_data.genes[cell.gene]) ? QStringLiteral("show them as one")
                                                                 : QStringLiteral("see each of them"));
    if (cell.group >= 0) {
        QString group = QStringLiteral("<b>%1</b>").arg(m_data.groups[cell.group].toHtmlEscaped());
        const auto g = static_cast<std::size_t>(cell.group);
        if (g < m_data.counts.size())
            group += QStringLiteral(", %1 cell%2")
                         .arg(countText(m_data.counts[g]),
                              m_data.counts[g] == 1 ? QString() : QStringLiteral("s"));
        out << group;
    }
    if (cell.gene >= 0 && cell.group >= 0) {
        const float v = value(cell);
        QString text =
            QStringLiteral("%1 %2").arg(m_data.valueName.toHtmlEscaped(), valueText(static_cast<double>(v)));
        if (!m_data.valueUnit.isEmpty())
            text += QStringLiteral(" (%1)").arg(m_data.valueUnit.toHtmlEscaped());
        out << (std::isfinite(v) ? text : QStringLiteral("not applicable here"));
        if (compared()) out << rewiredText(m_data.reference.above[placeOf(cell)], m_data.reference.rewired);
        if (placeOf(cell) < m_data.reference.unstable.size() && m_data.reference.unstable[placeOf(cell)] != 0)
            out << notStableText();
    }
    return out.join(QStringLiteral("<br>"));
}

FigureNumbers HeatmapScene::numbers() const {
    FigureNumbers out;
    out.columns.push_back("group");
    for (const int gene : m_genes) out.columns.push_back(m_data.genes[gene].toStdString());
    for (const int group : m_groups) {
        std::vector<std::string> line{m_data.groups[group].toStdString()};
        for (const int gene : m_genes) {
            line.push_back(plain_number(value({group, gene})));
        }
        out.rows.push_back(std::move(line));
    }
    return out;
}

}  // namespace regulus
