// The names that TFs will go by, before any cell is read: what a person names is checked at once.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/model/model_file.h"
#include "core/prior/regulatory_network.h"

namespace regulus {

// Of prior_results(): TFs, then families. Throws Error(Data) when no TF has enough targets.
std::vector<std::string> prior_tf_names(std::span<const std::string> genes, const RegulatoryNetwork& prior);
// Of regulon_attention(), of a model that reads genes.
std::vector<std::string> attended_tf_names(const ModelFile& model);

}  // namespace regulus
