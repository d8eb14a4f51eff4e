#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/render/heatmap_scene.h"
#include "ui/render/legend_painter.h"
#include "ui/render/rewired_text.h"

namespace regulus {
namespace {

constexpr double chip = 8, chip_gap = 6, least_cell = 9, most_width = 44, most_height = 30;
constexpr double key_mark = 13, key_gap = 7, key_line = 15, key_size = 11.5, note_size = 11.5;

QFontMetricsF metricsOf(const QFont& font, const QPainter& painter) {
    return {font, painter.device()};
}

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

// Whole pixels: every field has sharp edges.
QRectF onPixels(const QRectF& box) {
    return {QPointF(std::round(box.left()), std::round(box.top())),
            QPointF(std::round(box.right()), std::round(box.bottom()))};
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

// The words of the key, in lines.
QStringList keyLines() {
    const QString name = withinRewired();
    const auto middle = name.indexOf(QLatin1Char(' '), name.size() / 3);
    return {name.left(middle), name.mid(middle + 1)};
}

double keyWidth(const QPainter& painter, const PaintStyle& style) {
    const auto metrics = metricsOf(style.font(painter, key_size), painter);
    double width = 0;
    for (const QString& line : keyLines()) width = std::max(width, metrics.horizontalAdvance(line));
    return key_mark + key_gap + std::ceil(width);
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

HeatmapScene::Geometry HeatmapScene::geometry(const QPainter& painter, const QRectF& area,
                                              const PaintStyle& style) const {
    Geometry g;
    const double pad = 14.0;
    const QRectF inner = area.adjusted(pad, pad, -pad, -pad);
    const auto names = metricsOf(style.font(painter, 12), painter);
    double name_width = 0;
    for (int i = 0; i < lines(); ++i) name_width = std::max(name_width, names.horizontalAdvance(lineName(i)));
    name_width = std::min(name_width, std::min(inner.width() * 0.3, 190.0));
    const bool chips = !m_data.groupColors.empty();
    const double left = name_width + (chips && !m_transposed ? (chip + 2 * chip_gap) : 8.0);
    QSizeF bar = scaleBarSize(painter, legend(), style);
    if (compared()) bar.setWidth(std::max(bar.width(), keyWidth(painter, style)));
    const double key = compared() ? key_gap + 2 * key_line : 0;
    const auto notes = metricsOf(style.font(painter, note_size), painter);
    const double note_height = noteText().isEmpty()
                                   ? 0
                                   : 6.0 + notes
                                               .boundingRect(QRectF(0, 0, inner.width(), inner.height()),
                                                             Qt::TextWordWrap, noteText())
                                               .height();
    g.scale = QRectF(inner.right() - bar.width(), inner.top(), bar.width(),
                     std::min(inner.height() - note_height - key, bar.height() * 1.15));
    g.cells = QRectF(inner.left() + left, inner.top(), inner.width() - left - bar.width() - 22.0,
                     inner.height() - note_height);
    g.note = QRectF(inner.left(), inner.bottom() - note_height, inner.width(), note_height);
    fitCells(g, painter, style);
    // On a wide screen the scale stays with the cells.
    const double beside = g.cells.left() + columns() * g.cellWidth + 22.0;
    if (beside < g.scale.left()) g.scale.moveLeft(beside);
    g.key = QRectF(g.scale.left(), g.scale.bottom() + key_gap, g.scale.width(), 2 * key_line);
    g.rowNames = QRectF(inner.left(), g.cells.top(), left, g.cells.height());
    return g;
}

// How wide and high a cell is, how the names above stand, and what has to be scrolled.
void HeatmapScene::fitCells(Geometry& g, const QPainter& painter, const PaintStyle& style) const {
    const double least = least_cell;
    g.cellWidth = std::clamp(g.cells.width() / columns(), least, most_width);
    if (m_columnWidth) g.cellWidth = *m_columnWidth;
    const auto italic = metricsOf(style.font(painter, g.nameSize, QFont::Normal, !m_transposed), painter);
    double widest = 0;
    for (int i = 0; i < columns(); ++i) widest = std::max(widest, italic.horizontalAdvance(columnName(i)));
    widest = std::min(widest, 150.0);
    double header = italic.height() + 4.0;
    if (widest + 3.0 > g.cellWidth) {
        const bool steep = g.cellWidth < italic.height() * 0.95;
        g.nameAngle = steep ? -90 : -45;
        header = steep ? widest + 6.0 : (widest + italic.height()) * 0.7072 + 4.0;
        if (steep && g.cellWidth < italic.height())
            g.nameSize *= std::max(0.45, g.cellWidth / italic.height());
        // Names that lean reach beyond the last column.
        if (!steep) g.cells.setRight(g.cells.right() - widest * 0.5);
        if (!steep && !m_columnWidth)
            g.cellWidth = std::clamp(g.cells.width() / columns(), least, most_width);
    }
    if (m_transposed && !m_data.groupColors.empty()) header += chip + chip_gap;
    g.columnNames = QRectF(g.cells.left(), g.cells.top(), g.cells.width(), header);
    g.cells.setTop(g.cells.top() + header);
    g.cellHeight = std::clamp(g.cells.height() / lines(), 13.0, most_height);
    const QSizeF content(g.cellWidth * columns(), g.cellHeight * lines());
    g.scroll = QPointF(std::clamp(m_scroll.x(), 0.0, std::max(0.0, content.width() - g.cells.width())),
                       std::clamp(m_scroll.y(), 0.0, std::max(0.0, content.height() - g.cells.height())));
    m_scroll = g.scroll;
    m_content = content;
    m_viewport = g.cells.size();
    g.cells.setSize(
        QSizeF(std::min(g.cells.width(), content.width()), std::min(g.cells.height(), content.height())));
}

void HeatmapScene::paint(QPainter& painter, const QRectF& area, const PaintStyle& style) const {
    painter.save();
    painter.fillRect(area, style.theme.surface);
    if (!empty()) {
        const Geometry g = geometry(painter, area, style);
        m_last = g;
        paintCells(painter, g, style);
        paintLineNames(painter, g, style);
        paintColumnNames(painter, g, style);
        paintFrames(painter, g, style);
        painter.setRenderHint(QPainter::Antialiasing);
        paintScrollMark(painter, g.cells, g.scroll, m_content, style);
        paintScaleBar(painter, g.scale, legend(), style);
        if (compared()) paintKey(painter, g, style);
        paintNote(painter, g, style);
    }
    painter.restore();
}

void HeatmapScene::paintCells(QPainter& painter, const Geometry& g, const PaintStyle& style) const {
    painter.save();
    painter.setClipRect(g.cells);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(Qt::NoPen);
    // A hairline of paper between cells, unless they are too small to spare it.
    const double gap = std::min(g.cellWidth, g.cellHeight) > 7.0 ? 1.0 : 0;
    for (int line = 0; line < lines(); ++line) {
        for (int column = 0; column < columns(); ++column) {
            QRectF box = g.cellBox(line, column);
            if (!box.intersects(g.cells)) continue;
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

void HeatmapScene::paintLineNames(QPainter& painter, const Geometry& g, const PaintStyle& style) const {
    painter.save();
    painter.setClipRect(g.rowNames);
    const double size = std::min(12.0, g.cellHeight);
    const bool chips = !m_transposed && !m_data.groupColors.empty();
    const double right = g.cells.left() - (chips ? (chip + 2 * chip_gap) : 8.0);
    for (int line = 0; line < lines(); ++line) {
        const QRectF box = g.cellBox(line, 0);
        if (box.bottom() <= g.cells.top() || box.top() >= g.cells.bottom()) continue;
        const Cell c = at(line, 0);
        const bool hovered =
            m_hovered && (m_transposed ? m_hovered->gene == c.gene : m_hovered->group == c.group);
        const QFont font = style.font(painter, size, hovered ? QFont::DemiBold : QFont::Normal, m_transposed);
        const auto metrics = metricsOf(font, painter);
        const QString text = metrics.elidedText(lineName(line), Qt::ElideRight, right - g.rowNames.left());
        painter.setFont(font);
        painter.setPen(style.theme.text);
        painter.drawText(QPointF(right - metrics.horizontalAdvance(text),
                                 box.center().y() + (metrics.ascent() - metrics.descent()) / 2),
                         text);
        if (chips) {
            paintChip(painter, QRectF(g.cells.left() - chip_gap - chip, box.top(), chip, box.height() - 1.0),
                      c.group, style);
        }
    }
    painter.restore();
}

double HeatmapScene::nameBase(const Geometry& g) const {
    const bool chips = m_transposed && !m_data.groupColors.empty();
    return g.cells.top() - 4.0 - (chips ? (chip + chip_gap) : 0);
}

void HeatmapScene::paintColumnNames(QPainter& painter, const Geometry& g, const PaintStyle& style) const {
    painter.save();
    const bool chips = m_transposed && !m_data.groupColors.empty();
    const double base = nameBase(g);
    painter.setClipRect(g.columnNames.adjusted(-2, -2, g.columnNames.height(), 0));
    for (int column = 0; column < columns(); ++column) {
        const QRectF box = g.cellBox(0, column);
        const double x = box.center().x();
        if (x < g.cells.left() || x > g.cells.right()) continue;
        const Cell c = at(0, column);
        const bool hovered =
            m_hovered && (m_transposed ? m_hovered->group == c.group : m_hovered->gene == c.gene);
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
        if (chips) {
            paintChip(painter,
                      QRectF(box.left(), g.cells.top() - chip_gap / 2 - chip, box.width() - 1.0, chip),
                      c.group, style);
        }
    }
    painter.restore();
}

void HeatmapScene::paintFrames(QPainter& painter, const Geometry& g, const PaintStyle& style) const {
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
    for (int line = 0; line < lines(); ++line)
        for (int column = 0; column < columns(); ++column) {
            const Cell c = at(line, column);
            const QRectF box = g.cellBox(line, column);
            const bool first_column = column == 0, first_line = line == 0;
            const bool line_selected = m_transposed ? m_selectedGene == c.gene : m_selectedGroup == c.group;
            const bool column_selected = m_transposed ? m_selectedGroup == c.group : m_selectedGene == c.gene;
            if (first_column && line_selected)
                frame(QRectF(box.left(), box.top(), g.cellWidth * columns(), box.height()), 2,
                      style.theme.accent);
            if (first_line && column_selected)
                frame(QRectF(box.left(), box.top(), box.width(), g.cellHeight * lines()), 2,
                      style.theme.accent);
            if (m_hovered == c) frame(box, 1.5, style.theme.text);
        }
    painter.restore();
}

void HeatmapScene::paintKey(QPainter& painter, const Geometry& g, const PaintStyle& style) const {
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

void HeatmapScene::paintNote(QPainter& painter, const Geometry& g, const PaintStyle& style) const {
    const QString note = noteText();
    if (note.isEmpty()) return;
    painter.setFont(style.font(painter, note_size));
    painter.setPen(m_data.simulated ? style.theme.warning : style.theme.mutedText);
    painter.drawText(g.note, Qt::TextWordWrap | Qt::AlignBottom, note);
}

}  // namespace regulus
