// Does one run.
#pragma once

#include <cstddef>

#include "core/base/job.h"
#include "core/evidence/evidence_input.h"
#include "core/evidence/run_result.h"

namespace regulus {

// The result depends on the input, the run and the number of draws alone, not on the number of threads.
// Throws what the source throws; Error(Data), Error(Memory) as closed_form_reader(); Cancelled.
RunResult run_once(const EvidenceInput& input, const RunSpec& spec, const PlanOptions& options, Job& job);

}  // namespace regulus
