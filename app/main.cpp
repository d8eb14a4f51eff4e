#include "app/command_line/command_line.h"
#include "app/window/window.h"

int main(int argc, char** argv) {
    const regulus::CommandLineResult result = regulus::run_command_line(argc, argv);
    if (!result.open_window) return result.exit_code;
    return regulus::run_window(argc, argv, result.file, result.demo);
}
