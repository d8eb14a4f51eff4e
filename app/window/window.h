// Regulus with a window.
#pragma once

#include <string>

namespace regulus {

// Opens the demo, or `file` (dataset, model or prior) if it is not empty, else the start
// page. Returns when the window is closed, with the process's exit code.
int run_window(int argc, char** argv, const std::string& file, bool demo = false);

}  // namespace regulus
