// Files of a simulation: its cells, its prior and its truth.
#pragma once

#include <string>

#include "core/base/job.h"
#include "core/simulate/regulatory_simulator.h"

namespace regulus {

// All cells as .h5ad, piece by piece: memory holds a few pieces and the annotation. Cancelled leaves nothing.
void write_simulated_data(const RegulatorySimulator& simulator, const std::string& path, Job& job);
// CollecTRI's layout (source,target,weight): the true edges, and with `decoys` as many decoy edges.
void write_simulated_prior(const SimulationTruth& truth, bool decoys, const std::string& path);
// tf,target,sign,strength,kind with kind true or decoy.
void write_simulated_edges(const SimulationTruth& truth, const std::string& path);
// cell_type,tf,log_activity,disease_shift.
void write_simulated_activity(const SimulationTruth& truth, const std::string& path);

}  // namespace regulus
