// The command that does what the Train dialog is about to do.
#pragma once

#include <QString>

#include "ui/session/training.h"

namespace regulus {

// One argument as a POSIX shell takes it: quoted only when it has to be.
QString shellQuoted(const QString& argument);

// "regulus train --data … --labels … --prior … --out model.safetensors"; options that are the preset's own
// are left out.
QString trainCommand(const TrainRequest& request, const QString& dataPath, const QString& priorPath);

}  // namespace regulus
