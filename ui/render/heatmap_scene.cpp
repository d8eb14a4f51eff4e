#include "ui/render/heatmap_scene.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "ui/render/name_lines.h"

namespace regulus {

void HeatmapScene::show(HeatmapData data, const HeatmapLook& look) {
    HeatmapArrangement arrangement = arranged(data, look);
    show(std::move(data), look, std::move(arrangement));
}

void HeatmapScene::show(HeatmapData data, const HeatmapLook& look, HeatmapArrangement arrangement,
                        std::shared_ptr<const HeatmapCells> cells) {
    assert(data.values.rows == static_cast<std::size_t>(data.groups.size()));
    assert(data.values.cols == static_cast<std::size_t>(data.genes.size()));
    assert(data.groupColors.empty() || data.groupColors.size() == data.values.rows);
    assert(data.counts.empty() || data.counts.size() == data.values.rows);
    assert(data.groupCodes.empty() || data.groupCodes.size() == data.values.rows);
    assert(data.aside <= data.values.rows);
    assert(data.under.empty() || data.under.size() == data.values.cols);
    assert(data.standsOut.empty() || data.standsOut.values.size() == data.values.values.size());
    assert(data.groupBar.empty() || data.groupBar.values.size() == data.values.rows * data.groupBar.width());
    assert(data.geneBar.empty() || data.geneBar.values.size() == data.values.cols * data.geneBar.width());
    assert(data.reference.rewired == 0 || data.reference.above.size() == data.values.values.size());
    assert(!cells || cells->starts.size() == data.values.rows + 1);
    if (bool(m_cells) != bool(cells)) m_columnWidth.reset();
    m_data = std::move(data);
    m_look = look;
    m_arranged = std::move(arrangement);
    m_cells = std::move(cells);
    m_hovered.reset();
    m_branch.reset();
    m_drag.reset();
    m_selectedGroup.reset();
    m_selectedGene.reset();
    m_scroll = {};
    m_last = {};
    expand();
}

void HeatmapScene::setTransposed(bool transposed) {
    m_transposed = transposed;
    m_scroll = {};
}

void HeatmapScene::setScroll(QPointF pixels) const {
    m_scroll = pixels;
}

// An entry that is open is followed by what is below it, in its block.
void HeatmapScene::expand() {
    m_groups = m_arranged.groups;
    const HeatmapAxis& entries = m_arranged.genes;
    m_genes = {};
    m_genes.tree.merges = entries.tree.merges;
    const auto add = [this, &entries](int gene, int leaf, std::size_t entry) {
        m_genes.items.push_back(gene);
        m_genes.tree.order.push_back(leaf);
        if (!entries.blocks.empty()) m_genes.blocks.push_back(entries.blocks[entry]);
    };
    for (std::size_t k = 0; k < entries.items.size(); ++k) {
        const int entry = entries.items[k];
        add(entry, entries.tree.order.empty() ? -1 : entry, k);
        for (int gene = 0; m_open.contains(m_data.genes[entry]) && gene < m_data.genes.size(); ++gene)
            if (isBelow(gene) && m_data.under[static_cast<std::size_t>(gene)] == entry && !isEntry(gene))
                add(gene, -1, k);
    }
    chooseRange();
}

void HeatmapScene::toggle(int gene) {
    if (!opens(gene)) return;
    if (m_open.erase(m_data.genes[gene]) == 0) m_open.insert(m_data.genes[gene]);
    m_branch.reset();
    expand();
}

bool HeatmapScene::opens(int gene) const {
    return std::ranges::find(m_data.under, gene) != m_data.under.end();
}

bool HeatmapScene::isBelow(int gene) const {
    const auto g = static_cast<std::size_t>(gene);
    return g < m_data.under.size() && m_data.under[g] >= 0;
}

bool HeatmapScene::isEntry(int gene) const {
    return std::ranges::find(m_arranged.genes.items, gene) != m_arranged.genes.items.end();
}

QString HeatmapScene::geneName(int gene) const {
    return isBelow(gene) && !isEntry(gene) ? QStringLiteral("\u00b7 ") + m_data.genes[gene]
                                           : m_data.genes[gene];
}

QString HeatmapScene::markedName(int gene) const {
    if (!opens(gene)) return geneName(gene);
    // The names of all of them would take the room of the fields.
    const QString& name = m_data.genes[gene];
    return (m_open.contains(name) ? QStringLiteral("\u25bc ") : QStringLiteral("\u25ba ")) +
           shortFamilyName(name, static_cast<int>(std::ranges::count(m_data.under, gene)));
}

bool HeatmapScene::sameValues(float low, float high) const {
    const double least = static_cast<double>(low), most = static_cast<double>(high);
    return most - least <= roundingOf(std::max(std::abs(least), std::abs(most)), m_data.even);
}

bool HeatmapScene::isEven(int gene) const {
    float low = std::numeric_limits<float>::max(), high = std::numeric_limits<float>::lowest();
    for (std::size_t g = 0; g + m_data.aside < m_data.values.rows; ++g) {
        const float v = m_data.values(g, static_cast<std::size_t>(gene));
        if (!std::isfinite(v)) return false;
        low = std::min(low, v);
        high = std::max(high, v);
    }
    return m_data.values.rows > m_data.aside + 1 && sameValues(low, high);
}

void HeatmapScene::chooseRange() {
    std::vector<float> shown;
    if (m_cells) {
        constexpr std::size_t most = 200'000;  // values of which a percentile is taken
        const std::size_t step = 1 + m_cells->cells.size() * m_genes.items.size() / most;
        for (const int gene : m_genes.items) {
            const std::vector<float>& values = m_cells->genes[static_cast<std::size_t>(gene)].values();
            for (std::size_t i = 0; i < values.size(); i += step) shown.push_back(values[i]);
        }
    } else {
        for (std::size_t k = 0; k + m_data.aside < m_groups.items.size(); ++k)
            for (const int gene : m_genes.items) shown.push_back(value({m_groups.items[k], gene}));
    }
    ScaleOptions options;
    options.map = m_data.diverging ? ColorMap::BlueRed : ColorMap::Viridis;
    // Of what rounding leaves no scale is made: on this one it is seen to be the same everywhere.
    float least = std::numeric_limits<float>::max(), most = std::numeric_limits<float>::lowest();
    for (const float v : shown)
        if (std::isfinite(v)) least = std::min(least, v), most = std::max(most, v);
    const bool same = most >= least && sameValues(least, most);
    if (same || (!m_cells && !m_genes.items.empty() &&
                 std::ranges::all_of(m_genes.items, [this](int gene) { return isEven(gene); }))) {
        const double reach =
            std::max(std::abs(static_cast<double>(least)), std::abs(static_cast<double>(most)));
        options.low = m_data.diverging ? -std::max(1.0, reach) : 0.0;
        options.high = m_data.diverging || reach <= m_data.even ? std::max(1.0, reach) : 1.25 * reach;
    }
    const Legend scale = colorsByValue(std::move(shown), {}, options).legend;
    m_low = scale.low;
    m_high = scale.high;
    m_beyondLow = scale.clippedLow && m_cells;
    m_beyondHigh = scale.clippedHigh && m_cells;
    for (const int group : m_groups.items) {  // those aside, too
        for (const int gene : m_genes.items) {
            const auto shade = static_cast<double>(value({group, gene}));
            m_beyondLow |= shade < m_low;
            m_beyondHigh |= shade > m_high;
        }
    }
}

HeatmapScene::Cell HeatmapScene::at(int line, int column) const {
    const auto group = static_cast<std::size_t>(m_transposed ? column : line);
    const auto gene = static_cast<std::size_t>(m_transposed ? line : column);
    return {m_groups.items[group], m_genes.items[gene]};
}

QString HeatmapScene::lineName(int line) const {
    return m_transposed ? markedName(m_genes.items[static_cast<std::size_t>(line)])
                        : groupName(m_groups.items[static_cast<std::size_t>(line)]);
}

QString HeatmapScene::columnName(int column) const {
    return m_transposed ? groupName(m_groups.items[static_cast<std::size_t>(column)])
                        : markedName(m_genes.items[static_cast<std::size_t>(column)]);
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

// How far right of its column the middle of a slanted name is at that height: names rise by 45 degrees.
double HeatmapScene::leanAt(double y) const {
    return nameBase(m_last) - y - 0.5 * m_last.nameSize;
}

std::optional<HeatmapScene::Cell> HeatmapScene::cellAt(QPointF position) const {
    if (empty() || m_last.lines.size() == 0) return std::nullopt;
    const bool slanted = m_last.nameAngle == -45 && position.y() < m_last.cells.top();
    const int column = m_last.columns.at(position.x() - (slanted ? leanAt(position.y()) : 0) -
                                         m_last.cells.left() + m_last.scroll.x());
    const int line = m_last.lines.at(position.y() - m_last.cells.top() + m_last.scroll.y());
    if (m_last.cells.contains(position) && column >= 0 && line >= 0) return at(line, column);
    // Their names, and the bars beside them.
    if ((m_last.rowNames.contains(position) || m_last.right.bar.contains(position)) && line >= 0) {
        const Cell c = at(line, 0);
        return m_transposed ? Cell{-1, c.gene} : Cell{c.group, -1};
    }
    const QRectF names = m_last.columnNames.adjusted(0, 0, slanted ? m_last.columnNames.height() : 0, 0);
    if ((names.contains(position) || m_last.below.bar.contains(position)) && column >= 0) {
        const Cell c = at(0, column);
        return m_transposed ? Cell{c.group, -1} : Cell{-1, c.gene};
    }
    return std::nullopt;
}

std::vector<int> HeatmapScene::membersOf(const Branch& branch) const {
    const HeatmapAxis& axis = branch.ofGenes ? m_genes : m_groups;
    if (branch.merge < 0 || branch.merge >= std::ssize(axis.tree.merges)) return {};
    return leavesBelow(axis.tree, branch.merge);
}

std::optional<HeatmapScene::Branch> HeatmapScene::branchAbove(const Cell& cell, bool ofGenes) const {
    const int item = ofGenes ? cell.gene : cell.group;
    const int merge = item < 0 ? -1 : mergeAbove(ofGenes ? m_genes.tree : m_groups.tree, item);
    return merge < 0 ? std::nullopt : std::optional(Branch{ofGenes, merge});
}

std::optional<HeatmapScene::Branch> HeatmapScene::branchAbove(const Branch& branch) const {
    const int merge = mergeAbove(branch.ofGenes ? m_genes.tree : m_groups.tree, -1 - branch.merge);
    return merge < 0 ? std::nullopt : std::optional(Branch{branch.ofGenes, merge});
}

double HeatmapScene::alongGroups(QPointF position) const {
    return m_transposed ? position.x() - m_last.cells.left() + m_last.scroll.x()
                        : position.y() - m_last.cells.top() + m_last.scroll.y();
}

std::vector<int> HeatmapScene::groupsBetween(QPointF from, QPointF to) const {
    if (m_last.lines.size() == 0) return {};
    const auto [low, high] = std::minmax({alongGroups(from), alongGroups(to)});
    const auto [first, last] = groupSpans().meeting(low, std::max(high, std::nextafter(low, high + 1)));
    return {m_groups.items.begin() + first, m_groups.items.begin() + last};
}

std::pair<std::size_t, std::size_t> HeatmapScene::cellsIn(std::size_t item, double from, double to) const {
    const Spans& spans = groupSpans();
    const int group = m_groups.items[item];
    const auto count = static_cast<double>(m_cells->count(group));
    const std::size_t start = m_cells->starts[static_cast<std::size_t>(group)];
    const auto place = [&](double at) {
        return std::clamp((at - spans.from[item]) / spans.extent(item), 0.0, 1.0) * count;
    };
    const double first = std::floor(place(from) + 1e-9), last = std::ceil(place(to) - 1e-9);
    return {start + static_cast<std::size_t>(std::min(first, std::max(0.0, count - 1))),
            start + static_cast<std::size_t>(std::min(count, std::max(last, first + 1)))};
}

std::vector<std::uint32_t> HeatmapScene::cellsBetween(QPointF from, QPointF to) const {
    std::vector<std::uint32_t> found;
    if (!m_cells || m_last.lines.size() == 0) return found;
    const auto [low, high] = std::minmax({alongGroups(from), alongGroups(to)});
    const auto [begin, end] = groupSpans().meeting(low, high);
    for (int item = begin; item < end; ++item) {
        const auto [first, last] = cellsIn(static_cast<std::size_t>(item), low, high);
        found.insert(found.end(), m_cells->cells.begin() + static_cast<std::ptrdiff_t>(first),
                     m_cells->cells.begin() + static_cast<std::ptrdiff_t>(last));
    }
    return found;
}

}  // namespace regulus
