// What is open: dataset, labels, prior, the names of genes. A plain value that only Session changes.
#pragma once

#include <QString>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/data/gene_names.h"
#include "core/io/prior/prior_reader.h"
#include "core/prior/regulatory_network.h"
#include "core/workflow/labels.h"
#include "core/workflow/tf_results.h"
#include "ui/figures/opened_dataset.h"
#include "ui/session/group_looks.h"
#include "ui/session/own_columns.h"

namespace regulus {

struct OpenedState {
    std::shared_ptr<const Dataset> dataset;  // null: nothing open
    OpenChoices choices;                     // made when it was opened
    // Names of the genes of the assay a model learns from, as the prior writes them: those of the prior
    // before until Change::Genes. Null pointers without a dataset.
    NamedGenes genes;
    // The values of that assay, log1p(CP10k). Null when the file holds scaled values only.
    std::shared_ptr<const MatrixSource> expression;

    std::shared_ptr<const Labels> labels;  // null: no column that could serve
    // Columns that could serve as labels, or to keep cells of a donor together; best guess first.
    std::vector<ColumnGuess> labelColumns, batchColumns;

    OwnColumns own;    // made here, beside those of the file
    GroupLooks looks;  // colours, order and notes of groups, of either

    std::shared_ptr<const RegulatoryNetwork> prior;
    QString priorPath;          // empty when it came from no file
    PriorOptions priorOptions;  // how it was narrowed
    // What the prior says of the cells without a model. Null until it has been computed, and where it cannot
    // be: priorProblem then says why.
    std::shared_ptr<const TfResults> priorResults;
    QString priorProblem;
    // What the same TFs get when the prior's edges mean nothing; null until computed.
    std::shared_ptr<const std::vector<RegulonReader>> rewiredReaders;
    std::shared_ptr<const HalfReaders> halfReaders;  // and what halves of the cells give them; as those

    std::size_t cells() const { return dataset ? dataset->cells() : 0; }
    std::string labelColumn() const { return labels ? labels->column : std::string(); }
    int geneColumn(const std::string& gene) const;  // -1: not in the data
    // Columns that could serve as labels by name, those made here behind the file's.
    std::vector<std::string> labelColumnNames() const;
};

}  // namespace regulus
