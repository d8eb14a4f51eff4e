#include "ui/figures/matrix_writer.h"

#include <algorithm>
#include <cmath>

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
        const QRectF cells(at.x() + m_plan.left, at.y() + m_plan.header, count * m_plan.cellWidth,
                           static_cast<double>(m_picture.rows.names.size()) * m_high);
        m_drawing.plots.push_back(cells);
        if (!m_picture.fields.empty()) fields(cells, first, count);
        rowNames(cells, at.x());
        for (int c = 0; c < count; ++c) columnName(cells, first + c, c);
        trees(cells);
        if (!m_picture.discs.empty()) m_drawing.frame(cells, Theme::figure().line, 0.15);
        if (!m_picture.columns.title.isEmpty())
            m_drawing.write({m_picture.columns.title}, {cells.left(), at.y()}, {m_points, true}, ink());
    }

  private:
    static QColor ink() { return Theme::figure().text; }
    double line() const { return lineHeight(m_points); }
    double mark() const { return mark_width * em(m_points); }
    double space() const { return name_gap * em(m_points); }

    void fields(const QRectF& cells, int first, int count) {
        for (qsizetype r = 0; r < m_picture.rows.names.size(); ++r) {
            for (int c = 0; c < count; ++c) {
                const QRectF box(cells.left() + c * m_plan.cellWidth,
                                 cells.top() + static_cast<double>(r) * m_high,
                                 m_plan.cellWidth - field_space, m_high - field_space);
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

    // Of the rows beside them, of the columns below them where they are all beside each other.
    void trees(const QRectF& cells) {
        const double depth = tree_depth * em(m_points), away = space();
        tree(m_picture.rows.tree, [&](double place, double height) {
            return QPointF(cells.right() + away + height * (depth - away), cells.top() + place * m_high);
        });
        if (m_plan.bands > 1) return;
        tree(m_picture.columns.tree, [&](double place, double height) {
            return QPointF(cells.left() + place * m_plan.cellWidth,
                           cells.bottom() + away + height * (depth - away));
        });
    }

    // `at`: where on the page a place among the leaves and a share of the height of all are.
    template <class At>
    void tree(const Dendrogram& tree, const At& at) {
        if (tree.merges.empty()) return;
        const double top = tree.merges.back().height;
        std::vector<double> leaf(tree.order.size());
        for (std::size_t i = 0; i < tree.order.size(); ++i)
            leaf[static_cast<std::size_t>(tree.order[i])] = static_cast<double>(i) + 0.5;
        std::vector<QPointF> nodes;  // place and height of each merge
        const auto node = [&](int id) {
            return id >= 0 ? QPointF(leaf[static_cast<std::size_t>(id)], 0)
                           : nodes[static_cast<std::size_t>(-1 - id)];
        };
        for (const Dendrogram::Merge& merge : tree.merges) {
            const QPointF a = node(merge.left), b = node(merge.right);
            const double height = top > 0 ? merge.height / top : 1;
            m_drawing.path({at(a.x(), a.y()), at(a.x(), height), at(b.x(), height), at(b.x(), b.y())}, ink(),
                           0.15);
            nodes.push_back({(a.x() + b.x()) / 2, height});
        }
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
            const double top = cells.top() + static_cast<double>(r) * m_high;
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
        const QRectF box(cells.left() + place * m_plan.cellWidth, cells.top(), m_plan.cellWidth - field_space,
                         0);
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
    FigureDrawing& m_drawing;
};

}  // namespace

void writeBand(const MatrixWriting& writing, int band, QPointF at, FigureDrawing& drawing) {
    Writer(writing, drawing).band(band, at);
}

}  // namespace regulus
