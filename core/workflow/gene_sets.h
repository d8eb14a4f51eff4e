// Gene sets meet a dataset: which of their genes it has, and how high they are in its cells.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/prior/gene_set.h"
#include "core/stats/gene_set_scores.h"
#include "core/workflow/gene_choices.h"
#include "core/workflow/score_method.h"

namespace regulus {

struct MatchedSet {
    std::string name;
    GeneColumns genes;                 // of the dataset
    std::vector<std::string> missing;  // as the set writes them
};

struct MatchedSets {
    std::vector<MatchedSet> sets;  // those with a gene in the data
    GeneChoice choice;
    std::vector<std::string> names;     // of all genes of the data, as the sets write them where they meet
    std::vector<std::string> warnings;  // genes and sets that are not in the data, by name; a few of many
};

// Names are matched as those of a model's genes are: see matched_names(). Throws Error(Data) when no set has
// a gene in the data; Error(Usage) for a column that is not there.
MatchedSets match_sets(const Table& var, const GeneRequest& request, std::span<const GeneSet> sets);

struct ScoreOptions {
    ScoreMethod method = ScoreMethod::Mean;
    ControlOptions controls;  // of ScoreMethod::Mean
    double top = 0.05;        // of ScoreMethod::AuCell: share of the genes, from the highest, above 0 to 1
    std::string assay;        // "" for the usual choice
};

struct SetScoring {
    MatchedSets matched;
    std::shared_ptr<const MatrixSource> matrix;  // chosen cells × genes, on the scale that the method takes
    std::vector<GeneColumns> sets, controls;     // controls of ScoreMethod::Mean
    ScoreOptions options;
    std::string values;  // for people
};

// Chooses values and controls: of ScoreMethod::Mean in a pass over the cells `rows` (ascending), whose mean
// expression counts. Throws what match_sets() throws; Error(Data) for values that no model can learn from,
// too few genes for bins or ranks, or sets without any control left; what gene_moments() throws; Cancelled.
SetScoring prepare_scores(const Dataset& dataset, std::vector<std::uint32_t> rows, const GeneRequest& genes,
                          std::span<const GeneSet> sets, const ScoreOptions& options, Job& job);

// Scores of the cells, in the order of `rows`, block by block; see gene_set_scores.h.
void score_sets(const SetScoring& scoring, Job& job, const ScoreVisit& visit);
// All of them, cells × sets. Throws Error(Memory) for more than the ceiling.
Matrix score_sets(const SetScoring& scoring, Job& job);

}  // namespace regulus
