// Over-representation on its way out: as JSON and as words.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "core/workflow/over_representation.h"

namespace regulus {

class Console;

// The first `top` sets.
void say_enrichment(Console& console, const Enrichment& made, std::size_t top);
nlohmann::json enrichment_json(const Enrichment& made, std::size_t top);

}  // namespace regulus
