// How large text is on paper: millimetres from points, the same for every device and resolution. Layout
// measures with this and the painter draws at that size, so what was laid out is what is drawn.
#pragma once

#include <QFont>
#include <QString>
#include <QStringList>

namespace regulus {

inline constexpr double mm_per_point = 25.4 / 72;

struct FigureFont {
    double points = 7;
    bool bold = false, italic = false;
};

// The face of figures, without hinting: Liberation Sans, whose metrics are those of Arial. Its size is for
// who draws with it to set.
QFont figureFont(const FigureFont& font);

// All in mm. Thread: any.
double textWidth(const QString& text, const FigureFont& font);
double textAscent(double points);
double textDescent(double points);
// From one baseline to the next: boxes of neighbouring lines do not touch.
double lineHeight(double points);

// Lines no wider than `room`, broken after blanks and after - _ / , ; : | where possible, else within a word,
// but within a number only where there is nothing else: "2,638", "0.5", "3/4", "-1" and "98.0 %" stay whole,
// as do words with a blank between them that is no plain one. Nothing is left out but the blank at a break.
// At least one line.
QStringList wrapped(const QString& text, double room, const FigureFont& font);
// What it breaks only where a line has no room for it.
QStringList unbrokenPieces(const QString& text);
double widestLine(const QStringList& lines, const FigureFont& font);

}  // namespace regulus
