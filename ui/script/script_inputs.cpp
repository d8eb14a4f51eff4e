#include "ui/script/script_inputs.h"

#include "core/base/error.h"
#include "ui/session/session.h"

namespace regulus {

ScriptInputs scriptInputs(Session& session) {
    const OpenedState& opened = session.opened();
    if (!opened.dataset || opened.dataset->path.empty())
        throw Error(ErrorKind::Usage, "These data are in no file, which a script could read", {},
                    "Save them as .h5ad and open that file");
    ScriptInputs inputs;
    inputs.record = session.record();
    inputs.dataset = opened.dataset;
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
