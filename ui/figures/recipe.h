// What makes a column or a map again: the command, but for data, model, genes of a set, name and output.
#pragma once

#include <QString>
#include <memory>
#include <string>
#include <vector>

#include "core/workflow/cell_map.h"
#include "core/workflow/gene_choices.h"

namespace regulus {

struct ModelFile;

struct Recipe {
    std::vector<std::string> words;       // "cluster", "--resolution", "1"; empty: no command makes it
    std::vector<std::string> genes = {};  // of a score: those of its set
    std::shared_ptr<const ModelFile> model = {};  // whose cell embedding it is of; null: of expression

    bool operator==(const Recipe&) const = default;

    bool known() const { return !words.empty(); }
    const std::string& command() const { return words.front(); }  // of one that is known
    std::string value(const std::string& option) const {          // "" where it is not among the words
        for (std::size_t i = 1; i + 1 < words.size(); i += 2)
            if (words[i] == option) return words[i + 1];
        return {};
    }
};

// What makes cells neighbours without a model, where that is not the usual choice.
void addComponents(std::vector<std::string>& words, std::size_t variableGenes, std::size_t components);

// Of a map: "15 neighbours, seed 0", and of what where that is not the usual choice.
QString provenanceOf(const EmbeddingRequest& request);

// How genes are named, as options and their values.
std::vector<std::string> geneWords(const GeneRequest& genes, const std::string& mappingPath);

}  // namespace regulus
