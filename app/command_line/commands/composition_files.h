// A composition on its way out: JSON and words.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "core/workflow/composition.h"

namespace regulus {

class Console;

void say_composition(Console& console, const Composition& made);
nlohmann::json composition_json(const Composition& made);

}  // namespace regulus
