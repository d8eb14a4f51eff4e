// Counts of a part of the genes: what the cells add up to there is not what they had.
#pragma once

#include <string>

#include "core/data/dataset.h"

namespace regulus {

// A matrix of fewer genes may be a selection of them: a panel, or the variable genes of a whole
// transcriptome.
inline constexpr std::size_t whole_transcriptome = 10'000;

// Where the values of such a matrix are counts (as they are, with fractions, or under a logarithm or root)
// and a column of obs holds more counts a cell, under a name of total counts, the matrix gets those as
// factors of its cells (see cell_factors()). Returns what was done, in a person's words; "" for nothing.
std::string settle_counts_of_some_genes(Assay& assay, const Table& obs);

}  // namespace regulus
