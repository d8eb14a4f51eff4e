// The commands that do what the Train and Evaluate dialogs are about to do.
#pragma once

#include <QString>

#include "core/io/prior/prior_reader.h"
#include "ui/figures/opened_dataset.h"
#include "ui/script/command_words.h"
#include "ui/session/evidence_controller.h"
#include "ui/session/training.h"

namespace regulus {

// Where data and prior come from, and how they were opened.
struct CommandSources {
    QString data, prior;
    OpenChoices opened;
    PriorOptions narrowed;
};

// "regulus train --data … --labels … --prior … --out model.safetensors"; options that are the preset's own
// are left out.
QString trainCommand(const TrainRequest& request, const CommandSources& from);
// "regulus evaluate --data … --labels … --prior … --quick --out FOLDER".
QString evaluateCommand(const EvaluationRequest& request, const CommandSources& from);

}  // namespace regulus
