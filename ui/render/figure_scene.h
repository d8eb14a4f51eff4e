// A picture that knows no widget: it paints itself into any rectangle of any paint device, so that a test
// sees what the screen shows; and it gives out the numbers behind itself. On paper it becomes a
// ui/figures/figure.h.
#pragma once

#include <QPainter>
#include <QRectF>
#include <QString>
#include <string>
#include <vector>

#include "ui/render/theme.h"

namespace regulus {

// How to paint. `unit` is device pixels a logical pixel of 1/96 inch (1 on screen: Qt scales by itself).
struct PaintStyle {
    Theme theme = Theme::current();
    double unit = 1;
    bool moving = false;  // a frame of a pan or zoom: less detail is allowed

    static PaintStyle screen(bool moving = false);

    double px(double logical) const { return logical * unit; }
    // A font whose size is right on the painter's device, whatever its resolution.
    QFont font(const QPainter& painter, double logicalPixels, QFont::Weight weight = QFont::Normal,
               bool italic = false) const;
};

// The numbers behind a picture, one text a cell; for the table exporter.
struct FigureNumbers {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
};

class FigureScene {
  public:
    virtual ~FigureScene() = default;
    // Paints everything, background included, into `area` of the painter's coordinates. Thread: one at a
    // time (scenes keep pictures they can use again).
    virtual void paint(QPainter& painter, const QRectF& area, const PaintStyle& style) const = 0;
    virtual QString title() const = 0;
    virtual FigureNumbers numbers() const = 0;
};

// Text in a box with every digit in a cell of the same width, right-aligned: figures of a column line up
// although Qt 6.4 cannot ask Inter for its tabular ones.
void drawTabular(QPainter& painter, const QRectF& box, const QString& text);
double tabularWidth(const QFont& font, const QString& text);

}  // namespace regulus
