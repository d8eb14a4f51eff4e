// Which regulons or gene sets hold the genes that tell two groups apart, as a job computes it: the same
// numbers as `regulus enrich` gives for the table of that comparison.
#pragma once

#include <memory>
#include <vector>

#include "core/io/prior/gene_set_reader.h"
#include "core/prior/regulatory_network.h"
#include "core/workflow/over_representation.h"
#include "ui/figures/comparison/comparison_result.h"

namespace regulus {

enum class ListSide { Higher, Lower, Both };

// Immutable; equal inputs give equal results.
struct EnrichmentInputs {
    std::shared_ptr<const ComparisonResult> result;  // of genes
    std::size_t group = 0;
    std::vector<std::uint32_t> genes;  // that the filters let through
    ListSide side = ListSide::Higher;
    std::shared_ptr<const RegulatoryNetwork> prior;  // its regulons are the sets; null: `sets`
    std::shared_ptr<const GeneSets> sets;
    Universe universe = EnrichmentOptions{}.universe;

    bool operator==(const EnrichmentInputs&) const = default;
};

// The genes of the side, by the change that the table shows.
std::vector<std::string> listOf(const EnrichmentInputs& inputs);

// Of a whole comparison: the rest of the genes would be missing from the universe. Throws what
// over_representation() throws, and Error(Data) for an empty list.
Enrichment runEnrichment(const EnrichmentInputs& inputs, Job& job);

}  // namespace regulus
