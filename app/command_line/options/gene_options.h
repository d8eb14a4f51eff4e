// How commands are told which names the genes have and how they are compared with those of a prior or a
// model.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/workflow/apply_model.h"
#include "core/workflow/gene_choices.h"

namespace CLI {
class App;
}

namespace regulus {

struct GeneOptions {
    std::string column, map, match = "auto";
};
// --gene-column, --gene-map, --gene-match.
void declare_genes(CLI::App& app, GeneOptions& options);

// Reads the mapping file. Throws what read_gene_mapping() throws.
GeneRequest open_genes(const GeneOptions& options, Job& job);

// The options that ask for this choice: "--gene-column index --gene-match case".
std::string options_text(const GeneChoice& choice);

// {"column", "match", "mapped" (through the mapping file), counts, "options"}.
nlohmann::json choice_json(const GeneChoice& choice);
// genes_found, genes_model, gene_source, gene_match, gene_mapped of a model's input.
nlohmann::json found_json(const ModelFile& model, const ModelInput& input);

}  // namespace regulus
