// A picture that knows no widget: it paints itself into any rectangle of any paint device, so that the
// screen, a test and an exported figure show the same thing; and it gives out the numbers behind itself.
#pragma once

#include <QPainter>
#include <QRectF>
#include <QString>
#include <string>
#include <vector>

#include "ui/render/theme.h"

namespace regulus {

enum class PointsAs { Raster, Vector };

// How to paint. `unit` is device pixels a logical pixel of 1/96 inch (1 on screen: Qt scales by itself;
// dpi / 96 in a figure). Text is sized in logical pixels times textScale.
struct PaintStyle {
    Theme theme = Theme::current();
    double unit = 1;
    double textScale = 1;
    bool figure = false;  // no hover, no hints, nothing that only a mouse can reach
    bool moving = false;  // a frame of a pan or zoom: less detail is allowed
    PointsAs points = PointsAs::Raster;

    static PaintStyle screen(bool moving = false);
    // White paper, Liberation Sans; text of 12 logical pixels comes out at textPoints points.
    static PaintStyle paper(double dpi, double textPoints = 7.0);

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
    virtual double preferredAspect() const = 0;  // width / height
    virtual QString title() const = 0;           // for the file name and the document's title
    virtual FigureNumbers numbers() const = 0;
};

// Text in a box with every digit in a cell of the same width, right-aligned: figures of a column line up
// although Qt 6.4 cannot ask Inter for its tabular ones. On screen only: it breaks text into pieces.
void drawTabular(QPainter& painter, const QRectF& box, const QString& text);
double tabularWidth(const QFont& font, const QString& text);

}  // namespace regulus
