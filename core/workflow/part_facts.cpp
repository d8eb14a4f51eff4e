#include "core/workflow/part_facts.h"

#include <filesystem>

#include "core/base/utf8.h"
#include "core/base/version.h"
#include "core/io/files/checksum.h"
#include "core/workflow/training_setup.h"
#include "core/workflow/values_digest.h"

namespace regulus {

TrainingFact data_fact(const Dataset& dataset) {
    std::vector<std::string> genes;
    for (const Assay& assay : dataset.assays)
        genes.insert(genes.end(), assay.var->index.begin(), assay.var->index.end());
    return {"data", dataset.name, fingerprint(dataset.obs, genes)};
}

TrainingFact stored_fact(const Dataset& dataset, Job& job) {
    std::string digests;
    for (const Assay& assay : dataset.assays) digests += sample_digest(*assay.matrix, job);
    return {"values of the file", dataset.name, digests};
}

TrainingFact model_fact(const std::string& path, Job& job) {
    return {"model", as_utf8(std::filesystem::path(path).filename().string()), sha256_of_file(path, job)};
}

TrainingFact prior_fact(const RegulatoryNetwork& prior) {
    const std::string name = prior.narrowed.empty() ? prior.name : prior.name + " (" + prior.narrowed + ")";
    return {"prior", name, digest_of_prior(prior)};
}

std::vector<TrainingFact> input_facts(const Dataset& dataset, const MatrixSource& expression,
                                      const std::string& values, const std::vector<std::string>& genes,
                                      const GeneChoice& choice, Job& job) {
    Sha256 names;
    for (const std::string& gene : genes) names.add(gene + "\n");
    return {{"version of Regulus", version(), ""},
            data_fact(dataset),
            {"values", values, ""},
            {"values of the data", dataset.name, sample_digest(expression, job)},
            {"gene names", describe(choice), names.hex()},
            stored_fact(dataset, job)};
}

}  // namespace regulus
