// Makes the Torch side's objects; errors of Torch come out as Error.
#pragma once

#include <memory>

#include "core/model/predictor.h"
#include "core/model/trainer.h"

namespace regulus::detail {

std::unique_ptr<Trainer> make_trainer(TrainingInput input, const TrainingOptions& options, Job& job);
std::unique_ptr<Predictor> make_predictor(std::shared_ptr<const ModelFile> model);

}  // namespace regulus::detail
