#include "ui/figures/space_numbers.h"

#include <cmath>

#include "core/base/plain_number.h"
#include "ui/render/color_columns.h"

namespace regulus {

FigureNumbers spaceNumbers(const Matrix& places, const PointColors& colors,
                           std::span<const std::uint32_t> cells, const std::vector<std::string>& names,
                           const QStringList& directions) {
    FigureNumbers out;
    out.columns = {"cell"};
    for (const QString& direction : directions) out.columns.push_back(direction.toStdString());
    for (std::string& column : colorColumns(colors)) out.columns.push_back(std::move(column));
    for (const std::uint32_t cell : cells) {
        const float x = places(cell, 0), y = places(cell, 1), z = places(cell, 2);
        if (!std::isfinite(x) || !std::isfinite(y) || !std::isfinite(z)) continue;
        std::vector<std::string> line{names[cell], plain_number(x), plain_number(y), plain_number(z)};
        for (std::string& text : colorTexts(colors, cell)) line.push_back(std::move(text));
        out.rows.push_back(std::move(line));
    }
    return out;
}

}  // namespace regulus
