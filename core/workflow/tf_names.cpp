#include "core/workflow/tf_names.h"

#include "core/workflow/tf_reading.h"

namespace regulus {

std::vector<std::string> prior_tf_names(std::span<const std::string> genes, const RegulatoryNetwork& prior) {
    // The edges of make_prior_reader().
    const RegulonSet edges = regulon_set(prior, genes, {PriorReaderOptions().min_targets, false, true});
    return column_names(tf_families(edges), edges.tfs);
}

std::vector<std::string> attended_tf_names(const ModelFile& model) {
    std::vector<std::string> names;
    for (const std::int32_t token : regulons(model.mask).tfs)
        names.push_back(model.genes[static_cast<std::size_t>(token)]);
    return names;
}

}  // namespace regulus
