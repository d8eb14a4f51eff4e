// The colours of groups as widgets show them: those of render's categoricalColors(), with the theme's grey
// for what has no label.
#pragma once

#include <QColor>
#include <string>
#include <vector>

#include "ui/session/session.h"

namespace regulus {

// One colour a category of a column of obs, or a class of the model for predicted_column; empty when it has
// no categories.
std::vector<QColor> categoryColors(const Session& session, const std::string& column);
// One a class of session.opened().labels.
std::vector<QColor> labelColors(const Session& session);

}  // namespace regulus
