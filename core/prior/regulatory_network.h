// A prior: known transcription factor → target edges, with sign and confidence, as a file gave them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace regulus {

struct Regulation {
    std::uint32_t tf = 0, target = 0;  // indices into RegulatoryNetwork::genes
    std::int8_t sign = 0;              // +1 activates, -1 represses, 0 unknown or conflicting
    char confidence = 0;               // 'A' (best) to 'E', 0 where the source gives none
    bool conflicting = false;          // listed more than once with different signs
    std::uint16_t listed = 1;          // rows of the file that name this pair
};

struct RegulatoryNetwork {
    std::string name;                   // file name, for people
    std::string checksum;               // SHA-256 of the file, hexadecimal; empty when made in memory
    std::vector<std::string> genes;     // names of TFs and targets, unique
    std::vector<Regulation> edges;      // one a pair, ordered by tf then target
    std::size_t rows = 0;               // edges as listed, repeats included
    std::size_t repeated_pairs = 0;     // pairs listed more than once
    std::size_t conflicting_pairs = 0;  // of those, with different signs or modes
    std::vector<std::string> warnings;

    std::size_t tf_count() const;      // genes with at least one target
    std::size_t target_count() const;  // genes with at least one TF
};

// One line of a prior file.
struct ListedRegulation {
    std::string tf, target;
    std::int8_t sign = 0;
    char confidence = 0;
};

// Joins repeated pairs: the best confidence; the common sign of the rows that give one, or 0 and
// `conflicting` when they differ. Edges of a gene to itself are kept.
RegulatoryNetwork make_network(std::string name, std::span<const ListedRegulation> listed);

// Edges with that confidence or better ('A' is best). Edges without one are kept.
RegulatoryNetwork with_confidence(const RegulatoryNetwork& network, char worst);

}  // namespace regulus
