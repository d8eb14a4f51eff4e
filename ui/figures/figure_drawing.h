// A figure as it lies on the page: texts, shapes and colour bars in millimetres from the top left corner.
// Plain values made from text metrics and a page width, before anything is drawn; whatever writes a figure
// draws this list, so that every format holds the same picture.
#pragma once

#include <QColor>
#include <QLineF>
#include <QPolygonF>
#include <QRectF>
#include <QString>
#include <QStringList>
#include <vector>

#include "ui/figures/text_measure.h"

namespace regulus {

struct FigurePage {
    double widthMm = 89;
    double heightMm = 0;  // 0: what the content needs
    double textPoints = 7;
};

struct FigureText {
    QString text;
    QPointF baseline;  // where it starts
    FigureFont font;
    QColor color = Qt::black;
    bool upwards = false;  // a quarter turn to the left: read from below
    bool halo = false;     // a rim of paper, for text on points
    bool onData = false;   // its colour is chosen for what lies under it, and stays on any ground
    QRectF box() const;    // from ascent to descent
};

struct FigureShape {
    enum class Kind { Box, Disc, Ring, Line, Area, Path } kind = Kind::Box;
    QRectF box;  // Box, Disc and Ring
    QLineF line;
    QColor color;
    double width = 0.2;     // of a line, a ring or a path
    QPolygonF points = {};  // of an area, closed, and of a path, open
    bool swatch = false;    // it shows the colour of an entry of a key, whose name stands at its right

    QRectF extent() const;  // everything of it lies in there
};

// A scale of colours; the first is at the left, or at the bottom of one that stands. Of two scales: rows of
// `across` colours each, from the bottom.
struct FigureBar {
    QRectF box;
    std::vector<QRgb> colors;
    bool standing = false;
    int across = 0;
};

// A part of a figure that a pointer can be on: a field, or the name of a row or a column (the other is −1).
struct FigureSpot {
    QRectF box;
    int row = -1, column = -1;
    int part = 0;  // of a field, where it has several

    bool sameAs(const FigureSpot& other) const {
        return row == other.row && column == other.column && part == other.part;
    }
};

struct FigureDrawing {
    QSizeF page;
    std::vector<QRectF> plots;  // where cells, points or fields are: one, or one a band of a divided matrix
    QRectF legend;              // key or scale; empty when there is none. Never meets a plot.
    std::vector<FigureShape> shapes;
    std::vector<FigureBar> bars;
    std::vector<FigureText> texts;
    std::vector<FigureSpot> spots;  // of figures that a view lets a person point at
    QStringList problems;           // why nothing good can be drawn at that size, in words for a person

    void add(const FigureDrawing& part, QPointF at);  // its shapes, bars, texts and spots, moved by `at`
    // Lines from `top` downwards, each `lineHeight` after the last; returns where they end.
    double write(const QStringList& lines, QPointF topLeft, const FigureFont& font, const QColor& color);
    // The mark that every picture of simulated data has, at the top; returns where it ends.
    double mark(double margin, double points);
    void disc(const QRectF& box, const QColor& color);
    void ring(const QRectF& box, const QColor& color, double width = 0.1);
    void fill(const QRectF& box, const QColor& color);
    void frame(const QRectF& box, const QColor& color, double width = 0.2);  // its four sides
    void stroke(const QLineF& line, const QColor& color, double width = 0.2);
    void area(QPolygonF points, const QColor& color);
    void path(QPolygonF points, const QColor& color, double width = 0.2);
};

// The same with the ink of paper (text, lines, what is missing) in the colours of a theme. Colours of data
// stay as they are.
FigureDrawing inked(FigureDrawing drawing, const struct Theme& theme);

// What many journals let a figure be high, mm: plots that can be lower stay below it where no height is asked
// for.
inline constexpr double tall_page_mm = 170;
inline constexpr double mark_gap = 0.5;  // mm below the mark
// That a height is less than what is needed.
QString heightProblem(double neededMm);

}  // namespace regulus
