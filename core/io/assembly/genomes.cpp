#include "core/io/assembly/genomes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/base/error.h"

namespace regulus {

std::vector<std::string> distinct_genomes(const std::vector<std::string>& genome_of_genes) {
    std::vector<std::string> genomes;
    for (const std::string& genome : genome_of_genes) {
        if (!genome.empty() && std::ranges::find(genomes, genome) == genomes.end()) genomes.push_back(genome);
    }
    return genomes;
}

void check_genome(const std::vector<std::string>& genomes, const std::string& wanted,
                  const std::string& where) {
    if (wanted.empty() || std::ranges::find(genomes, wanted) != genomes.end()) return;
    throw Error(ErrorKind::Usage, "The file has no genome '" + wanted + "'", where,
                genomes.empty() ? "It names none" : fmt::format("It has {}", fmt::join(genomes, ", ")));
}

std::string together_warning(const std::vector<std::string>& genomes) {
    return fmt::format("The genes are of several genomes ({}), opened together", fmt::join(genomes, ", "));
}

}  // namespace regulus
