// Which names of a data set's genes a prior can be matched with: the var index or a column of var.
#pragma once

#include <string>
#include <vector>

#include "core/data/table.h"

namespace regulus {

enum class GeneIdentifier { Symbol, Ensembl, Other };
const char* to_string(GeneIdentifier kind);  // "symbols", "Ensembl", "other"

struct GeneNames {
    std::vector<std::string> names;  // one a gene; duplicates get "-1", "-2", ... from the second on
    std::string source;              // "index" or the column's name
    GeneIdentifier kind = GeneIdentifier::Other;
    std::size_t duplicates = 0;  // names that occurred before
    bool mouse = false;          // symbols written as mouse symbols are (Sox10), or ENSMUSG
};

// Takes `column` if given ("index" is the var index); else the var index when it holds symbols, else the
// first of feature_name, gene_symbols, gene_symbol, gene_name, gene_names, symbol, Gene, gene_short_name,
// gene_ids that does, else the index. Throws Error(Usage) for a column that is not there.
GeneNames gene_names(const Table& var, const std::string& column = {});

}  // namespace regulus
