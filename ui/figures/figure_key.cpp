#include "ui/figures/figure_key.h"

#include <algorithm>
#include <cmath>

#include "ui/render/heatmap_reference.h"
#include "ui/render/legend_painter.h"
#include "ui/render/theme.h"

namespace regulus {
namespace {

// In units of the size of the text.
constexpr double mark_size = 0.8, beside_gap = 0.45, column_gap = 1.6, bar_width = 0.9, tick = 0.25,
                 pointed = 0.4;

struct Entry {
    QString name;
    QColor color;
};

double em(double points) {
    return points * mm_per_point;
}

double markRoom(double points) {
    return (mark_size + beside_gap) * em(points);
}

std::vector<Entry> entriesOf(const Legend& legend, const std::vector<std::uint8_t>& hidden) {
    std::vector<Entry> entries;
    for (const std::size_t i : legend.listed) {
        const LegendEntry& entry = legend.entries[i];
        if (entry.count > 0 && !(i < hidden.size() && hidden[i] != 0))
            entries.push_back({entry.label, shownColor(entry.color, Theme::figure().missing)});
    }
    if (legend.missing > 0) entries.push_back({QStringLiteral("no value"), Theme::figure().missing});
    return entries;
}

double markedWidth(const Entry& entry, double points) {
    return markRoom(points) + textWidth(entry.name, {points});
}

// Widths of columns when the entries fill them downwards, `rows` in each.
std::vector<double> columnWidths(const std::vector<Entry>& entries, std::size_t rows, double points) {
    std::vector<double> widths;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (i % rows == 0) widths.push_back(0);
        widths.back() = std::max(widths.back(), markedWidth(entries[i], points));
    }
    return widths;
}

double totalWidth(const std::vector<double>& widths, double points) {
    double total = -column_gap * em(points);
    for (const double width : widths) total += width + column_gap * em(points);
    return total;
}

struct Columns {
    std::size_t rows = 1;
    std::vector<double> widths;
};

Columns columnsFor(const std::vector<Entry>& entries, double room, int most, double points) {
    for (std::size_t k = std::min<std::size_t>(static_cast<std::size_t>(most), entries.size()); k >= 1; --k) {
        Columns columns;
        columns.rows = (entries.size() + k - 1) / k;
        columns.widths = columnWidths(entries, columns.rows, points);
        if (totalWidth(columns.widths, points) <= room) return columns;
    }
    return {entries.size(), {room}};
}

std::vector<double> ticksOf(const ScaleKey& scale, std::size_t most) {
    return niceTicks(scale.low, scale.high, static_cast<int>(most));
}

double placeOf(double value, const ScaleKey& scale, double length) {
    return scale.high > scale.low ? (value - scale.low) / (scale.high - scale.low) * length : length / 2;
}

// Title, and what is below it, above a key; returns where they end.
double writeHeading(FigureDrawing& key, const QString& title, const QStringList& below, bool italic,
                    double room, double points) {
    const FigureFont bold{points, true, italic}, plain{points};
    double top = 0;
    if (!title.isEmpty()) {
        const QStringList lines = wrapped(title, room, bold);
        key.page.setWidth(std::max(key.page.width(), widestLine(lines, bold)));
        top = key.write(lines, {0, top}, bold, Theme::figure().text);
    }
    for (const QString& text : below) {
        if (text.isEmpty()) continue;
        const QStringList lines = wrapped(text, room, plain);
        key.page.setWidth(std::max(key.page.width(), widestLine(lines, plain)));
        top = key.write(lines, {0, top}, plain, Theme::figure().mutedText);
    }
    return top;
}

// Ticks of a lying scale whose labels leave room between them.
std::pair<std::vector<double>, std::vector<QString>> sparseTicks(const ScaleKey& scale, double length,
                                                                 double points) {
    for (std::size_t most = 5; most > 1; --most) {
        auto ticks = ticksOf(scale, most);
        auto labels = tickLabels(ticks);
        double end = -1e9;
        bool free = true;
        for (std::size_t i = 0; i < ticks.size(); ++i) {
            const double half = textWidth(labels[i], {points}) / 2;
            const double at = placeOf(ticks[i], scale, length);
            free = free && at - half > end + 0.3 * em(points);
            end = at + half;
        }
        if (free || most == 2) return {std::move(ticks), std::move(labels)};
    }
    return {};
}

void writePointedEnds(FigureDrawing& key, const ScaleKey& scale, const QRectF& bar, bool standing,
                      double points) {
    const double tip = pointed * em(points);
    if (scale.beyondHigh)
        key.area(pointedEnd(bar, standing ? Qt::TopEdge : Qt::RightEdge, tip), QColor(scale.colors.back()));
    if (scale.beyondLow)
        key.area(pointedEnd(bar, standing ? Qt::BottomEdge : Qt::LeftEdge, tip),
                 QColor(scale.colors.front()));
}

// A mark and its name under a scale; returns where they end. The mark is drawn into the box it is given.
template <class Draw>
double writeMark(FigureDrawing& key, const QString& name, QPointF at, double points, Draw draw) {
    if (name.isEmpty()) return at.y();
    const double d = mark_size * em(points);
    draw(QRectF(at.x(), at.y() + (lineHeight(points) - d) / 2, d, d));
    const double beside = at.x() + markRoom(points);
    key.page.setWidth(std::max(key.page.width(), beside + textWidth(name, {points})));
    return key.write({name}, {beside, at.y()}, {points}, Theme::figure().text);
}

// What is not to be read off a scale, under it; returns where it ends.
double writeMarks(FigureDrawing& key, const ScaleKey& scale, QPointF at, double points) {
    const double below = writeMark(key, scale.missingName, at, points, [&](const QRectF& mark) {
        scale.hatched ? hatch(key, mark) : key.disc(mark, Theme::figure().missing);
    });
    return writeMark(key, scale.smallName, {at.x(), below}, points, [&](const QRectF& mark) {
        key.frame(mark, Theme::figure().line);
        key.fill(smallField(mark), QColor(scale.colors.back()));
    });
}

}  // namespace

void hatch(FigureDrawing& drawing, const QRectF& box) {
    drawing.fill(box, Theme::figure().track);
    constexpr double step = 0.9;
    for (double start = box.left() - box.height() + step; start < box.right(); start += step) {
        const double left = std::max(start, box.left()), right = std::min(start + box.height(), box.right());
        drawing.stroke(QLineF(left, box.bottom() - (left - start), right, box.bottom() - (right - start)),
                       Theme::figure().line, 0.1);
    }
}

QRectF smallField(const QRectF& box) {
    const QSizeF size = muted_size * box.size();
    return {box.center() - QPointF(size.width(), size.height()) / 2, size};
}

double categoryKeyWidth(const Legend& legend, const std::vector<std::uint8_t>& hidden, double points) {
    double width = textWidth(legend.title, {points, true, legend.italicTitle});
    for (const Entry& entry : entriesOf(legend, hidden)) width = std::max(width, markedWidth(entry, points));
    return width;
}

FigureDrawing categoryKey(const Legend& legend, const std::vector<std::uint8_t>& hidden, double room,
                          int mostColumns, double points) {
    FigureDrawing key;
    const FigureFont plain{points}, bold{points, true, legend.italicTitle};
    double top = 0;
    if (!legend.title.isEmpty()) {
        const QStringList lines = wrapped(legend.title, room, bold);
        key.page.setWidth(widestLine(lines, bold));
        top = key.write(lines, {0, 0}, bold, Theme::figure().text) + 0.15 * em(points);
    }
    const std::vector<Entry> entries = entriesOf(legend, hidden);
    const Columns columns = columnsFor(entries, room, mostColumns, points);
    const double d = mark_size * em(points);
    double left = 0, bottom = top;
    for (std::size_t k = 0; k < columns.widths.size(); ++k) {
        double y = top;
        for (std::size_t i = k * columns.rows; i < std::min(entries.size(), (k + 1) * columns.rows); ++i) {
            const double beside = left + markRoom(points);
            // A hair of room, or rounding would break a name that fits.
            const QStringList lines =
                wrapped(entries[i].name, columns.widths[k] - markRoom(points) + 0.01, plain);
            key.disc(QRectF(left, y + (lineHeight(points) - d) / 2, d, d), entries[i].color);
            key.shapes.back().swatch = true;
            key.page.setWidth(std::max(key.page.width(), beside + widestLine(lines, plain)));
            y = key.write(lines, {beside, y}, plain, Theme::figure().text);
        }
        bottom = std::max(bottom, y);
        left += columns.widths[k] + column_gap * em(points);
    }
    key.page.setHeight(bottom);
    return key;
}

ScaleKey scaleKeyOf(const Legend& legend) {
    const auto& table = colorTable(legend.map);
    ScaleKey scale;
    scale.title = legend.title;
    scale.unit = legend.unit;
    scale.italicTitle = legend.italicTitle;
    scale.colors.assign(table.begin(), table.end());
    scale.low = legend.low;
    scale.high = legend.high;
    scale.beyondLow = legend.clippedLow;
    scale.beyondHigh = legend.clippedHigh;
    if (legend.missing > 0) scale.missingName = QStringLiteral("no value");
    return scale;
}

FigureDrawing standingScale(const ScaleKey& scale, double room, double length, double points) {
    FigureDrawing key;
    const FigureFont plain{points};
    double top = writeHeading(key, scale.title, {scale.unit, scale.order}, scale.italicTitle, room, points) +
                 0.6 * em(points);
    const double width = bar_width * em(points);
    const QRectF bar(0, top, width, length);
    key.bars.push_back({bar, scale.colors, true});
    writePointedEnds(key, scale, bar, true, points);
    const auto ticks = ticksOf(
        scale,
        std::max<std::size_t>(2, static_cast<std::size_t>(std::min(5.0, length / lineHeight(points)))));
    const auto labels = tickLabels(ticks);
    const double beside = width + (tick + 0.3) * em(points);
    for (std::size_t i = 0; i < ticks.size(); ++i) {
        const double y = bar.bottom() - placeOf(ticks[i], scale, length);
        key.stroke({bar.right(), y, bar.right() + tick * em(points), y}, Theme::figure().text, 0.15);
        key.write({labels[i]}, {beside, y - lineHeight(points) / 2}, plain, Theme::figure().text);
        key.page.setWidth(std::max(key.page.width(), beside + textWidth(labels[i], plain)));
    }
    top = bar.bottom() + 0.6 * em(points);
    top = writeMarks(key, scale, {0, top}, points);
    key.page.setHeight(top);
    return key;
}

FigureDrawing lyingScale(const ScaleKey& scale, double room, double length, double points) {
    FigureDrawing key;
    const FigureFont plain{points};
    double top = writeHeading(key, scale.title, {scale.unit, scale.order}, scale.italicTitle, room, points) +
                 0.2 * em(points);
    const auto [ticks, labels] = sparseTicks(scale, length, points);
    // Labels of the ends and points reach beyond the bar.
    double inset = scale.beyondLow ? pointed * em(points) : 0;
    double beyond = scale.beyondHigh ? pointed * em(points) : 0;
    for (std::size_t i = 0; i < ticks.size(); ++i) {
        const double at = placeOf(ticks[i], scale, length), half = textWidth(labels[i], plain) / 2;
        inset = std::max(inset, half - at);
        beyond = std::max(beyond, at + half - length);
    }
    const QRectF bar(inset, top, length, bar_width * em(points));
    key.bars.push_back({bar, scale.colors, false});
    writePointedEnds(key, scale, bar, false, points);
    const double below = bar.bottom() + (tick + 0.1) * em(points);
    for (std::size_t i = 0; i < ticks.size(); ++i) {
        const double x = bar.left() + placeOf(ticks[i], scale, length);
        key.stroke({x, bar.bottom(), x, bar.bottom() + tick * em(points)}, Theme::figure().text, 0.15);
        key.write({labels[i]}, {x - textWidth(labels[i], plain) / 2, below}, plain, Theme::figure().text);
    }
    key.page.setWidth(std::max(key.page.width(), bar.right() + beyond));
    top = below + lineHeight(points);
    top = writeMarks(key, scale, {inset, top}, points);
    key.page.setHeight(top);
    return key;
}

double discDiameter(double value, const SizeKey& sizes, double room) {
    return sizes.largest > 0 ? room * std::sqrt(std::clamp(value / sizes.largest, 0.0, 1.0)) : 0;
}

FigureDrawing standingSizes(const SizeKey& sizes, double room, double width, double points) {
    FigureDrawing key;
    const Theme paper = Theme::figure();
    double top = writeHeading(key, sizes.title, {sizes.unit}, false, width, points) + 0.3 * em(points);
    const double step = std::max(lineHeight(points), room + 0.15 * em(points));
    for (std::size_t i = 0; i < sizes.shown.size(); ++i) {
        const double d = discDiameter(sizes.shown[i], sizes, room);
        key.disc({(room - d) / 2, top + (step - d) / 2, d, d}, paper.mutedText);
        const QString& text = sizes.texts[static_cast<qsizetype>(i)];
        const double beside = room + beside_gap * em(points);
        key.write({text}, {beside, top + (step - lineHeight(points)) / 2}, {points}, paper.text);
        key.page.setWidth(std::max(key.page.width(), beside + textWidth(text, {points})));
        top += step;
    }
    key.page.setHeight(top);
    return key;
}

FigureDrawing lyingSizes(const SizeKey& sizes, double room, double width, double points) {
    FigureDrawing key;
    const Theme paper = Theme::figure();
    const double top = writeHeading(key, sizes.title, {sizes.unit}, false, width, points) + 0.2 * em(points);
    double left = 0;
    for (std::size_t i = 0; i < sizes.shown.size(); ++i) {
        const QString& text = sizes.texts[static_cast<qsizetype>(i)];
        const double text_width = textWidth(text, {points}), column = std::max(room, text_width);
        const double d = discDiameter(sizes.shown[i], sizes, room), middle = left + column / 2;
        key.disc({middle - d / 2, top + (room - d) / 2, d, d}, paper.mutedText);
        key.write({text}, {middle - text_width / 2, top + room}, {points}, paper.text);
        left += column + 0.8 * em(points);
    }
    key.page.setWidth(std::max(key.page.width(), left - 0.8 * em(points)));
    key.page.setHeight(top + room + lineHeight(points));
    return key;
}

}  // namespace regulus
