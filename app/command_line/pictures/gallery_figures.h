// Maps side by side for `figure`: of names, or of the groups of a column.
#pragma once

#include "app/command_line/pictures/figure_scenes.h"

namespace CLI {
class App;
}

namespace regulus {

struct GalleryArguments {
    std::vector<std::string> names;
    bool one_scale = false;
};
void declare_gallery(CLI::App& app, GalleryArguments& arguments);

// Throws Error(Usage) for arguments that this view would not look at, and for a gallery of nothing.
void check_gallery(const std::string& view, const GalleryArguments& arguments, const std::string& split,
                   const std::string& color);

// One for each name, as parse_coloring() reads it; without names that of `color` alone. Throws as that does.
std::vector<Coloring> gallery_colorings(const FigureSubject& subject, const GalleryArguments& arguments,
                                        const std::string& color);

// `split` "": a map a colouring; else a map a group of that column, coloured by the one colouring. Throws
// Error(Usage) for a column that is not there, as resolve() does, Cancelled.
MadeFigure gallery_figure(const FigureSubject& subject, const ShownEmbedding& map,
                          const std::vector<Coloring>& colorings, const std::string& split, bool one_scale,
                          const QString& title, Job& job);

}  // namespace regulus
