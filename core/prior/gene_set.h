// Sets of genes by name: signatures, pathways, the targets of a TF.
#pragma once

#include <string>
#include <vector>

#include "core/prior/regulatory_network.h"

namespace regulus {

struct GeneSet {
    std::string name;
    std::vector<std::string> genes;  // as they were written, each once
};

// The regulons of a prior: one set a TF with targets, in the order of its genes, whatever the signs.
std::vector<GeneSet> regulon_sets(const RegulatoryNetwork& network);

// Of a list as a person gives it: empty names and repeats left out.
GeneSet set_of_list(std::string name, const std::vector<std::string>& genes);

}  // namespace regulus
