#include <algorithm>
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

// Where the cells are on one embedding.
struct Places {
    std::string key;
    const MapPicture* look;
    std::vector<std::uint32_t> at;  // a cell each; `nowhere`

    static constexpr std::uint32_t nowhere = std::uint32_t(-1);
    Places(std::string embedding, const MapPicture& picture)
        : key(std::move(embedding)), look(&picture), at(picture.points->size(), nowhere) {
        for (std::size_t i = 0; i < look->points->placed(); ++i)
            at[look->points->rows()[i]] = static_cast<std::uint32_t>(i);
    }
    bool draws(std::uint32_t cell) const {
        return at[cell] != nowhere && (!look->shown || look->shown->contains(cell));
    }
};

std::vector<Places> placesOf(std::span<const GalleryPane> panes, std::span<const MapPicture> looks) {
    std::vector<Places> places;
    for (std::size_t i = 0; i < panes.size(); ++i)
        if (looks[i].points && std::ranges::find(places, panes[i].map, &Places::key) == places.end())
            places.emplace_back(panes[i].map, looks[i]);
    return places;
}

// What the panes are coloured by, each once.
std::vector<const GalleryPane*> coloredBy(std::span<const GalleryPane> panes) {
    std::vector<const GalleryPane*> by;
    const bool one = panes.front().group.has_value();
    for (const GalleryPane& pane : panes) {
        const bool known =
            std::ranges::any_of(by, [&](const GalleryPane* other) { return other->data == pane.data; });
        if (!known && !pane.data->title.isEmpty() && (!one || by.empty())) by.push_back(&pane);
    }
    return by;
}

}  // namespace

FigureNumbers galleryNumbers(std::span<const GalleryPane> panes, std::span<const MapPicture> looks,
                             const std::vector<std::string>& cells, const std::string& groups,
                             const Categorical* column) {
    FigureNumbers out;
    if (panes.empty()) return out;
    const std::vector<Places> places = placesOf(panes, looks);
    if (places.empty()) return out;
    const bool split = panes.front().group.has_value();
    const std::vector<const GalleryPane*> by = coloredBy(panes);
    out.columns = {"cell"};
    for (const Places& place : places)
        for (const char* direction : {"x", "y"})
            out.columns.push_back(places.size() == 1 ? direction : place.key + ' ' + direction);
    for (const GalleryPane* pane : by) addNames(*pane->data, pane->data->title, out.columns);
    if (split) out.columns.push_back(groups);
    for (std::uint32_t cell = 0; cell < places.front().at.size(); ++cell) {
        if (std::ranges::none_of(places, [&](const Places& place) { return place.draws(cell); })) continue;
        std::vector<std::string> line{cells.at(cell)};
        for (const Places& place : places) {
            const bool drawn = place.draws(cell);
            const SpatialGrid& points = *place.look->points;
            line.push_back(drawn ? plain_number(points.x()[place.at[cell]]) : std::string());
            line.push_back(drawn ? plain_number(points.y()[place.at[cell]]) : std::string());
        }
        for (const GalleryPane* pane : by) addValues(*pane->data, cell, line);
        if (split) line.push_back(groupOf(column, cell));
        out.rows.push_back(std::move(line));
    }
    return out;
}

}  // namespace regulus
