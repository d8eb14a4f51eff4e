// The expression of genes as what is open shows it: for Compare, plots and the gallery.
#pragma once

#include <memory>

#include "core/workflow/compared_values.h"
#include "ui/figures/opened_dataset.h"

namespace regulus {

// compared_genes() under the names that every view writes (`names`; null: the dataset's), and from the matrix
// whose index the views share (`expression`; null: as the dataset has it). Values that are no counts are
// taken as they are stored. Throws what compared_genes() throws.
ComparedValues shownGenes(const Dataset& dataset, const OpenChoices& choices, const GeneNames* names,
                          const std::shared_ptr<const MatrixSource>& expression);

}  // namespace regulus
