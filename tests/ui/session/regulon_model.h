// A model that reads regulons, trained on regulonCells() in a moment.
#pragma once

#include "core/workflow/finish_training.h"
#include "tests/ui/session/regulon_cells.h"

namespace regulus::test {

inline std::shared_ptr<const ModelFile> regulonModel() {
    Job job;
    TrainingRequest request;
    request.label_column = "group";
    const TrainingSetup setup = prepare_training(*regulonCells(), *regulonPrior(), request, job);
    const auto trainer = Trainer::create(setup.input, options_for(Preset::Standard), job);
    return finish_training(*trainer, setup, 0, false, job).model;
}

}  // namespace regulus::test
