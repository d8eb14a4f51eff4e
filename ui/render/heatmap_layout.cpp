#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/render/heatmap_measures.h"
#include "ui/render/heatmap_scene.h"
#include "ui/render/legend_painter.h"

namespace regulus {
namespace {

constexpr double least_cell = 9, most_width = 400, least_height = 13, most_height = 44;
constexpr double least_group = 4;  // of a group of cells, pixels: it is seen however few they are
constexpr double most_cell = 6;    // pixels of one cell, zoomed in

}  // namespace

int Spans::at(double place) const {
    const auto next = std::ranges::upper_bound(from, place) - from.begin();
    return next > 0 && place < to[static_cast<std::size_t>(next - 1)] ? static_cast<int>(next - 1) : -1;
}

std::pair<int, int> Spans::meeting(double begin, double end) const {
    const auto first = std::ranges::upper_bound(to, begin) - to.begin();
    const auto last = std::ranges::lower_bound(from, end) - from.begin();
    return {static_cast<int>(first), static_cast<int>(std::max(first, last))};
}

// Of groups of cells each as long as its number of cells wants it to be, else all alike.
Spans HeatmapScene::spansOf(bool ofLines, double room, double least, double most) const {
    const HeatmapAxis& axis = ofLines ? lineAxis() : columnAxis();
    const auto count = static_cast<double>(axis.items.size());
    double gaps = 0;
    for (std::size_t i = 0; i < axis.items.size(); ++i) gaps += axis.breaks(i) ? block_gap : 0;
    const std::optional<double> wanted = ofLines ? std::nullopt : m_columnWidth;
    const auto breaks = [&](std::size_t i) { return axis.breaks(i); };
    if (!m_cells || ofLines == m_transposed) {
        const double one = wanted.value_or(std::clamp((room - gaps) / count, least, most));
        return spansFrom(std::vector<double>(axis.items.size(), one), breaks);
    }
    const double all = std::max(1.0, static_cast<double>(m_cells->cells.size()));
    const double spare = std::max(0.0, (wanted ? *wanted * count : room - gaps) - least_group * count);
    std::vector<double> sizes;
    for (const int group : axis.items)
        sizes.push_back(least_group + spare * static_cast<double>(m_cells->count(group)) / all);
    return spansFrom(sizes, breaks);
}

void HeatmapScene::setColumnWidth(std::optional<double> pixels) {
    double least = 8, most = most_width;
    if (m_cells && m_transposed && columns() > 0) {
        least = least_group;
        most = std::max(most, most_cell * static_cast<double>(m_cells->cells.size()) / columns());
    }
    m_columnWidth = pixels ? std::optional(std::clamp(*pixels, least, most)) : std::nullopt;
}

// Rather all rows than the dendrogram of the columns, where these two do not fit; the note says so.
void HeatmapScene::layOut(const QPainter& painter, const QRectF& area, const PaintStyle& style) const {
    const auto hidden = [this] { return m_content.height() - m_viewport.height(); };
    const QPointF scroll = m_scroll;
    const auto again = [&](bool tree) {
        m_scroll = scroll;
        m_treeLeftOut = !tree;
        layOut(painter, area, style, tree);
    };
    again(true);
    const double tree = m_last.below.tree.height();
    if (tree <= 0 || hidden() <= 0.5 || hidden() > tree) return;
    again(false);
    if (hidden() > 0.5) again(true);
}

void HeatmapScene::layOut(const QPainter& painter, const QRectF& area, const PaintStyle& style,
                          bool columnTree) const {
    using namespace heatmap;
    HeatmapLayout g;
    const double pad = 14.0;
    const QRectF inner = area.adjusted(pad, pad, -pad, -pad);
    const auto names = metricsOf(style.font(painter, 12), painter);
    double name_width = 0;
    for (int i = 0; i < lines(); ++i) name_width = std::max(name_width, names.horizontalAdvance(lineName(i)));
    const auto titles = metricsOf(style.font(painter, title_size), painter);
    if (!columnBar().empty())  // whose title stands below the names
        for (const QString& line : {columnBar().title, barScale(columnBar(), columnAxis().items)})
            name_width = std::max(name_width, titles.horizontalAdvance(line));
    name_width = std::min(name_width, std::min(inner.width() * 0.3, 190.0));
    const bool chips = !m_data.groupColors.empty();
    const double left = name_width + (chips && !m_transposed ? (chip + 2 * chip_gap) : 8.0);
    QSizeF bar = scaleBarSize(painter, legend(), style);
    if (compared()) bar.setWidth(std::max(bar.width(), keyWidth(painter, style)));
    bar.setWidth(std::max(bar.width(), partsWidth(painter, m_data.groupBar, style)));
    const double key = compared() ? key_gap + 2 * key_line : 0;
    const auto notes = metricsOf(style.font(painter, note_size), painter);
    const double note_height =
        remarks().isEmpty()
            ? 0
            : 6.0 +
                  notes.boundingRect(QRectF(0, 0, inner.width(), inner.height()), Qt::TextWordWrap, remarks())
                      .height();
    placeTracks(g, inner, columnTree);
    if (!lineBar().empty()) {  // its title stands below it, and may reach to the right end
        const double room = g.rightWidth - track_gap + 22.0 + bar.width();
        const QString title = barTitle(lineBar(), lineAxis().items, room, titles);
        const int rows = 1 + static_cast<int>(title.count(QLatin1Char('\n')));
        g.belowHeight = std::max(g.belowHeight, track_gap + rows * titles.height());
    }
    g.scale = QRectF(inner.right() - bar.width(), inner.top(), bar.width(),
                     std::min(inner.height() - note_height - key -
                                  std::min(0.45 * inner.height(), partsHeight(m_data.groupBar)),
                              bar.height() * 1.15));
    g.cells =
        QRectF(inner.left() + left, inner.top(), inner.width() - left - g.rightWidth - bar.width() - 22.0,
               inner.height() - note_height - g.belowHeight);
    g.note = QRectF(inner.left(), inner.bottom() - note_height, inner.width(), note_height);
    fitCells(g, painter, style);
    // On a wide screen the scale stays with the cells.
    const double beside = g.cells.left() + g.columns.length + g.rightWidth + 22.0;
    if (beside < g.scale.left()) g.scale.moveLeft(beside);
    g.key = QRectF(g.scale.left(), g.scale.bottom() + key_gap, g.scale.width(), 2 * key_line);
    const double partsTop = compared() ? g.key.bottom() : g.scale.bottom();
    g.parts = QRectF(g.scale.left(), partsTop + 2 * key_gap, g.scale.width(),
                     std::max(0.0, inner.bottom() - note_height - partsTop - 2 * key_gap));
    g.rowNames = QRectF(inner.left(), g.cells.top(), left, g.cells.height());
    double x = g.cells.right() + track_gap, y = g.cells.bottom() + track_gap;
    for (QRectF* track : {&g.right.bar, &g.right.blocks, &g.right.tree}) {
        if (track->width() <= 0) continue;
        *track = QRectF(x, g.cells.top(), track->width(), g.cells.height());
        x += track->width() + track_space;
    }
    for (QRectF* track : {&g.below.bar, &g.below.blocks, &g.below.tree}) {
        if (track->height() <= 0) continue;
        *track = QRectF(g.cells.left(), y, g.cells.width(), track->height());
        y += track->height() + track_space;
    }
    m_last = std::move(g);
}

// How much room the tracks take: their sizes across.
void HeatmapScene::placeTracks(HeatmapLayout& g, const QRectF& inner, bool columnTree) const {
    using namespace heatmap;
    const double deep = std::clamp(inner.width() * 0.05, 20.0, 70.0),
                 low = std::clamp(inner.height() * 0.1, 18.0, 60.0);
    if (!lineBar().empty()) g.right.bar.setWidth(std::clamp(inner.width() * 0.06, 36.0, 90.0));
    if (!lineAxis().blocks.empty()) g.right.blocks.setWidth(block_line);
    if (!lineAxis().tree.merges.empty()) g.right.tree.setWidth(deep);
    if (!columnBar().empty()) g.below.bar.setHeight(std::clamp(inner.height() * 0.12, 28.0, 60.0));
    if (!columnAxis().blocks.empty()) g.below.blocks.setHeight(block_line);
    if (columnTree && !columnAxis().tree.merges.empty()) g.below.tree.setHeight(low);
    for (const double width : {g.right.bar.width(), g.right.blocks.width(), g.right.tree.width()})
        if (width > 0) g.rightWidth += width + (g.rightWidth > 0 ? track_space : track_gap);
    for (const double height : {g.below.bar.height(), g.below.blocks.height(), g.below.tree.height()})
        if (height > 0) g.belowHeight += height + (g.belowHeight > 0 ? track_space : track_gap);
}

// How wide and high a cell is, how the names above stand, and what has to be scrolled.
void HeatmapScene::fitCells(HeatmapLayout& g, const QPainter& painter, const PaintStyle& style) const {
    using namespace heatmap;
    g.columns = spansOf(false, g.cells.width(), least_cell, most_width);
    const auto width = [&] { return g.columns.length / columns(); };
    const auto italic = metricsOf(style.font(painter, g.nameSize, QFont::Normal, !m_transposed), painter);
    double widest = 0;
    for (int i = 0; i < columns(); ++i) widest = std::max(widest, italic.horizontalAdvance(columnName(i)));
    widest = std::min(widest, 150.0);
    double header = italic.height() + 4.0;
    const bool eachCell = m_cells && m_transposed;
    if (widest + 3.0 > width() || eachCell) {
        const bool steep = width() < italic.height() * 0.95 && !eachCell;
        g.nameAngle = steep ? -90 : -45;
        header = steep ? widest + 6.0 : (widest + italic.height()) * 0.7072 + 4.0;
        if (steep && width() < italic.height()) g.nameSize *= std::max(0.45, width() / italic.height());
        // Names that lean reach beyond the last column.
        if (!steep) {
            g.cells.setRight(g.cells.right() - std::max(0.0, widest * 0.5 - g.rightWidth));
            g.columns = spansOf(false, g.cells.width(), least_cell, most_width);
        }
    }
    if (m_transposed && !m_data.groupColors.empty()) header += chip + chip_gap;
    g.columnNames = QRectF(g.cells.left(), g.cells.top(), g.cells.width(), header);
    g.cells.setTop(g.cells.top() + header);
    g.lines = spansOf(true, g.cells.height(), least_height, most_height);
    const QSizeF content(g.columns.length, g.lines.length);
    g.scroll = QPointF(std::clamp(m_scroll.x(), 0.0, std::max(0.0, content.width() - g.cells.width())),
                       std::clamp(m_scroll.y(), 0.0, std::max(0.0, content.height() - g.cells.height())));
    m_scroll = g.scroll;
    m_content = content;
    m_viewport = g.cells.size();
    g.cells.setSize(
        QSizeF(std::min(g.cells.width(), content.width()), std::min(g.cells.height(), content.height())));
}

}  // namespace regulus
