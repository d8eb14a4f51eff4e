#include "ui/script/script_inputs.h"

#include <algorithm>

#include "core/base/error.h"
#include "ui/session/session.h"
#include "ui/views/compare/compare_view.h"
#include "ui/views/compare/plot_choices.h"
#include "ui/views/heatmap/heatmap_choices.h"
#include "ui/views/parts/axis_names.h"
#include "ui/views/parts/coloring_names.h"
#include "ui/views/parts/name_field.h"

namespace regulus {
namespace {

// What a field with these names makes of the text.
std::vector<std::string> named(const QString& text, std::vector<std::string> known, bool blends = false) {
    if (text.trimmed().isEmpty()) return {};
    NameField field;
    if (blends) field.setBlends();
    field.setKnown(std::move(known));
    field.showText(text);
    return field.names();
}

void takeGallery(ScriptInputs& inputs, const Session& session) {
    const QString text = QString::fromStdString(inputs.record.view.galleryNames);
    if (text.isEmpty()) return;
    std::map<std::string, Coloring> by;
    std::vector<std::string> known;
    for (const NamedColoring& name : coloringNames(session)) {
        by.emplace(name.name, name.coloring);
        known.push_back(name.name);
    }
    for (const std::string& name : named(text, std::move(known), true)) {
        const std::size_t before = inputs.gallery.size();
        if (by.contains(name))
            inputs.gallery.push_back(by.at(name));
        else if (const auto both = blendNames(name, [&](const auto& half) { return by.contains(half); }))
            inputs.gallery.push_back(Coloring::blend(by.at(both->first), by.at(both->second)));
        if (inputs.gallery.size() > before) inputs.galleryNames.push_back(name);
    }
}

void takeAxes(ScriptInputs& inputs, const Session& session) {
    if (const auto map = session.view().embedding()) inputs.mapAxes = coordinatesOf(map);
    const ScatterSettings& scatter = inputs.record.scatter;
    if (scatter.x.empty() || scatter.y.empty()) return;
    const AxisNames names(session);
    if (const AxisSource* const axis = names.find(scatter.x)) inputs.x = *axis;
    if (const AxisSource* const axis = names.find(scatter.y)) inputs.y = *axis;
}

// A page that nobody set is none that anybody asked for.
void takePlots(ScriptInputs& inputs, const Session& session) {
    PlotSettings& plots = inputs.record.plots;
    if (plots == PlotSettings{}) return;
    plots = resolved(session, plotChoices(session), plots);
    const auto values = plotValues(session, plots.values);
    std::vector<std::string> known = values ? namesOf(*values) : std::vector<std::string>();
    if (values && values->context && session.model().regulons) known = session.model().regulons->regulons.tfs;
    inputs.plotNames = named(plots.names, std::move(known));
}

void takeHeatmap(ScriptInputs& inputs, const Session& session) {
    inputs.heatmap = heatmapSettings(session.memory().of(QStringLiteral("heatmap")));
    const std::vector<RegulonMeasure> measures = heatmapMeasures(session);
    if (measures.empty()) return;
    std::optional<int>& measure = inputs.heatmap.measure;
    if (!measure || std::ranges::find(measures, RegulonMeasure(*measure)) == measures.end())
        measure = int(measures.front());
    inputs.heatmapGroups = heatmapColumn(session, inputs.heatmap.groups);
    std::vector<std::string> tfs;
    if (ofGenes(RegulonMeasure(*measure)))
        tfs = session.model().regulons ? session.model().regulons->regulons.tfs : tfs;
    else if (session.tfResults())
        tfs = session.tfResults()->tfs;
    if (inputs.heatmap.order == CellOrder::Value && std::ranges::find(tfs, inputs.record.tf) != tfs.end())
        inputs.heatmapOrder = inputs.record.tf;
    inputs.heatmapTfs = named(inputs.heatmap.names, std::move(tfs));
}

void takeSimilar(ScriptInputs& inputs, const Session& session) {
    const QJsonObject list =
        session.memory().of(QStringLiteral("gene lists"))[QStringLiteral("list")].toObject();
    if (!inputs.genes.names || !list[QStringLiteral("key")].toString().isEmpty()) return;
    inputs.similarGene = named(list[QStringLiteral("gene")].toString(), inputs.genes.names->names);
    if (inputs.similarGene.size() > 1) inputs.similarGene.resize(1);
    inputs.similarOfSelected = list[QStringLiteral("selected")].toBool();
}

void takeComparison(ScriptInputs& inputs, const Session& session) {
    const ComparedBy by = comparedByOf(session);
    if (comparisonInputs(session, by)) inputs.comparing = by;
    const ComparisonSetup& setup = inputs.record.comparison;
    for (const std::string& column : {setup.a.column, setup.b.column})
        if (const auto groups = column.empty() ? nullptr : session.groups().categorical(column))
            inputs.groups[column] = groups->categories;
}

}  // namespace

ScriptInputs scriptInputs(Session& session) {
    const OpenedState& opened = session.opened();
    if (!opened.dataset || opened.dataset->path.empty())
        throw Error(ErrorKind::Usage, "These data are in no file, which a script could read", {},
                    "Save them as .h5ad and open that file");
    ScriptInputs inputs;
    inputs.record = session.record();
    inputs.dataset = opened.dataset;
    inputs.genes = opened.genes;
    inputs.labels = opened.labels;
    inputs.results = session.model().results;
    const QUndoStack& stack = session.undoStack();
    for (int step = 0; step < stack.index(); ++step) inputs.steps << stack.text(step);
    if (const CellSet& visible = session.cells().visible(); visible.count() < opened.cells())
        inputs.visible = visible;
    takeComparison(inputs, session);
    takeGallery(inputs, session);
    takeAxes(inputs, session);
    takePlots(inputs, session);
    takeHeatmap(inputs, session);
    takeSimilar(inputs, session);
    const TrainingProgress& training = session.training().progress();
    // Another prior may have been opened since.
    if (training.phase == TrainingPhase::Done && inputs.record.model &&
        session.learnedModel() == inputs.record.model && opened.prior &&
        opened.prior->checksum == inputs.record.model->record.prior_checksum)
        inputs.training = training.request;
    return inputs;
}

}  // namespace regulus
