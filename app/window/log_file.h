// The log a person can attach to a report: everything Qt and Regulus say, with times, in one file that is
// kept small.
#pragma once

#include <QString>

namespace regulus {

// Writes to regulus.log in the application's data folder from now on, as well as to standard error. Without
// a folder that can be written, to standard error alone. Thread: any, after the call.
void startLog();
QString logPath();  // empty when no file is written

}  // namespace regulus
