// What groups of cells are compared by: the expression of genes, or what is read of TFs.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/workflow/apply_model.h"
#include "core/workflow/gene_choices.h"
#include "core/workflow/regulon_input.h"
#include "core/workflow/tf_reading.h"
#include "core/workflow/values_of.h"

namespace regulus {

// Cells × TFs, of the cells `rows` of log-normalised expression.
using TfRead =
    std::function<Matrix(const MatrixSource& expression, std::span<const std::uint32_t> rows, Job& job)>;

struct ComparedValues {
    ValuesOf of = ValuesOf::Genes;
    std::shared_ptr<const MatrixSource> matrix;  // cells × columns; owns what it needs
    std::vector<std::string> names;              // one a column: genes or TFs
    bool counts = false;  // values are log1p of counts per 10,000, of which fold changes can be taken
    std::string values;   // for people: "X (counts), converted to log1p of counts per 10,000"
    std::vector<std::string> warnings;

    // Of TFs: what they are read from (log-normalised), and how they are read of other such values of the
    // same genes. None of genes, and where reading takes as long as predicting.
    std::shared_ptr<const MatrixSource> expression;
    TfRead read;
    // Of a prior: how the same TFs are read by so many priors whose targets were exchanged, degrees and signs
    // kept; the same every time. None of values that do not follow a prior alone.
    std::function<std::vector<TfRead>(std::size_t count, Job& job)> rewired;
};

// Log-normalised expression of all genes of an assay, "" for the usual choice; values that cannot be brought
// there (scaled, of a scale that is not known, with NaN) as they are, of which a warning tells. Throws
// Error(Usage) for an assay or a column of names that is not there.
ComparedValues compared_genes(const Dataset& dataset, const std::string& assay, const GeneRequest& genes);

// TF activity: t values of ULM, see tf_activity(). `expression`: log-normalised.
ComparedValues compared_activity(std::shared_ptr<const MatrixSource> expression, RegulonSet regulons);

// Attention to TFs by a regulon reader, as log2 of its ratio to uniform attention.
ComparedValues compared_attention(std::shared_ptr<const MatrixSource> expression, TfReader reader);

// Of a model that reads genes: the choice of a TF, see regulon_attention(). About as slow as training.
ComparedValues compared_choice(const ModelInput& input, std::shared_ptr<Predictor> predictor);

}  // namespace regulus
