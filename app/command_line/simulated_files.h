// Files of a simulation: its prior and its truth.
#pragma once

#include <string>

#include "core/simulate/regulatory_simulator.h"

namespace regulus {

// CollecTRI's layout (source,target,weight): the true edges, and with `decoys` as many decoy edges.
void write_simulated_prior(const SimulationTruth& truth, bool decoys, const std::string& path);
// tf,target,sign,strength,kind with kind true or decoy.
void write_simulated_edges(const SimulationTruth& truth, const std::string& path);
// cell_type,tf,log_activity,disease_shift.
void write_simulated_activity(const SimulationTruth& truth, const std::string& path);

}  // namespace regulus
