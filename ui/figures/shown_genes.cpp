#include "ui/figures/shown_genes.h"

namespace regulus {

ComparedValues shownGenes(const Dataset& dataset, const OpenChoices& choices, const GeneNames* names,
                          const std::shared_ptr<const MatrixSource>& expression) {
    ComparedValues values = compared_genes(dataset, choices.assay, choices.genes);
    if (names && names->names.size() == values.names.size()) values.names = names->names;
    if (values.counts && expression && expression->genes() == values.names.size()) values.matrix = expression;
    return values;
}

}  // namespace regulus
