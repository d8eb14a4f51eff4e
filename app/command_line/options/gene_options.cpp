#include "app/command_line/options/gene_options.h"

#include <CLI/CLI.hpp>

#include <nlohmann/json.hpp>

#include "core/io/text/gene_mapping_reader.h"

namespace regulus {
namespace {

const char* option_of(Spelling spelling) {
    switch (spelling) {
        case Spelling::Exact:
            return "exact";
        case Spelling::WithoutVersion:
            return "version";
        case Spelling::WithoutCase:
            break;
    }
    return "case";
}

}  // namespace

void declare_genes(CLI::App& app, GeneOptions& options) {
    app.add_option("--gene-column", options.column, "Column of var with gene names, or index")
        ->type_name("COLUMN");
    app.add_option("--gene-map", options.map,
                   "Table that maps gene names: identifiers or aliases to symbols, orthologs")
        ->type_name("FILE");
    app.add_option("--gene-match", options.match,
                   "How gene names are matched: exact, version (ignore Ensembl versions), case (ignore case "
                   "as well), or auto")
        ->check(CLI::IsMember({"exact", "version", "case", "auto"}))
        ->type_name("HOW")
        ->capture_default_str();
}

GeneRequest open_genes(const GeneOptions& options, Job& job) {
    GeneRequest request{options.column, {}, {}};
    for (const Spelling spelling : {Spelling::Exact, Spelling::WithoutVersion, Spelling::WithoutCase})
        if (options.match == option_of(spelling)) request.spelling = spelling;
    if (!options.map.empty())
        request.mapping = std::make_shared<const GeneMapping>(read_gene_mapping(options.map, job));
    return request;
}

std::string options_text(const GeneChoice& choice) {
    // A column may have blanks in its name.
    const bool plain = choice.column.find_first_of(" '\"$`\\()&;|<>*?") == std::string::npos;
    std::string text = "--gene-column " + (plain ? choice.column : "\"" + choice.column + "\"");
    if (choice.through_mapping) text += " --gene-map FILE";
    if (choice.spelling != Spelling::Exact)
        text += std::string(" --gene-match ") + option_of(choice.spelling);
    return text;
}

nlohmann::json choice_json(const GeneChoice& choice) {
    nlohmann::json object{{"column", choice.column},
                          {"match", option_of(choice.spelling)},
                          {"mapped", choice.through_mapping},
                          {"genes", choice.genes},
                          {"edges", choice.edges},
                          {"tfs", choice.tfs},
                          {"options", options_text(choice)}};
    if (choice.through_mapping) {
        object["mapping"] = {
            {"renamed", choice.mapped}, {"ambiguous", choice.ambiguous}, {"unknown", choice.unmapped}};
    }
    return object;
}

nlohmann::json found_json(const ModelFile& model, const ModelInput& input) {
    return {{"assay", input.assay},
            {"values", input.values},
            {"genes_found", input.match.found},
            {"genes_model", model.genes.size()},
            {"gene_source", input.choice.column},
            {"gene_match", option_of(input.choice.spelling)},
            {"gene_mapped", input.choice.through_mapping}};
}

}  // namespace regulus
