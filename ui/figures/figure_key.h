// Keys of figures: the list of categories and the labelled scale of colours, laid out from their text.
#pragma once

#include <vector>

#include "ui/figures/figure_drawing.h"
#include "ui/render/point_colors.h"

namespace regulus {

// Entries with a mark of their colour, in columns that are filled downwards: as many columns as fit into
// `room` (at most `mostColumns`) when names are not wrapped; one column of wrapped names when not even that
// fits. The page of the result is its size.
FigureDrawing categoryKey(const Legend& legend, const std::vector<std::uint8_t>& hidden, double room,
                          int mostColumns, double points);
// Its width in one column, nothing wrapped.
double categoryKeyWidth(const Legend& legend, const std::vector<std::uint8_t>& hidden, double points);

// A scale with its title, unit and ticks; `legend.missing` adds a mark for what has no value, called
// `missingName`. A standing one has its ticks at the right, `length` is its height; a lying one has them
// below. Title, unit and order are wrapped into `room`.
struct ScaleKey {
    QString title, unit;
    QString order;  // what lies above what; may be empty
    bool italicTitle = false;
    std::vector<QRgb> colors;
    double low = 0, high = 1;
    bool beyondLow = false, beyondHigh = false;  // values lie beyond that end, which is pointed
    QString missingName;                         // empty: none
    bool hatched = false;                        // is how the missing are drawn; else as a grey disc
    QString smallName;                           // of fields that are drawn small; empty: none
};
ScaleKey scaleKeyOf(const Legend& legend);
FigureDrawing standingScale(const ScaleKey& scale, double room, double length, double points);
FigureDrawing lyingScale(const ScaleKey& scale, double room, double length, double points);

// What the area of discs stands for. `room` is the diameter of the largest, in mm.
struct SizeKey {
    QString title, unit;
    double largest = 1;
    std::vector<double> shown;  // ascending, above 0
    QStringList texts;          // of them
};
double discDiameter(double value, const SizeKey& sizes, double room);
FigureDrawing standingSizes(const SizeKey& sizes, double room, double width, double points);
FigureDrawing lyingSizes(const SizeKey& sizes, double room, double width, double points);

// A field of what does not apply: slanting lines, which every format can draw.
void hatch(FigureDrawing& drawing, const QRectF& box);
// A field that is drawn small: the part of it that has its colour.
QRectF smallField(const QRectF& box);

}  // namespace regulus
