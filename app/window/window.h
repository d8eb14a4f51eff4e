// Regulus with a window.
#pragma once

#include <string>

namespace regulus {

// Opens the demo, or `file` (dataset, model or prior) if it is not empty, else the start
// page. Returns when the window is closed, with the process's exit code.
int run_window(int argc, char** argv, const std::string& file, bool demo = false);

// The style of the program, and English numbers and dates whatever the desktop's language, as its words are.
// Once the application object exists.
void dressProgram();

}  // namespace regulus
