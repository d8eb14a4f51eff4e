#include "ui/figures/recipe.h"

namespace regulus {
namespace {

const char* matching(Spelling spelling) {
    switch (spelling) {
        case Spelling::WithoutVersion:
            return "version";
        case Spelling::WithoutCase:
            return "case";
        case Spelling::Exact:
            break;
    }
    return "exact";
}

}  // namespace

void addComponents(std::vector<std::string>& words, std::size_t variableGenes, std::size_t components) {
    const ComponentOptions usual;
    if (variableGenes == usual.genes && components == usual.components) return;
    const std::string genes = std::to_string(variableGenes), pcs = std::to_string(components);
    for (const std::string& word : {std::string("--variable-genes"), genes, std::string("--pcs"), pcs})
        words.push_back(word);
}

QString provenanceOf(const EmbeddingRequest& request) {
    const EmbeddingRequest usual;
    QString said = QStringLiteral("%1 neighbours, seed %2").arg(request.neighbours).arg(request.seed);
    const bool other =
        request.variable_genes != usual.variable_genes || request.components != usual.components;
    if (other && request.from == EmbeddingRequest::From::Expression)
        said += QStringLiteral(", %1 components of %L2 variable genes")
                    .arg(request.components)
                    .arg(request.variable_genes);
    return said;
}

std::vector<std::string> geneWords(const GeneRequest& genes, const std::string& mappingPath) {
    std::vector<std::string> words;
    const auto add = [&words](const char* option, const std::string& value) {
        words.emplace_back(option);
        words.push_back(value);
    };
    if (!genes.column.empty()) add("--gene-column", genes.column);
    if (genes.mapping) add("--gene-map", mappingPath);
    if (genes.spelling) add("--gene-match", matching(*genes.spelling));
    return words;
}

}  // namespace regulus
