#include "core/evidence/evaluation.h"

#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <string>

#include "core/evidence/run_once.h"

namespace regulus {
namespace {

// Runs of one kind take about the same time.
std::string kind_of(const RunSpec& spec) {
    // Of some TFs the edges make no difference, and their number does.
    if (spec.kind == RunKind::Few) return std::to_string(spec.tfs) + " TFs";
    const char* const edges = spec.edges == EdgeSource::Prior      ? "prior"
                              : spec.edges == EdgeSource::Unmasked ? "unmasked"
                                                                   : "others";
    return std::to_string(static_cast<int>(spec.kind)) + edges;
}

}  // namespace

double seconds_left(const std::vector<RunSpec>& runs, const std::vector<RunResult>& done) {
    std::map<std::string, std::pair<double, double>> taken;  // seconds, runs
    std::set<std::string> finished;
    for (const RunResult& result : done) {
        auto& [seconds, count] = taken[kind_of(result.spec)];
        seconds += result.seconds;
        ++count;
        finished.insert(result.spec.name());
    }
    double left = 0;
    for (const RunSpec& spec : runs) {
        if (finished.contains(spec.name())) continue;
        const auto found = taken.find(kind_of(spec));
        if (found == taken.end()) return std::numeric_limits<double>::quiet_NaN();
        left += found->second.first / found->second.second;
    }
    return left;
}

std::vector<FailedRun> do_runs(const EvidenceInput& input, const PlanOptions& options,
                               const std::vector<RunSpec>& runs, const EvidenceFolder& folder, Job& job,
                               const std::function<void(const RunSpec&, const EvaluationProgress&)>& told) {
    std::vector<FailedRun> failed;
    std::vector<RunResult> done = folder.read_all(runs);
    std::set<std::string> known;
    for (const RunResult& result : done) known.insert(result.spec.name());
    for (const RunSpec& spec : runs) {
        if (known.contains(spec.name())) continue;
        const double all = static_cast<double>(runs.size()), begin = static_cast<double>(done.size()) / all;
        PartJob part(job, begin, begin + 1 / all);
        part.progress(0, spec.name());
        try {
            // Another machine may have been there.
            const bool there = folder.has(spec);
            RunResult result = there ? folder.read(spec) : run_once(input, spec, options, part);
            if (!there) folder.write(result);
            done.push_back(std::move(result));
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::Data && error.kind() != ErrorKind::Memory) throw;
            failed.push_back({spec, error});
            continue;
        }
        told(spec, {done.size(), runs.size(), seconds_left(runs, done)});
    }
    return failed;
}

}  // namespace regulus
