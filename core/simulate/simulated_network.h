// The regulatory network that data are simulated from, and as many decoy edges that look like its own.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/random.h"

namespace regulus {

struct SimulatedEdge {
    std::uint32_t tf = 0, target = 0;  // genes
    std::int8_t sign = 1;  // +1 activates, -1 represses; a decoy has its TF's sign to pretend with
    float strength = 0;    // weight in the target's regulation; 0 for a decoy
};

// Genes in the order TFs, targets, bystanders, housekeeping genes.
struct SimulatedNetwork {
    std::vector<std::string> genes;
    std::size_t tfs = 0;         // genes 0 .. tfs-1
    std::size_t targets = 0;     // the next ones: regulated by true edges
    std::size_t bystanders = 0;  // the next: differ between cell types without any listed TF ("decoy genes")
    std::size_t named_tfs = 0;   // TFs 0 .. named_tfs-1 are those of immune::factors()
    std::vector<SimulatedEdge> edges;   // true, ordered by target then TF
    std::vector<SimulatedEdge> decoys;  // ordered alike; none is a true edge
};

struct NetworkShape {
    std::size_t genes = 0, tfs = 0;
    double edges_per_target = 3;  // mean number of true regulators, >= 1
};

// Random numbers other than `seed` do not enter. Decoys come from rewiring the true edges by swaps of targets
// (Maslov and Sneppen 2002) until none is left, so every TF has as many decoy targets as true ones, every
// target as many decoy regulators, and TFs of decoy edges are the same TFs, hence expressed alike. In a
// network so dense that no disjoint rewiring is found, true edges left among the decoys are dropped.
SimulatedNetwork build_network(const NetworkShape& shape, std::uint64_t seed);

}  // namespace regulus
