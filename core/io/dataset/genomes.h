// Matrices of 10x Genomics whose genes are of several genomes, read together ("barnyard" experiments). Only
// for the sources of core/io.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace regulus {

// "GRCh38" of GRCh38_ENSG00000243485 and "mm10" of mm10___ENSMUSG00000051951, as CellRanger writes them when
// it reads two genomes; "" of other identifiers.
std::string genome_of(const std::string& gene_id);

// Those of a file, each once, in their order; "" is none.
std::vector<std::string> distinct_genomes(const std::vector<std::string>& genome_of_genes);

// Throws Error(Usage) unless `wanted` is one of them or "", which is all. `where` names the file.
void check_genome(const std::vector<std::string>& genomes, const std::string& wanted,
                  const std::string& where);

// "Genes are of several genomes (GRCh38, mm10), opened together".
std::string together_warning(const std::vector<std::string>& genomes);

// Names of genes of one genome as people and priors write them: "CD3D" of GRCh38_CD3D. Changes nothing, and
// returns false, unless all names begin so.
bool leave_off_genome(std::vector<std::string>& names, std::string_view genome);

}  // namespace regulus
