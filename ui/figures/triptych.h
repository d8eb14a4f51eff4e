// A TF on one map three times: its own mRNA, its activity, attention to it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ui/figures/color_resolver.h"
#include "ui/figures/figure.h"
#include "ui/figures/view_settings.h"
#include "ui/render/embedding_scene.h"

namespace regulus {

// From the left. `map` has a grid; `inputs` has readings of TFs. A job's work; throws what resolve() throws.
std::vector<std::shared_ptr<EmbeddingScene>> triptychScenes(const ShownEmbedding& map,
                                                            const ColorInputs& inputs,
                                                            const ViewSettings& view, const std::string& tf,
                                                            bool simulated, Job& job);
std::shared_ptr<const Figure> triptychFigure(const std::string& tf,
                                             const std::vector<std::shared_ptr<EmbeddingScene>>& scenes);

}  // namespace regulus
