#include "core/data/gene_spelling.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace regulus {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

// Length of the Ensembl gene identifier (ENS, letters, G, eleven digits) that a text begins with; 0 for none.
std::size_t ensembl_length(std::string_view text) {
    if (!text.starts_with("ENS")) return 0;
    std::size_t at = 3;
    while (at < text.size() && is_upper(text[at])) ++at;
    if (at < 4 || text[at - 1] != 'G') return 0;
    const std::size_t digits = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    return at - digits >= 11 ? at : 0;
}

struct Genome {
    std::string_view name;
    Species species;
};
constexpr std::array genomes{Genome{"GRCh37", Species::Human},      Genome{"GRCh38", Species::Human},
                             Genome{"hg18", Species::Human},        Genome{"hg19", Species::Human},
                             Genome{"hg38", Species::Human},        Genome{"b37", Species::Human},
                             Genome{"GRCm38", Species::Mouse},      Genome{"GRCm39", Species::Mouse},
                             Genome{"mm9", Species::Mouse},         Genome{"mm10", Species::Mouse},
                             Genome{"mm39", Species::Mouse},        Genome{"Rnor_6.0", Species::Rat},
                             Genome{"mRatBN7.2", Species::Rat},     Genome{"rn6", Species::Rat},
                             Genome{"rn7", Species::Rat},           Genome{"GRCz10", Species::Zebrafish},
                             Genome{"GRCz11", Species::Zebrafish},  Genome{"danRer10", Species::Zebrafish},
                             Genome{"danRer11", Species::Zebrafish}};

bool all_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, is_digit);
}

enum class Writing { Capitals, Title, Small, Other };

// SOX10, Sox10 or sox10, by its first letters.
Writing writing_of(std::string_view name) {
    std::array<char, 3> letters{};
    std::size_t count = 0;
    for (const char c : name) {
        if (std::isalpha(static_cast<unsigned char>(c)) && count < letters.size()) letters[count++] = c;
        if (!is_upper(c) && !is_lower(c) && count < 2) return Writing::Other;
    }
    if (count < 2) return Writing::Other;
    if (is_upper(letters[0])) {
        if (is_lower(letters[1])) return count < 3 || is_lower(letters[2]) ? Writing::Title : Writing::Other;
        return count < 3 || is_upper(letters[2]) ? Writing::Capitals : Writing::Other;
    }
    return is_lower(letters[1]) ? Writing::Small : Writing::Other;
}

bool names_only_of_rat(std::string_view name) {
    return (name.starts_with("RGD") && all_digits(name.substr(3))) || name.starts_with("AABR0");
}

// "YAL001C", "YBR162W-A": systematic names of Saccharomyces cerevisiae, which other genes there go by.
bool is_systematic_of_yeast(std::string_view name) {
    return name.size() >= 7 && name[0] == 'Y' && name[1] >= 'A' && name[1] <= 'P' &&
           (name[2] == 'L' || name[2] == 'R') && all_digits(name.substr(3, 3)) &&
           (name[6] == 'C' || name[6] == 'W') && (name.size() == 7 || name[7] == '-');
}

}  // namespace

bool looks_ensembl(std::string_view name) {
    const std::size_t length = ensembl_length(name);
    if (length == 0) return false;
    return length == name.size() || name[length] == '.' || name[length] == '_';
}

bool looks_symbol(std::string_view name) {
    return name.size() >= 2 && std::isalpha(static_cast<unsigned char>(name[0])) && ensembl_length(name) == 0;
}

bool looks_uniprot(std::string_view name) {
    const auto letter_or_digit = [](char c) { return is_upper(c) || is_digit(c); };
    if (name.size() != 6 && name.size() != 10) return false;
    if (!is_upper(name[0]) || !is_digit(name[1]) || !is_digit(name[5])) return false;
    if (!std::ranges::all_of(name, letter_or_digit)) return false;
    const bool old = name[0] == 'O' || name[0] == 'P' || name[0] == 'Q';
    return old ? name.size() == 6 : is_upper(name[2]) && (name.size() == 6 || is_digit(name[9]));
}

bool looks_like_date(std::string_view name) {
    constexpr std::array<std::string_view, 12> months{"jan", "feb", "mar", "mrz", "mär", "apr",
                                                      "sep", "oct", "okt", "nov", "dec", "dez"};
    std::array<std::string, 3> parts;
    std::size_t count = 1;
    for (const char c : name) {
        if (c == '-' || c == '.' || c == '/' || c == ' ') {
            if (c == ' ' && count > 1 && parts[count - 1].empty()) continue;  // "1. Mrz"
            if (parts[count - 1].empty()) return false;
            if (++count > parts.size()) return false;
        } else {
            parts[count - 1] += is_upper(c) ? static_cast<char>(c + 32) : c;
        }
    }
    if (count == 1) return false;
    const auto is_month = [&](const std::string& part) {
        const std::string_view start = std::string_view(part).substr(0, part.starts_with("m\xc3") ? 4 : 3);
        return part.size() <= 9 && std::ranges::find(months, start) != months.end() &&
               std::ranges::none_of(part, is_digit);
    };
    const auto is_day = [](const std::string& part) { return all_digits(part) && part.size() <= 2; };
    const auto is_year = [](const std::string& part) {
        return all_digits(part) && (part.size() == 2 || part.size() == 4);
    };
    if (count == 2)
        return (is_day(parts[0]) && is_month(parts[1])) || (is_month(parts[0]) && is_year(parts[1]));
    if (is_month(parts[1])) return is_day(parts[0]) && is_year(parts[2]);
    return all_digits(parts[0]) && parts[0].size() == 4 && is_day(parts[1]) && is_day(parts[2]);
}

GeneIdentifier kind_of(std::span<const std::string> names) {
    std::size_t ensembl = 0, symbols = 0, numbers = 0;
    for (const std::string& name : names) {
        ensembl += looks_ensembl(name);
        symbols += looks_symbol(name);
        numbers += all_digits(name);
    }
    if (ensembl * 2 > names.size()) return GeneIdentifier::Ensembl;
    if (numbers * 2 > names.size()) return GeneIdentifier::Entrez;
    return symbols * 2 > names.size() ? GeneIdentifier::Symbol : GeneIdentifier::Other;
}

std::pair<std::string_view, std::string_view> split_genome(std::string_view name) {
    for (const Genome& genome : genomes) {
        if (!name.starts_with(genome.name)) continue;
        const auto rest = name.find_first_not_of('_', genome.name.size());
        if (rest != std::string_view::npos && rest > genome.name.size())
            return {name.substr(0, genome.name.size()), name.substr(rest)};
    }
    return {{}, name};
}

std::string_view symbol_of_compound(std::string_view name) {
    constexpr std::string_view separators = "_|:;-";
    if (const std::size_t length = ensembl_length(name); length > 0) {
        const auto at = name.find_first_of(separators, length);
        if (at == std::string_view::npos || name.substr(at).starts_with("_PAR_Y")) return {};
        const std::string_view symbol = name.substr(at + 1);
        return symbol.empty() || symbol == "NA" || symbol == "nan" ? name.substr(0, length) : symbol;
    }
    for (auto at = name.find("ENS"); at != std::string_view::npos; at = name.find("ENS", at + 1)) {
        if (at == 0 || separators.find(name[at - 1]) == std::string_view::npos) continue;
        const std::size_t length = ensembl_length(name.substr(at));
        if (length == 0 || (at + length < name.size() && name[at + length] != '.')) continue;
        return at > 1 ? name.substr(0, at - 1) : name.substr(at, length);
    }
    return {};
}

Species species_of_identifier(std::string_view name) {
    const std::size_t length = ensembl_length(name);
    if (length == 0) return Species::Unknown;
    const std::string_view letters = name.substr(3, name.find_first_of("0123456789") - 3);
    if (letters == "G") return Species::Human;
    if (letters == "MUSG") return Species::Mouse;
    if (letters == "RNOG") return Species::Rat;
    return letters == "DARG" ? Species::Zebrafish : Species::Other;
}

Species species_of_genome(std::string_view name) {
    const auto found = std::ranges::find(genomes, name, &Genome::name);
    return found == genomes.end() ? Species::Unknown : found->species;
}

Species species_of_symbols(std::span<const std::string> names) {
    std::array<std::size_t, 4> written{};
    std::size_t rat = 0, yeast = 0;
    for (const std::string& name : names) {
        ++written[static_cast<std::size_t>(writing_of(name))];
        rat += names_only_of_rat(name);
        yeast += is_systematic_of_yeast(name);
    }
    if (yeast * 20 > names.size()) return Species::Other;
    const auto most = [&](Writing writing) {
        return written[static_cast<std::size_t>(writing)] * 2 > names.size();
    };
    if (most(Writing::Title)) return rat * 100 > names.size() ? Species::Rat : Species::Mouse;
    if (most(Writing::Small)) return Species::Zebrafish;
    return most(Writing::Capitals) ? Species::Human : Species::Unknown;
}

}  // namespace regulus
