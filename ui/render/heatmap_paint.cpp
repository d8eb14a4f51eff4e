#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <set>

#include "ui/render/heatmap_measures.h"
#include "ui/render/heatmap_scene.h"
#include "ui/render/legend_painter.h"
#include "ui/render/rewired_text.h"

namespace regulus {

using namespace heatmap;

namespace {

constexpr double least_name_size = 11;  // pixels: smaller names of lines are left out rather than squeezed

// Lines of our own: those of Qt's hatched brushes are one device pixel wide, whatever the display.
void paintHatch(QPainter& painter, const QRectF& box, const PaintStyle& style) {
    painter.fillRect(box, style.theme.track);
    painter.setPen(QPen(style.theme.mutedText, 0.6));
    const double step = 6.0;
    for (double start = box.left() - box.height() + step; start < box.right(); start += step) {
        const double left = std::max(start, box.left()), right = std::min(start + box.height(), box.right());
        painter.drawLine(QLineF(left, box.bottom() - (left - start), right, box.bottom() - (right - start)));
    }
    painter.setPen(Qt::NoPen);
}

QRectF mutedBox(const QRectF& box) {
    const double least = 3;
    const QSizeF size(std::max(least, muted_size * box.width()), std::max(least, muted_size * box.height()));
    return onPixels({box.center() - QPointF(size.width(), size.height()) / 2, size});
}

// On a dark surface pale colours would be what is seen first.
QColor mutedColor(QRgb color, const Theme& theme) {
    if (!theme.dark) return QColor(color);
    const auto mixed = [](int ink, int paper) { return (3 * ink + 2 * paper) / 5; };
    const QColor paper = theme.surface;
    return {mixed(qRed(color), paper.red()), mixed(qGreen(color), paper.green()),
            mixed(qBlue(color), paper.blue())};
}

// Which of the names are written where not all have room: those of the widest first, no two nearer to each
// other than `apart`. `places`: of their middles; NaN: not seen.
std::vector<char> namesWithRoom(const std::vector<double>& places, const Spans& spans, double apart) {
    std::vector<std::size_t> order(places.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::greater<>(), [&](std::size_t i) { return spans.extent(i); });
    std::vector<char> written(places.size(), 0);
    std::set<double> taken;
    for (const std::size_t i : order) {
        if (std::isnan(places[i])) continue;
        const auto next = taken.lower_bound(places[i]);
        if ((next != taken.end() && *next - places[i] < apart) ||
            (next != taken.begin() && places[i] - *std::prev(next) < apart))
            continue;
        taken.insert(places[i]);
        written[i] = 1;
    }
    return written;
}

// The words of the key, in lines.
QStringList keyLines() {
    const QString name = withinRewired();
    const auto middle = name.indexOf(QLatin1Char(' '), name.size() / 3);
    return {name.left(middle), name.mid(middle + 1)};
}

// Where one is in a matrix that is larger than its place.
void paintScrollMark(QPainter& painter, const QRectF& seen, QPointF scroll, QSizeF content,
                     const PaintStyle& style) {
    const double thick = 4.0;
    painter.setPen(Qt::NoPen);
    QColor color = style.theme.mutedText;
    color.setAlphaF(0.55F);
    painter.setBrush(color);
    if (content.width() > seen.width() + 1) {
        const double part = seen.width() / content.width();
        painter.drawRoundedRect(
            QRectF(seen.left() + scroll.x() * part, seen.bottom() + 2.0, seen.width() * part, thick),
            thick / 2, thick / 2);
    }
    if (content.height() > seen.height() + 1) {
        const double part = seen.height() / content.height();
        painter.drawRoundedRect(
            QRectF(seen.right() + 2.0, seen.top() + scroll.y() * part, thick, seen.height() * part),
            thick / 2, thick / 2);
    }
}

}  // namespace

QRectF heatmap::onPixels(const QRectF& box) {
    return {QPointF(std::round(box.left()), std::round(box.top())),
            QPointF(std::round(box.right()), std::round(box.bottom()))};
}

double heatmap::keyWidth(const QPainter& painter, const PaintStyle& style) {
    const auto metrics = metricsOf(style.font(painter, key_size), painter);
    double width = 0;
    for (const QString& line : keyLines()) width = std::max(width, metrics.horizontalAdvance(line));
    return key_mark + key_gap + std::ceil(width);
}

void HeatmapScene::paint(QPainter& painter, const QRectF& area, const PaintStyle& style) const {
    painter.save();
    painter.fillRect(area, style.theme.surface);
    if (!empty() && m_genes.items.empty()) {
        m_last = {};
        m_content = m_viewport = {};
        painter.setFont(style.font(painter, 12));
        painter.setPen(style.theme.mutedText);
        painter.drawText(area, Qt::AlignCenter, QStringLiteral("No TFs to show"));
    } else if (!empty()) {
        layOut(painter, area, style);
        const HeatmapLayout& g = m_last;
        if (m_cells)
            paintEachCell(painter, g, style);
        else
            paintCells(painter, g, style);
        paintLineNames(painter, g, style);
        paintColumnNames(painter, g, style);
        paintTracks(painter, g, style);
        paintFrames(painter, g, style);
        painter.setRenderHint(QPainter::Antialiasing);
        paintScrollMark(painter, g.cells, g.scroll, m_content, style);
        paintScaleBar(painter, g.scale, legend(), style);
        if (compared()) paintKey(painter, g, style);
        paintNote(painter, g, style);
    }
    painter.restore();
}

void HeatmapScene::paintCells(QPainter& painter, const HeatmapLayout& g, const PaintStyle& style) const {
    painter.save();
    painter.setClipRect(g.cells);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(Qt::NoPen);
    const auto [firstLine, lastLine] = g.lines.meeting(g.scroll.y(), g.scroll.y() + g.cells.height());
    const auto [firstColumn, lastColumn] = g.columns.meeting(g.scroll.x(), g.scroll.x() + g.cells.width());
    if (firstLine == lastLine || firstColumn == lastColumn) return painter.restore();
    // A hairline of paper between cells, unless they are too small to spare it.
    const double gap = std::min(g.columns.extent(0), g.lines.extent(0)) > 7.0 ? 1.0 : 0;
    for (int line = firstLine; line < lastLine; ++line) {
        for (int column = firstColumn; column < lastColumn; ++column) {
            QRectF box = g.cellBox(line, column);
            box = onPixels(box).adjusted(0, 0, -gap, -gap);
            const Cell cell = at(line, column);
            const float v = value(cell);
            if (std::isfinite(v)) {
                if (muted(cell))
                    painter.fillRect(mutedBox(box), mutedColor(color(v), style.theme));
                else
                    painter.fillRect(box, QColor(color(v)));
                continue;
            }
            paintHatch(painter, box, style);
        }
    }
    painter.restore();
}

void HeatmapScene::paintChip(QPainter& painter, const QRectF& box, int group, const PaintStyle& style) const {
    painter.fillRect(box,
                     shownColor(m_data.groupColors[static_cast<std::size_t>(group)], style.theme.missing));
}

void HeatmapScene::paintLineNames(QPainter& painter, const HeatmapLayout& g, const PaintStyle& style) const {
    painter.save();
    painter.setClipRect(g.rowNames);
    // A name is seen whole: that of a low row at the end moves inwards.
    const double first = g.cells.top() + least_name_size / 2, last = g.cells.bottom() - least_name_size / 2;
    std::vector<double> places;
    for (int line = 0; line < lines(); ++line) {
        const QRectF box = g.cellBox(line, 0);
        double middle = box.center().y();
        const bool seen = box.bottom() > g.cells.top() && box.top() < g.cells.bottom();
        if (seen && box.height() < least_name_size && first < last) middle = std::clamp(middle, first, last);
        const bool whole = middle >= first - 1 && middle <= last + 1;
        places.push_back(seen && whole ? middle : std::numeric_limits<double>::quiet_NaN());
    }
    const std::vector<char> named = namesWithRoom(places, g.lines, least_name_size);
    const bool chips = !m_transposed && !m_data.groupColors.empty();
    const double right = g.cells.left() - (chips ? (chip + 2 * chip_gap) : 8.0);
    for (int line = 0; line < lines(); ++line) {
        const QRectF box = g.cellBox(line, 0);
        if (box.bottom() <= g.cells.top() || box.top() >= g.cells.bottom()) continue;
        const Cell c = at(line, 0);
        const bool hovered =
            m_hovered && (m_transposed ? m_hovered->gene == c.gene : m_hovered->group == c.group);
        if (chips)
            paintChip(
                painter,
                QRectF(g.cells.left() - chip_gap - chip, box.top(), chip, std::max(1.0, box.height() - 1.0)),
                c.group, style);
        const double size = std::clamp(box.height(), least_name_size, 12.0);
        if (named[static_cast<std::size_t>(line)] == 0) continue;
        const QFont font = style.font(painter, size, hovered ? QFont::DemiBold : QFont::Normal, m_transposed);
        const auto metrics = metricsOf(font, painter);
        const QString text = metrics.elidedText(lineName(line), Qt::ElideRight, right - g.rowNames.left());
        painter.setFont(font);
        painter.setPen(style.theme.text);
        painter.drawText(
            QPointF(right - metrics.horizontalAdvance(text),
                    places[static_cast<std::size_t>(line)] + (metrics.ascent() - metrics.descent()) / 2),
            text);
    }
    painter.restore();
}

double HeatmapScene::nameBase(const HeatmapLayout& g) const {
    const bool chips = m_transposed && !m_data.groupColors.empty();
    return g.cells.top() - 4.0 - (chips ? (chip + chip_gap) : 0);
}

void HeatmapScene::paintColumnNames(QPainter& painter, const HeatmapLayout& g,
                                    const PaintStyle& style) const {
    painter.save();
    const bool chips = m_transposed && !m_data.groupColors.empty();
    const double base = nameBase(g);
    const bool uneven = m_cells && m_transposed;
    // Of a long one the middle of the part that is seen.
    const auto middleOf = [&](int column) {
        const QRectF box = g.cellBox(0, column);
        return uneven ? (std::max(box.left(), g.cells.left()) + std::min(box.right(), g.cells.right())) / 2
                      : box.center().x();
    };
    std::vector<double> places;
    for (int column = 0; column < columns(); ++column) {
        const double x = middleOf(column);
        const bool seen = x >= g.cells.left() && x <= g.cells.right();
        places.push_back(seen ? x : std::numeric_limits<double>::quiet_NaN());
    }
    const std::vector<char> named = namesWithRoom(places, g.columns, uneven ? 1.35 * g.nameSize : 0);
    painter.setClipRect(g.columnNames.adjusted(-2, -2, g.columnNames.height(), 0));
    for (int column = 0; column < columns(); ++column) {
        const QRectF box = g.cellBox(0, column);
        const double x = middleOf(column);
        if (box.right() < g.cells.left() || box.left() > g.cells.right()) continue;
        const Cell c = at(0, column);
        const bool hovered =
            m_hovered && (m_transposed ? m_hovered->group == c.group : m_hovered->gene == c.gene);
        if (chips)
            paintChip(painter,
                      QRectF(box.left(), g.cells.top() - chip_gap / 2 - chip,
                             std::max(1.0, box.width() - 1.0), chip)
                          .intersected(QRectF(g.cells.left(), 0, g.cells.width(), g.cells.bottom())),
                      c.group, style);
        if (named[static_cast<std::size_t>(column)] == 0) continue;
        const QFont font =
            style.font(painter, g.nameSize, hovered ? QFont::DemiBold : QFont::Normal, !m_transposed);
        const auto metrics = metricsOf(font, painter);
        const QString text = metrics.elidedText(columnName(column), Qt::ElideRight, 150.0);
        painter.setFont(font);
        painter.setPen(style.theme.text);
        if (g.nameAngle == 0) {
            painter.drawText(QPointF(x - metrics.horizontalAdvance(text) / 2, base - metrics.descent()),
                             text);
        } else {
            painter.save();
            const bool steep = g.nameAngle == -90;
            painter.translate(steep ? x + (metrics.ascent() - metrics.descent()) / 2 : x, base);
            painter.rotate(g.nameAngle);
            painter.drawText(QPointF(0, 0), text);
            painter.restore();
        }
    }
    painter.restore();
}

void HeatmapScene::paintFrames(QPainter& painter, const HeatmapLayout& g, const PaintStyle& style) const {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(g.cells.adjusted(-2, -2, 2, 2));
    painter.setBrush(Qt::NoBrush);
    const auto frame = [&](const QRectF& box, double width, const QColor& color) {
        // A rim of paper keeps the frame visible on cells of its own colour.
        const QRectF line = box.adjusted(-0.5, -0.5, -0.5, -0.5);
        for (const auto& [stroke, wide] :
             {std::pair(style.theme.surface, width + 2), std::pair(color, width)}) {
            painter.setPen(QPen(stroke, wide, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
            painter.drawRect(line);
        }
    };
    const QRectF whole(g.cells.left() - g.scroll.x(), g.cells.top() - g.scroll.y(), g.columns.length,
                       g.lines.length);
    const auto placeIn = [](const std::vector<int>& items, std::optional<int> item) {
        const auto found = item ? std::ranges::find(items, *item) : items.end();
        return found == items.end() ? -1 : static_cast<int>(found - items.begin());
    };
    const int group = placeIn(m_groups.items, m_selectedGroup), gene = placeIn(m_genes.items, m_selectedGene);
    if (const int line = m_transposed ? gene : group; line >= 0) {
        const QRectF box = g.cellBox(line, 0);
        frame(QRectF(whole.left(), box.top(), whole.width(), box.height()), 2, style.theme.accent);
    }
    if (const int column = m_transposed ? group : gene; column >= 0) {
        const QRectF box = g.cellBox(0, column);
        frame(QRectF(box.left(), whole.top(), box.width(), whole.height()), 2, style.theme.accent);
    }
    if (m_hovered && m_hovered->group >= 0 && m_hovered->gene >= 0) {
        const int row = placeIn(m_groups.items, m_hovered->group),
                  column = placeIn(m_genes.items, m_hovered->gene);
        if (row >= 0 && column >= 0)
            frame(m_transposed ? g.cellBox(column, row) : g.cellBox(row, column), 1.5, style.theme.text);
    }
    if (m_drag) {
        const auto [from, to] = *m_drag;
        QRectF band = g.cells;
        if (m_transposed) {
            band.setLeft(std::max(g.cells.left(), std::min(from.x(), to.x())));
            band.setRight(std::min(g.cells.right(), std::max(from.x(), to.x())));
        } else {
            band.setTop(std::max(g.cells.top(), std::min(from.y(), to.y())));
            band.setBottom(std::min(g.cells.bottom(), std::max(from.y(), to.y())));
        }
        QColor veil = style.theme.accent;
        veil.setAlphaF(0.25F);
        painter.fillRect(band, veil);
        frame(band, 1.5, style.theme.accent);
    }
    painter.restore();
}

void HeatmapScene::paintKey(QPainter& painter, const HeatmapLayout& g, const PaintStyle& style) const {
    const QRectF mark(g.key.left(), g.key.top() + 1, key_mark, key_mark);
    painter.setPen(QPen(style.theme.line, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(mark.adjusted(0.5, 0.5, -0.5, -0.5));
    painter.fillRect(mutedBox(mark), mutedColor(color(static_cast<float>(m_high)), style.theme));
    const QFont font = style.font(painter, key_size);
    const auto metrics = metricsOf(font, painter);
    painter.setFont(font);
    painter.setPen(style.theme.mutedText);
    double base = g.key.top() + metrics.ascent();
    for (const QString& line : keyLines()) {
        painter.drawText(QPointF(mark.right() + key_gap, base), line);
        base += key_line;
    }
}

void HeatmapScene::paintNote(QPainter& painter, const HeatmapLayout& g, const PaintStyle& style) const {
    const QString note = remarks();
    if (note.isEmpty()) return;
    painter.setFont(style.font(painter, note_size));
    painter.setPen(m_data.simulated ? style.theme.warning : style.theme.mutedText);
    painter.drawText(g.note, Qt::TextWordWrap | Qt::AlignBottom, note);
}

}  // namespace regulus
