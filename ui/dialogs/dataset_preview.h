// What the Open dialog says about a dataset and a prior, in words; no widget, so that it can be tested and
// computed in a job.
#pragma once

#include <QString>
#include <QStringList>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/prior/regulatory_network.h"
#include "core/workflow/dataset_summary.h"
#include "core/workflow/gene_choices.h"

namespace regulus {

struct DatasetPreview {
    std::shared_ptr<const Dataset> dataset;
    DatasetSummary summary;
    GeneRequest genes;                      // the names looked at
    std::vector<std::string> geneColumns;   // "index" and the text columns of var
    std::vector<std::string> groupColumns;  // of obs, that have groups
};
// A pass over obs: a job's work, as are geneOptions() and previewPrior(). `assay` as in learning_assay().
// Throws Error(Usage) for a gene column or an assay that is not there.
DatasetPreview previewDataset(std::shared_ptr<const Dataset> dataset, const GeneRequest& genes = {},
                              const std::string& assay = {});

// One way to name the genes, for a list to choose from.
struct GeneOption {
    QString id;    // "feature_name", "index|mapped", "index|case"
    QString text;  // "feature_name — 1,011 edges, 98 TFs"
    GeneRequest request;
};
// Every column of names; with a prior also spellings that use more of it, and how much each uses. `mapping`
// may be null.
std::vector<GeneOption> geneOptions(const DatasetPreview& data, const RegulatoryNetwork* prior,
                                    const std::shared_ptr<const GeneMapping>& mapping);
QString geneOptionId(const std::string& column, bool mapped, std::optional<Spelling> spelling);

// "2,638 cells · 13,714 genes"
QString sizeText(const DatasetPreview& preview);
// "raw — counts", "X — scaled: can be looked at, not learned from"
QString assayText(const Assay& assay);
// "UMAP, PCA (50 dimensions)" or what happens without one.
QString embeddingsText(const DatasetPreview& preview);
// "symbols, human", "Ensembl, mouse"
QString genesText(const DatasetPreview& preview);
// "cell_type — 9 groups, 12 cells without"
QString columnText(const ColumnGuess& guess);

struct PriorPreview {
    QString usable;    // "18,812 of 43,178 edges can be used: 694 TFs, 412 with five targets or more"
    QStringList lost;  // what is lost and why, one sentence each
    QString problem;   // empty when the prior can serve
    QString advice;    // other species, names that would use more of it; may be empty
    QString better;    // id of the gene option that would serve better; empty: none
    bool betterIgnoresCase = false;  // and that is all in which it differs
};
PriorPreview previewPrior(const DatasetPreview& data, const RegulatoryNetwork& prior);

}  // namespace regulus
