#include "ui/figures/triptych.h"

#include <array>

#include "ui/figures/map_figure.h"
#include "ui/figures/map_look.h"
#include "ui/figures/panels_figure.h"

namespace regulus {

std::vector<std::shared_ptr<EmbeddingScene>> triptychScenes(const ShownEmbedding& map,
                                                            const ColorInputs& inputs,
                                                            const ViewSettings& view, const std::string& tf,
                                                            bool simulated, Job& job) {
    const std::array colorings{Coloring::gene(tf), Coloring::regulon(tf, RegulonMeasure::Activity),
                               Coloring::regulon(tf, RegulonMeasure::TfAttention)};
    std::vector<std::shared_ptr<EmbeddingScene>> scenes;
    for (const Coloring& coloring : colorings) {
        const auto done = static_cast<double>(scenes.size());
        PartJob part(job, done / colorings.size(), (done + 1) / colorings.size());
        const ColorData data = resolve(coloring, inputs, part);
        auto scene = std::make_shared<EmbeddingScene>();
        scene->setPoints(map.grid);
        scene->setNames({inputs.dataset, &inputs.dataset->obs.index});
        scene->setColors(*data.points);
        dress(*scene, {&map, data.title, view, simulated});
        scenes.push_back(std::move(scene));
    }
    return scenes;
}

std::shared_ptr<const Figure> triptychFigure(const std::string& tf,
                                             const std::vector<std::shared_ptr<EmbeddingScene>>& scenes) {
    std::vector<std::shared_ptr<const Figure>> panels;
    for (const auto& scene : scenes) panels.push_back(std::make_shared<MapFigure>(scene->picture()));
    return std::make_shared<PanelsFigure>(QString::fromStdString(tf), std::move(panels));
}

}  // namespace regulus
