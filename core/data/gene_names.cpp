#include "core/data/gene_names.h"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "core/base/error.h"
#include "core/data/gene_spelling.h"

namespace regulus {
namespace {

constexpr std::size_t fewest_named = 20;  // one gene in so many, for a column to name the genes

constexpr const char* candidates[] = {"feature_name", "gene_symbols",    "gene_symbol",
                                      "gene_name",    "gene_names",      "symbol",
                                      "Gene",         "gene_short_name", "gene_ids"};

std::optional<std::vector<std::string>> texts(const Column& column) {
    if (const auto* text = column.text()) return text->values;
    const auto* categories = column.categorical();
    if (categories == nullptr) return std::nullopt;
    std::vector<std::string> values;
    values.reserve(categories->codes.size());
    for (const std::int32_t code : categories->codes) {
        values.push_back(code < 0 ? std::string() : categories->categories[static_cast<std::size_t>(code)]);
    }
    return values;
}

// The species most of the names tell of, or Several when two of them have a good share.
class SpeciesCount {
  public:
    void add(Species species) { ++m_counts[static_cast<std::size_t>(species)]; }
    Species most() const {
        Species best = Species::Unknown;
        std::size_t count = 0, all = 0;
        for (std::size_t s = 1; s < m_counts.size(); ++s) {
            all += m_counts[s];
            if (m_counts[s] > count) {
                count = m_counts[s];
                best = static_cast<Species>(s);
            }
        }
        return count * 10 < all * 9 ? Species::Several : best;
    }

  private:
    std::array<std::size_t, 7> m_counts{};
};

Species species_of_taxon(std::string_view taxon) {
    if (taxon == "NCBITaxon:9606") return Species::Human;
    if (taxon == "NCBITaxon:10090") return Species::Mouse;
    if (taxon == "NCBITaxon:10116") return Species::Rat;
    if (taxon == "NCBITaxon:7955") return Species::Zebrafish;
    return taxon.starts_with("NCBITaxon:") ? Species::Other : Species::Unknown;
}

// Of one text: an identifier, a taxon, the name of a genome, or an identifier with a genome before it.
Species told_by(std::string_view text) {
    const auto [genome, name] = split_genome(text);
    if (!genome.empty()) return species_of_genome(genome);
    for (const Species species :
         {species_of_identifier(text), species_of_taxon(text), species_of_genome(text)}) {
        if (species != Species::Unknown) return species;
    }
    const auto at = text.find("ENS");  // behind a symbol
    return at == std::string_view::npos ? Species::Unknown : species_of_identifier(text.substr(at));
}

// What identifiers, taxa and genomes anywhere in var say, by rows spread over all of it.
Species species_in(const Table& var) {
    constexpr std::size_t looked_at = 2000;
    const std::size_t step = var.size() / looked_at + 1;
    SpeciesCount count;
    const auto look = [&](const std::vector<std::string>& texts) {
        for (std::size_t r = 0; r < texts.size(); r += step) count.add(told_by(texts[r]));
    };
    look(var.index);
    for (const Column& column : var.columns) {
        if (const auto* text = column.text()) look(text->values);
        const auto* categories = column.categorical();
        for (std::size_t r = 0; categories != nullptr && r < categories->codes.size(); r += step) {
            const std::int32_t code = categories->codes[r];
            if (code >= 0) count.add(told_by(categories->categories[static_cast<std::size_t>(code)]));
        }
    }
    return count.most();
}

// The one genome that stands before nearly all names; "" when names of several are mixed.
std::string common_genome(const std::vector<std::string>& names) {
    std::string_view genome;
    std::size_t count = 0;
    for (const std::string& name : names) {
        const std::string_view here = split_genome(name).first;
        if (here.empty()) continue;
        if (!genome.empty() && here != genome) return {};
        genome = here;
        ++count;
    }
    return count * 2 > names.size() ? std::string(genome) : std::string();
}

void clean(GeneNames& genes) {
    genes.genome = common_genome(genes.names);
    const auto compound = static_cast<std::size_t>(std::ranges::count_if(genes.names, [](const auto& name) {
        return !symbol_of_compound(split_genome(name).second).empty();
    }));
    const bool split = compound * 2 > genes.names.size();
    for (std::string& name : genes.names) {
        std::string_view rest = genes.genome.empty() ? std::string_view(name) : split_genome(name).second;
        if (split) {
            if (const auto symbol = symbol_of_compound(rest); !symbol.empty()) rest = symbol;
        }
        std::string cleaned = without_version(std::string(rest));
        if (cleaned == name) continue;
        name = std::move(cleaned);
        ++genes.cleaned;
    }
}

bool is_missing(const std::string& name) {
    return name.empty() || name == "nan" || name == "NA";
}

// Of the names that a column has itself, when it has enough of them to be asked.
GeneIdentifier kind_of_own(const GeneNames& genes, const std::vector<bool>& own) {
    std::vector<std::string> some;
    for (std::size_t g = 0; g < own.size(); ++g) {
        if (own[g]) some.push_back(genes.names[g]);
    }
    return kind_of(some.size() * fewest_named < genes.names.size() ? genes.names : some);
}

GeneNames finished(const Table& var, std::vector<std::string> names, std::string source) {
    GeneNames genes;
    genes.names = std::move(names);
    genes.source = std::move(source);
    std::vector<bool> own(genes.names.size(), true);
    for (std::size_t g = 0; g < genes.names.size(); ++g) {
        if (!is_missing(genes.names[g])) continue;
        own[g] = false;
        genes.names[g] = var.index[g];
    }
    clean(genes);
    genes.kind = kind_of_own(genes, own);
    if (genes.kind == GeneIdentifier::Symbol)
        genes.identifiers = static_cast<std::size_t>(std::ranges::count_if(genes.names, looks_ensembl));
    genes.species = species_in(var);
    if (genes.species == Species::Unknown && genes.kind == GeneIdentifier::Symbol)
        genes.species = species_of_symbols(genes.names);
    genes.mouse = genes.species == Species::Mouse;
    genes.duplicates = make_unique(genes.names);
    return genes;
}

// Whether names are symbols once what stands around them is taken off.
bool holds_symbols(const std::vector<std::string>& names) {
    GeneNames genes;
    genes.names = names;
    clean(genes);
    return kind_of(genes.names) == GeneIdentifier::Symbol;
}

// A name without its digits: those of symbols are many, those of identifiers (ENST, NM_, gene_) few.
std::string stem_of(const std::string& name) {
    std::string stem;
    for (const char c : name) {
        if (c < '0' || c > '9') stem += c;
    }
    return stem;
}

// Whether names hold symbols though nothing but their values says so: of enough genes, nearly all of them
// different, written as those of a species are, and neither words nor numbered.
bool holds_symbols_by_content(const std::vector<std::string>& names) {
    std::vector<std::string> some;
    for (const std::string& name : names) {
        if (!is_missing(name)) some.push_back(name);
    }
    if (some.size() * fewest_named < names.size() || some.size() < 2) return false;
    std::unordered_set<std::string_view> different(some.begin(), some.end());
    if (different.size() * 4 < some.size() * 3) return false;
    GeneNames genes;
    genes.names = std::move(some);
    clean(genes);
    std::unordered_set<std::string> stems;
    std::size_t odd = 0, accessions = 0;
    for (const std::string& name : genes.names) {
        constexpr std::size_t longest = 24;
        odd += name.size() > longest || name.find_first_of(" :/;,") != std::string::npos;
        accessions += looks_uniprot(name);
        stems.insert(stem_of(name));
    }
    const std::size_t count = genes.names.size();
    return odd * 20 <= count && accessions * 4 <= count && stems.size() * 5 >= count &&
           kind_of(genes.names) == GeneIdentifier::Symbol &&
           species_of_symbols(genes.names) != Species::Unknown;
}

// The column whose values are symbols, though its name is none of the usual ones; null for none. Of several
// the one that says so.
const Column* symbols_by_content(const Table& var) {
    const auto rank = [](const std::string& name) {
        std::string lower = name;
        std::ranges::transform(lower, lower.begin(),
                               [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        if (lower.find("symbol") != std::string::npos) return 0;
        if (lower.find("name") != std::string::npos) return 1;
        return lower.find("gene") != std::string::npos ? 2 : 3;
    };
    const Column* best = nullptr;
    for (const Column& column : var.columns) {
        if (best != nullptr && rank(best->name) <= rank(column.name)) continue;
        const auto names = texts(column);
        if (names && holds_symbols_by_content(*names)) best = &column;
    }
    return best;
}

}  // namespace

const char* to_string(GeneIdentifier kind) {
    switch (kind) {
        case GeneIdentifier::Symbol:
            return "symbols";
        case GeneIdentifier::Ensembl:
            return "Ensembl";
        case GeneIdentifier::Entrez:
            return "Entrez";
        case GeneIdentifier::Other:
            break;
    }
    return "other";
}

const char* to_string(Species species) {
    switch (species) {
        case Species::Human:
            return "human";
        case Species::Mouse:
            return "mouse";
        case Species::Rat:
            return "rat";
        case Species::Zebrafish:
            return "zebrafish";
        case Species::Other:
            return "another species";
        case Species::Several:
            return "several species";
        case Species::Unknown:
            break;
    }
    return "unknown";
}

std::string without_version(const std::string& name) {
    const auto dot = name.find('.');
    if (dot == std::string::npos || !looks_ensembl(name)) return name;
    const auto end = std::min(name.find_first_not_of("0123456789", dot + 1), name.size());
    const std::string_view rest = std::string_view(name).substr(end);
    if (end == dot + 1 || !(rest.empty() || rest == "_PAR_Y")) return name;
    return name.substr(0, dot) + std::string(rest);
}

std::size_t make_unique(std::vector<std::string>& names) {
    {  // mostly there is nothing to do
        std::unordered_set<std::string_view> all;
        all.reserve(names.size());
        all.insert(names.begin(), names.end());
        if (all.size() == names.size()) return 0;
    }
    std::unordered_map<std::string, int> next;
    for (const std::string& name : names) next.emplace(name, 0);
    std::unordered_set<std::string> met;
    std::size_t duplicates = 0;
    for (std::string& name : names) {
        if (met.insert(name).second) continue;
        ++duplicates;
        std::string unique;
        int& suffix = next[name];
        do unique = name + "-" + std::to_string(++suffix);
        while (next.contains(unique) || met.contains(unique));
        met.insert(unique);
        name = std::move(unique);
    }
    return duplicates;
}

std::vector<std::string> gene_columns_of(const Table& var) {
    std::vector<std::string> columns{"index"};
    for (const Column& column : var.columns) {
        if (column.text() != nullptr || column.categorical() != nullptr) columns.push_back(column.name);
    }
    return columns;
}

GeneNames gene_names(const Table& var, const std::string& column) {
    if (column == "index") return finished(var, var.index, "index");
    if (!column.empty()) {
        const Column* found = var.find(column);
        auto names = found != nullptr ? texts(*found) : std::nullopt;
        if (!names) {
            throw Error(ErrorKind::Usage, "var has no text column '" + column + "'", {},
                        "Choose another column, or let Regulus detect it");
        }
        return finished(var, std::move(*names), column);
    }
    // gene_12, TRINITY_DN12 and AT1G01010 are written as symbols are; where a column has the symbols
    // themselves, those are the names.
    const bool index = holds_symbols(var.index);
    if (index && holds_symbols_by_content(var.index)) return finished(var, var.index, "index");
    for (const char* name : candidates) {
        const Column* found = var.find(name);
        auto names = found != nullptr ? texts(*found) : std::nullopt;
        if (names && (index ? holds_symbols_by_content(*names) : holds_symbols(*names)))
            return finished(var, std::move(*names), name);
    }
    if (const Column* found = symbols_by_content(var)) return finished(var, *texts(*found), found->name);
    return finished(var, var.index, "index");
}

}  // namespace regulus
