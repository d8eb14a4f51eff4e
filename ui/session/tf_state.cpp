#include "ui/session/tf_state.h"

namespace regulus {

std::shared_ptr<const TfResults> tfResults(const OpenedState& opened, const ModelState& model) {
    return model.readsRegulons() ? model.tfs : opened.priorResults;
}

std::shared_ptr<const std::vector<RegulonReader>> rewiredReaders(const OpenedState& opened,
                                                                 const ModelState& model) {
    return model.readsRegulons() ? model.rewired : opened.rewiredReaders;
}

std::shared_ptr<const HalfReaders> halfReaders(const OpenedState& opened, const ModelState& model) {
    return model.readsRegulons() ? model.halves : opened.halfReaders;
}

std::shared_ptr<const MatrixSource> tfExpression(const OpenedState& opened, const ModelState& model) {
    return model.readsRegulons() && model.context ? model.context->input.expression : opened.expression;
}

}  // namespace regulus
