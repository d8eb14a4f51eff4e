#include "ui/session/opened_state.h"

namespace regulus {

int OpenedState::geneColumn(const std::string& gene) const {
    if (!genes.columns) return -1;
    const auto found = genes.columns->find(gene);
    return found == genes.columns->end() ? -1 : found->second;
}

}  // namespace regulus
