#include <cmath>

#include "core/base/plain_number.h"
#include "ui/figures/gallery/gallery_figure.h"

namespace regulus {
namespace {

void addNames(const ColorData& data, const QString& title, std::vector<std::string>& columns) {
    if (!data.blended()) return columns.push_back(title.toStdString());
    for (const auto& part : data.parts) columns.push_back(part->title.toStdString());
}

std::string valueAt(const ColorData& data, std::uint32_t cell) {
    if (data.continuous()) {
        const float value = data.values[cell];
        return std::isnan(value) ? std::string() : plain_number(value);
    }
    if (!data.categorical()) return {};
    const std::int32_t code = data.categories.codes[cell];
    return code < 0 ? std::string() : data.categories.categories[static_cast<std::size_t>(code)];
}

void addValues(const ColorData& data, std::uint32_t cell, std::vector<std::string>& line) {
    if (!data.blended()) return line.push_back(valueAt(data, cell));
    for (const auto& part : data.parts) line.push_back(valueAt(*part, cell));
}

std::string groupOf(const Categorical* column, std::uint32_t cell) {
    const std::int32_t code = column == nullptr ? -1 : column->codes[cell];
    return code < 0 ? std::string() : column->categories[static_cast<std::size_t>(code)];
}

}  // namespace

FigureNumbers galleryNumbers(std::span<const GalleryPane> panes, const MapPicture& look,
                             const std::vector<std::string>& cells, const std::string& groups,
                             const Categorical* column) {
    FigureNumbers out;
    if (panes.empty() || !look.points) return out;
    const bool split = panes.front().own.has_value();
    out.columns = {"cell", "x", "y"};
    if (split) {
        if (const QString& by = panes.front().data->title; !by.isEmpty())
            addNames(*panes.front().data, by, out.columns);
        out.columns.push_back(groups);
    } else {
        for (const GalleryPane& pane : panes) addNames(*pane.data, pane.title, out.columns);
    }
    const SpatialGrid& points = *look.points;
    std::vector<std::uint32_t> at(points.size(), std::uint32_t(-1));
    for (std::size_t i = 0; i < points.placed(); ++i) at[points.rows()[i]] = static_cast<std::uint32_t>(i);
    for (std::uint32_t cell = 0; cell < at.size(); ++cell) {
        if (at[cell] == std::uint32_t(-1) || (look.shown && !look.shown->contains(cell))) continue;
        std::vector<std::string> line{cells.at(cell), plain_number(points.x()[at[cell]]),
                                      plain_number(points.y()[at[cell]])};
        if (split) {
            if (!panes.front().data->title.isEmpty()) addValues(*panes.front().data, cell, line);
            line.push_back(groupOf(column, cell));
        } else {
            for (const GalleryPane& pane : panes) addValues(*pane.data, cell, line);
        }
        out.rows.push_back(std::move(line));
    }
    return out;
}

}  // namespace regulus
