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
    bool conflicting = false;          // listed with different signs
    bool from_complex = false;         // known only of a complex that the TF is a member of
    std::uint16_t listed = 1;          // rows of the file that name this pair; 65535 stands for more, too
    float weight = 1;           // importance or size of the weight, >= 0; 1 where the source gives none
    std::uint64_t sources = 1;  // bit i: RegulatoryNetwork::sources[i] names this pair
};

// What expand_complexes() did.
struct ComplexCount {
    std::size_t names = 0;     // complexes whose members are known
    std::size_t replaced = 0;  // edges of those, no longer in the network
    std::size_t added = 0;     // edges of members that are not listed by themselves
};

struct RegulatoryNetwork {
    std::string name;                   // file name, for people
    std::string checksum;               // SHA-256 of the file, hexadecimal; empty when made in memory
    std::string narrowed;               // "confidence A to C, activating": what was left out; "" for nothing
    std::string format;                 // what the file is, for people: "TF-target table"; may be empty
    std::vector<std::string> genes;     // names of TFs and targets, unique
    std::vector<Regulation> edges;      // one a pair, ordered by tf then target
    std::vector<std::string> sources;   // who names the edges: the file, resources it names, or merged priors
    std::size_t records = 0;            // lines, sets or motifs of the file
    std::size_t rows = 0;               // edges as listed, repeats included
    std::size_t repeated_pairs = 0;     // pairs listed more than once
    std::size_t differing_pairs = 0;    // of those, with rows that differ in the sign, unknown being one
    std::size_t conflicting_pairs = 0;  // pairs said to be both activated and repressed
    ComplexCount complexes;
    std::vector<std::string> warnings;

    std::size_t tf_count() const;      // genes with at least one target
    std::size_t target_count() const;  // genes with at least one TF
    bool weighted() const;             // whether any weight is something else than 1
};

// More sources than a mask of bits holds are joined under this name.
inline constexpr std::size_t most_sources = 64;
inline constexpr const char* other_sources = "others";

// One line of a prior file.
struct ListedRegulation {
    std::string tf, target;
    std::int8_t sign = 0;
    char confidence = 0;
    float weight = 1;
};

// Joins repeated pairs: the best confidence, the largest weight; the common sign of the rows that give one,
// or 0 and `conflicting` when they differ. Edges of a gene to itself are kept.
RegulatoryNetwork make_network(std::string name, std::span<const ListedRegulation> listed);

}  // namespace regulus
