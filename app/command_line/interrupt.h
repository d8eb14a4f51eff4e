// Ctrl-C, SIGTERM and the end of the terminal (SIGHUP), counted. The first asks for an orderly end, the
// second for a quick one, the third ends the process.
#pragma once

namespace regulus {

// What nohup keeps from the program stays away. A file that grows beyond the shell's limit (ulimit -f)
// becomes an error of writing, which cleans up, instead of a signal, which does not.
void catch_interrupts();
int interrupts() noexcept;  // since the start

}  // namespace regulus
