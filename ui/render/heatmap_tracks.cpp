// What stands beside the fields of a heatmap: bars, names of blocks, dendrograms.
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "ui/render/heatmap_measures.h"
#include "ui/render/heatmap_scene.h"

namespace regulus {

using namespace heatmap;

namespace {

constexpr double near_line = 5;  // pixels within which a pointer is on a line

// A side of the matrix: its own direction is along the items, the other away from the fields.
struct Side {
    const HeatmapAxis& axis;
    const HeatmapBar& bar;
    const Spans& spans;
    const HeatmapTracks& tracks;
    double scroll, start;  // of the content, and where its first pixel would be
    bool down;             // items follow each other downwards
    bool ofGenes;

    QPointF point(double along, double away) const {
        return down ? QPointF(away, start - scroll + along) : QPointF(start - scroll + along, away);
    }
    QRectF box(double from, double to, double near, double far) const {
        return QRectF(point(from, near), point(to, far)).normalized();
    }
    double near(const QRectF& track) const { return down ? track.left() : track.top(); }
    double depth(const QRectF& track) const { return down ? track.width() : track.height(); }
};

Side sideOf(const HeatmapLayout& g, bool lines, const HeatmapAxis& axis, const HeatmapBar& bar,
            bool ofGenes) {
    return lines ? Side{axis, bar, g.lines, g.right, g.scroll.y(), g.cells.top(), true, ofGenes}
                 : Side{axis, bar, g.columns, g.below, g.scroll.x(), g.cells.left(), false, ofGenes};
}

// Where each leaf stands, by its number.
std::vector<double> leafPlaces(const Side& side) {
    std::vector<double> at;
    for (std::size_t i = 0; i < side.axis.items.size(); ++i) {
        const int leaf = i < side.axis.tree.order.size() ? side.axis.tree.order[i] : -1;
        if (leaf < 0) continue;
        if (at.size() <= static_cast<std::size_t>(leaf)) at.resize(static_cast<std::size_t>(leaf) + 1);
        at[static_cast<std::size_t>(leaf)] = side.spans.middle(i);
    }
    return at;
}

struct BranchShape {
    QPointF a, cornerA, cornerB, b;
};

std::vector<BranchShape> shapesOf(const Side& side) {
    const QRectF& track = side.tracks.tree;
    std::vector<BranchShape> shapes;
    if (track.isEmpty() || side.axis.tree.merges.empty()) return shapes;
    const auto away = [&](double height) { return side.near(track) + height * (side.depth(track) - 1); };
    const std::vector<double> places = leafPlaces(side);
    for (const BranchLine& line : branchLines(side.axis.tree, places))
        shapes.push_back({side.point(line.left, away(line.leftBase)),
                          side.point(line.left, away(line.height)), side.point(line.right, away(line.height)),
                          side.point(line.right, away(line.rightBase))});
    return shapes;
}

void paintTree(QPainter& painter, const Side& side, const std::vector<char>& marked,
               const PaintStyle& style) {
    const std::vector<BranchShape> shapes = shapesOf(side);
    QPainterPath plain, strong;
    for (std::size_t m = 0; m < shapes.size(); ++m) {
        QPainterPath& path = m < marked.size() && marked[m] != 0 ? strong : plain;
        path.moveTo(shapes[m].a);
        path.lineTo(shapes[m].cornerA);
        path.lineTo(shapes[m].cornerB);
        path.lineTo(shapes[m].b);
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(style.theme.mutedText, 1));
    painter.drawPath(plain);
    painter.setPen(QPen(style.theme.accent, 2));
    painter.drawPath(strong);
}

void paintBlocks(QPainter& painter, const Side& side, const PaintStyle& style) {
    const QFont font = style.font(painter, 11, QFont::DemiBold);
    painter.setFont(font);
    painter.setPen(style.theme.mutedText);
    for (std::size_t first = 0; first < side.axis.items.size();) {
        std::size_t last = first + 1;
        while (last < side.axis.items.size() && !side.axis.breaks(last)) ++last;
        if (const int block = side.axis.blocks[first]; block >= 0) {
            const double middle = (side.spans.from[first] + side.spans.to[last - 1]) / 2;
            const QRectF box = side.box(middle - 20, middle + 20, side.near(side.tracks.blocks),
                                        side.near(side.tracks.blocks) + block_line);
            painter.drawText(box, Qt::AlignCenter | Qt::TextDontClip,
                             side.ofGenes ? geneBlockName(block) : groupBlockName(block));
        }
        first = last;
    }
}

// One number from 0 to the largest, or shares that fill the track.
void paintBar(QPainter& painter, const Side& side, const PaintStyle& style) {
    const HeatmapBar& bar = side.bar;
    const double near = side.near(side.tracks.bar), depth = side.depth(side.tracks.bar);
    double largest = 0;
    for (const int item : side.axis.items)
        if (bar.parts.isEmpty() && std::isfinite(bar.at(item))) largest = std::max(largest, bar.at(item));
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (std::size_t i = 0; i < side.axis.items.size(); ++i) {
        const double extent = side.spans.extent(i),
                     gap = extent > 7 ? std::clamp(extent * 0.15, 1.0, 4.0) : 0;
        const double from = side.spans.from[i] + gap / 2, to = side.spans.to[i] - gap / 2 - (gap > 0 ? 1 : 0);
        double share = 0;
        for (std::size_t p = 0; p < bar.width(); ++p) {
            const double value = bar.at(side.axis.items[i], p);
            if (!std::isfinite(value) || value <= 0) continue;
            const double part = bar.parts.isEmpty() ? value / largest : value;
            const QColor color =
                bar.parts.isEmpty() ? style.theme.mutedText : shownColor(bar.colors[p], style.theme.missing);
            painter.fillRect(
                onPixels(side.box(from, to, near + share * depth, near + (share + part) * depth)), color);
            share += part;
        }
    }
    painter.setRenderHint(QPainter::Antialiasing);
}

void paintBarTitle(QPainter& painter, const Side& side, const HeatmapLayout& g, const PaintStyle& style) {
    const QFont font = style.font(painter, title_size);
    painter.setFont(font);
    painter.setPen(style.theme.mutedText);
    const auto metrics = metricsOf(font, painter);
    const QRectF& bar = side.tracks.bar;
    const QRectF room = side.down
                            ? QRectF(bar.left(), g.cells.bottom() + 3, g.note.right() - bar.left(),
                                     g.note.top() - g.cells.bottom())
                            : QRectF(g.rowNames.left(), bar.top(), g.rowNames.width() - 6, bar.height());
    painter.drawText(room, side.down ? Qt::AlignLeft | Qt::AlignTop : Qt::AlignRight | Qt::AlignVCenter,
                     barTitle(side.bar, side.axis.items, room.width(), metrics));
}

double distanceTo(QPointF p, QPointF a, QPointF b) {
    const QPointF along = b - a, off = p - a;
    const double length = QPointF::dotProduct(along, along);
    const double t = length > 0 ? std::clamp(QPointF::dotProduct(off, along) / length, 0.0, 1.0) : 0;
    const QPointF left = off - t * along;
    return std::hypot(left.x(), left.y());
}

}  // namespace

QString heatmap::barScale(const HeatmapBar& bar, const std::vector<int>& items) {
    if (!bar.parts.isEmpty()) return {};
    double largest = 0;
    for (const int item : items)
        if (std::isfinite(bar.at(item))) largest = std::max(largest, bar.at(item));
    return QStringLiteral("0–%1").arg(valueText(largest));
}

QString heatmap::barTitle(const HeatmapBar& bar, const std::vector<int>& items, double room,
                          const QFontMetricsF& metrics) {
    const QString scale = barScale(bar, items), title = metrics.elidedText(bar.title, Qt::ElideRight, room);
    if (scale.isEmpty()) return title;
    const QString whole = bar.title + QStringLiteral(", ") + scale;
    return metrics.horizontalAdvance(whole) <= room ? whole : title + QLatin1Char('\n') + scale;
}

double heatmap::partsHeight(const HeatmapBar& bar) {
    return bar.parts.isEmpty() ? 0 : 2 * key_gap + key_line * static_cast<double>(bar.parts.size() + 1);
}

double heatmap::partsWidth(const QPainter& painter, const HeatmapBar& bar, const PaintStyle& style) {
    const auto metrics = metricsOf(style.font(painter, key_size), painter);
    double widest = 0;
    for (const QString& name : bar.parts) widest = std::max(widest, metrics.horizontalAdvance(name));
    return widest > 0 ? std::min(150.0, key_mark + key_gap + std::ceil(widest)) : 0;
}

// As many as there is room for, and how many more there are.
void HeatmapScene::paintParts(QPainter& painter, const HeatmapLayout& g, const PaintStyle& style) const {
    const HeatmapBar& bar = m_data.groupBar;
    if (bar.parts.isEmpty()) return;
    const QFont font = style.font(painter, key_size);
    const auto metrics = metricsOf(font, painter);
    painter.setFont(font);
    const auto room = static_cast<qsizetype>(g.parts.height() / key_line) - 1;
    const qsizetype shown = room >= bar.parts.size() ? bar.parts.size() : room - 1;
    double top = g.parts.top();
    const auto write = [&](const QString& text, double left) {
        painter.setPen(style.theme.mutedText);
        painter.drawText(QPointF(g.parts.left() + left, top + metrics.ascent()),
                         metrics.elidedText(text, Qt::ElideRight, g.parts.width() - left));
        top += key_line;
    };
    if (shown < 1) return;
    write(bar.title, 0);
    for (qsizetype p = 0; p < shown; ++p) {
        painter.fillRect(QRectF(g.parts.left(), top + 2, key_mark - 2, key_mark - 2),
                         shownColor(bar.colors[static_cast<std::size_t>(p)], style.theme.missing));
        write(bar.parts[p], key_mark + key_gap);
    }
    if (shown < bar.parts.size())
        write(QStringLiteral("%1 more").arg(bar.parts.size() - shown), key_mark + key_gap);
}

void HeatmapScene::paintTracks(QPainter& painter, const HeatmapLayout& g, const PaintStyle& style) const {
    paintParts(painter, g, style);
    for (const bool lines : {true, false}) {
        const bool ofGenes = lines == m_transposed;
        const Side side =
            sideOf(g, lines, lines ? lineAxis() : columnAxis(), lines ? lineBar() : columnBar(), ofGenes);
        if (!side.tracks.bar.isEmpty()) paintBarTitle(painter, side, g, style);
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setClipRect(lines ? QRectF(g.cells.right(), g.cells.top() - 1, 1e4, g.cells.height() + 2)
                                  : QRectF(g.cells.left() - 1, g.cells.bottom(), g.cells.width() + 2, 1e4));
        if (!side.tracks.bar.isEmpty()) paintBar(painter, side, style);
        if (!side.tracks.blocks.isEmpty()) paintBlocks(painter, side, style);
        if (!side.tracks.tree.isEmpty()) {
            std::vector<char> marked(side.axis.tree.merges.size(), 0);
            if (m_branch && m_branch->ofGenes == ofGenes && m_branch->merge < std::ssize(marked)) {
                marked[static_cast<std::size_t>(m_branch->merge)] = 1;
                for (std::size_t m = marked.size(); m-- > 0;)
                    for (const int node : {side.axis.tree.merges[m].left, side.axis.tree.merges[m].right})
                        if (marked[m] != 0 && node < 0) marked[static_cast<std::size_t>(-1 - node)] = 1;
            }
            paintTree(painter, side, marked, style);
        }
        painter.restore();
    }
}

std::optional<HeatmapScene::Branch> HeatmapScene::branchAt(QPointF position) const {
    for (const bool lines : {true, false}) {
        const bool ofGenes = lines == m_transposed;
        const Side side = sideOf(m_last, lines, lines ? lineAxis() : columnAxis(),
                                 lines ? lineBar() : columnBar(), ofGenes);
        if (!side.tracks.tree.adjusted(-3, -3, 3, 3).contains(position)) continue;
        const std::vector<BranchShape> shapes = shapesOf(side);
        std::optional<Branch> found;
        double nearest = near_line;
        for (std::size_t m = 0; m < shapes.size(); ++m) {
            const BranchShape& s = shapes[m];
            const double away =
                std::min({distanceTo(position, s.a, s.cornerA), distanceTo(position, s.cornerA, s.cornerB),
                          distanceTo(position, s.cornerB, s.b)});
            if (away >= nearest) continue;
            nearest = away;
            found = Branch{ofGenes, static_cast<int>(m)};
        }
        return found;
    }
    return std::nullopt;
}

}  // namespace regulus
