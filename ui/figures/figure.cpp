#include "ui/figures/figure.h"

#include <algorithm>

#include "ui/render/legend_painter.h"

namespace regulus {
namespace {

// The painter's state comes back, also when a cancel ends the drawing half-way.
class KeptState {
  public:
    explicit KeptState(QPainter& painter) : m_painter(painter) { m_painter.save(); }
    ~KeptState() { m_painter.restore(); }
    KeptState(const KeptState&) = delete;
    KeptState& operator=(const KeptState&) = delete;

  private:
    QPainter& m_painter;
};

class Pen {
  public:
    Pen(QPainter& painter, double scale) : m_painter(painter), m_scale(scale) {}

    void shape(const FigureShape& shape) {
        const QRectF box = scaled(shape.box);
        switch (shape.kind) {
            case FigureShape::Kind::Box:
                m_painter.fillRect(box, shape.color);
                break;
            case FigureShape::Kind::Disc:
                m_painter.setPen(Qt::NoPen);
                m_painter.setBrush(shape.color);
                m_painter.drawEllipse(box);
                break;
            case FigureShape::Kind::Ring:
                m_painter.setPen(QPen(shape.color, shape.width * m_scale));
                m_painter.setBrush(Qt::NoBrush);
                m_painter.drawEllipse(box);
                break;
            case FigureShape::Kind::Area:
                m_painter.setPen(Qt::NoPen);
                m_painter.setBrush(shape.color);
                m_painter.drawPolygon(scaled(shape.points));
                break;
            case FigureShape::Kind::Path:
                m_painter.setPen(
                    QPen(shape.color, shape.width * m_scale, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin));
                m_painter.setBrush(Qt::NoBrush);
                m_painter.drawPolyline(scaled(shape.points));
                break;
            case FigureShape::Kind::Line:
                m_painter.setPen(QPen(shape.color, shape.width * m_scale, Qt::SolidLine, Qt::FlatCap));
                m_painter.drawLine(QLineF(shape.line.p1() * m_scale, shape.line.p2() * m_scale));
                break;
        }
    }

    void bar(const FigureBar& bar) {
        const int n = static_cast<int>(bar.colors.size());
        const int across = bar.across > 0 ? bar.across : bar.standing ? 1 : n, rows = n / across;
        QImage strip(across, rows, QImage::Format_RGB32);
        for (int i = 0; i < n; ++i)
            strip.setPixel(i % across, rows - 1 - i / across, bar.colors[static_cast<std::size_t>(i)]);
        // In PDF an image takes the transparency of the brush before it, that of the points.
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(Qt::white);
        m_painter.drawRect(scaled(bar.box));
        m_painter.drawImage(scaled(bar.box), strip);
    }

    void text(const FigureText& text) {
        const double pixels = text.font.points * mm_per_point * m_scale;
        QFont font = figureFont(text.font);
        // Points keep fractions; a font's pixel size is a whole number.
        font.setPointSizeF(std::max(0.01, pixels * 72 / m_painter.device()->logicalDpiY()));
        m_painter.setFont(font);
        m_painter.setPen(text.color);
        m_painter.save();
        m_painter.translate(text.baseline * m_scale);
        if (text.upwards) m_painter.rotate(-90);
        if (text.halo)
            drawHaloText(m_painter, {0, 0}, text.text, text.color, Qt::white, 0.25 * pixels);
        else
            m_painter.drawText(QPointF(0, 0), text.text);
        m_painter.restore();
    }

    QRectF scaled(const QRectF& box) const { return {box.topLeft() * m_scale, QSizeF(box.size() * m_scale)}; }
    QPolygonF scaled(QPolygonF points) const {
        for (QPointF& point : points) point *= m_scale;
        return points;
    }

  private:
    QPainter& m_painter;
    double m_scale;
};

}  // namespace

void Figure::paintPlot(QPainter&, const QRectF&, std::size_t, const PlotStyle&, Job&) const {}

void paintDrawing(QPainter& painter, const FigureDrawing& drawing, double pixelsPerMm, const QRectF& seen,
                  Job& job) {
    const KeptState kept(painter);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing |
                           QPainter::LosslessImageRendering);
    Pen pen(painter, pixelsPerMm);
    const auto shown = [&](const QRectF& extent) { return seen.isEmpty() || seen.intersects(extent); };
    for (const FigureShape& shape : drawing.shapes) {
        job.checkpoint();
        if (shown(shape.extent())) pen.shape(shape);
    }
    for (const FigureBar& bar : drawing.bars)
        if (shown(bar.box)) pen.bar(bar);
    for (const FigureText& text : drawing.texts)
        if (shown(text.box())) pen.text(text);
}

void paintFigure(QPainter& painter, const Figure& figure, const FigureDrawing& drawing,
                 const PlotStyle& style, Job& job) {
    const KeptState kept(painter);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing |
                           QPainter::LosslessImageRendering);
    painter.fillRect(painter.viewport(), Qt::white);
    job.checkpoint();
    for (std::size_t i = 0; i < drawing.plots.size(); ++i)
        figure.paintPlot(painter, drawing.plots[i], i, style, job);
    paintDrawing(painter, drawing, style.pixelsPerMm, {}, job);
}

}  // namespace regulus
