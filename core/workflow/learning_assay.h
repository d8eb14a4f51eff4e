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

// "X (log2(x + 1) of counts per million), converted to log1p of counts per 10,000".
std::string values_used(const Assay& assay);

// What a person should know of the values before a model learns from them; "" for counts and log1p of counts
// per 10,000.
std::string values_warning(const Assay& assay);

// A model's numbers mean something on the scale alone that it learned from. Throws Error(Data), with the way
// out, for values that cannot be brought to log1p of counts per 10,000.
void require_known_scale(const Assay& assay, const Dataset& dataset);

// The values a map of the cells is made of: those a model would learn from, log-normalised; of a dataset with
// nothing but scaled values those, for distances between cells need no more. Throw Error(Data) for none.
const Assay& mapping_assay(const Dataset& dataset);
std::shared_ptr<const MatrixSource> mapping_values(const Dataset& dataset);
bool can_be_mapped(const Dataset& dataset);

}  // namespace regulus
