#include "ui/figures/matrix_figure.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "ui/figures/matrix_plan.h"
#include "ui/render/heatmap_scene.h"
#include "ui/render/rewired_text.h"
#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr double margin = 1, gap = 2.5, band_gap = 2;  // mm
constexpr double tall_cell = 5, low_cell = 3.2;        // mm of height, of few rows and of many
constexpr double many_rows = 24;
constexpr double tallest_page = 240;  // mm: a journal's page with room for a caption
constexpr double cell_gap = 0.12;     // mm of paper between fields

double em(double points) {
    return points * mm_per_point;
}

// What stands below the matrix, or beside it where there is room: scales, then the note.
struct Keys {
    FigureDrawing drawing;
    bool beside = false;
};

FigureDrawing noteOf(const MatrixPicture& picture, double width, double points) {
    FigureDrawing note;
    double top = 0;
    if (!picture.note.isEmpty())
        top = note.write(wrapped(picture.note, width, {points}), {0, 0}, {points}, Theme::figure().mutedText);
    note.page = QSizeF(width, top);
    return note;
}

FigureDrawing lyingScales(const MatrixPicture& picture, double width, double points) {
    FigureDrawing row;
    double left = 0, top = 0, bottom = 0;
    for (const ScaleKey& scale : picture.scales) {
        const double length = std::min(36.0, 0.6 * width);
        const FigureDrawing key = lyingScale(scale, width, length, points);
        if (left > 0 && left + key.page.width() > width) {
            left = 0;
            top = bottom + 1;
        }
        row.add(key, {left, top});
        row.page.setWidth(std::max(row.page.width(), left + key.page.width()));
        left += key.page.width() + 2 * gap;
        bottom = std::max(bottom, top + key.page.height());
    }
    row.page.setHeight(bottom);
    return row;
}

Keys keysOf(const MatrixPicture& picture, double width, double matrixWidth, double matrixHeight,
            double points) {
    Keys keys;
    const double free = width - matrixWidth - gap;
    if (picture.scales.size() == 1 && free > 12) {
        keys.drawing =
            standingScale(picture.scales.front(), free, std::clamp(0.5 * matrixHeight, 12.0, 30.0), points);
        keys.beside = keys.drawing.page.width() <= free && keys.drawing.page.height() <= matrixHeight;
    }
    if (!keys.beside) keys.drawing = lyingScales(picture, width, points);
    return keys;
}

class Writer {
  public:
    Writer(const MatrixPicture& picture, const MatrixPlan& plan, double cellHeight, double points,
           FigureDrawing& drawing)
        : m_picture(picture), m_plan(plan), m_high(cellHeight), m_points(points), m_drawing(drawing) {}

    void band(int band, QPointF at) {
        const int first = band * m_plan.perBand;
        const int count = std::min(m_plan.perBand, static_cast<int>(m_picture.columns.names.size()) - first);
        const QRectF cells(at.x() + m_plan.left, at.y() + m_plan.header, count * m_plan.cellWidth,
                           static_cast<double>(m_picture.rows.names.size()) * m_high);
        m_drawing.plots.push_back(cells);
        fields(cells, first, count);
        rowNames(cells, at.x());
        for (int c = 0; c < count; ++c) columnName(cells, first + c, c);
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
                                 cells.top() + static_cast<double>(r) * m_high, m_plan.cellWidth - cell_gap,
                                 m_high - cell_gap);
                const std::size_t at = m_picture.at(r, first + c);
                const QColor& color = m_picture.fields[at];
                if (color.isValid())
                    m_drawing.fill(
                        !m_picture.small.empty() && m_picture.small[at] != 0 ? smallField(box) : box, color);
                else
                    hatch(m_drawing, box);
                if (m_plan.texts) fieldText(box, m_picture.texts[static_cast<qsizetype>(at)], color);
            }
        }
    }

    void fieldText(const QRectF& box, const QString& text, const QColor& color) {
        if (text.isEmpty()) return;
        const double light = 0.299 * color.redF() + 0.587 * color.greenF() + 0.114 * color.blueF();
        const double width = textWidth(text, {m_points});
        m_drawing.write({text}, {box.center().x() - width / 2, box.center().y() - line() / 2}, {m_points},
                        light > 0.5 ? ink() : QColor(Qt::white));
    }

    void rowNames(const QRectF& cells, double pageLeft) {
        const FigureFont font{m_points, false, m_picture.rows.italic};
        double right = cells.left() - space();
        const bool marks = !m_picture.rows.marks.empty();
        if (marks) right -= mark() + space();
        for (qsizetype r = 0; r < m_picture.rows.names.size(); ++r) {
            const double top = cells.top() + static_cast<double>(r) * m_high;
            const QStringList& lines = m_plan.rowNames[static_cast<std::size_t>(r)];
            double y = top + (m_high - cell_gap - static_cast<double>(lines.size()) * line()) / 2;
            for (const QString& text : lines)
                y = m_drawing.write({text}, {right - textWidth(text, font), y}, font, ink());
            if (marks) {
                m_drawing.fill({cells.left() - space() - mark(), top, mark(), m_high - cell_gap},
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
        const QRectF box(cells.left() + place * m_plan.cellWidth, cells.top(), m_plan.cellWidth - cell_gap,
                         0);
        double base = cells.top() - space();
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
    FigureDrawing& m_drawing;
};

// A picture in one of the ways in which it may be laid out, and how high that makes the page.
struct Layout {
    MatrixPicture picture;
    MatrixPlan plan;
    double width, points, top;
    FigureDrawing note;

    Layout(MatrixPicture shown, double namesShare, const FigurePage& page)
        : picture(std::move(shown)),
          plan(planOf(picture, page.widthMm - 2 * margin, namesShare, page.textPoints)),
          width(page.widthMm - 2 * margin),
          points(page.textPoints),
          top(margin + (picture.simulated ? lineHeight(points) + mark_gap : 0)),
          note(noteOf(picture, width, points)) {}

    double rows() const { return static_cast<double>(picture.rows.names.size()); }
    double matrixWidth() const { return plan.width(plan.perBand); }
    double matrixHeight(double cell) const {
        return plan.bands * (plan.header + rows() * cell) + (plan.bands - 1) * band_gap;
    }
    double usualCell() const {
        const double most = plan.bands * rows() > many_rows ? low_cell : tall_cell;
        return std::max(plan.leastHeight, std::min(plan.cellWidth, most));
    }
    Keys keys(double cell) const { return keysOf(picture, width, matrixWidth(), matrixHeight(cell), points); }
    double noteHeight() const { return note.page.height() > 0 ? note.page.height() + 1 : 0; }
    double pageHeight(double cell) const {
        const Keys key = keys(cell);
        const double header = plan.header, beside = key.beside ? header + key.drawing.page.height() : 0;
        return top + std::max(matrixHeight(cell), beside) +
               (key.beside ? 0 : gap + key.drawing.page.height()) + noteHeight() + margin;
    }
    bool whole() const { return plan.bands == 1 && matrixWidth() <= width + 0.01; }
};

FigureDrawing drawn(const Layout& layout, const FigurePage& page) {
    FigureDrawing drawing;
    const MatrixPlan& plan = layout.plan;
    double cell = layout.usualCell();
    if (page.heightMm > 0) {
        const double spare = page.heightMm - layout.pageHeight(cell);
        cell = std::max(plan.leastHeight, cell + spare / (plan.bands * layout.rows()));
        if (layout.pageHeight(cell) > page.heightMm + 0.01)
            drawing.problems << heightProblem(layout.pageHeight(plan.leastHeight));
    }
    if (layout.picture.simulated) drawing.mark(margin, layout.points);
    Writer writer(layout.picture, plan, cell, layout.points, drawing);
    double top = layout.top;
    for (int band = 0; band < plan.bands; ++band) {
        writer.band(band, {margin, top});
        top += plan.header + layout.rows() * cell + band_gap;
    }
    top -= band_gap;
    if (const Keys key = layout.keys(cell); !key.drawing.page.isEmpty()) {
        const QPointF at = key.beside ? QPointF(margin + layout.matrixWidth() + gap, layout.top + plan.header)
                                      : QPointF(margin, top + gap);
        drawing.legend = QRectF(at, key.drawing.page);
        drawing.add(key.drawing, at);
        top = std::max(top, drawing.legend.bottom());
    }
    if (layout.noteHeight() > 0) drawing.add(layout.note, {margin, top + 1});
    if (layout.matrixWidth() > layout.width + 0.01)
        drawing.problems << QStringLiteral("The names need more width, or smaller text.");
    drawing.page = QSizeF(page.widthMm, page.heightMm > 0 ? page.heightMm : layout.pageHeight(cell));
    return drawing;
}

// With more or less of the width for the names of rows, whichever makes the page lower.
Layout lowest(const MatrixPicture& picture, const FigurePage& page) {
    std::optional<Layout> best;
    for (const double share : {0.25, 0.36, 0.5}) {
        Layout layout(picture, share, page);
        if (!best || layout.pageHeight(layout.usualCell()) + 0.5 < best->pageHeight(best->usualCell()))
            best = std::move(layout);
    }
    return std::move(*best);
}

}  // namespace

MatrixPicture turned(const MatrixPicture& picture) {
    MatrixPicture out = picture;
    std::swap(out.rows, out.columns);
    for (qsizetype r = 0; r < picture.rows.names.size(); ++r) {
        for (qsizetype c = 0; c < picture.columns.names.size(); ++c) {
            out.fields[out.at(c, r)] = picture.fields[picture.at(r, c)];
            if (!picture.small.empty()) out.small[out.at(c, r)] = picture.small[picture.at(r, c)];
            if (!picture.texts.isEmpty())
                out.texts[static_cast<qsizetype>(out.at(c, r))] =
                    picture.texts[static_cast<qsizetype>(picture.at(r, c))];
        }
    }
    return out;
}

FigureDrawing MatrixFigure::layOut(const FigurePage& page, Job& job) const {
    job.checkpoint();
    if (m_picture.rows.names.isEmpty() || m_picture.columns.names.isEmpty()) {
        FigureDrawing nothing;
        nothing.page = QSizeF(page.widthMm, page.heightMm > 0 ? page.heightMm : 10);
        nothing.problems << QStringLiteral("There is nothing to draw.");
        return nothing;
    }
    const Layout shown = lowest(m_picture, page);
    if (!m_picture.mayTurn || shown.whole()) return drawn(shown, page);
    // As shown in bands, or turned round and whole where that fits a page; else what is lower.
    const Layout other = lowest(turned(m_picture), page);
    const double high = other.pageHeight(other.usualCell());
    const double most = page.heightMm > 0 ? page.heightMm : tallest_page;
    const bool turn = (other.whole() && high <= most) || high < shown.pageHeight(shown.usualCell());
    return drawn(turn ? other : shown, page);
}

MatrixPicture pictureOf(const HeatmapScene& scene) {
    MatrixPicture out;
    const HeatmapData& data = scene.data();
    out.columns.italic = true;
    for (const int group : scene.shownGroups()) {
        out.rows.names << scene.groupName(group);
        if (!data.groupColors.empty())
            out.rows.marks.push_back(
                shownColor(data.groupColors[static_cast<std::size_t>(group)], Theme::figure().missing).rgb());
    }
    for (const int gene : scene.shownGenes()) out.columns.names << scene.geneName(gene);
    bool missing = false;
    for (const int group : scene.shownGroups()) {
        for (const int gene : scene.shownGenes()) {
            const float value = scene.value({group, gene});
            missing = missing || !std::isfinite(value);
            if (scene.compared()) out.small.push_back(scene.muted({group, gene}) ? 1 : 0);
            out.fields.push_back(std::isfinite(value) ? QColor(scene.color(value)) : QColor());
        }
    }
    out.scales.push_back(scaleKeyOf(scene.legend()));
    out.scales.back().missingName = missing ? QStringLiteral("not applicable") : QString();
    out.scales.back().hatched = true;
    out.scales.back().smallName = scene.compared() ? withinRewired() : QString();
    out.title = scene.title();
    out.note = scene.note();
    out.simulated = data.simulated;
    out.mayTurn = true;
    return scene.transposed() ? turned(out) : out;
}

}  // namespace regulus
