// How the genes of a dataset meet a prior: what can be used, which other names would serve better, and what
// is wrong when nothing fits.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/data/table.h"
#include "core/prior/coverage.h"
#include "core/workflow/gene_choices.h"

namespace regulus {

struct PriorMatch {
    GeneNames genes;    // the names to work with, as the prior writes them
    GeneChoice used;    // how they came about
    Coverage coverage;  // of these names
    // Another way, when this one meets the prior badly: see better_choice(). Proposed, never taken.
    std::optional<GeneChoice> better;
    bool better_ignores_case = false;  // and differs in nothing else
    // Sentences for a person; "" when there is nothing to say.
    std::string proposal;  // what `better` would use
    std::string species;   // the species of data and prior differ, and the ways out
    std::string problem;   // no edge can be used: what is wrong and the way out
};

// `var` of the assay to be learned from. Throws Error(Usage) for a column that is not there.
PriorMatch match_prior(const Table& var, const GeneRequest& request, const RegulatoryNetwork& prior);

// What to say when the species of two lists of genes differ; "" when they agree or one is unknown. `other`
// is "prior" or "model"; `through_mapping`: names were mapped, so they may well differ.
std::string species_note(Species data, const std::vector<std::string>& genes, const char* other,
                         const GeneChoice& used);

// The first few names, for messages: "TP53, MYC, SOX10".
std::string examples(const std::vector<std::string>& names);

}  // namespace regulus
