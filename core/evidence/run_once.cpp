#include "core/evidence/run_once.h"

#include <chrono>

#include "core/evidence/runs.h"

namespace regulus {

RunResult run_once(const EvidenceInput& input, const RunSpec& spec, const PlanOptions& options, Job& job) {
    const auto start = std::chrono::steady_clock::now();
    RunResult result;
    result.spec = spec;
    switch (spec.kind) {
        case RunKind::Reader:
            run_reader(input, options, result, job);
            break;
        case RunKind::Few:
            run_few(input, options, result, job);
            break;
        case RunKind::Baselines:
            run_baselines(input, options, result, job);
            break;
        case RunKind::Half:
            run_half(input, result, job);
            break;
        case RunKind::Cuts:
            run_cuts(input, result, job);
            break;
        case RunKind::Decoys:
            run_decoys(input, result, job);
            break;
        case RunKind::Calibration:
            run_calibration(input, result, job);
            break;
    }
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return result;
}

}  // namespace regulus
