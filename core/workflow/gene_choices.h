// The ways in which the genes of a dataset can be matched with those of a prior or a model: which names,
// through a mapping file or not, how exactly. What a person asks for, and what each way keeps.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/data/gene_mapping.h"
#include "core/data/gene_names.h"
#include "core/prior/regulatory_network.h"

namespace regulus {

// What a person asks for; what is left out is guessed.
struct GeneRequest {
    std::string column;                // of var, or "index"; "" for the usual one, see gene_names()
    std::optional<Spelling> spelling;  // nullopt: of a prior without regard to versions, of a model the best
    std::shared_ptr<const GeneMapping> mapping = {};  // names are looked up in it first; null for none
};

struct GeneChoice {
    std::string column;  // of var, or "index"
    bool through_mapping = false;
    Spelling spelling = Spelling::Exact;
    std::size_t genes = 0;  // of the dataset that are genes of the prior or the model
    std::size_t edges = 0;  // of the prior whose both ends are
    std::size_t tfs = 0;    // with at least one such edge
    // Through a mapping: how that went, over all genes of the dataset.
    std::size_t mapped = 0, ambiguous = 0, unmapped = 0;
};
bool same_way(const GeneChoice& a, const GeneChoice& b);

// The request that comes to this choice and no other. `mapping` may be null when the choice needs none.
GeneRequest request_for(const GeneChoice& choice, std::shared_ptr<const GeneMapping> mapping);

struct MatchedNames {
    GeneNames genes;  // the names to work with: as the prior or the model writes them where they meet
    GeneChoice choice;
};

// All ways that find at least one gene, most edges first (of a model: most genes); of equals the one that
// changes least, and the usual column. A way that finds no more than a simpler one on the same column is left
// out. The targets are hashed once for all columns: 0.25 s for 36,000 genes in three columns and a prior of
// 43,000 edges on a busy machine.
std::vector<GeneChoice> gene_choices(const Table& var, const RegulatoryNetwork& prior,
                                     const GeneMapping* mapping = nullptr);
std::vector<GeneChoice> gene_choices(const Table& var, std::span<const std::string> model_genes,
                                     const GeneMapping* mapping = nullptr);

// The names under a request, and what they keep; everything after can compare exactly. Throws Error(Usage)
// for a column that is not there.
MatchedNames matched_names(const Table& var, const GeneRequest& request, const RegulatoryNetwork& prior);

// For a model: of the ways that the request leaves open the one that finds most genes, the simplest of
// equals. Throws Error(Usage) for a column that is not there.
MatchedNames matched_names(const Table& var, const GeneRequest& request,
                           std::span<const std::string> model_genes);

// The names before a prior or a model is known: of the column, through the mapping if there is one.
MatchedNames own_names(const Table& var, const GeneRequest& request);

// Of `choices` the one to propose instead of `used`: it uses at least twice as many edges, and nearly as many
// as any (nine tenths), with the least change. Null when there is none.
const GeneChoice* better_choice(const std::vector<GeneChoice>& choices, const GeneChoice& used);

// Which names: "feature_name, ignoring case", "var index, through the mapping file".
std::string describe_names(const GeneChoice& choice);
// One line for a person: "feature_name, ignoring case: 1,011 edges, 98 TFs, 512 genes".
std::string describe(const GeneChoice& choice);

}  // namespace regulus
