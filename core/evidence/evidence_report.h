// The report of an evaluation, as far as it is done.
#pragma once

#include <vector>

#include "core/evidence/evidence_folder.h"
#include "core/evidence/evidence_input.h"
#include "core/evidence/evidence_page.h"

namespace regulus {

struct EvidenceReport {
    std::vector<RunResult> results;
    EvidenceSummary summary;
    EvidencePage page;
};

// Of those of `runs` that the folder has. Throws as EvidenceFolder::read().
EvidenceReport report_of(const EvidenceInput& input, const std::vector<RunSpec>& runs,
                         const EvidenceFolder& folder);

// evidence.json and evidence.html in the folder. Throws Error(Storage).
void write_report(const EvidenceReport& report, const EvidenceInput& input, const EvidenceFolder& folder);

}  // namespace regulus
