#include "core/workflow/gene_choices.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <tuple>
#include <unordered_map>

#include "core/base/error.h"

namespace regulus {
namespace {

struct Matched {
    std::vector<std::string> names;
    MappedNames mapping;  // counts only
};

// Looks through the prior and the mapping once for all columns.
class Matcher {
  public:
    Matcher(const RegulatoryNetwork& prior, const GeneMapping* mapping)
        : m_without_version(prior.genes, Spelling::WithoutVersion),
          m_without_case(prior.genes, Spelling::WithoutCase),
          m_mapping(mapping) {}

    Matched match(const std::vector<std::string>& names, GeneMatch how) const {
        if (how == GeneMatch::Exact) return {names, {}};
        if (how == GeneMatch::WithoutVersion) return {m_without_version.respell(names).names, {}};
        if (how == GeneMatch::WithoutCase) return {m_without_case.respell(names).names, {}};
        MappedNames mapped = map_genes(names, *m_mapping);
        std::vector<std::string> spelt = m_without_case.respell(mapped.names).names;
        mapped.names.clear();
        return {std::move(spelt), std::move(mapped)};
    }

  private:
    Speller m_without_version, m_without_case;
    const GeneMapping* m_mapping;
};

// Whether a column can name genes: most of its values differ.
bool tells_genes_apart(const Table& var, const std::string& column) {
    const Column* found = column == "index" ? nullptr : var.find(column);
    const Categorical* categories = found != nullptr ? found->categorical() : nullptr;
    return categories == nullptr || categories->categories.size() * 2 > var.size();
}

// The genes of a prior by name.
using PriorIndex = std::unordered_map<std::string_view, std::uint32_t>;

PriorIndex index_of(const RegulatoryNetwork& prior) {
    PriorIndex index;
    index.reserve(prior.genes.size());
    for (std::size_t g = 0; g < prior.genes.size(); ++g)
        index.emplace(prior.genes[g], static_cast<std::uint32_t>(g));
    return index;
}

GeneChoice counted(const std::string& column, GeneMatch match, const Matched& genes,
                   const RegulatoryNetwork& prior, const PriorIndex& index) {
    GeneChoice choice{
        column, match, 0, 0, 0, genes.mapping.mapped, genes.mapping.ambiguous, genes.mapping.unmapped};
    std::vector<bool> present(prior.genes.size(), false), used(prior.genes.size(), false);
    for (const std::string& name : genes.names) {
        const auto found = index.find(name);
        if (found == index.end()) continue;
        present[found->second] = true;  // names are unique
        ++choice.genes;
    }
    for (const Regulation& edge : prior.edges) {
        if (!present[edge.tf] || !present[edge.target]) continue;
        ++choice.edges;
        choice.tfs += !used[edge.tf];
        used[edge.tf] = true;
    }
    return choice;
}

std::size_t gain(const GeneChoice& choice) {
    return choice.edges + choice.genes;
}

}  // namespace

const char* to_string(GeneMatch match) {
    switch (match) {
        case GeneMatch::Exact:
            return "exact";
        case GeneMatch::WithoutVersion:
            return "without version";
        case GeneMatch::WithoutCase:
            return "without case";
        case GeneMatch::Mapped:
            break;
    }
    return "mapped";
}

std::vector<GeneChoice> gene_choices(const Table& var, const RegulatoryNetwork& prior,
                                     const GeneMapping* mapping) {
    const std::string usual = gene_names(var).source;
    const Matcher matcher(prior, mapping);
    const PriorIndex index = index_of(prior);
    const bool versions = std::ranges::any_of(
        prior.genes, [](const std::string& gene) { return without_version(gene) != gene; });
    std::vector<GeneChoice> choices;
    for (const std::string& column : gene_columns_of(var)) {
        if (!tells_genes_apart(var, column)) continue;
        const std::vector<std::string> names = gene_names(var, column).names;
        std::size_t best = 0;
        for (const auto match :
             {GeneMatch::Exact, GeneMatch::WithoutVersion, GeneMatch::WithoutCase, GeneMatch::Mapped}) {
            if (match == GeneMatch::Mapped && mapping == nullptr) continue;
            // Those of the data are off already.
            if (match == GeneMatch::WithoutVersion && !versions) continue;
            const GeneChoice choice = counted(column, match, matcher.match(names, match), prior, index);
            if (gain(choice) <= best) continue;
            best = gain(choice);
            choices.push_back(choice);
        }
    }
    std::ranges::stable_sort(choices, [&](const GeneChoice& a, const GeneChoice& b) {
        const auto key = [&](const GeneChoice& c) {
            return std::tuple(-static_cast<double>(c.edges), -static_cast<double>(c.genes), c.match,
                              c.column != usual);
        };
        return key(a) < key(b);
    });
    return choices;
}

GeneNames matched_names(const Table& var, const std::string& column, GeneMatch match,
                        const RegulatoryNetwork& prior, const GeneMapping* mapping) {
    if (match == GeneMatch::Mapped && mapping == nullptr) {
        throw Error(ErrorKind::Usage, "Genes can be mapped to other names only through a mapping file", {},
                    "Give a table with two columns, from and to");
    }
    GeneNames genes = gene_names(var, column);
    genes.names = Matcher(prior, mapping).match(genes.names, match).names;
    return genes;
}

std::string describe(const GeneChoice& choice) {
    constexpr std::array words{"", ", without regard to versions", ", without regard to case",
                               ", through the mapping file"};
    std::string text = fmt::format(
        "{}{}: {} edges, {} TFs, {} genes", choice.column == "index" ? "var index" : choice.column,
        words[static_cast<std::size_t>(choice.match)], choice.edges, choice.tfs, choice.genes);
    if (choice.ambiguous > 0) text += fmt::format(" ({} names could mean several)", choice.ambiguous);
    return text;
}

}  // namespace regulus
