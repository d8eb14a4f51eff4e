#include "app/command_line/pictures/figure_scenes.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/command_line/options/gene_options.h"
#include "app/command_line/pictures/gate_outlines.h"
#include "core/base/error.h"
#include "core/base/plain_number.h"
#include "core/data/gene_names.h"
#include "core/workflow/learning_assay.h"
#include "core/workflow/out_of_fold.h"
#include "core/workflow/regulon_input.h"
#include "core/workflow/tf_names.h"
#include "ui/figures/map_figure.h"
#include "ui/figures/map_look.h"
#include "ui/figures/matrix_figure.h"
#include "ui/figures/regulon_table.h"
#include "ui/figures/scatter/scatter_axis.h"
#include "ui/render/heatmap_numbers.h"
#include "ui/render/heatmap_scene.h"

namespace regulus {
namespace {

// The column the model was trained on, when this dataset has it, too.
const Column* label_column(const FigureSubject& subject) {
    const Dataset& dataset = *subject.opened.dataset;
    if (subject.context.model) {
        if (const Column* column = dataset.obs.find(subject.context.model->record.label_column))
            return column;
    }
    return subject.context.model || !subject.opened.labels ? nullptr
                                                           : dataset.obs.find(subject.opened.labels->column);
}

std::string label_name(const FigureSubject& subject) {
    return subject.opened.labels ? subject.opened.labels->column : std::string();
}

}  // namespace

bool simulated(const FigureSubject& subject) {
    return subject.opened.dataset->simulated ||
           (subject.context.model && subject.context.model->record.simulated);
}

ColorInputs color_inputs(const FigureSubject& subject) {
    ColorInputs inputs;
    inputs.dataset = subject.opened.dataset;
    inputs.geneColumns = subject.opened.genes.columns;
    inputs.geneIndex = subject.opened.genes.var;
    inputs.expression = subject.opened.expression;
    inputs.model = subject.context.model;
    inputs.results = subject.results;
    inputs.regulons = subject.regulons;
    inputs.tfs = subject.tfs;
    inputs.columns = subject.opened.categories;
    inputs.labelColumn = label_name(subject);
    return inputs;
}

FigureSubject figure_subject(std::shared_ptr<const Dataset> dataset, std::shared_ptr<const ModelFile> model,
                             const GeneRequest& genes, Job& job) {
    FigureSubject subject;
    OpenChoices choices;
    choices.genes = genes;
    subject.opened = prepare(dataset, choices);
    if (!model) return subject;
    subject.context.input = prepare_model(*dataset, *model, genes);
    subject.context.predictor = Predictor::create(model);
    subject.context.model = std::move(model);
    const ModelInput& input = subject.context.input;
    Prediction prediction =
        subject.context.predictor->predict(*input.expression, input.match, all_cells(dataset->cells()), job);
    // As in the window.
    CellUses uses = cell_uses(*dataset, *subject.context.model, job);
    std::shared_ptr<const FoldHeads> heads;
    CellSet out_of_fold =
        predict_out_of_fold(*subject.context.model, *dataset, uses, prediction, job, &heads);
    ModelResults results = model_results(std::move(prediction), subject.context.model->calibration);
    results.uses = std::move(uses);
    results.out_of_fold = std::move(out_of_fold);
    results.fold_heads = std::move(heads);
    subject.results = std::make_shared<const ModelResults>(std::move(results));
    return subject;
}

void read_regulons(FigureSubject& subject, Job& job, const TfCheck& check) {
    const std::size_t cells = subject.opened.dataset->cells();
    const ModelInput& input = subject.context.input;
    subject.expression = input.expression;
    if (subject.context.model->reader) {
        TfReader judged = model_tf_reader(*subject.context.model, input.match, input.genes.size());
        judged.folds = subject.results->fold_heads;
        auto reader = std::make_shared<const TfReader>(std::move(judged));
        if (check) check(column_names(reader->families, reader->regulons.tfs));
        const std::size_t tfs = reader->regulons.count();
        subject.tfs = std::make_shared<const TfResults>(
            tf_results(std::move(reader), *input.expression, tf_cells(cells, tfs), job));
        return;
    }
    if (check) check(attended_tf_names(*subject.context.model));
    subject.regulons = std::make_shared<const RegulonResults>(
        regulon_results(regulon_attention(*subject.context.predictor, *input.expression, input.match,
                                          regulon_cells(cells), {}, job),
                        cells));
}

std::vector<std::string> read_regulons(FigureSubject& subject, const RegulatoryNetwork& prior,
                                       const GeneRequest& genes, Job& job, const TfCheck& check) {
    RegulonInput input = prepare_regulons(*subject.opened.dataset, prior, {genes, {}, {}});
    if (check) check(prior_tf_names(input.genes, prior));
    subject.tfs =
        std::make_shared<const TfResults>(prior_results(*input.expression, input.genes, prior, job));
    subject.expression = std::move(input.expression);
    return std::move(input.warnings);
}

RegulonMeasure parse_measure(const FigureSubject& subject, const std::string& name) {
    const bool genes = subject.context.model && !subject.context.model->reader;
    if (name.empty()) return genes ? RegulonMeasure::Choice : RegulonMeasure::TfAttention;
    if (name == "attention") return genes ? RegulonMeasure::Attention : RegulonMeasure::TfAttention;
    if (genes && name == "choice") return RegulonMeasure::Choice;
    if (genes && name == "pooling") return RegulonMeasure::Pooling;
    if (!genes && name == "activity") return RegulonMeasure::Activity;
    if (!genes && (name == "mRNA" || name == "mrna")) return RegulonMeasure::Expression;
    if (!genes && name == "effect" && subject.context.model) return RegulonMeasure::Effect;
    throw Error(ErrorKind::Usage, "Unknown measure '" + name + "'", {},
                genes                   ? "Use choice, pooling or attention"
                : subject.context.model ? "Use attention, effect, activity or mRNA"
                                        : "Use attention, activity or mRNA");
}

bool needs_regulons(const Coloring& coloring) {
    return coloring.any([](const Coloring& one) { return one.source == ColorSource::Regulon; });
}

namespace {

// Where a name that is no column and no gene's may be found all the same.
std::string gene_hint(const FigureSubject& subject, const std::string& name) {
    const Dataset& dataset = *subject.opened.dataset;
    const bool learnable = std::ranges::any_of(dataset.assays, can_learn_from);
    const Table& var = learnable ? *modelling_assay(dataset).var : *dataset.assays.front().var;
    const std::vector<std::string> columns = gene_columns_of(var);
    for (const std::string& column : columns) {
        const GeneNames genes = gene_names(var, column);
        if (std::ranges::find(genes.names, name) == genes.names.end()) continue;
        const GeneChoice choice{column};
        return "It is a gene in " + (column == "index" ? "the index of var" : "var's column " + column) +
               ": add " + options_text(choice);
    }
    std::string hint = "Name a column of obs, a gene, prediction, certainty or regulon:TF";
    if (columns.size() > 1) hint += "; --gene-column names the column of var that has the genes' names";
    return hint;
}

bool is_column_or_gene(const FigureSubject& subject, const std::string& text) {
    const auto named = [&](const std::string& kind) {
        return text.starts_with(kind) ? text.substr(kind.size()) : text;
    };
    return subject.opened.dataset->obs.find(named("column:")) != nullptr ||
           subject.opened.genes.columns->contains(named("gene:"));
}

}  // namespace

Coloring parse_coloring(const FigureSubject& subject, const std::string& chosen) {
    const auto known = [&](const std::string& name) { return is_column_or_gene(subject, name); };
    if (const auto both = known(chosen) ? std::nullopt : blendNames(chosen, known))
        return Coloring::blend(parse_coloring(subject, both->first), parse_coloring(subject, both->second));
    if (chosen.empty()) {
        const Column* column = label_column(subject);
        if (column != nullptr) return Coloring::column(column->name);
        return subject.results ? Coloring::prediction() : Coloring::none();
    }
    const auto at = chosen.find(':');
    const std::string kind = chosen.substr(0, at),
                      name = at == std::string::npos ? "" : chosen.substr(at + 1);
    if (kind == "column" && !name.empty()) return Coloring::column(name);
    if (kind == "gene" && subject.opened.genes.columns->contains(name)) return Coloring::gene(name);
    if (subject.opened.dataset->obs.find(chosen) != nullptr) return Coloring::column(chosen);
    if (kind == "regulon" && !name.empty()) return Coloring::regulon(name, parse_measure(subject, {}));
    constexpr std::array measures{"choice", "pooling", "attention", "effect", "activity"};
    if (std::ranges::find(measures, kind) != measures.end() && !name.empty())
        return Coloring::regulon(name, parse_measure(subject, kind));
    const bool model_wanted = chosen == "prediction" || chosen == "certainty";
    if (model_wanted && subject.results) {
        return chosen == "prediction" ? Coloring::prediction() : Coloring::confidence();
    }
    if (subject.opened.genes.columns->contains(chosen)) return Coloring::gene(chosen);
    throw Error(
        ErrorKind::Usage, "Cannot colour by '" + chosen + "': no such column or gene", {},
        model_wanted ? "Give a model with --model" : gene_hint(subject, kind == "gene" ? name : chosen));
}

ShownEmbedding choose_map(const FigureSubject& subject, const MapChoice& choice, Job& job) {
    const auto& opened = subject.opened;
    if (!choice.key.empty()) {
        for (const auto& embedding : opened.embeddings) {
            if (embedding->key == choice.key) return *embedding;
        }
        std::string known;
        for (const auto& embedding : opened.embeddings) known += (known.empty() ? "" : ", ") + embedding->key;
        throw Error(ErrorKind::Usage, "The file has no embedding called '" + choice.key + "'", {},
                    known.empty() ? "It has none" : "It has " + known);
    }
    if (!subject.results && !opened.embeddings.empty()) return *opened.embeddings.front();
    ShownEmbedding made;
    EmbeddingRequest request = choice.request;
    request.from = subject.results ? EmbeddingRequest::From::Model : EmbeddingRequest::From::Expression;
    Matrix coordinates;
    if (subject.results) {
        coordinates = lay_out(subject.results->prediction.embedding, request, {}, job);
        made.key = "model:umap";
        made.title = QStringLiteral("UMAP of the cell embedding");
    } else {
        const auto values = opened.expression ? opened.expression : mapping_values(*opened.dataset);
        PartJob first(job, 0, 0.5), second(job, 0.5, 1);
        coordinates =
            lay_out(leading_components(*values, components_of(request), first), request, {}, second);
        made.key = "expression:umap";
        made.title = QStringLiteral("UMAP of the expression");
    }
    made.provenance = provenanceOf(request);
    made.coordinates = std::make_shared<const Matrix>(std::move(coordinates));
    return *withGrid(std::move(made));
}

namespace {

std::string exact_text(const Numeric& column, std::size_t row) {
    const double value = column.values[row];
    if (std::isnan(value)) return {};
    if (column.integral) return number_text(column, row);
    return column.type.bytes <= sizeof(float) ? plain_number(static_cast<float>(value)) : plain_number(value);
}

// Columns of numbers by which a map is coloured, or null for one of something else; a blend has two.
using ExactColumns = std::vector<std::shared_ptr<const Numeric>>;

ExactColumns exact_columns(const std::shared_ptr<const Dataset>& dataset, const ColorData& data) {
    ExactColumns exact;
    for (std::size_t i = 0; const ColorData* const part = data.scaled(i); ++i) {
        const Coloring& by = part->coloring;
        const Column* const column = by.source == ColorSource::Column ? dataset->obs.find(by.name) : nullptr;
        exact.emplace_back(dataset, column ? column->numeric() : nullptr);
    }
    return exact;
}

// The numbers of such a map with every digit that they have; a picture has seven.
FigureNumbers exact_numbers(const EmbeddingScene& map, const ExactColumns& columns) {
    FigureNumbers numbers = map.numbers();
    // A row a cell that has a place, as the file has them.
    std::vector<std::uint32_t> cells(map.points()->rows().begin(), map.points()->rows().end());
    std::ranges::sort(cells);
    for (std::size_t k = 0; k < columns.size(); ++k) {
        const std::size_t place = numbers.columns.size() - columns.size() + k;
        if (columns[k] == nullptr) continue;
        for (std::size_t i = 0; i < cells.size(); ++i)
            numbers.rows.at(i).at(place) = exact_text(*columns[k], cells[i]);
    }
    return numbers;
}

}  // namespace

ColorData resolve_colors(const Coloring& coloring, const ColorInputs& inputs, Job& job) {
    ColorData data = resolve(coloring, inputs, job);
    if (coloring.any([](const Coloring& one) { return one.range.has_value(); }) && !data.scaled(0))
        throw Error(ErrorKind::Usage, "A colour scale is of numbers, and these are groups",
                    data.title.toStdString(), "Leave out --color-range");
    return data;
}

namespace {

// Of a column, or of predictions, as the window outlines them.
std::shared_ptr<const PointColors> contour_groups(const FigureSubject& subject, const std::string& column,
                                                  Job& job) {
    const bool predicted =
        column == "prediction" && subject.results && subject.opened.dataset->obs.find(column) == nullptr;
    if (!predicted && subject.opened.dataset->obs.find(column) == nullptr)
        throw Error(ErrorKind::Usage, "obs has no column '" + column + "'", {},
                    "Name another with --contours");
    const ColorData groups =
        resolve(predicted ? Coloring::prediction() : Coloring::column(column), color_inputs(subject), job);
    if (!groups.categorical())
        throw Error(ErrorKind::Usage, "Column '" + column + "' has no groups to outline", {},
                    "Name another column with --contours");
    return groups.points;
}

// Of a map in the plane or in space those of its first two directions.
PlaneMarks gates_on(const ShownEmbedding& map, const std::vector<std::string>& gates, Job& job) {
    PlaneMarks marks;
    if (gates.empty()) return marks;
    const std::vector<double> x = coordinate(*map.coordinates, 0), y = coordinate(*map.coordinates, 1);
    marks.outlines = gate_outlines(gates, x, y, job);
    return marks;
}

}  // namespace

MadeFigure map_figure(const FigureSubject& subject, const ShownEmbedding& map, const Coloring& coloring,
                      const ViewSettings& look, const std::vector<std::string>& gates, Job& job) {
    auto scene = std::make_shared<EmbeddingScene>();
    scene->setPoints(map.grid);
    scene->setNames({subject.opened.dataset, &subject.opened.dataset->obs.index});
    const ColorData data = resolve_colors(coloring, color_inputs(subject), job);
    scene->setColors(*data.points);
    if (!look.contours.empty()) scene->setContours(contour_groups(subject, look.contours, job));
    dress(*scene, {&map, data.title, look, simulated(subject)});
    scene->setMarks(gates_on(map, gates, job));
    auto figure = std::make_unique<MapFigure>(scene->picture());
    return {scene, std::move(figure), [scene, exact = exact_columns(subject.opened.dataset, data)] {
                return exact_numbers(*scene, exact);
            }};
}

namespace {

std::shared_ptr<const TfReference> reference(const FigureSubject& subject, const Categorical& groups,
                                             Job& job) {
    PartJob rewiring(job, 0, 0.3), comparing(job, 0.3, 1);
    const auto rewired = rewired_prior_readers(*subject.tfs->reader, *subject.expression, rewiring);
    const HalfReaders halves = half_readers(*subject.tfs->reader, *subject.expression, rewiring);
    return std::make_shared<const TfReference>(
        regulonReference(*subject.tfs, rewired, halves, *subject.expression, groups, {}, comparing));
}

}  // namespace

const std::vector<std::string>& tf_names(const FigureSubject& subject, RegulonMeasure measure) {
    return ofGenes(measure) ? subject.regulons->regulons.tfs : subject.tfs->tfs;
}

namespace {

std::shared_ptr<const Categorical> bar_column(const Dataset& dataset, const std::string& name) {
    const Column* const found = dataset.obs.find(name);
    if (found == nullptr)
        throw Error(ErrorKind::Usage, "obs has no column '" + name + "'", {},
                    "Give --group-bar cells, or a column");
    auto values = as_categorical(*found);
    if (!values) throw Error(ErrorKind::Data, "Column '" + name + "' has no groups to take shares of");
    return std::make_shared<const Categorical>(std::move(*values));
}

}  // namespace

MadeFigure heatmap_figure(const FigureSubject& subject, const std::string& column, RegulonMeasure measure,
                          RegulonHeatmapRequest request, bool turned, Job& job) {
    const Dataset& dataset = *subject.opened.dataset;
    const Column* found = column.empty() ? label_column(subject) : dataset.obs.find(column);
    const bool predicted = found == nullptr && subject.results && (column.empty() || column == "prediction");
    if (found == nullptr && !predicted) {
        if (column.empty())
            throw Error(ErrorKind::Usage, "No column to group by", {}, "Name one with --group-by");
        throw Error(ErrorKind::Usage, "obs has no column '" + column + "'");
    }
    std::optional<Categorical> groups = predicted
                                            ? predictedColumn(*subject.context.model, *subject.results,
                                                              subject.opened.categories, label_name(subject))
                                            : as_categorical(*found);
    if (!groups) throw Error(ErrorKind::Data, "Column '" + column + "' does not define groups");

    RegulonTableRequest& table = request.table;
    table.regulons = subject.regulons;
    table.tfs = subject.tfs;
    table.measure = measure;
    table.groups = std::make_shared<const Categorical>(std::move(*groups));
    table.groupedBy = predicted ? QStringLiteral("prediction") : QString::fromStdString(found->name);
    table.simulated = simulated(subject);
    if (table.groupBar == GroupBar::Shares)
        table.across = bar_column(dataset, table.acrossName.toStdString());
    if (hasReference(measure) && !request.eachCell) table.reference = reference(subject, *table.groups, job);
    RegulonHeatmap made = regulonHeatmap(request, job);
    auto scene = std::make_shared<HeatmapScene>();
    scene->setTransposed(turned);
    scene->show(std::move(made.data), request.look, std::move(made.arrangement), made.cells);
    return {scene, regulonFigure(*scene),
            [scene, dataset = subject.opened.dataset] { return heatmapNumbers(*scene, dataset->obs.index); }};
}

}  // namespace regulus
