// What a checkpoint holds beside tensors, as JSON text in the file's metadata.
#pragma once

#include <map>
#include <string>

#include "core/model/checkpoint.h"

namespace regulus {

// Of the state all but the tensors and the history.
std::string progress_to_json(const Checkpoint& checkpoint);
// Into the checkpoint; makes its moments, with their steps alone. Throws nlohmann::json::exception.
void progress_from_json(const std::string& text, Checkpoint& checkpoint);

std::string facts_to_json(const std::vector<TrainingFact>& facts);
std::vector<TrainingFact> facts_from_json(const std::string& text);  // throws nlohmann::json::exception

}  // namespace regulus
