// The command that does what the Train dialog is about to do.
#pragma once

#include <QString>

#include "core/io/prior/prior_reader.h"
#include "ui/figures/opened_dataset.h"
#include "ui/session/training.h"

namespace regulus {

// One argument as a POSIX shell takes it: quoted only when it has to be.
QString shellQuoted(const QString& argument);

// Where a training's data and prior come from, and how they were opened.
struct TrainSources {
    QString data, prior;
    OpenChoices opened;
    PriorOptions narrowed;
};

// "regulus train --data … --labels … --prior … --out model.safetensors"; options that are the preset's own
// are left out.
QString trainCommand(const TrainRequest& request, const TrainSources& from);

}  // namespace regulus
