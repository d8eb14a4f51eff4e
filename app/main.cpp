#include "app/command_line/command_line.h"
#if __has_include("app/window.h")
#include "app/window.h"
#endif

#include <cstdio>

int main(int argc, char** argv) {
    const regulus::CommandLineResult result = regulus::run_command_line(argc, argv);
    if (!result.open_window) return result.exit_code;
#if __has_include("app/window.h")
    return regulus::run_window(argc, argv, result.file);
#else
    std::fputs("regulus: this build has no window; regulus --help lists the commands\n", stderr);
    return 1;
#endif
}
