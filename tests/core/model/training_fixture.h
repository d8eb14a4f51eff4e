// A small simulated training, quick enough for tests.
#pragma once

#include "core/model/trainer.h"
#include "core/simulate/regulatory_simulator.h"
#include "core/workflow/training_setup.h"

namespace regulus::test {

inline Simulation small_simulation() {
    SimulationOptions options;
    options.cells = 400;
    options.genes = 160;
    options.tfs = 16;
    options.cell_types = 3;
    options.donors = 4;
    Job job;
    return simulate(options, job);
}

inline TrainingSetup small_setup(const Simulation& simulation) {
    TrainingRequest request;
    request.label_column = "cell_type";
    Job job;
    return prepare_training(*simulation.dataset, simulation.prior, request, job);
}

inline TrainingOptions small_options() {
    TrainingOptions options = options_for(Preset::Standard, ReadMode::Genes);
    options.model.width = 16;
    options.model.heads = 2;
    options.model.feed_forward = 16;
    options.pretraining_epochs = 2;
    options.epochs = 2;
    return options;
}

}  // namespace regulus::test
