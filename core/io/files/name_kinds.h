// Whether names are of genes or of cells, to tell the axes of a matrix apart. Only for the sources of
// core/io.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace regulus {

// Small letters and digits only: "Target gene", target_gene and TargetGene are one.
std::string plain_word(std::string_view text);

// Letters of DNA, eight or more in a row and nothing else but what samples are told by: AAACCTGAGCAT-1,
// donor1_AAACCTGAGCAT.
bool looks_like_barcode(std::string_view name);

// An Ensembl identifier, a well known gene, or one of a family that every list of genes has members of
// (RPL, MT-, ZNF, SLC, ...), human or mouse. Most symbols are none of these: only the share among many says
// something.
bool looks_like_known_gene(std::string_view name);

// "gene7" or "G01" say gene, "cell_3", "sample1", "S01" say cell.
enum class NumberedName { None, Gene, Cell };
NumberedName numbered_name(std::string_view name);

// From -1 (surely cells) to 1 (surely genes); about 0 when nothing can be said.
double gene_likeness(std::span<const std::string> names);

}  // namespace regulus
