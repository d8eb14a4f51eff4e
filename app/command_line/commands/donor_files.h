// A comparison with donors as replicates on its way out, as a comparison of cells goes in comparison_files.h.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "core/workflow/compare_donors.h"
#include "core/workflow/compare_groups.h"

namespace regulus {

class Console;

// Of the filter: fold change, false discovery rate, direction. Returns how many rows were written.
std::size_t write_donors(const DonorComparison& comparison, const ComparisonFilter& filter,
                         const std::string& path);
// The dataset with uns/rank_genes_groups: of every group the genes that were tested in any; those that were
// not tested in a group stand behind the others there, with a score of 0, p = 1 and no fold change. What had
// to be renamed is returned. Throws what write_with_results() throws.
std::vector<std::string> write_ranked_donors(const Dataset& dataset, const DonorComparison& comparison,
                                             const std::string& path, Job& job);
void say_donors(Console& console, const DonorComparison& comparison, const ComparisonFilter& filter,
                std::size_t top);
nlohmann::json donors_json(const DonorComparison& comparison, const ComparisonFilter& filter,
                           std::size_t top);

}  // namespace regulus
