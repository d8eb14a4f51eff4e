// The runs of an evaluation, one after another, as far as they are not there yet.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "core/base/error.h"
#include "core/base/job.h"
#include "core/evidence/evidence_folder.h"
#include "core/evidence/evidence_input.h"

namespace regulus {

struct EvaluationProgress {
    std::size_t done = 0, planned = 0;
    double seconds_left = 0;  // NaN while nothing of a kind that is still to do was timed
};

// What is left of `runs`, by the time that those of the same kind took.
double seconds_left(const std::vector<RunSpec>& runs, const std::vector<RunResult>& done);

struct FailedRun {
    RunSpec spec;
    Error error;
};
// Does those of `runs` that the folder lacks, in order, and tells after each. A run that the data or the
// memory do not allow is left out, and returned. Throws what else run_once() and the folder throw; Cancelled:
// what is done stays.
std::vector<FailedRun> do_runs(
    const EvidenceInput& input, const PlanOptions& options, const std::vector<RunSpec>& runs,
    const EvidenceFolder& folder, Job& job,
    const std::function<void(const RunSpec& run, const EvaluationProgress&)>& told);

}  // namespace regulus
