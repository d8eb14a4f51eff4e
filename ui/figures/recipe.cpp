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
