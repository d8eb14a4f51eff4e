// The numbers behind a volcano and a ranking.
#pragma once

#include "ui/figures/comparison/comparison_result.h"
#include "ui/render/figure_numbers.h"

namespace regulus {

// A row each of `ranked`, of testedNames(): rank, change, score and false discovery rate, named as `regulus
// compare` names them, and the side whose colour it has; of genes also the shares that filters look at.
FigureNumbers comparisonNumbers(const ComparisonResult& result, std::size_t group,
                                const ComparisonFilters& filters, const std::vector<std::uint32_t>& ranked);

}  // namespace regulus
