// A dataset made ready to be looked at: names of genes, the expression a model learns from, the label
// column a person would choose, the embeddings the file brought along.
#pragma once

#include <QString>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/data/gene_names.h"
#include "core/io/store/read_options.h"
#include "core/workflow/gene_choices.h"
#include "core/workflow/labels.h"
#include "ui/figures/coloring.h"
#include "ui/figures/recipe.h"
#include "ui/render/spatial_grid.h"

namespace regulus {

struct ShownEmbedding {
    std::string key;                            // obsm key, or "model:umap", "expression:umap"
    QString title;                              // "UMAP of the cell embedding"
    QString provenance;                         // "15 neighbours, seed 0"; "from the file"
    std::shared_ptr<const Matrix> coordinates;  // cells × 2 or more
    bool fromFile = false;
    std::shared_ptr<const SpatialGrid> grid = {};  // of the first two; null for one in three dimensions
    std::string digest = {};  // of the coordinates of one that was computed: computed anew it has another
    Recipe recipe = {};       // of one that was computed
    // Of one that cells were placed on: that of the other dataset's cells, shown in grey below them. Null:
    // none.
    std::shared_ptr<const Matrix> reference = {};    // its cells × 2 or more
    QString referenceName = {};                      // of that dataset
    std::shared_ptr<const SpatialGrid> ground = {};  // of its first two dimensions
};
// With its digest, and with its grid: passes over all cells, a job's work.
ShownEmbedding withDigest(ShownEmbedding embedding);
std::shared_ptr<const ShownEmbedding> withGrid(ShownEmbedding embedding);

// Columns of obs that are shown as groups: categories, text, and numbers that name clusters. Text with too
// many values to be coloured is missing.
using CategoryColumns = std::map<std::string, std::shared_ptr<const Categorical>>;
using ColumnOfGene = std::map<std::string, int>;
using GroupSizes = std::map<std::string, std::vector<std::size_t>>;  // as group_sizes(), by column

// What the person chose in the Open dialog; everything empty takes the best guess.
struct OpenChoices {
    std::string labelColumn;
    GeneRequest genes;        // which names, through which mapping, how exactly
    std::string batchColumn;  // donors, offered when a training splits its cells
    std::string assay;        // "X", "raw" or a layer: what genes are coloured by and models learn from
    ReadOptions read;         // the part, the labels' file and the like
    std::string mappingPath;  // of genes.mapping
    std::shared_ptr<const RegulatoryNetwork> prior;  // genes are written as it writes them, where they meet
};

struct NamedGenes {
    std::shared_ptr<const Table> var;
    std::shared_ptr<const GeneNames> names;
    std::shared_ptr<const ColumnOfGene> columns;  // by name
};

struct OpenedDataset {
    std::shared_ptr<const Dataset> dataset;
    OpenChoices choices;
    CategoryColumns categories;                           // by name of the column
    GroupSizes groupSizes;                                // of them
    std::vector<ColumnGuess> labelColumns, batchColumns;  // that could serve, best guess first
    NamedGenes genes;                                     // of the assay learned from, or of the first
    std::shared_ptr<const MatrixSource> expression;       // null when only scaled values exist
    std::shared_ptr<const Labels> labels;                 // null when no column can serve
    std::vector<std::shared_ptr<const ShownEmbedding>> embeddings;  // best first: UMAP, t-SNE, others, PCA
    std::shared_ptr<const ColorData> colors;                        // by the labels, or plain
};

// Throws Error(Usage) for a column or an assay that is not there, Error(Data) for an assay that no model can
// learn from. Reads all of obs: a job's work. Thread: any.
OpenedDataset prepare(std::shared_ptr<const Dataset> dataset, const OpenChoices& choices = {});

// As choices.prior writes them, where it is not null and they meet.
NamedGenes nameGenes(std::shared_ptr<const Table> var, const OpenChoices& choices);

// Labels as such a column.
std::shared_ptr<const Categorical> categoriesOf(const Labels& labels);

// "UMAP" for X_umap, "t-SNE" for X_tsne, "PCA" for X_pca; else the key without "X_".
QString embeddingTitle(const std::string& key);

}  // namespace regulus
