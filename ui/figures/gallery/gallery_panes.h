// A gallery: maps of the same cells beside each other, each coloured by something else, or each about the
// cells of one group while the others step back. What the maps are, for the window, for figures and for the
// command line.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/cell_set.h"
#include "ui/figures/color_resolver.h"
#include "ui/render/spatial_grid.h"

namespace regulus {

inline constexpr std::size_t most_gallery_panes = 36;

struct GalleryPane {
    std::string name;        // by which its embedding is chosen: as it was asked for, or COLUMN=GROUP
    std::string map;         // ShownEmbedding::key of that; "": that of the map
    bool embedding = false;  // it is about that, coloured as the map is
    QString title;           // "MS4A1", "donor 1", "t-SNE"
    bool italic = false;
    std::shared_ptr<const ColorData> data;      // what the colours are made of
    std::shared_ptr<const PointColors> colors;  // one a cell, on the scale chosen
    std::optional<CellSet> group;               // the cells it is about; nullopt: all
    std::optional<CellSet> own;                 // those of them that have a place on its map
    std::shared_ptr<const PointColors> drawn;   // colours; of cells that are not its own that of no value
};

enum class GalleryScale {
    Own,     // each map between its own lowest and highest values
    Shared,  // genes on one scale, each measure of regulons on another; columns and blends keep their own
};

// A TF's own mRNA, its activity, and attention to it.
std::vector<Coloring> triptychOf(const std::string& tf);

// A map each, in this order, of which those of `before` that are made of the same are taken over: they must
// come from the same inputs. Progress 0..1; throws as resolve() does.
std::vector<GalleryPane> colorPanes(std::span<const Coloring> colorings, const ColorInputs& inputs,
                                    GalleryScale scale, std::span<const GalleryPane> before, Job& job);

// A map of each value of the column, called `name`, that a cell of `placed` has, coloured by `data` of all
// cells, at most most_gallery_panes. A pass over the cells a map; throws Cancelled.
std::vector<GalleryPane> splitPanes(const std::string& name, const Categorical& column,
                                    const std::shared_ptr<const ColorData>& data, const CellSet& placed,
                                    Job& job);
// By which the embedding of a group is chosen.
std::string groupPaneName(const std::string& column, const std::string& group);
// On which embeddings a pane is shown, by its name: their keys and places.
struct PanePlace {
    std::string key;  // "": of the map
    std::shared_ptr<const SpatialGrid> grid;
};
using PanePlaces = std::map<std::string, std::vector<PanePlace>>;
// Each once for every place of its name, those without one as they are; at most most_gallery_panes.
std::vector<GalleryPane> placePanes(const std::vector<GalleryPane>& panes, const PanePlaces& places,
                                    Job& job);
// How many values those cells have.
std::size_t groupsAmong(const Categorical& column, const CellSet& placed);
// The cells that have a place on the map.
CellSet placedCells(const SpatialGrid& grid);

}  // namespace regulus
