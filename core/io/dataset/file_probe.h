// A look at an untrusted file in a child process. HDF5 1.10 has known memory errors on hostile files; a crash
// there costs the child, not the session. Only for the sources of core/io.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "core/base/job.h"

namespace regulus::h5 {

// Runs `look` in a child process that ends with it, and throws here the Error that was thrown there: what the
// child could not read is not tried again. There is one thread in the child (thread_count() is 1). Throws
// Error(Input) when the child crashed or wanted absurd amounts of memory, and another one when it used up its
// processor time or took longer than `longest_wait` (a slow disk is no fault of the file); Error(Memory) when
// there is no room for another process at the moment; Cancelled. A file that was looked at before and has not
// changed since is not looked at again. Only where processes cannot be made at all (fork fails with ENOSYS or
// EPERM, as in a sandbox) it does nothing, and the file is opened unexamined.
void look_in_child(const std::string& path, const std::function<void()>& look, Job& job,
                   std::chrono::milliseconds longest_wait = std::chrono::minutes(3));

}  // namespace regulus::h5
