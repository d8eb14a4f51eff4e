// A comparison of groups on its way out: as a table, as a ranking in a new .h5ad, as JSON and as words.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "core/data/dataset.h"
#include "core/workflow/compare_groups.h"

namespace regulus {

class Console;

// One row a group and gene. Returns how many. Throws Error(Storage).
std::size_t write_comparison(const GroupComparison& comparison, const ComparisonFilter& filter,
                             const std::string& path);

// The dataset with uns/rank_genes_groups. What had to be renamed is returned. Throws what
// write_with_results() throws.
std::vector<std::string> write_ranked_data(const Dataset& dataset, const GroupComparison& comparison,
                                           RankingTest by, const std::string& path, Job& job);

// The best `top` genes of each group.
void say_comparison(Console& console, const GroupComparison& comparison, const ComparisonFilter& filter,
                    std::size_t top);
nlohmann::json comparison_json(const GroupComparison& comparison, const ComparisonFilter& filter,
                               std::size_t top);

}  // namespace regulus
