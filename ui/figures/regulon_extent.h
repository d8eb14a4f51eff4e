// Which cells numbers were read from, in words.
#pragma once

#include <QString>
#include <cstddef>

#include "core/workflow/model_results.h"
#include "core/workflow/tf_results.h"

namespace regulus {

// "20,000 of 1,000,000 cells"
QString extentOf(std::size_t read, std::size_t all);
// "400 of 2,638 cells so far", "50,000 of 1,000,000 cells"; empty when all were read. Goes wherever numbers
// from these cells are shown.
QString extentOf(const RegulonResults& results);
QString extentOf(const TfResults& results);

}  // namespace regulus
