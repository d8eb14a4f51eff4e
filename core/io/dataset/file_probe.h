// A look at an untrusted file in a child process. HDF5 1.10 has known memory errors on hostile files; a crash
// there costs the child, not the session. The child is a program of its own, regulus-look: it shares no
// memory, no thread and no descriptor with the one that started it. Only for the sources of core/io.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/io/store/read_options.h"

namespace regulus::h5 {

// Opens the HDF5 file `path` with these options in the child, and throws here the Error that was thrown
// there: what the child could not read is not tried again. Throws Error(Input) when the child crashed or
// wanted absurd amounts of memory, and another one when it used up its processor time or took longer than
// three minutes (a slow disk is no fault of the file); Error(Memory) when there is no room for another
// process at the moment; Error(Internal) when regulus-look is not there; Cancelled. A file that was looked at
// before and has not changed since is not looked at again. Only where processes cannot be made at all (ENOSYS
// or EPERM, as in a sandbox) it does nothing, and the file is opened unexamined.
void look_in_child(const std::string& path, const ReadOptions& options, Job& job);

// The same with another program that answers as looker.h says.
struct Look {
    std::string program;
    std::vector<std::string> arguments;
    std::chrono::milliseconds longest_wait = std::chrono::minutes(3);
};
void look_in_child(const std::string& path, const Look& look, Job& job);

}  // namespace regulus::h5
