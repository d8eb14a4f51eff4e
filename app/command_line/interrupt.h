// Ctrl-C and SIGTERM, counted. The first asks for an orderly end, the second for a quick one, the third
// ends the process.
#pragma once

namespace regulus {

void catch_interrupts();
int interrupts() noexcept;  // since the start

}  // namespace regulus
