// Maps side by side for `figure`: of names, of the groups of a column, or of several embeddings.
#pragma once

#include <map>

#include "app/command_line/pictures/figure_scenes.h"

namespace CLI {
class App;
}

namespace regulus {

struct GalleryArguments {
    std::vector<std::string> names;
    bool one_scale = false;
    std::vector<std::string> embeddings;  // every map on each of them
    std::vector<std::string> on;          // "NAME=EMBEDDING"
};
void declare_gallery(CLI::App& app, GalleryArguments& arguments);

// `embedding`: --embedding. Throws Error(Usage) for arguments that this view would not look at, and for a
// gallery of nothing.
void check_gallery(const std::string& view, const GalleryArguments& arguments, const std::string& split,
                   const std::string& color, const std::string& embedding);

// One for each name, as parse_coloring() reads it; without names that of `color` alone. Throws as that does.
std::vector<Coloring> gallery_colorings(const FigureSubject& subject, const GalleryArguments& arguments,
                                        const std::string& color);

// Where the maps are. Throws as choose_map() does, and Error(Usage) for --on of a name that is not shown.
struct GalleryMaps {
    ShownEmbedding usual;
    std::vector<ShownEmbedding> beside;                     // of every map; empty: the usual one
    std::map<std::string, std::vector<ShownEmbedding>> on;  // of maps by name
};
GalleryMaps gallery_maps(const FigureSubject& subject, const GalleryArguments& arguments,
                         const MapChoice& choice, const std::string& split, Job& job);

struct GalleryPlan {
    std::vector<Coloring> colorings;
    std::vector<std::string> names;  // of them; empty: one colouring, of groups or of embeddings side by side
    std::string split;               // the column of the groups; "": none
    bool one_scale = false;
    QString title;
};
// A map a colouring; or a map a group of the column, or an embedding, coloured by the one colouring. Throws
// Error(Usage) for a column that is not there, as resolve() does, Cancelled.
MadeFigure gallery_figure(const FigureSubject& subject, const GalleryMaps& maps, const GalleryPlan& plan,
                          Job& job);

}  // namespace regulus
