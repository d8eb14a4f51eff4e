// The regulons of a prior in a dataset: each TF with those of its targets that are genes of the dataset.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/prior/regulatory_network.h"

namespace regulus {

struct RegulonOptions {
    std::size_t min_targets = 5;  // a TF needs among the genes
    bool autoregulation = true;   // a TF may be a target of itself
    bool measured_tfs = false;    // only TFs that are genes of the dataset
};

struct RegulonSet {
    std::size_t genes = 0;          // of the dataset
    std::vector<std::string> tfs;   // in the order of the network
    std::vector<std::int32_t> own;  // one a TF: its own column of the dataset, -1 where it is no gene of it
    // Targets of TF t are entries offsets[t] .. offsets[t + 1] - 1 of the following.
    std::vector<std::int64_t> offsets{0};
    std::vector<std::int32_t> targets;  // columns of the dataset, ascending within a TF
    std::vector<float> weights;         // sign × weight of the edge, never 0

    std::size_t count() const { return tfs.size(); }
    std::size_t edges() const { return targets.size(); }
    std::span<const std::int32_t> targets_of(std::size_t tf) const {
        return {targets.data() + offsets[tf], static_cast<std::size_t>(offsets[tf + 1] - offsets[tf])};
    }
    std::span<const float> weights_of(std::size_t tf) const {
        return {weights.data() + offsets[tf], static_cast<std::size_t>(offsets[tf + 1] - offsets[tf])};
    }
};

// Edges without a sign count as activating, as they do in CollecTRI; those listed with both signs, and those
// of weight 0, are left out. Names are matched exactly; a TF need not be a gene of the dataset. Throws
// Error(Data) when no TF has enough targets.
RegulonSet regulon_set(const RegulatoryNetwork& network, std::span<const std::string> genes,
                       const RegulonOptions& options = {});

// The genes that are a target or a TF of the set, ascending.
std::vector<std::uint32_t> genes_with_edge(const RegulonSet& regulons);
// The same regulons over some genes only, all of genes_with_edge() among them: gene i is then genes[i].
RegulonSet over_genes(RegulonSet regulons, std::span<const std::uint32_t> genes);
// And back: `genes` of `all` genes.
RegulonSet over_all_genes(RegulonSet regulons, std::span<const std::uint32_t> genes, std::size_t all);

// The same edges by target: those of gene g are entries offsets[g] .. offsets[g + 1] - 1.
struct EdgesByGene {
    std::vector<std::int64_t> offsets{0};
    std::vector<std::int32_t> tfs;    // ascending within a gene
    std::vector<std::int64_t> edges;  // places in the set's targets and weights
};
EdgesByGene edges_by_gene(const RegulonSet& set);

}  // namespace regulus
