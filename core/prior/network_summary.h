// A prior in figures, and its edges by gene.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/prior/regulatory_network.h"

namespace regulus {

struct NetworkSummary {
    std::size_t edges = 0, tfs = 0, targets = 0;
    std::size_t activating = 0, repressing = 0, conflicting = 0, unknown = 0;  // their sum is `edges`
    std::size_t self = 0;                                                      // TFs that regulate themselves
    std::size_t from_complex = 0;                // edges known only of complexes
    std::array<std::size_t, 6> by_confidence{};  // A to E, and without
    // Of the targets a TF has; 0 without edges. Quartiles are those of the ordered list without
    // interpolation.
    std::size_t least_targets = 0, lower_quartile = 0, median_targets = 0, upper_quartile = 0,
                most_targets = 0;
    std::size_t tfs_min5 = 0;  // TFs with at least five targets
    bool weighted = false;
    double least_weight = 0, largest_weight = 0;
    std::vector<std::pair<std::string, std::size_t>> largest;  // the ten TFs with most targets
    std::vector<std::pair<std::string, std::size_t>> sources;  // edges that each source names
};
NetworkSummary summary_of(const RegulatoryNetwork& network);

// How many edges a gene has.
struct GeneEdges {
    std::string gene;
    std::size_t targets = 0, tfs = 0;  // that it regulates; that regulate it
};
std::vector<GeneEdges> edges_by_gene(const RegulatoryNetwork& network);  // in the network's order of genes

// One edge as a person reads it.
struct EdgeEvidence {
    std::string gene;  // the target, or the TF
    std::int8_t sign = 0;
    char confidence = 0;
    bool conflicting = false, from_complex = false;
    double weight = 1;
    std::size_t listed = 1;
    std::vector<std::string> sources;
};
const char* sign_word(std::int8_t sign, bool conflicting);  // "activation", ..., "unknown", "conflicting"
std::vector<std::string> source_names(const RegulatoryNetwork& network, std::uint64_t sources);

// Both: best confidence first, then the largest weight, then by name; empty when the gene has no such edge.
// The name is taken as it is, else without regard to case when only one gene has it so.
std::vector<EdgeEvidence> targets_of(const RegulatoryNetwork& network, std::string_view tf);
std::vector<EdgeEvidence> regulators_of(const RegulatoryNetwork& network, std::string_view target);

// The targets of any of several TFs, one a target, by name: what speaks for it joined as make_network() joins
// rows.
std::vector<EdgeEvidence> targets_of(const RegulatoryNetwork& network, std::span<const std::string> tfs);

// What a prior tells of its edges beside their sign: nobody needs a column that says the same of all.
struct EvidenceGiven {
    bool confidence = false, weight = false;
    bool sources = false;  // more than one

    bool operator==(const EvidenceGiven&) const = default;
};
EvidenceGiven evidence_given(const RegulatoryNetwork& network);

}  // namespace regulus
