// Which gene sets, or regulons of a prior, have more genes of a list than chance would give them.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/gene_mapping.h"
#include "core/prior/gene_set.h"

namespace regulus {

enum class Universe {
    TestedInSets,  // genes that were tested and are in a set: what the list could have shown
    AllTested,     // all genes that were tested
};
const char* to_string(Universe universe);  // "sets", "tested"

struct EnrichmentOptions {
    Universe universe = Universe::TestedInSets;
    std::size_t min_genes = 5;  // of a set, in the universe
    std::optional<Spelling>
        spelling{};  // nullopt: that which finds most genes of the sets, the simplest of equals
};

struct EnrichedSet {
    std::string name;
    std::size_t genes = 0;          // in the universe
    std::vector<std::string> hits;  // of the list, as it writes them
    double expected = 0;            // hits by chance: genes × drawn / universe
    double p = 1;                   // hypergeometric, upper tail
    double q = 1;                   // false discovery rate over all sets tested
};

struct Enrichment {
    std::vector<EnrichedSet> sets;        // lowest p first; of equals the larger ratio of hits to expected
    std::size_t universe = 0;             // genes
    std::size_t drawn = 0;                // genes of the list that are in it
    std::vector<std::string> not_tested;  // genes of the list that were not tested
    std::size_t outside_sets = 0;         // of Universe::TestedInSets: genes of the list that no set has
    std::size_t small = 0;                // sets left out for having few genes in the universe
    Spelling spelling = Spelling::Exact;
    std::vector<std::string> warnings;
};

// `list`: for instance the markers of a group; `tested`: every gene that could have been on it. Names that
// occur twice count once; those of either are matched with those of the sets. Throws Error(Data) when no gene
// of the list was tested, no gene tested is in a set, or no set has enough genes; Cancelled.
Enrichment over_representation(std::span<const std::string> list, std::span<const std::string> tested,
                               std::span<const GeneSet> sets, const EnrichmentOptions& options, Job& job);

}  // namespace regulus
