#include "core/io/dataset/genomes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/base/error.h"

namespace regulus {

std::string genome_of(const std::string& gene_id) {
    const auto at = gene_id.find("_ENS");
    if (at == std::string::npos || at == 0) return {};
    const auto last = gene_id.find_last_not_of('_', at);
    return last == std::string::npos ? std::string() : gene_id.substr(0, last + 1);
}

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

bool leave_off_genome(std::vector<std::string>& names, std::string_view genome) {
    const auto rest = [&](const std::string& name) {
        if (genome.empty() || !name.starts_with(genome) || name.size() <= genome.size())
            return std::size_t{0};
        const auto at = name.find_first_not_of('_', genome.size());
        return at == std::string::npos || at == genome.size() ? 0 : at;
    };
    if (!std::ranges::all_of(names, [&](const std::string& name) { return rest(name) > 0; })) return false;
    for (std::string& name : names) name.erase(0, rest(name));
    return true;
}

}  // namespace regulus
