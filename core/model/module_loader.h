// Opens the Torch module when a model is first needed: linking it would cost every start 0.4 s.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/model/predictor.h"
#include "core/model/process_group.h"
#include "core/model/trainer.h"

namespace regulus {

// The functions of the module. Throws Error(Internal) when it cannot be opened.
struct TorchModule {
    Trainer* (*make_trainer)(TrainingInput*, const TrainingOptions*, Job*) = nullptr;
    Predictor* (*make_predictor)(const std::shared_ptr<const ModelFile>*) = nullptr;
    Ranks* (*join_ranks)(const RankPlace*, Job*) = nullptr;
    void (*usable_gpus)(std::vector<std::string>*) = nullptr;
};
const TorchModule& torch_module();

}  // namespace regulus
