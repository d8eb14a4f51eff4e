// The real engine: Torch's module, principal components and UMAP.
#include "core/base/user_folder.h"
#include "ui/session/engine.h"

namespace regulus {

Engine Engine::standard() {
    Engine engine;
    engine.trainer = &Trainer::create;
    engine.finish = &finish_training;
    engine.predictor = &Predictor::create;
    engine.regulons = [](Predictor& predictor, const ModelInput& input, std::span<const std::uint32_t> rows,
                         Job& job) {
        return regulon_attention(predictor, *input.expression, input.match, rows, {}, job);
    };
    engine.components = &leading_components;
    engine.umap = &lay_out;
    engine.leiden = &regulus::leiden;
    engine.trainings = user_folder(UserFolder::Data, "trainings");
    return engine;
}

}  // namespace regulus
