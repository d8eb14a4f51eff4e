#include "ui/views/compare/enrichment_run.h"

#include "core/base/error.h"
#include "core/base/heavy_work.h"

namespace regulus {

std::vector<std::string> listOf(const EnrichmentInputs& inputs) {
    std::vector<std::string> list;
    for (const std::uint32_t gene : inputs.genes) {
        const double change = comparedRow(*inputs.result, inputs.group, gene).change;
        if (inputs.side == ListSide::Both || (inputs.side == ListSide::Higher ? change > 0 : change < 0))
            list.push_back(inputs.result->name(gene));
    }
    return list;
}

Enrichment runEnrichment(const EnrichmentInputs& inputs, Job& job) {
    begin_heavy_work("over-representation");
    const std::vector<std::string> list = listOf(inputs);
    if (list.empty())
        throw Error(ErrorKind::Data, "The filters let no gene of this side through", {},
                    "Loosen them, or choose the other side");
    std::vector<std::string> tested;
    for (const std::uint32_t gene : testedNames(*inputs.result, inputs.group))
        tested.push_back(inputs.result->name(gene));
    job.checkpoint();
    EnrichmentOptions options;
    options.universe = inputs.universe;
    if (inputs.prior) return over_representation(list, tested, regulon_sets(*inputs.prior), options, job);
    return over_representation(list, tested, inputs.sets->sets, options, job);
}

}  // namespace regulus
