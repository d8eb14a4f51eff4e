// The colours of labels and classes, the same in every view: the file's own where it has them.
#pragma once

#include <QColor>
#include <string>
#include <vector>

#include "ui/session/session.h"

namespace regulus {

// One colour a category of a column of obs, or of predicted_column; empty when it has no categories.
std::vector<QColor> categoryColors(const Session& session, const std::string& column);
// One a class of session.labels().
std::vector<QColor> labelColors(const Session& session);
// One a class of the model; a class named as a label has that label's colour.
std::vector<QColor> classColors(const Session& session);

}  // namespace regulus
