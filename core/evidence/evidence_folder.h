// Where an evaluation keeps its runs: a folder with one small file a run, so that it can be stopped at any
// time, go on, and be done by many machines at once.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/evidence/run_result.h"
#include "core/evidence/run_spec.h"

namespace regulus {

// Whether the evaluation in this folder is of another version: none is begun or completed there. Throws
// nothing.
bool is_of_other_version(const std::string& folder);

class EvidenceFolder {
  public:
    // Makes the folder, or takes one of the same evaluation: `about` (what is evaluated) and the plan must be
    // what the folder was made for. Throws Error(Usage) when they are not, or when the folder holds other
    // things; Error(Input) for a damaged description; Error(Storage).
    EvidenceFolder(std::string path, const std::map<std::string, std::string>& about,
                   const PlanOptions& options);

    bool has(const RunSpec& spec) const;
    // Throws Error(Input) for a file that is not that run's.
    RunResult read(const RunSpec& spec) const;
    // Appears whole or not at all. Throws Error(Storage).
    void write(const RunResult& result) const;
    // Those there are, in the order of `runs`.
    std::vector<RunResult> read_all(const std::vector<RunSpec>& runs) const;

    std::string file(const std::string& name) const;  // a path in the folder

  private:
    std::string run_file(const RunSpec& spec) const;

    std::string m_path;
};

}  // namespace regulus
