#include "app/command_line/pictures/gallery_figures.h"

#include <CLI/CLI.hpp>

#include "core/base/error.h"
#include "ui/figures/gallery/gallery_figure.h"
#include "ui/figures/map_look.h"

namespace regulus {
namespace {

// What the maps have in common.
MapPicture look_of(const FigureSubject& subject, const ShownEmbedding& map) {
    EmbeddingScene scene;
    scene.setPoints(map.grid);
    dress(scene, {&map, {}, {}, false});
    MapPicture look = galleryLook(scene.picture());
    look.selected = CellSet(subject.opened.dataset->cells());
    return look;
}

std::vector<GalleryPane> split_panes(const FigureSubject& subject, const SpatialGrid& map,
                                     const std::string& column, const Coloring& coloring, Job& job) {
    const auto found = subject.opened.categories.find(column);
    if (found == subject.opened.categories.end()) {
        if (subject.opened.dataset->obs.find(column) == nullptr)
            throw Error(ErrorKind::Usage, "obs has no column '" + column + "'");
        throw Error(ErrorKind::Data, "Column '" + column + "' does not define groups");
    }
    const auto data = std::make_shared<const ColorData>(resolve(coloring, color_inputs(subject), job));
    if (data->tooManyCategories)
        throw Error(ErrorKind::Data, "Column '" + coloring.name + "' has too many values to be coloured by");
    const CellSet placed = placedCells(map);
    if (const std::size_t groups = groupsAmong(*found->second, placed); groups > most_gallery_panes)
        throw Error(ErrorKind::Usage,
                    "Column '" + column + "' has " + std::to_string(groups) +
                        " groups, and a gallery at most " + std::to_string(most_gallery_panes) + " maps",
                    {}, "Split by a column with fewer groups");
    return splitPanes(*found->second, data, placed, job);
}

}  // namespace

void declare_gallery(CLI::App& app, GalleryArguments& arguments) {
    app.add_option("--names", arguments.names, "Gallery: a map for each, named as for --color-by")
        ->delimiter(',')
        ->type_name("A,B,C");
    app.add_flag("--one-scale", arguments.one_scale,
                 "Gallery: genes on one scale, and each measure of regulons on another");
}

void check_gallery(const std::string& view, const GalleryArguments& arguments, const std::string& split,
                   const std::string& color) {
    if (view != "gallery") {
        if (arguments.names.empty() && !arguments.one_scale) return;
        throw Error(ErrorKind::Usage, "--names and --one-scale do nothing for the view " + view, {},
                    "Add --view gallery, or leave them out");
    }
    if (arguments.names.empty() == split.empty())
        throw Error(ErrorKind::Usage, "A gallery shows either names or the groups of a column", {},
                    "Give --names or --split-by");
    if (!arguments.names.empty() && !color.empty())
        throw Error(ErrorKind::Usage, "--color-by does nothing for a gallery of names", {},
                    "Leave it out, or give --split-by in place of --names");
    if (arguments.one_scale && !split.empty())
        throw Error(ErrorKind::Usage, "--one-scale does nothing for a gallery of groups", {},
                    "Leave it out: the groups have one scale");
    if (arguments.names.size() > most_gallery_panes)
        throw Error(ErrorKind::Usage, "A gallery has at most " + std::to_string(most_gallery_panes) + " maps",
                    {}, "Give fewer names");
}

std::vector<Coloring> gallery_colorings(const FigureSubject& subject, const GalleryArguments& arguments,
                                        const std::string& color) {
    if (arguments.names.empty()) return {parse_coloring(subject, color)};
    std::vector<Coloring> colorings;
    for (const std::string& name : arguments.names) colorings.push_back(parse_coloring(subject, name));
    return colorings;
}

MadeFigure gallery_figure(const FigureSubject& subject, const ShownEmbedding& map,
                          const std::vector<Coloring>& colorings, const std::string& split, bool one_scale,
                          const QString& title, Job& job) {
    const auto panes = std::make_shared<const std::vector<GalleryPane>>(
        split.empty() ? colorPanes(colorings, color_inputs(subject),
                                   one_scale ? GalleryScale::Shared : GalleryScale::Own, {}, job)
                      : split_panes(subject, *map.grid, split, colorings.front(), job));
    const MapPicture look = look_of(subject, map);
    GalleryPicture picture;
    picture.title = title;
    picture.simulated = simulated(subject);
    for (const GalleryPane& pane : *panes) picture.maps.push_back(galleryMap(pane, look));
    const auto dataset = subject.opened.dataset;
    const auto column = split.empty() ? nullptr : subject.opened.categories.at(split);
    return {nullptr, std::make_unique<GalleryFigure>(std::move(picture)),
            [panes, look, dataset, split, column] {
                return galleryNumbers(*panes, look, dataset->obs.index, split, column.get());
            }};
}

}  // namespace regulus
