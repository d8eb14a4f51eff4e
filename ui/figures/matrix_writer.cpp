#include "ui/figures/matrix_writer.h"

#include <algorithm>
#include <cmath>

#include "ui/figures/matrix_tracks.h"
#include "ui/render/theme.h"

namespace regulus {
namespace {

double em(double points) {
    return points * mm_per_point;
}

class Writer {
  public:
    Writer(const MatrixWriting& writing, FigureDrawing& drawing)
        : m_picture(writing.picture),
          m_plan(writing.plan),
          m_high(writing.cellHeight),
          m_points(writing.points),
          m_turned(writing.turned),
          m_drawing(drawing) {}

    void band(int band, QPointF at) {
        const int first = band * m_plan.perBand;
        const int count = std::min(m_plan.perBand, static_cast<int>(m_picture.columns.names.size()) - first);
        m_first = first;
        m_origin = {at.x() + m_plan.left, at.y() + m_plan.header};
        const QRectF cells(m_origin, QPointF(leftOf(count - 1) + m_plan.cellWidth,
                                             topOf(m_picture.rows.names.size() - 1) + m_high));
        m_drawing.plots.push_back(cells);
        if (!m_picture.fields.empty()) fields(first, count);
        rowNames(cells, at.x());
        for (int c = 0; c < count; ++c) columnName(cells, first + c, c);
        beside(cells, count);
        if (!m_picture.discs.empty()) m_drawing.frame(cells, Theme::figure().line, 0.15);
        if (!m_picture.columns.title.isEmpty())
            m_drawing.write({m_picture.columns.title}, {cells.left(), at.y()}, {m_points, true}, ink());
    }

  private:
    static QColor ink() { return Theme::figure().text; }
    double line() const { return lineHeight(m_points); }
    double mark() const { return mark_width * em(m_points); }
    double space() const { return name_gap * em(m_points); }

    // Of a column of the band, and of a row.
    double leftOf(int place) const {
        return m_origin.x() + place * m_plan.cellWidth +
               gapsBefore(m_picture.columns, m_first, m_first + place);
    }
    double topOf(qsizetype row) const {
        return m_origin.y() + static_cast<double>(row) * m_high + gapsBefore(m_picture.rows, 0, row);
    }

    void fields(int first, int count) {
        for (qsizetype r = 0; r < m_picture.rows.names.size(); ++r) {
            for (int c = 0; c < count; ++c) {
                const QRectF box(leftOf(c), topOf(r), m_plan.cellWidth - field_space, m_high - field_space);
                const std::size_t at = m_picture.at(r, first + c);
                const QColor& color = m_picture.fields[at];
                spot(box, static_cast<int>(r), first + c);
                if (!color.isValid())
                    hatch(m_drawing, box);
                else if (!m_picture.discs.empty())
                    disc(box, static_cast<double>(m_picture.discs[at]), color);
                else
                    m_drawing.fill(
                        !m_picture.small.empty() && m_picture.small[at] != 0 ? smallField(box) : box, color);
                if (m_plan.texts) fieldText(box, m_picture.texts[static_cast<qsizetype>(at)], color);
            }
        }
    }

    void spot(const QRectF& box, int row, int column) {
        if (m_turned) std::swap(row, column);
        m_drawing.spots.push_back({box, row, column});
    }

    // With a rim, so that a pale one is seen.
    void disc(const QRectF& box, double value, const QColor& color) {
        const double d =
            discDiameter(value, m_picture.sizes, disc_share * std::min(box.width(), box.height()));
        if (d <= 0) return;
        const QRectF round(box.center() - QPointF(d, d) / 2, QSizeF(d, d));
        m_drawing.disc(round, color);
        m_drawing.ring(round, Theme::figure().mutedText);
    }

    // Of the rows beside them, of the columns below them; the tree of these where they are all there.
    void beside(const QRectF& cells, int count) {
        const auto down = [&](double place, double away) { return QPointF(cells.right() + away, place); };
        const auto along = [&](double place, double away) { return QPointF(place, cells.bottom() + away); };
        TracksAlong rows{.at = down}, columns{.first = m_first, .at = along};
        for (qsizetype r = 0; r < m_picture.rows.names.size(); ++r) {
            rows.starts.push_back(topOf(r));
            rows.ends.push_back(topOf(r) + m_high - field_space);
        }
        for (int c = 0; c < count; ++c) {
            columns.starts.push_back(leftOf(c));
            columns.ends.push_back(leftOf(c) + m_plan.cellWidth - field_space);
        }
        writeTracks(m_picture.rows, rows, m_points, m_drawing);
        writeTracks(m_picture.columns, columns, m_points, m_drawing);
    }

    void fieldText(const QRectF& box, const QString& text, const QColor& color) {
        if (text.isEmpty()) return;
        const double light = 0.299 * color.redF() + 0.587 * color.greenF() + 0.114 * color.blueF();
        const double width = textWidth(text, {m_points});
        m_drawing.write({text}, {box.center().x() - width / 2, box.center().y() - line() / 2}, {m_points},
                        light > 0.5 ? ink() : QColor(Qt::white));
        m_drawing.texts.back().onData = true;
    }

    void rowNames(const QRectF& cells, double pageLeft) {
        const FigureFont font{m_points, false, m_picture.rows.italic};
        const double edge = cells.left() - m_plan.inset;
        double right = edge - space();
        const bool marks = !m_picture.rows.marks.empty();
        if (marks) right -= mark() + space();
        for (qsizetype r = 0; r < m_picture.rows.names.size(); ++r) {
            const double top = topOf(r);
            const QStringList& lines = m_plan.rowNames[static_cast<std::size_t>(r)];
            spot({pageLeft, top, edge - pageLeft, m_high - field_space}, static_cast<int>(r), -1);
            double y = top + (m_high - field_space - static_cast<double>(lines.size()) * line()) / 2;
            for (const QString& text : lines)
                y = m_drawing.write({text}, {right - textWidth(text, font), y}, font, ink());
            if (marks) {
                m_drawing.fill({edge - space() - mark(), top, mark(), m_high - field_space},
                               QColor(m_picture.rows.marks[static_cast<std::size_t>(r)]));
            }
        }
        if (m_picture.rows.title.isEmpty()) return;
        const FigureFont bold{m_points, true};
        const double along = textWidth(m_picture.rows.title, bold);
        // Read from below, in the middle of the rows where they are as long.
        const double end = std::min(cells.bottom(), cells.center().y() + std::max(along, 0.0) / 2);
        upwards(m_picture.rows.title, pageLeft + line() / 2, std::max(end, cells.top() + along), bold);
    }

    // A line that stands, its middle at x, from y upwards.
    void upwards(const QString& text, double x, double y, const FigureFont& font) {
        const double middle = (textAscent(m_points) - textDescent(m_points)) / 2;
        m_drawing.texts.push_back({text, {x + middle, y}, font, ink(), true});
    }

    void columnName(const QRectF& cells, int column, int place) {
        const FigureFont font{m_points, false, m_picture.columns.italic};
        const QRectF box(leftOf(place), cells.top(), m_plan.cellWidth - field_space, 0);
        double base = cells.top() - space();
        spot({box.left(), cells.top() - m_plan.header, box.width(), m_plan.header}, -1, column);
        if (!m_picture.columns.marks.empty()) {
            m_drawing.fill({box.left(), base - mark() + space() / 2, box.width(), mark()},
                           QColor(m_picture.columns.marks[static_cast<std::size_t>(column)]));
            base -= mark() + space() / 2;
        }
        const QStringList& lines = m_plan.columnNames[static_cast<std::size_t>(column)];
        if (!m_plan.upwards) {
            const double width = textWidth(lines.first(), font);
            m_drawing.write({lines.first()}, {box.center().x() - width / 2, base - line()}, font, ink());
            return;
        }
        double x = box.center().x() - static_cast<double>(lines.size() - 1) * line() / 2;
        for (const QString& text : lines) {
            upwards(text, x, base, font);
            x += line();
        }
    }

    const MatrixPicture& m_picture;
    const MatrixPlan& m_plan;
    double m_high, m_points;
    bool m_turned;
    int m_first = 0;   // column of the band
    QPointF m_origin;  // of its fields
    FigureDrawing& m_drawing;
};

}  // namespace

void writeBand(const MatrixWriting& writing, int band, QPointF at, FigureDrawing& drawing) {
    Writer(writing, drawing).band(band, at);
}

}  // namespace regulus
