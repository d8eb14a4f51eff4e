#include "ui/figures/cells_figure.h"

#include <QImage>
#include <algorithm>
#include <cmath>

#include "ui/figures/matrix_plan.h"
#include "ui/figures/matrix_tracks.h"
#include "ui/figures/matrix_writer.h"
#include "ui/render/heatmap_scene.h"
#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr double margin = 1, gap = 2.5, least_group = 0.35, usual_row = 4.2;  // mm

double em(double points) {
    return points * mm_per_point;
}

// Places near those wanted, ascending, at least `apart` from each other and within [low, high] where that is
// possible.
std::vector<double> spread(std::vector<double> wanted, double apart, double low, double high) {
    for (std::size_t i = 0; i < wanted.size(); ++i)
        wanted[i] = std::max(wanted[i], i == 0 ? low : wanted[i - 1] + apart);
    for (std::size_t i = wanted.size(); i-- > 0;)
        wanted[i] = std::min(wanted[i], i + 1 == wanted.size() ? high : wanted[i + 1] - apart);
    return wanted;
}

}  // namespace

CellsFigure::CellsFigure(const HeatmapScene& scene)
    : m_picture(axesOf(scene)),
      m_cells(scene.sharedCells()),
      m_tfs(scene.shownGenes()),
      m_low(scene.legend().low),
      m_high(scene.legend().high),
      m_map(colorTable(scene.legend().map)) {
    std::swap(m_picture.rows, m_picture.columns);
    for (const int group : scene.shownGroups()) {
        const auto g = static_cast<std::size_t>(group);
        m_groups.push_back({m_cells->starts[g], m_cells->starts[g + 1]});
        m_count += m_groups.back().last - m_groups.back().first;
    }
}

std::vector<CellsFigure::Span> CellsFigure::spansIn(double width) const {
    const double gaps = gapsBefore(m_picture.columns, 0, m_picture.columns.names.size() - 1);
    const double spare = std::max(0.0, width - gaps - least_group * static_cast<double>(m_groups.size()));
    std::vector<Span> spans;
    double at = 0;
    for (std::size_t g = 0; g < m_groups.size(); ++g) {
        if (m_picture.columns.breaks(static_cast<qsizetype>(g))) at += block_space;
        const auto cells = static_cast<double>(m_groups[g].last - m_groups[g].first);
        const double next = at + least_group + spare * cells / std::max(1.0, static_cast<double>(m_count));
        spans.push_back({at, next});
        at = next;
    }
    return spans;
}

// Names stand; below them the colours of the groups. `room`: above the strips, to their lower end.
double CellsFigure::groupNames(FigureDrawing& drawing, const QRectF& room, double points) const {
    const MatrixPicture::Axis& axis = m_picture.columns;
    const std::vector<Span> spans = spansIn(room.width());
    const double line = lineHeight(points), mark = axis.marks.empty() ? 0 : mark_width * em(points);
    const double leader = 1.6 * em(points);
    std::vector<double> middles;
    for (const Span& span : spans) middles.push_back(room.left() + (span.from + span.to) / 2);
    const std::vector<double> places = spread(middles, line, room.left() + line / 2, room.right() - line / 2);
    const double base = room.bottom() - mark - leader - 0.3;
    for (std::size_t g = 0; g < spans.size(); ++g) {
        const QColor ink = Theme::figure().text;
        if (mark > 0)
            drawing.fill(
                {room.left() + spans[g].from, room.bottom() - mark - 0.2, spans[g].to - spans[g].from, mark},
                QColor(axis.marks[g]));
        drawing.path({{places[g], base + 0.2}, {middles[g], room.bottom() - mark - 0.3}},
                     Theme::figure().mutedText, 0.12);
        drawing.texts.push_back({axis.names[static_cast<qsizetype>(g)],
                                 {places[g] + (textAscent(points) - textDescent(points)) / 2, base},
                                 {points},
                                 ink,
                                 true});
    }
    return line * static_cast<double>(spans.size());
}

FigureDrawing CellsFigure::layOut(const FigurePage& page, Job& job) const {
    job.checkpoint();
    FigureDrawing drawing;
    const double points = page.textPoints, line = lineHeight(points);
    const auto rows = m_picture.rows.names.size();
    if (rows == 0 || m_groups.empty()) {
        drawing.page = QSizeF(page.widthMm, page.heightMm > 0 ? page.heightMm : 10);
        drawing.problems << QStringLiteral("There is nothing to draw.");
        return drawing;
    }
    const FigureFont italic{points, false, m_picture.rows.italic};
    const double left = margin + widestLine(m_picture.rows.names, italic) + name_gap * em(points);
    const MatrixTracks beside = tracksOf(m_picture.rows, points), below = tracksOf(m_picture.columns, points);
    const double right = page.widthMm - margin - beside.room();
    double header = margin + (m_picture.simulated ? line + mark_gap : 0);
    if (m_picture.simulated) drawing.mark(margin, points);
    header += widestLine(m_picture.columns.names, {points}) + 1.6 * em(points) + 0.5;
    if (!m_picture.columns.marks.empty()) header += mark_width * em(points);
    FigureDrawing keys = matrixKeys(m_picture, page.widthMm - 2 * margin, points);
    const double rest = header + gapsBefore(m_picture.rows, 0, rows - 1) + below.room() +
                        (beside.bar > 0 ? line : 0) + gap + keys.page.height() + margin;
    double row = std::max(line + 0.15, rows > 24 ? line + 0.15 : usual_row);
    if (page.heightMm > 0) row = std::max(line + 0.15, (page.heightMm - rest) / static_cast<double>(rows));
    TracksAlong down, across;
    for (qsizetype r = 0; r < rows; ++r) {
        down.starts.push_back(header + static_cast<double>(r) * row + gapsBefore(m_picture.rows, 0, r));
        down.ends.push_back(down.starts.back() + row);
        drawing.plots.emplace_back(left, down.starts.back(), right - left, row - field_space);
        const QString& name = m_picture.rows.names[r];
        drawing.write(
            {name},
            {left - name_gap * em(points) - textWidth(name, italic), down.starts.back() + (row - line) / 2},
            italic, Theme::figure().text);
    }
    for (const Span& span : spansIn(right - left)) {
        across.starts.push_back(left + span.from);
        across.ends.push_back(left + span.to);
    }
    double bottom = down.ends.back();
    down.at = [right](double along, double away) { return QPointF(right + away, along); };
    across.at = [bottom](double along, double away) { return QPointF(along, bottom + away); };
    writeTracks(m_picture.rows, down, points, drawing);
    writeTracks(m_picture.columns, across, points, drawing);
    if (groupNames(drawing, {QPointF(left, 0), QPointF(right, header)}, points) > right - left)
        drawing.problems << QStringLiteral("The names need more width, or smaller text.");
    bottom += below.room() + (beside.bar > 0 ? line : 0) + gap;
    drawing.legend = QRectF(QPointF(margin, bottom), keys.page);
    drawing.add(keys, {margin, bottom});
    const double height = bottom + keys.page.height() + margin;
    if (page.heightMm > 0 && height > page.heightMm + 0.01) drawing.problems << heightProblem(height);
    drawing.page = QSizeF(page.widthMm, page.heightMm > 0 ? page.heightMm : height);
    return drawing;
}

void CellsFigure::paintPlot(QPainter& painter, const QRectF& plot, std::size_t which, const PlotStyle& style,
                            Job& job) const {
    job.checkpoint();
    const QRect box =
        QRectF(plot.topLeft() * style.pixelsPerMm, plot.size() * style.pixelsPerMm).toAlignedRect();
    if (box.isEmpty()) return;
    QImage strip(box.width(), 1, QImage::Format_RGB32);
    strip.fill(Qt::white);
    auto* const pixels = reinterpret_cast<QRgb*>(strip.scanLine(0));
    const std::vector<Span> spans = spansIn(plot.width());
    const QRgb none = Theme::figure().track.rgb();
    const CellValues& tf = m_cells->genes[static_cast<std::size_t>(m_tfs[which])];
    for (std::size_t g = 0; g < spans.size(); ++g) {
        const double from = spans[g].from * style.pixelsPerMm, to = spans[g].to * style.pixelsPerMm;
        const auto cells = static_cast<double>(m_groups[g].last - m_groups[g].first);
        for (int x = std::max(0, static_cast<int>(std::round(from)));
             x <
             std::min(box.width(), std::max(static_cast<int>(std::round(to)), static_cast<int>(from) + 1));
             ++x) {
            const auto place = [&](double at) {
                return std::clamp((at - from) / (to - from), 0.0, 1.0) * cells;
            };
            const auto first = std::min(cells - 1, std::floor(place(x)));
            const auto last = std::clamp(std::ceil(place(x + 1)), first + 1, cells);
            if (cells < 1) continue;
            const double value = tf.mean(m_groups[g].first + static_cast<std::size_t>(first),
                                         m_groups[g].first + static_cast<std::size_t>(last));
            const double t = (value - m_low) / (m_high - m_low);
            pixels[x] = std::isfinite(value)
                            ? m_map[static_cast<std::size_t>(std::clamp(t * 255 + 0.5, 0.0, 255.0))]
                            : none;
        }
    }
    painter.drawImage(QRectF(box), strip);
}

}  // namespace regulus
