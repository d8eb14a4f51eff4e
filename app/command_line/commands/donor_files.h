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
void say_donors(Console& console, const DonorComparison& comparison, const ComparisonFilter& filter,
                std::size_t top);
nlohmann::json donors_json(const DonorComparison& comparison, const ComparisonFilter& filter,
                           std::size_t top);

}  // namespace regulus
