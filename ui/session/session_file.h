// Sessions as files: ".regulus", in the safetensors format, so that Python reads what is in them.
#pragma once

#include <string>

#include "core/base/job.h"
#include "ui/session/session_record.h"

namespace regulus {

// "regulus.session": what the file's metadata call its format.
extern const std::string session_format;

// Written beside `path` and renamed, with a checksum over all of it. Throws Error(Storage), Cancelled.
void writeSession(const SessionRecord& record, const std::string& path, Job& job);
// Throws Error(Input) for a file that is no session, truncated, changed in any byte, inconsistent, or of a
// newer version; Cancelled.
SessionRecord readSession(const std::string& path, Job& job);

}  // namespace regulus
