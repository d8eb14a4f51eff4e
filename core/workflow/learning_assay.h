// Which values a model learns from and is applied to, when a person has a say in it.
#pragma once

#include <string>

#include "core/data/dataset.h"

namespace regulus {

// Whether a model can learn from such values: all but scaled ones and nothing at all.
bool can_learn_from(const Assay& assay);

// The assay of that name, "" for the usual choice: see modelling_assay(). Throws Error(Usage) when there is
// none of that name (the message lists them), Error(Data) when no model can learn from it.
const Assay& learning_assay(const Dataset& dataset, const std::string& name);

}  // namespace regulus
