#include "ui/figures/gallery/gallery_panes.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "core/base/cell_loop.h"
#include "core/base/heavy_work.h"

namespace regulus {
namespace {

using ScaleName = std::pair<ColorSource, QString>;  // values that mean the same have the same unit

std::optional<ScaleName> scaleName(const ColorData& data) {
    const ColorSource source = data.coloring.source;
    const bool comparable = source == ColorSource::Gene || source == ColorSource::Regulon;
    return comparable && data.continuous() ? std::optional(ScaleName{source, data.unit}) : std::nullopt;
}

// From the lowest to the highest end of the scales that each would have alone.
std::map<ScaleName, ColorRange> sharedRanges(const std::vector<GalleryPane>& panes) {
    std::map<ScaleName, ColorRange> ranges;
    for (const GalleryPane& pane : panes) {
        const auto name = scaleName(*pane.data);
        if (!name) continue;
        const Legend& legend = pane.data->points->legend;
        const auto [at, fresh] = ranges.emplace(*name, ColorRange{legend.low, legend.high});
        if (fresh) continue;
        at->second.low = std::min(at->second.low, legend.low);
        at->second.high = std::max(at->second.high, legend.high);
    }
    return ranges;
}

void share(std::vector<GalleryPane>& panes, ColorMap map, Job& job) {
    const auto ranges = sharedRanges(panes);
    for (GalleryPane& pane : panes) {
        job.checkpoint();
        const auto name = scaleName(*pane.data);
        if (!name) continue;
        pane.colors = std::make_shared<const PointColors>(
            pointColors(*pane.data, pane.data->values.size(), map, ranges.at(*name)));
        pane.drawn = pane.colors;
    }
}

std::shared_ptr<const PointColors> onlyOf(const PointColors& colors, const CellSet& own) {
    auto drawn = std::make_shared<PointColors>(colors);
    for (std::size_t cell = 0; cell < drawn->index.size(); ++cell)
        if (!own.contains(cell)) drawn->index[cell] = PointColors::missing;
    return drawn;
}

}  // namespace

std::vector<Coloring> triptychOf(const std::string& tf) {
    return {Coloring::gene(tf), Coloring::regulon(tf, RegulonMeasure::Activity),
            Coloring::regulon(tf, RegulonMeasure::TfAttention)};
}

std::vector<GalleryPane> colorPanes(std::span<const Coloring> colorings, const ColorInputs& inputs,
                                    GalleryScale scale, std::span<const GalleryPane> before, Job& job) {
    std::vector<GalleryPane> panes;
    const double n = static_cast<double>(colorings.size());
    for (const Coloring& coloring : colorings) {
        job.checkpoint();
        const double done = static_cast<double>(panes.size());
        PartJob reading(job, done / n, (done + 1) / n);
        const auto known = std::ranges::find_if(
            before, [&](const GalleryPane& pane) { return pane.data->coloring == coloring; });
        GalleryPane pane;
        pane.data = known != before.end()
                        ? known->data
                        : std::make_shared<const ColorData>(resolve(coloring, inputs, reading));
        pane.title = pane.data->title;
        pane.italic = pane.data->points->legend.italicTitle;
        pane.colors = pane.drawn = pane.data->points;
        panes.push_back(std::move(pane));
    }
    if (scale == GalleryScale::Shared) share(panes, inputs.map, job);
    return panes;
}

namespace {

// Of those cells by code.
std::vector<std::size_t> sizesAmong(const Categorical& column, const CellSet& placed) {
    std::vector<std::size_t> sizes(column.categories.size());
    for (std::size_t cell = 0; cell < column.codes.size(); ++cell)
        if (column.codes[cell] >= 0 && placed.contains(cell))
            ++sizes[static_cast<std::size_t>(column.codes[cell])];
    return sizes;
}

}  // namespace

std::size_t groupsAmong(const Categorical& column, const CellSet& placed) {
    const std::vector<std::size_t> sizes = sizesAmong(column, placed);
    return static_cast<std::size_t>(std::ranges::count_if(sizes, [](std::size_t n) { return n > 0; }));
}

CellSet placedCells(const SpatialGrid& grid) {
    CellSet cells(grid.size());
    for (const std::uint32_t row : grid.rows()) cells.insert(row);
    return cells;
}

std::string groupPaneName(const std::string& column, const std::string& group) {
    return column + '=' + group;
}

std::vector<GalleryPane> splitPanes(const std::string& name, const Categorical& column,
                                    const std::shared_ptr<const ColorData>& data, const CellSet& placed,
                                    Job& job) {
    begin_heavy_work("gallery");
    const std::size_t cells = column.codes.size();
    const std::vector<std::size_t> sizes = sizesAmong(column, placed);
    std::vector<GalleryPane> panes;
    for (std::size_t k = 0; k < sizes.size() && panes.size() < most_gallery_panes; ++k) {
        if (sizes[k] == 0) continue;
        job.checkpoint();
        GalleryPane pane;
        pane.name = groupPaneName(name, column.categories[k]);
        pane.title = QString::fromStdString(column.categories[k]);
        pane.data = data;
        pane.colors = data->points;
        pane.group = cells_where(
            cells, [&](std::size_t cell) { return column.codes[cell] == static_cast<std::int32_t>(k); });
        pane.own = *pane.group & placed;
        pane.drawn = onlyOf(*pane.colors, *pane.own);
        panes.push_back(std::move(pane));
    }
    return panes;
}

std::vector<GalleryPane> placePanes(const std::vector<GalleryPane>& panes, const PanePlaces& places,
                                    Job& job) {
    std::vector<GalleryPane> placed;
    for (const GalleryPane& pane : panes) {
        job.checkpoint();
        const auto found = places.find(pane.name);
        if (found == places.end() || found->second.empty()) {
            placed.push_back(pane);
            continue;
        }
        for (const PanePlace& place : found->second) {
            GalleryPane there = pane;
            there.map = place.key;
            if (pane.group && !place.key.empty() && place.grid) {
                there.own = *pane.group & placedCells(*place.grid);
                there.drawn = onlyOf(*pane.colors, *there.own);
            }
            placed.push_back(std::move(there));
        }
    }
    if (placed.size() > most_gallery_panes) placed.resize(most_gallery_panes);
    return placed;
}

}  // namespace regulus
