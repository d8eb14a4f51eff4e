// Scatter plot and gates as a session file holds them.
#pragma once

#include <nlohmann/json.hpp>

#include "core/workflow/gates.h"
#include "ui/session/scatter_state.h"

namespace regulus {

// A corner at infinity is written as text, which JSON has no number for.
nlohmann::json gatesJson(const Gates& gates);
nlohmann::json scatterJson(const ScatterSettings& scatter);

// Throw nlohmann::json::exception for what is not as written; what the gates are to each other is
// gates_problem()'s to say.
Gates gatesFrom(const nlohmann::json& j);
ScatterSettings scatterFrom(const nlohmann::json& j);

}  // namespace regulus
