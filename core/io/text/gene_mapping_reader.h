// Reads a table of other names for genes: aliases, identifiers, orthologs.
#pragma once

#include <string>

#include "core/base/job.h"
#include "core/data/gene_mapping.h"

namespace regulus {

// A table as text, separated by tab, comma, semicolon or blanks, packed with gzip or not; names of columns in
// the first line or none.
//
// With the columns of a nomenclature table (HGNC's complete set or its custom downloads: symbol, and any of
// alias_symbol, prev_symbol, ensembl_gene_id, entrez_id; lists separated by '|' or by commas) all of these
// stand for the symbol: approved symbols first, then identifiers, previous symbols, aliases. Withdrawn
// entries (a status column) are left out.
//
// Any other table is from -> to: by columns named so (from, source, alias ... and to, target, symbol ...),
// else by its first two columns. Lists separated by '|' count as several names. Empty fields are passed over.
//
// Throws Error(Input), with the number of the line, for a file that is no such table, is damaged, maps
// nothing, or has more than 512 MiB of text; Cancelled.
GeneMapping read_gene_mapping(const std::string& path, Job& job);

}  // namespace regulus
