// The program of a build without a window (REGULUS_GUI=OFF).
#include <cstdio>

#include "app/command_line/command_line.h"

int main(int argc, char** argv) {
    const regulus::CommandLineResult result = regulus::run_command_line(argc, argv);
    if (!result.open_window) return result.exit_code;
    std::fputs(
        "regulus: this Regulus was built without its window. Give a command: regulus --help lists them\n",
        stderr);
    return 2;  // invalid options
}
