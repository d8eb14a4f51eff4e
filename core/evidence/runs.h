// The kinds of run, a source file each. Each fills the numbers of a result whose run is set.
#pragma once

#include "core/base/job.h"
#include "core/evidence/evidence_input.h"
#include "core/evidence/run_result.h"

namespace regulus {

// tfs, explained, bypass, overlap (of a rewired prior), masked, reading, reading_without_own, and, of the
// prior, reading_mrna, reading_activity, kept_without_bypass, kept_without_regulons, kept_by_components;
// macro_f1 at other values of the bypass as "macro_f1_bypass_0.25"; draws of "regulons", "regulons alone";
// leading TFs.
void run_reader(const EvidenceInput& input, const PlanOptions& options, RunResult& result, Job& job);
// explained; draws of "regulons alone".
void run_few(const EvidenceInput& input, const PlanOptions& options, RunResult& result, Job& job);
// draws of "direction", "components", "lda" and, where it was asked for and there are not too many cells,
// "genes".
void run_baselines(const EvidenceInput& input, const PlanOptions& options, RunResult& result, Job& job);
// explained, cells; leading TFs.
void run_half(const EvidenceInput& input, RunResult& result, Job& job);
// cut_leading: mean effect of the five leading TFs of a class, cut together, on the log-odds of its test
// cells; cut_matched: of five others with about as many targets and as much mRNA, mean of 100 such sets;
// cut_percentile: share of these that do less harm, mean over classes.
void run_cuts(const EvidenceInput& input, RunResult& result, Job& job);
// decoys_attention, decoys_regulon, decoys_correlation: AUROC within a target; edges, pairs.
void run_decoys(const EvidenceInput& input, RunResult& result, Job& job);

}  // namespace regulus
