#include "ui/figures/matrix_figure.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "ui/figures/matrix_plan.h"
#include "ui/figures/matrix_tracks.h"
#include "ui/figures/matrix_writer.h"
#include "ui/render/heatmap_scene.h"
#include "ui/render/rewired_text.h"
#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr double margin = 1, gap = 2.5, band_gap = 2;  // mm
constexpr double tall_cell = 5, low_cell = 3.2;        // mm of height, of few rows and of many
constexpr double many_rows = 24, low_disc = 2;         // the height in units of the size of the text
constexpr double tallest_page = 240;                   // mm: a journal's page with room for a caption

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
    QStringList parts;
    for (const MatrixPicture::Axis* axis : {&picture.rows, &picture.columns})
        if (!axis->bar.empty())
            parts << QStringLiteral("bars of %1: %2").arg(axis->kind, barTitle(axis->bar));
    if (!picture.note.isEmpty()) parts << picture.note;
    const QString text = parts.join(QStringLiteral(" · "));
    double top = 0;
    if (!text.isEmpty())
        top = note.write(wrapped(text, width, {points}), {0, 0}, {points}, Theme::figure().mutedText);
    note.page = QSizeF(width, top);
    return note;
}

// What stacked bars are of.
FigureDrawing partsKey(const HeatmapBar& bar, double width, double points) {
    Legend legend;
    legend.kind = Legend::Kind::Categories;
    legend.title = bar.title;
    for (qsizetype p = 0; p < bar.parts.size(); ++p) {
        legend.entries.push_back({bar.parts[p], bar.colors[static_cast<std::size_t>(p)], 1});
        legend.listed.push_back(static_cast<std::size_t>(p));
    }
    return categoryKey(legend, {}, width, 6, points);
}

FigureDrawing lyingKeys(const MatrixPicture& picture, double disc, double width, double points) {
    FigureDrawing row;
    std::vector<FigureDrawing> keys;
    for (const ScaleKey& scale : picture.scales)
        keys.push_back(lyingScale(scale, width, std::min(36.0, 0.6 * width), points));
    if (!picture.discs.empty()) keys.push_back(lyingSizes(picture.sizes, disc, width, points));
    for (const MatrixPicture::Axis* axis : {&picture.rows, &picture.columns})
        if (!axis->bar.parts.isEmpty()) keys.push_back(partsKey(axis->bar, width, points));
    double left = 0, top = 0, bottom = 0;
    for (const FigureDrawing& key : keys) {
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

// The sizes of discs, then the scale.
FigureDrawing standingKeys(const MatrixPicture& picture, double disc, double width, double length,
                           double points) {
    if (picture.discs.empty()) return standingScale(picture.scales.front(), width, length, points);
    FigureDrawing keys = standingSizes(picture.sizes, disc, width, points);
    const FigureDrawing scale = standingScale(picture.scales.front(), width, length, points);
    const double top = keys.page.height() + lineHeight(points);
    keys.add(scale, {0, top});
    keys.page = QSizeF(std::max(keys.page.width(), scale.page.width()), top + scale.page.height());
    return keys;
}

// `disc`: diameter of the largest.
Keys keysOf(const MatrixPicture& picture, double disc, double width, double matrixWidth, double matrixHeight,
            double points) {
    Keys keys;
    const double free = width - matrixWidth - gap;
    const bool parts = !picture.rows.bar.parts.isEmpty() || !picture.columns.bar.parts.isEmpty();
    if (picture.scales.size() == 1 && free > 12 && !parts) {
        keys.drawing = standingKeys(picture, disc, free, std::clamp(0.5 * matrixHeight, 12.0, 30.0), points);
        const double most = picture.discs.empty() ? matrixHeight : std::max(matrixHeight, free);
        keys.beside = keys.drawing.page.width() <= free && keys.drawing.page.height() <= most;
    }
    if (!keys.beside) keys.drawing = lyingKeys(picture, disc, width, points);
    return keys;
}

// A picture in one of the ways in which it may be laid out, and how high that makes the page.
struct Layout {
    MatrixPicture picture;
    MatrixPlan plan;
    double width, points, top;
    MatrixTracks beside, below;
    double columnTree, rowGaps;  // the columns' tree, where they are all beside each other
    FigureDrawing note;

    Layout(MatrixPicture shown, double namesShare, const FigurePage& page)
        : picture(std::move(shown)),
          plan(planOf(picture, page.widthMm - 2 * margin - tracksOf(picture.rows, page.textPoints).room(),
                      namesShare, page.textPoints, cellRange(picture, page.textPoints))),
          width(page.widthMm - 2 * margin),
          points(page.textPoints),
          top(margin + (picture.simulated ? lineHeight(points) + mark_gap : 0)),
          beside(tracksOf(picture.rows, points)),
          below(tracksOf(picture.columns, points)),
          columnTree(plan.bands > 1 ? 0 : below.tree),
          rowGaps(gapsBefore(picture.rows, 0, picture.rows.names.size() - 1)),
          note(noteOf(picture, width, points)) {}

    static CellRange cellRange(const MatrixPicture& picture, double points) {
        constexpr double most_disc = 2.7;  // in units of the size of the text
        return picture.discs.empty() ? CellRange{} : CellRange{0, most_disc * em(points)};
    }
    double rows() const { return static_cast<double>(picture.rows.names.size()); }
    double matrixWidth() const { return plan.width(plan.perBand) + beside.room(); }
    double bandHeight(double cell) const {
        return plan.header + rows() * cell + rowGaps + below.bar + below.blocks;
    }
    double matrixHeight(double cell) const {
        return plan.bands * bandHeight(cell) + (plan.bands - 1) * band_gap + columnTree;
    }
    double usualCell() const {
        const bool many = plan.bands * rows() > many_rows;
        if (!picture.discs.empty())  // square, where they are few
            return std::max(plan.leastHeight,
                            many ? std::min(plan.cellWidth, low_disc * em(points)) : plan.cellWidth);
        const double most = many ? low_cell : tall_cell;
        return std::max(plan.leastHeight, std::min(plan.cellWidth, most));
    }
    Keys keys(double cell) const {
        const double disc = disc_share * (std::min(plan.cellWidth, cell) - field_space);
        return keysOf(picture, disc, width, matrixWidth(), matrixHeight(cell), points);
    }
    double noteHeight() const { return note.page.height() > 0 ? note.page.height() + 1 : 0; }
    double pageHeight(double cell) const {
        const Keys key = keys(cell);
        const double keysEnd = key.beside ? plan.header + key.drawing.page.height() : 0;
        return top + std::max(matrixHeight(cell), keysEnd) +
               (key.beside ? 0 : gap + key.drawing.page.height()) + noteHeight() + margin;
    }
    // That height, or the largest below it that fits a page: of higher cells the keys may find no room beside
    // them.
    double fitted(double cell, double pageMm) const {
        const auto fits = [&](double height) { return pageHeight(height) <= pageMm + 0.01; };
        double low = plan.leastHeight;
        if (fits(cell) || !fits(low)) return cell;
        for (int step = 0; step < 12; ++step) (fits((low + cell) / 2) ? low : cell) = (low + cell) / 2;
        return low;
    }
    bool whole() const { return plan.bands == 1 && matrixWidth() <= width + 0.01; }
};

FigureDrawing drawn(const Layout& layout, bool turned, const FigurePage& page) {
    FigureDrawing drawing;
    const MatrixPlan& plan = layout.plan;
    double cell = layout.usualCell();
    if (page.heightMm > 0) {
        const double spare = page.heightMm - layout.pageHeight(cell);
        cell = layout.fitted(std::max(plan.leastHeight, cell + spare / (plan.bands * layout.rows())),
                             page.heightMm);
        if (layout.pageHeight(cell) > page.heightMm + 0.01)
            drawing.problems << heightProblem(layout.pageHeight(plan.leastHeight));
    }
    if (layout.picture.simulated) drawing.mark(margin, layout.points);
    const MatrixWriting writing{layout.picture, plan, cell, layout.points, turned};
    double top = layout.top;
    for (int band = 0; band < plan.bands; ++band) {
        writeBand(writing, band, {margin, top}, drawing);
        top += layout.bandHeight(cell) + band_gap;
    }
    top += layout.columnTree - band_gap;
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
            if (!picture.discs.empty()) out.discs[out.at(c, r)] = picture.discs[picture.at(r, c)];
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
    if (!m_picture.mayTurn || shown.whole()) return drawn(shown, false, page);
    // As shown in bands, or turned round and whole where that fits a page; else what is lower.
    const Layout other = lowest(turned(m_picture), page);
    const double high = other.pageHeight(other.usualCell());
    const double most = page.heightMm > 0 ? page.heightMm : tallest_page;
    const bool turn = (other.whole() && high <= most) || high < shown.pageHeight(shown.usualCell());
    return drawn(turn ? other : shown, turn, page);
}

FigureDrawing matrixKeys(const MatrixPicture& picture, double width, double points) {
    FigureDrawing keys = lyingKeys(picture, 0, width, points);
    const FigureDrawing note = noteOf(picture, width, points);
    keys.add(note, {0, keys.page.height() + 1});
    keys.page = QSizeF(width, keys.page.height() + 1 + note.page.height());
    return keys;
}

MatrixPicture axesOf(const HeatmapScene& scene) {
    MatrixPicture out;
    const HeatmapData& data = scene.data();
    out.columns.italic = true;
    out.rows.kind = QStringLiteral("groups");
    out.columns.kind = QStringLiteral("TFs");
    const auto dress = [](MatrixPicture::Axis& axis, const HeatmapAxis& from, const HeatmapBar& bar,
                          QString (*name)(int)) {
        axis.tree = from.tree;
        axis.blocks = from.blocks;
        const auto last = std::ranges::max_element(from.blocks);
        for (int block = 0; last != from.blocks.end() && block <= *last; ++block)
            axis.blockNames << name(block);
        axis.bar = bar;
        axis.bar.values.clear();
        for (const int item : from.items)
            for (std::size_t p = 0; p < bar.width() && !bar.empty(); ++p)
                axis.bar.values.push_back(bar.at(item, p));
    };
    dress(out.rows, scene.groups(), data.groupBar, groupBlockName);
    dress(out.columns, scene.genes(), data.geneBar, geneBlockName);
    for (const int group : scene.shownGroups()) {
        out.rows.names << scene.groupName(group);
        if (!data.groupColors.empty())
            out.rows.marks.push_back(
                shownColor(data.groupColors[static_cast<std::size_t>(group)], Theme::figure().missing).rgb());
    }
    for (const int gene : scene.shownGenes()) out.columns.names << scene.geneName(gene);
    out.scales.push_back(scaleKeyOf(scene.legend()));
    out.title = scene.title();
    out.note = scene.note();
    out.simulated = data.simulated;
    return out;
}

MatrixPicture pictureOf(const HeatmapScene& scene) {
    MatrixPicture out = axesOf(scene);
    bool missing = false;
    for (const int group : scene.shownGroups()) {
        for (const int gene : scene.shownGenes()) {
            const float value = scene.value({group, gene});
            missing = missing || !std::isfinite(value);
            if (scene.compared()) out.small.push_back(scene.muted({group, gene}) ? 1 : 0);
            out.fields.push_back(std::isfinite(value) ? QColor(scene.color(value)) : QColor());
        }
    }
    out.scales.back().missingName = missing ? QStringLiteral("not applicable") : QString();
    out.scales.back().hatched = true;
    out.scales.back().smallName = scene.compared() ? withinRewired() : QString();
    out.mayTurn = true;
    return scene.transposed() ? turned(out) : out;
}

}  // namespace regulus
