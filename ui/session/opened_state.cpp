#include "ui/session/opened_state.h"

namespace regulus {

int OpenedState::geneColumn(const std::string& gene) const {
    if (!genes.columns) return -1;
    const auto found = genes.columns->find(gene);
    return found == genes.columns->end() ? -1 : found->second;
}

std::vector<std::string> OpenedState::labelColumnNames() const {
    std::vector<std::string> names;
    for (const ColumnGuess& guess : labelColumns) names.push_back(guess.name);
    for (const OwnColumn& column : own)
        if (column.values) names.push_back(column.name);
    return names;
}

}  // namespace regulus
