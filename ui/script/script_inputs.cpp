#include "ui/script/script_inputs.h"

#include "core/base/error.h"
#include "ui/session/session.h"
#include "ui/views/heatmap/heatmap_settings.h"
#include "ui/views/parts/coloring_names.h"
#include "ui/views/parts/name_field.h"

namespace regulus {
namespace {

// What a view that has this field makes of the text.
std::vector<std::string> named(const QString& text, std::vector<std::string> known, bool blends = false) {
    NameField field;
    if (blends) field.setBlends();
    field.setKnown(std::move(known));
    field.showText(text);
    return field.names();
}

void takeNames(ScriptInputs& inputs, const Session& session) {
    const SessionRecord& record = inputs.record;
    std::vector<std::string> all, genes, tfs;
    for (const NamedColoring& name : coloringNames(session)) all.push_back(name.name);
    if (const auto& names = session.opened().genes.names) genes = names->names;
    if (session.model().regulons) tfs = session.model().regulons->regulons.tfs;
    if (const auto results = session.tfResults(); results && tfs.empty()) tfs = results->tfs;
    inputs.galleryNames = named(QString::fromStdString(record.view.galleryNames), all, true);
    inputs.plotNames = named(record.plots.names, record.plots.values == ValuesOf::Genes ? genes : tfs);
    const HeatmapSettings heatmap = heatmapSettings(record.views[QStringLiteral("heatmap")].toObject());
    inputs.heatmapNames = named(heatmap.names, std::move(tfs));
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
    takeNames(inputs, session);
    const QUndoStack& stack = session.undoStack();
    for (int step = 0; step < stack.index(); ++step) inputs.steps << stack.text(step);
    const ComparisonSetup& setup = inputs.record.comparison;
    for (const std::string& column : {setup.a.column, setup.b.column})
        if (const auto groups = column.empty() ? nullptr : session.groups().categorical(column))
            inputs.groups[column] = groups->categories;
    const CellSet& visible = session.cells().visible();
    if (visible.count() < opened.cells()) inputs.visible = visible;
    inputs.tfs = session.tfResults() || session.model().regulons;
    const TrainingProgress& training = session.training().progress();
    if (training.phase == TrainingPhase::Done && inputs.record.model &&
        session.learnedModel() == inputs.record.model)
        inputs.training = training.request;
    return inputs;
}

}  // namespace regulus
