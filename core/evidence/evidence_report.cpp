#include "core/evidence/evidence_report.h"

#include "core/io/files/atomic_file.h"

namespace regulus {
EvidenceReport report_of(const EvidenceInput& input, const std::vector<RunSpec>& runs,
                         const EvidenceFolder& folder) {
    EvidenceReport report;
    report.results = folder.read_all(runs);
    report.summary = summarise(report.results, runs.size());
    report.page = evidence_page(report.summary, input.provenance);
    return report;
}

void write_report(const EvidenceReport& report, const EvidenceInput& input, const EvidenceFolder& folder) {
    write_whole_file(folder.file("evidence.json"),
                     evidence_json(report.summary, input.provenance, report.results));
    write_whole_file(folder.file("evidence.html"), report.page.one_file());
}

}  // namespace regulus
