// Parts of a prior: by confidence, sign, weight, number of targets, or a list of TFs.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/prior/regulatory_network.h"

namespace regulus {

enum class SignFilter { Both, Activating, Repressing };
const char* to_string(SignFilter sign);              // "both", "activating", "repressing"
SignFilter sign_filter_from(std::string_view name);  // throws Error(Usage)

struct NetworkFilter {
    char worst_confidence = 0;           // 'A' to 'E'; edges without a confidence are kept. 0 keeps all
    SignFilter sign = SignFilter::Both;  // one sign leaves out edges whose sign is unknown or conflicting
    double min_weight = 0;               // edges with less are left out
    std::size_t top_targets = 0;         // of each TF those with the largest weights, ties by name; 0: all
    const std::vector<std::string>* tfs = nullptr;  // null: all TFs
};

// The edges that pass everything; top_targets is applied last. Genes and counts of rows stay as they are.
RegulatoryNetwork filtered(const RegulatoryNetwork& network, const NetworkFilter& filter);

// Names of the list that are no TF of the network.
std::size_t absent_tfs(const RegulatoryNetwork& network, std::span<const std::string> tfs);

}  // namespace regulus
