#include "core/workflow/regulon_input.h"

#include "core/base/error.h"
#include "core/data/normalise.h"
#include "core/workflow/learning_assay.h"
#include "core/workflow/prior_match.h"

namespace regulus {

RegulonInput prepare_regulons(const Dataset& dataset, const RegulatoryNetwork& prior,
                              const RegulonRequest& request) {
    const Assay& assay = learning_assay(dataset, request.assay);
    PriorMatch match = match_prior(*assay.var, request.genes, prior);
    if (!match.problem.empty()) throw Error(ErrorKind::Data, match.problem);
    RegulonInput input;
    input.assay = assay.name;
    input.values = values_used(assay);
    if (auto note = values_warning(assay); !note.empty()) input.warnings.push_back(std::move(note));
    for (const std::string& text : {match.species, match.proposal})
        if (!text.empty()) input.warnings.push_back(text);
    input.choice = match.used;
    input.regulons = regulon_set(prior, match.genes.names, request.regulons);
    input.genes = std::move(match.genes.names);
    input.expression = log_normalised(assay);
    return input;
}

}  // namespace regulus
