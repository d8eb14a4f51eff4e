// A composition on its way out: tables of shares and of tests, JSON and words.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "core/workflow/composition.h"

namespace regulus {

class Console;

// One row a group and condition, and behind them one a group, condition and donor. Throws Error(Storage).
void write_shares(const Composition& made, const std::string& path);
// One row a group and condition that was tested, in the order of p. Throws Error(Storage).
void write_composition_tests(const Composition& made, const std::string& path);

void say_composition(Console& console, const Composition& made);
nlohmann::json composition_json(const Composition& made);

}  // namespace regulus
