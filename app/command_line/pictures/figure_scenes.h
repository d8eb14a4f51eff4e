// The figures that `figure` and `demo` write: what the window exports for the same request.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/base/job.h"
#include "core/workflow/cell_map.h"
#include "core/workflow/gene_choices.h"
#include "core/workflow/tf_results.h"
#include "ui/figures/color_resolver.h"
#include "ui/figures/figure.h"
#include "ui/figures/opened_dataset.h"
#include "ui/figures/regulon_heatmap.h"
#include "ui/figures/view_settings.h"
#include "ui/render/figure_numbers.h"
#include "ui/render/figure_scene.h"

namespace regulus {

// A dataset and what a model says about it.
struct FigureSubject {
    OpenedDataset opened;
    ModelContext context;                         // empty without a model
    std::shared_ptr<const ModelResults> results;  // null without a model
    // One of them after read_regulons(): of a model that reads genes; of one that reads regulons, or of a
    // prior.
    std::shared_ptr<const RegulonResults> regulons;
    std::shared_ptr<const TfResults> tfs;
    std::shared_ptr<const MatrixSource> expression;  // that they were read from
};
// Opens the model's side, too, when `model` is not null. Through a mapping genes have the names they are
// mapped to. Throws what prepare_model() and predict() throw.
FigureSubject figure_subject(std::shared_ptr<const Dataset> dataset, std::shared_ptr<const ModelFile> model,
                             const GeneRequest& genes, Job& job);
// Is told the names that TFs will go by before any cell is read, and may throw.
using TfCheck = std::function<void(const std::vector<std::string>& tfs)>;
// Regulon read-outs of all cells, or of a sample of more than 50,000: the cells that the window reads.
// Without a model, those of the prior. Throws what prepare_regulons() throws.
void read_regulons(FigureSubject& subject, Job& job, const TfCheck& check = {});
// The warnings of the prior's side.
std::vector<std::string> read_regulons(FigureSubject& subject, const RegulatoryNetwork& prior,
                                       const GeneRequest& genes, Job& job, const TfCheck& check = {});

// What its colours are resolved from.
ColorInputs color_inputs(const FigureSubject& subject);
// As resolve(); throws Error(Usage) too where the ends of a scale were given and these are groups.
ColorData resolve_colors(const Coloring& coloring, const ColorInputs& inputs, Job& job);
bool simulated(const FigureSubject& subject);

// "choice", "pooling", "attention" of a model that reads genes; "attention", "effect", "activity", "mRNA" of
// one that reads regulons, and all but "effect" of a prior. "" is the usual one. Throws Error(Usage).
RegulonMeasure parse_measure(const FigureSubject& subject, const std::string& name);

// "column:NAME", "gene:NAME", "regulon:TF" (or a measure, see above, ":TF"), "prediction",
// "certainty", or a plain name: a column, else a gene. "" takes the model's label column, else the best
// guess, else no colour. "A + B" is a blend of two of them. Throws Error(Usage) for what is not there.
Coloring parse_coloring(const FigureSubject& subject, const std::string& text);
bool needs_regulons(const Coloring& coloring);

struct MapChoice {
    std::string key;           // an embedding of the file; "" chooses
    EmbeddingRequest request;  // how to make one
};
// With a model the UMAP of its cell embedding, else the file's best embedding, else a UMAP of its expression.
ShownEmbedding choose_map(const FigureSubject& subject, const MapChoice& choice, Job& job);

// A figure, the scene it was made from and the numbers behind it.
struct MadeFigure {
    std::shared_ptr<const FigureScene> scene;  // of a map or a heatmap
    std::shared_ptr<const Figure> figure;
    std::function<FigureNumbers()> numbers;
};
// `gates`: as parse_gate() reads them, in units of the map. Throws Error(Usage) too where the column of
// look.contours is not there or has no groups.
MadeFigure map_figure(const FigureSubject& subject, const ShownEmbedding& map, const Coloring& coloring,
                      const ViewSettings& look, const std::vector<std::string>& gates, Job& job);
// Mean of the measure over the cells of each group of `column` ("" takes the model's label column, else its
// predictions), or how many standard deviations that lies from the groups' mean; or each cell. Needs
// read_regulons(). `request`: what it has to say of its own; columns that bars are of are looked up here.
// Attention of regulon readers is compared with rewired priors.
MadeFigure heatmap_figure(const FigureSubject& subject, const std::string& column, RegulonMeasure measure,
                          RegulonHeatmapRequest request, bool turned, Job& job);
// The names that TFs of the measure go by.
const std::vector<std::string>& tf_names(const FigureSubject& subject, RegulonMeasure measure);

}  // namespace regulus
