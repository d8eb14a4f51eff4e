// Whether a prior is the one that a model learned from.
#pragma once

#include "core/model/model_file.h"
#include "core/prior/regulatory_network.h"

namespace regulus {

// Whether the model learned from another file than this prior's, or from other edges of it, or there is no
// prior; of a model whose prior was never a file this cannot be told, and is false.
bool another_prior(const RegulatoryNetwork* prior, const TrainingRecord& record);

}  // namespace regulus
