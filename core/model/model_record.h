// The training record as JSON text, as it stands in a model file.
#pragma once

#include <string>
#include <vector>

#include "core/model/model_file.h"

namespace regulus {

std::string record_to_json(const TrainingRecord& record);
// Unknown keys are ignored. Throws nlohmann::json::exception for a key that is missing or of another type.
TrainingRecord record_from_json(const std::string& text);

// The same of the epochs alone.
std::string history_to_json(const std::vector<EpochRecord>& history);
std::vector<EpochRecord> history_from_json(const std::string& text);

}  // namespace regulus
