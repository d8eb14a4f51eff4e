// Regulus without a window: reads the command line, runs the command, and answers with an exit code.
#pragma once

#include <optional>
#include <string>

namespace regulus {

// What main() has to do next.
struct CommandLineResult {
    bool open_window = false;  // no command was given: start the window
    bool demo = false;         // ... on the demo that was installed with the program
    std::string file;          // ... else with this file if it is not empty
    int exit_code = 0;         // otherwise; see core/base/error.h
};

// Never throws. Messages go to standard error, results to standard output.
CommandLineResult run_command_line(int argc, char** argv);

}  // namespace regulus
