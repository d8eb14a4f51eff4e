// The heavy parts of core that a session sets to work. Tests hand in small ones, so that the session is
// tested without Torch and without waiting.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "core/base/job.h"
#include "core/embed/leiden.h"
#include "core/interpret/regulon_attention.h"
#include "core/model/predictor.h"
#include "core/model/trainer.h"
#include "core/workflow/apply_model.h"
#include "core/workflow/cell_map.h"
#include "core/workflow/finish_training.h"

namespace regulus {

struct Engine {
    std::function<std::unique_ptr<Trainer>(TrainingInput, TrainingOptions, Job&)> trainer;
    std::function<TrainingOutcome(Trainer&, const TrainingSetup&, double, bool, Job&)> finish;
    std::function<std::unique_ptr<Predictor>(std::shared_ptr<const ModelFile>)> predictor;
    std::function<RegulonAttention(Predictor&, const ModelInput&, std::span<const std::uint32_t>, Job&)>
        regulons;
    // The leading components of log-normalised expression, cells × components.
    std::function<Matrix(const MatrixSource&, const ComponentOptions&, Job&)> components;
    // A layout of points (cells × anything) by UMAP, see lay_out().
    std::function<Matrix(const Matrix&, const EmbeddingRequest&, const MapSeen&, Job&)> umap;
    // Clusters of a graph of neighbours.
    std::function<Communities(const CsrMatrix&, const LeidenOptions&, Job&)> leiden;
    // Where trainings are kept until their model is saved; "" keeps none.
    std::string trainings;

    static Engine standard();  // the real ones
};

}  // namespace regulus
