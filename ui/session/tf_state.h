// What is read of TFs: by the model that is open where it reads regulons, else by the prior.
#pragma once

#include <memory>
#include <vector>

#include "ui/session/model_state.h"
#include "ui/session/opened_state.h"

namespace regulus {

// Null while there is nothing.
std::shared_ptr<const TfResults> tfResults(const OpenedState& opened, const ModelState& model);
std::shared_ptr<const std::vector<RegulonReader>> rewiredReaders(const OpenedState& opened,
                                                                 const ModelState& model);
// There when the rewired ones are.
std::shared_ptr<const HalfReaders> halfReaders(const OpenedState& opened, const ModelState& model);
// The values that they are read from.
std::shared_ptr<const MatrixSource> tfExpression(const OpenedState& opened, const ModelState& model);

}  // namespace regulus
