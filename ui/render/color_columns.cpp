#include "ui/render/color_columns.h"

#include "core/base/plain_number.h"

namespace regulus {

std::vector<std::string> colorColumns(const PointColors& colors) {
    std::vector<std::string> columns;
    if (colors.blended())
        for (const Legend& axis : colors.legend.axes) columns.push_back(axis.title.toStdString());
    else if (colors.legend.kind != Legend::Kind::None)
        columns.push_back(colors.legend.title.isEmpty() ? "value" : colors.legend.title.toStdString());
    return columns;
}

std::vector<std::string> colorTexts(const PointColors& colors, std::size_t point) {
    if (colors.continuous()) return {plain_number((*colors.values)[point])};
    if (colors.blended())
        return {plain_number((*colors.values)[point]), plain_number((*colors.second)[point])};
    if (colors.legend.kind == Legend::Kind::None) return {};
    return {colors.index[point] == 0 ? std::string() : colors.textAt(point).toStdString()};
}

}  // namespace regulus
