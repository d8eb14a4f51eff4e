// A composition as tables: of shares, and of tests.
#pragma once

#include <string>
#include <vector>

#include "core/workflow/composition.h"

namespace regulus {

// The tests of a condition, lowest p first.
std::vector<CompositionTest> tests_by_p(const CompositionContrast& contrast);

// Files are written beside `path` and renamed.
// One row a group and condition, and behind them one a group, condition and donor. Throws Error(Storage).
void write_shares(const Composition& made, const std::string& path);
// One row a group and condition that was tested, in the order of p. Throws Error(Storage).
void write_composition_tests(const Composition& made, const std::string& path);

}  // namespace regulus
