// How a gene's name is written: kinds of identifiers, what pipelines put around a name, and the species it
// tells of. Only for gene_names.cpp and core/io.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/data/gene_names.h"

namespace regulus {

bool looks_ensembl(std::string_view name);  // of a gene, with or without version
bool looks_symbol(std::string_view name);
bool looks_uniprot(std::string_view name);  // an accession: P04637, A0A024R161
// What a spreadsheet makes of MARCH1, SEPT2 or DEC1: 1-Mar, Sep-02, 2-Sept, 01.Mrz, 2023-03-01.
bool looks_like_date(std::string_view name);
GeneIdentifier kind_of(std::span<const std::string> names);  // what more than half of them are

// The genome before a name, "" for none, and the name: GRCh38_TP53, mm10___Trp53.
std::pair<std::string_view, std::string_view> split_genome(std::string_view name);
// The symbol of a name that joins a symbol and an Ensembl identifier, or the identifier when the symbol is
// empty; "" for a name that does not.
std::string_view symbol_of_compound(std::string_view name);

Species species_of_identifier(std::string_view name);  // Unknown for what is no Ensembl identifier
Species species_of_genome(std::string_view genome);
// By how most symbols are written.
Species species_of_symbols(std::span<const std::string> names);

}  // namespace regulus
