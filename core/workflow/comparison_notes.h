// What the p values of a comparison of cells cannot mean.
#pragma once

#include <string>
#include <vector>

#include "core/model/model_file.h"
#include "core/workflow/cell_groups.h"
#include "core/workflow/compared_values.h"
#include "core/workflow/depth_check.h"

namespace regulus {

// Sentences for a person, that of donors first. `model`: that the values are of; may be null.
std::vector<std::string> comparison_notes(const CellGroups& groups, ValuesOf values, const Table& obs,
                                          const ModelFile* model);

// Against what it was found out whether a TF differs, or that it was not.
std::string depth_note(const DepthCheck& check);

}  // namespace regulus
