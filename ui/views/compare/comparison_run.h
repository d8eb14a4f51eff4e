// A comparison as a job does it: what goes in, as the session has it, and what comes out.
#pragma once

#include <functional>
#include <memory>

#include "core/base/job.h"
#include "core/workflow/model_results.h"
#include "core/workflow/tf_results.h"
#include "ui/figures/comparison/comparison_result.h"
#include "ui/session/comparison_state.h"
#include "ui/session/opened_state.h"

namespace regulus {

class Session;

// What the groups are compared by. TfExpression: the mRNA of the TFs themselves.
enum class ComparedBy { Activity, Attention, TfExpression, Genes };

// Immutable parts of a session; equal inputs give equal results.
struct ComparisonInputs {
    ComparedBy by = ComparedBy::Genes;
    std::shared_ptr<const Dataset> dataset;
    OwnColumns own;  // donors may be one of them
    ComparisonSetup setup;
    CellSet visible;                                // that take part; empty universe: all
    std::shared_ptr<const Categorical> categories;  // of setup.column, or of the column of A
    std::shared_ptr<const GeneNames> genes;
    std::shared_ptr<const MatrixSource> expression;  // of the genes; null: as the dataset has it
    OpenChoices choices;                             // assay and genes of it
    std::shared_ptr<const MatrixSource> read;        // that TFs are read from; null of genes
    std::shared_ptr<const TfReader> reader;          // of activity, attention and mRNA of TFs
    std::shared_ptr<const ModelContext> context;     // attention by a model that reads genes
    std::shared_ptr<const ModelFile> model;          // that attention is of

    bool operator==(const ComparisonInputs& other) const;
};

// As the session is now. nullopt while something is missing (a prior, a model's reading, a side).
std::optional<ComparisonInputs> comparisonInputs(const Session& session, ComparedBy by);
// Whether the session has what this takes, whatever the sides are.
bool canCompareBy(const Session& session, ComparedBy by);

// The cells of both sides, of an A against B.
struct ComparedSets {
    CellSet a, b, shared;
    std::size_t withoutValue = 0;  // of the column of A: of B, where that is the rest, left out
};
ComparedSets setsOf(const ComparisonSetup& setup, const CellSet& visible, const Categorical* categories,
                    std::size_t cells);

// The groups that are compared. A pass over the cells; throws Error with what a person can do about it.
CellGroups comparedGroups(const ComparisonInputs& inputs);

// `soFar`: called on the calling thread with what there is of genes while the rest is compared, with the
// cells while donors are, and with TFs while they are compared with rewired priors. Throws Error with what a
// person can do about it; Cancelled.
using ComparisonSoFar = std::function<void(std::shared_ptr<const ComparisonResult>)>;
ComparisonResult runComparison(const ComparisonInputs& inputs, Job& job, const ComparisonSoFar& soFar);

}  // namespace regulus
