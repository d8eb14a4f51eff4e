#include <unordered_map>

#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/model/predictor.h"

namespace regulus {

GeneMatch match_genes(const ModelFile& model, std::span<const std::string> genes) {
    std::unordered_map<std::string, std::int32_t> places;
    places.reserve(genes.size());
    for (std::size_t i = 0; i < genes.size(); ++i) places.emplace(genes[i], static_cast<std::int32_t>(i));
    GeneMatch match;
    for (const std::string& gene : model.genes) {
        const auto found = places.find(gene);
        match.columns.push_back(found == places.end() ? -1 : found->second);
        match.found += found != places.end();
    }
    if (match.found * 2 < model.genes.size()) {
        throw Error(ErrorKind::Model,
                    "Only " + count_text(match.found) + " of the model's " + count_text(model.genes.size()) +
                        " genes are in the data",
                    {},
                    "Check that both use the same species and identifiers, or choose another gene column");
    }
    return match;
}

}  // namespace regulus
