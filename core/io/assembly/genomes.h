// Matrices of 10x Genomics whose genes are of several genomes, read together ("barnyard" experiments). Only
// for the sources of core/io.
#pragma once

#include <string>
#include <vector>

namespace regulus {

// Those of a file, each once, in their order; "" is none.
std::vector<std::string> distinct_genomes(const std::vector<std::string>& genome_of_genes);

// Throws Error(Usage) unless `wanted` is one of them or "", which is all. `where` names the file.
void check_genome(const std::vector<std::string>& genomes, const std::string& wanted,
                  const std::string& where);

// "The genes are of several genomes (GRCh38, mm10), opened together".
std::string together_warning(const std::vector<std::string>& genomes);

}  // namespace regulus
