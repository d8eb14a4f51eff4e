// A picture that knows no widget: it paints itself into any rectangle of any paint device, so that a test
// sees what the screen shows. On paper it becomes a ui/figures/figure.h.
#pragma once

#include <QPainter>
#include <QRectF>
#include <QString>

#include "ui/render/theme.h"

namespace regulus {

// How to paint, in logical pixels: Qt scales them to the screen's.
struct PaintStyle {
    Theme theme = Theme::current();
    bool moving = false;  // a frame of a pan or zoom: less detail is allowed

    static PaintStyle screen(bool moving = false);

    // A font whose size is right on the painter's device, whatever its resolution.
    QFont font(const QPainter& painter, double logicalPixels, QFont::Weight weight = QFont::Normal,
               bool italic = false) const;
};

class FigureScene {
  public:
    virtual ~FigureScene() = default;
    // Paints everything, background included, into `area` of the painter's coordinates. Thread: one at a
    // time (scenes keep pictures they can use again).
    virtual void paint(QPainter& painter, const QRectF& area, const PaintStyle& style) const = 0;
    virtual QString title() const = 0;
};

// Text in a box with every digit in a cell of the same width, right-aligned: figures of a column line up
// although Qt 6.4 cannot ask Inter for its tabular ones.
void drawTabular(QPainter& painter, const QRectF& box, const QString& text);
double tabularWidth(const QFont& font, const QString& text);

}  // namespace regulus
