// What of a prior can be used with a dataset, and what is lost.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/prior/regulatory_network.h"

namespace regulus {

// tfs and what follows count edges of both kinds.
struct Coverage {
    std::size_t edges = 0;                 // both ends are genes of the dataset; without complex_edges
    std::size_t complex_edges = 0;         // such edges known only of complexes (expand_complexes())
    std::size_t tfs = 0;                   // TFs with at least one such edge
    std::size_t tfs_min5 = 0;              // TFs with at least five
    std::size_t targets = 0;               // genes with at least one such regulator
    std::size_t genes_with_edge = 0;       // genes at either end
    std::size_t orphans = 0;               // genes of the dataset without a listed regulator
    std::size_t lost_tf = 0;               // edges lost because the TF is not in the dataset
    std::size_t lost_target = 0;           // edges lost because only the target is not
    std::vector<std::string> missing_tfs;  // TFs of the prior not in the dataset, most targets first
    bool case_differs = false;  // matching without regard to case would find at least twice as many edges

    std::size_t usable() const { return edges + complex_edges; }  // what a model's mask is made of
};

// Names are matched exactly.
Coverage coverage(const RegulatoryNetwork& network, std::span<const std::string> genes);

}  // namespace regulus
