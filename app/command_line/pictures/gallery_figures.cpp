#include "app/command_line/pictures/gallery_figures.h"

#include <CLI/CLI.hpp>
#include <algorithm>

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
    return splitPanes(column, *found->second, data, placed, job);
}

// One for each embedding.
std::vector<GalleryPane> beside_panes(const FigureSubject& subject, const GalleryMaps& maps,
                                      const Coloring& coloring, Job& job) {
    const auto data = std::make_shared<const ColorData>(resolve(coloring, color_inputs(subject), job));
    std::vector<GalleryPane> panes;
    for (const ShownEmbedding& map : maps.beside) {
        GalleryPane pane;
        pane.map = map.key;
        pane.embedding = true;
        pane.title = map.title;
        pane.data = data;
        pane.colors = pane.drawn = data->points;
        panes.push_back(std::move(pane));
    }
    return panes;
}

PanePlaces places_of(const std::vector<GalleryPane>& panes, const GalleryMaps& maps,
                     const std::string& split) {
    PanePlaces places;
    const auto put = [&](const std::string& name, const ShownEmbedding& map) {
        places[name].push_back({map.key, map.grid});
    };
    for (const GalleryPane& pane : panes)
        for (const ShownEmbedding& map : maps.beside) put(pane.name, map);
    for (const auto& [name, those] : maps.on)
        for (const ShownEmbedding& map : those) put(split.empty() ? name : groupPaneName(split, name), map);
    return places;
}

// With the keys of their maps.
std::vector<GalleryPane> panes_of(const FigureSubject& subject, const GalleryMaps& maps,
                                  const GalleryPlan& plan, Job& job) {
    std::vector<GalleryPane> panes;
    if (plan.names.empty() && plan.split.empty()) {
        panes = beside_panes(subject, maps, plan.colorings.front(), job);
    } else if (!plan.split.empty()) {
        panes = split_panes(subject, *maps.usual.grid, plan.split, plan.colorings.front(), job);
    } else {
        panes = colorPanes(plan.colorings, color_inputs(subject),
                           plan.one_scale ? GalleryScale::Shared : GalleryScale::Own, {}, job);
        for (std::size_t i = 0; i < panes.size(); ++i) panes[i].name = plan.names[i];
    }
    if (panes.size() * std::max<std::size_t>(1, maps.beside.size()) > most_gallery_panes &&
        !panes.front().embedding)
        throw Error(ErrorKind::Usage, "A gallery has at most " + std::to_string(most_gallery_panes) + " maps",
                    {}, "Give fewer names or embeddings");
    if (panes.empty() || !panes.front().embedding)
        panes = placePanes(panes, places_of(panes, maps, plan.split), job);
    for (GalleryPane& pane : panes)
        if (pane.map.empty()) pane.map = maps.usual.key;
    return panes;
}

const ShownEmbedding& map_of(const GalleryPane& pane, const GalleryMaps& maps) {
    for (const ShownEmbedding& map : maps.beside)
        if (map.key == pane.map) return map;
    for (const auto& [name, those] : maps.on)
        for (const ShownEmbedding& map : those)
            if (map.key == pane.map) return map;
    return maps.usual;
}

}  // namespace

void declare_gallery(CLI::App& app, GalleryArguments& arguments) {
    app.add_option("--names", arguments.names, "Gallery: a map for each, named as for --color-by")
        ->delimiter(',')
        ->type_name("A,B,C");
    app.add_flag("--one-scale", arguments.one_scale,
                 "Gallery: genes on one scale, and each measure of regulons on another");
    app.add_option(
           "--embeddings", arguments.embeddings,
           "Gallery: these embeddings side by side, such as X_umap,X_tsne; with --names or --split-by "
           "each map on each of them")
        ->delimiter(',')
        ->type_name("A,B");
    app.add_option("--on", arguments.on,
                   "Gallery: the map of this name or group on another embedding; may be given again")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->type_name("NAME=EMBEDDING");
}

void check_gallery(const std::string& view, const GalleryArguments& arguments, const std::string& split,
                   const std::string& color, const std::string& embedding) {
    if (view != "gallery") {
        if (arguments.names.empty() && !arguments.one_scale && arguments.embeddings.empty() &&
            arguments.on.empty())
            return;
        throw Error(ErrorKind::Usage,
                    "--names, --one-scale, --embeddings and --on do nothing for the view " + view, {},
                    "Add --view gallery, or leave them out");
    }
    if (!arguments.names.empty() && !split.empty())
        throw Error(ErrorKind::Usage, "A gallery shows either names or the groups of a column", {},
                    "Give --names or --split-by");
    if (arguments.names.empty() && split.empty() && arguments.embeddings.empty())
        throw Error(ErrorKind::Usage,
                    "A gallery shows names, the groups of a column, or embeddings side by side", {},
                    "Give --names, --split-by or --embeddings");
    if (!arguments.embeddings.empty() && (!embedding.empty() || !arguments.on.empty()))
        throw Error(ErrorKind::Usage, "--embeddings excludes --embedding and --on", {},
                    "Name all embeddings with --embeddings, or some maps' with --on");
    if (!arguments.names.empty() && !color.empty())
        throw Error(ErrorKind::Usage, "--color-by does nothing for a gallery of names", {},
                    "Leave it out, or give --split-by in place of --names");
    if (arguments.one_scale && arguments.names.empty())
        throw Error(ErrorKind::Usage, "--one-scale does nothing for a gallery of groups or embeddings", {},
                    "Leave it out: they have one scale");
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

GalleryMaps gallery_maps(const FigureSubject& subject, const GalleryArguments& arguments,
                         const MapChoice& choice, const std::string& split, Job& job) {
    GalleryMaps maps;
    const auto named = [&](const std::string& key) {
        return choose_map(subject, {key, choice.request}, job);
    };
    for (const std::string& key : arguments.embeddings) {
        if (std::ranges::find(maps.beside, key, &ShownEmbedding::key) != maps.beside.end())
            throw Error(ErrorKind::Usage, "--embeddings names '" + key + "' twice", {}, "Name each once");
        maps.beside.push_back(named(key));
    }
    maps.usual = maps.beside.empty() ? choose_map(subject, choice, job) : maps.beside.front();
    for (const std::string& pair : arguments.on) {
        const std::size_t at = pair.rfind('=');
        if (at == std::string::npos || at == 0)
            throw Error(ErrorKind::Usage, "--on '" + pair + "' is not NAME=EMBEDDING", {},
                        "Write it as MS4A1=X_tsne");
        const std::string name = pair.substr(0, at);
        if (split.empty() && std::ranges::find(arguments.names, name) == arguments.names.end())
            throw Error(ErrorKind::Usage, "--on names '" + name + "', which is not among --names", {},
                        "Write it as it is there");
        if (!split.empty() && subject.opened.categories.contains(split) &&
            std::ranges::find(subject.opened.categories.at(split)->categories, name) ==
                subject.opened.categories.at(split)->categories.end())
            throw Error(ErrorKind::Usage, "Column '" + split + "' has no group '" + name + "'");
        maps.on[name].push_back(named(pair.substr(at + 1)));
    }
    return maps;
}

MadeFigure gallery_figure(const FigureSubject& subject, const GalleryMaps& maps, const GalleryPlan& plan,
                          Job& job) {
    const auto panes = std::make_shared<const std::vector<GalleryPane>>(panes_of(subject, maps, plan, job));
    const bool several =
        std::ranges::any_of(*panes, [&](const GalleryPane& pane) { return pane.map != panes->front().map; });
    std::map<std::string, MapPicture> looks;  // by key of a map
    GalleryPicture picture;
    picture.title = plan.title;
    picture.simulated = simulated(subject);
    for (const GalleryPane& pane : *panes) {
        const ShownEmbedding& map = map_of(pane, maps);
        if (!looks.contains(pane.map)) looks.emplace(pane.map, look_of(subject, map));
        picture.maps.push_back(
            galleryMap(pane, looks.at(pane.map), several && !pane.embedding ? map.title : QString()));
    }
    const auto dataset = subject.opened.dataset;
    const auto column = plan.split.empty() ? nullptr : subject.opened.categories.at(plan.split);
    return {nullptr, std::make_unique<GalleryFigure>(std::move(picture)),
            [panes, looks = std::move(looks), dataset, split = plan.split, column] {
                std::vector<MapPicture> each;
                for (const GalleryPane& pane : *panes) each.push_back(looks.at(pane.map));
                return galleryNumbers(*panes, each, dataset->obs.index, split, column.get());
            }};
}

}  // namespace regulus
