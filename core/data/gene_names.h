// Which names of a dataset's genes a prior can be matched with: the var index or a column of var, read for
// what they are whatever a pipeline put around them.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/data/table.h"

namespace regulus {

enum class GeneIdentifier { Symbol, Ensembl, Entrez, Other };
const char* to_string(GeneIdentifier kind);  // "symbols", "Ensembl", "Entrez", "other"

enum class Species { Unknown, Human, Mouse, Rat, Zebrafish, Other, Several };
const char* to_string(Species species);  // "unknown", "human", ..., "another species", "several species"

struct GeneNames {
    std::vector<std::string> names;  // one a gene; duplicates get "-1", "-2", ... from the second on
    std::string source;              // "index" or the column's name
    GeneIdentifier kind = GeneIdentifier::Other;
    std::size_t duplicates = 0;  // names that occurred before
    bool mouse = false;          // species is Mouse
    Species species = Species::Unknown;
    std::size_t cleaned = 0;      // names from which a genome, a version or a second name was taken off
    std::size_t identifiers = 0;  // among symbols: genes that have an Ensembl identifier for a name
    std::string genome;           // that stood before the names ("GRCh38"); "" for none
};

// Takes `column` if given ("index" is the var index); else the var index when it holds symbols (numbered
// names such as gene_12 or AT1G01010 when no column has symbols beside them), else the first of feature_name,
// gene_symbols, gene_symbol, gene_name, gene_names, symbol, Gene, gene_short_name, gene_ids that does, else
// the column whose values are symbols whatever it is called, else the index. Taken off the names: a genome
// that stands before all of them (GRCh38_TP53); the version of Ensembl identifiers (ENSG00000141510.16);
// where most names are a symbol and an Ensembl identifier in one (ENSG00000141510_TP53), the identifier. A
// gene whose column is empty is named after the index. The species is that of the identifiers wherever var
// has them, of the genome, or of the way symbols are written (Sox10: mouse). Throws Error(Usage) for a column
// that is not there.
GeneNames gene_names(const Table& var, const std::string& column = {});

// Columns of var that hold text, "index" first: what `column` can be.
std::vector<std::string> gene_columns_of(const Table& var);

// ENSG00000141510.16 -> ENSG00000141510, _PAR_Y kept; anything else as it is.
std::string without_version(const std::string& name);

// Gives every name that occurred before the first free of "-1", "-2", ...; says how many.
std::size_t make_unique(std::vector<std::string>& names);

}  // namespace regulus
