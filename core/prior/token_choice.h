// Which genes become tokens of the model: TFs with enough targets first, then their targets by variability,
// then genes without a listed regulator.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/prior/regulatory_network.h"

namespace regulus {

struct TokenOptions {
    std::size_t max_genes = 2000;  // tokens in all; 0 means no limit
    std::size_t min_targets = 5;   // a TF needs that many targets among the tokens
};

struct Tokens {
    std::vector<std::uint32_t> genes;  // rows of var, in token order
    std::size_t tfs = 0;               // how many of the first tokens were chosen as TFs
    std::size_t edges_usable = 0;      // edges of the prior among all genes of the dataset
};

// `variability` has one value a gene (dispersion on training cells; NaN or <= 0 when not expressed).
// min_targets is checked again on what was kept, until it holds. TFs that are kept are kept however little
// they vary. Throws Error(Data) when no edge of the prior joins two genes of the dataset.
Tokens choose_tokens(const RegulatoryNetwork& network, std::span<const std::string> genes,
                     std::span<const double> variability, const TokenOptions& options);

}  // namespace regulus
