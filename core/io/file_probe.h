// A look at an untrusted file in a child process. HDF5 1.10 has known memory errors on hostile files; a crash
// there costs the child, not the session. Only for the sources of core/io.
#pragma once

#include <functional>
#include <string>

#include "core/base/job.h"

namespace regulus::h5 {

// Runs `look` in a child process that ends with it, and throws here the Error that was thrown there: what the
// child could not read is not tried again. Throws Error(Input) when the child crashed, ran away or wanted
// absurd amounts of memory; Cancelled. A file that was looked at before and has not changed since is not
// looked at again. Where no child can be made, does nothing.
void look_in_child(const std::string& path, const std::function<void()>& look, Job& job);

}  // namespace regulus::h5
