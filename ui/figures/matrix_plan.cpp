#include "ui/figures/matrix_plan.h"

#include <algorithm>
#include <cmath>

namespace regulus {
namespace {

constexpr double long_name = 22;    // mm; a longer name of a column is wrapped where there is room
constexpr double field_gap = 0.15;  // mm, in which no text stands

double em(double points) {
    return points * mm_per_point;
}

std::size_t mostLines(const std::vector<QStringList>& names) {
    std::size_t most = 1;
    for (const QStringList& lines : names) most = std::max(most, static_cast<std::size_t>(lines.size()));
    return most;
}

std::vector<QStringList> wrappedAll(const QStringList& names, double room, const FigureFont& font) {
    std::vector<QStringList> out;
    for (const QString& name : names) out.push_back(wrapped(name, room, font));
    return out;
}

double widestOfLines(const std::vector<QStringList>& names, const FigureFont& font) {
    double widest = 0;
    for (const QStringList& lines : names) widest = std::max(widest, widestLine(lines, font));
    return widest;
}

double widestWord(const QStringList& names, const FigureFont& font) {
    double widest = 0;
    for (const QString& name : names) widest = std::max(widest, widestLine(unbrokenPieces(name), font));
    return widest;
}

// Names of columns as they stand above cells of this width.
void nameColumns(MatrixPlan& plan, const MatrixPicture& picture, double points) {
    const MatrixPicture::Axis& axis = picture.columns;
    const FigureFont font{points, false, axis.italic};
    const double longest = widestLine(axis.names, font), line = lineHeight(points);
    plan.upwards = longest + name_gap * em(points) > plan.cellWidth;
    plan.columnNames = wrappedAll(axis.names, longest + 1, font);
    const auto lines = static_cast<std::size_t>(std::floor(plan.cellWidth / line + 1e-6));
    if (plan.upwards && lines > 1 && longest > long_name) {
        // As narrow as the lines that stand beside each other allow, and no word is broken.
        const double least =
            std::max({long_name, longest / static_cast<double>(lines), widestWord(axis.names, font)});
        for (double room = least; room < longest; room *= 1.15) {
            auto names = wrappedAll(axis.names, room, font);
            if (mostLines(names) > lines) continue;
            plan.columnNames = std::move(names);
            break;
        }
    }
    plan.header = (plan.upwards ? widestOfLines(plan.columnNames, font) : line) + name_gap * em(points);
    if (!axis.marks.empty()) plan.header += (mark_width + name_gap) * em(points);
    if (!axis.title.isEmpty()) plan.header += line;
}

MatrixPlan planWith(const MatrixPicture& picture, double width, double namesShare, double points,
                    CellRange cells, bool texts) {
    MatrixPlan plan;
    plan.texts = texts;
    const double line = lineHeight(points);
    const FigureFont font{points, false, picture.rows.italic};
    plan.rowNames = wrappedAll(picture.rows.names, namesShare * width, font);
    plan.left = widestOfLines(plan.rowNames, font) + name_gap * em(points);
    if (!picture.rows.marks.empty()) plan.left += (mark_width + name_gap) * em(points);
    if (!picture.rows.title.isEmpty()) plan.left += line + name_gap * em(points);
    double least = std::max(line, cells.least);
    if (texts) least = std::max(least, widestLine(picture.texts, {points}) + 2 * name_gap * em(points));
    const int columns = std::max(1, static_cast<int>(picture.columns.names.size()));
    plan.gaps = gapsBefore(picture.columns, 0, columns - 1);
    const double room = std::max(least, width - plan.left - plan.gaps);
    plan.perBand = std::clamp(static_cast<int>(std::floor(room / least + 1e-6)), 1, columns);
    plan.bands = (columns + plan.perBand - 1) / plan.perBand;
    plan.perBand = (columns + plan.bands - 1) / plan.bands;
    plan.cellWidth = std::min(room / plan.perBand, std::max(cells.most, least));
    plan.leastHeight = static_cast<double>(mostLines(plan.rowNames)) * line + field_gap;
    nameColumns(plan, picture, points);
    return plan;
}

}  // namespace

double gapsBefore(const MatrixPicture::Axis& axis, qsizetype first, qsizetype name) {
    double gaps = 0;
    for (qsizetype i = first + 1; i <= name; ++i) gaps += axis.breaks(i) ? block_space : 0;
    return gaps;
}

MatrixPlan planOf(const MatrixPicture& picture, double width, double namesShare, double points,
                  CellRange cells) {
    if (!picture.texts.isEmpty()) {
        const MatrixPlan plan = planWith(picture, width, namesShare, points, cells, true);
        if (plan.bands == 1 || picture.keepTexts) return plan;
    }
    return planWith(picture, width, namesShare, points, cells, false);
}

}  // namespace regulus
