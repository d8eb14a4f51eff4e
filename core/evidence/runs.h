// The kinds of run, a source file each. Each fills the numbers of a result whose run is set.
#pragma once

#include "core/base/job.h"
#include "core/evidence/evidence_input.h"
#include "core/evidence/run_result.h"

namespace regulus {

// tfs, explained, bypass, overlap (of a rewired prior), masked, reading, reading_without_own, and, of the
// prior, reading_mrna, reading_activity, kept_without_bypass, kept_without_regulons, kept_by_components and
// the same as Cohen's kappa, kappa_without_bypass ..., and what add_separation() adds of "regulons",
// "regulons alone" and "bypass alone"; draws of "regulons", "regulons alone", of the prior "bypass alone"
// (what the regulons leave over), and, with all labels, of other values of the bypass, "bypass 0.25"; leading
// TFs. Without a mask nothing is masked, and what would be "regulons" is "no mask" and "no mask alone".
void run_reader(const EvidenceInput& input, const PlanOptions& options, RunResult& result, Job& job);
// explained; draws of "regulons alone".
void run_few(const EvidenceInput& input, const PlanOptions& options, RunResult& result, Job& job);
// What add_separation() adds of "direction" (by cosines that of the components, too) and "lda"; draws of
// these, of "components" and, where it was asked for and there are not too many cells, of "genes".
void run_baselines(const EvidenceInput& input, const PlanOptions& options, RunResult& result, Job& job);
// explained, cells; leading TFs.
void run_half(const EvidenceInput& input, RunResult& result, Job& job);
// cut_leading: mean effect of the five leading TFs of a class, cut together, on the log-odds of its test
// cells; cut_matched: of five others with about as many targets and as much mRNA, mean of 100 such sets;
// cut_percentile: share of these that do less harm, mean over classes.
void run_cuts(const EvidenceInput& input, RunResult& result, Job& job);
// decoys_attention, decoys_regulon, decoys_correlation: AUROC within a target; decoys_edges, decoys_pairs.
void run_decoys(const EvidenceInput& input, RunResult& result, Job& job);

// Of a model that learned from all labels, split_numbers() and nll, brier and ece of its probabilities on
// test cells, and of its scores as "nll_of_scores"; coverage, set_size, unassigned, assigned_accuracy;
// left_out_rejected and known_rejected: share of test cells left unassigned of a class that was left out of
// the labels, and of the other classes meanwhile, means over classes. None where too few cells have labels.
void run_calibration(const EvidenceInput& input, RunResult& result, Job& job);

}  // namespace regulus
