#include "core/data/gene_names.h"

#include <algorithm>
#include <cctype>
#include <unordered_map>

#include "core/base/error.h"

namespace regulus {
namespace {

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

bool looks_ensembl(const std::string& s) {
    const auto digit = s.find_first_of("0123456789");
    return s.starts_with("ENS") && digit != std::string::npos && s.size() >= digit + 11;
}

// Letters first, and not an accession of some other kind.
bool looks_symbol(const std::string& s) {
    return s.size() >= 2 && std::isalpha(static_cast<unsigned char>(s[0])) && !looks_ensembl(s);
}

bool looks_mouse(const std::string& s) {
    if (s.starts_with("ENSMUSG")) return true;
    return s.size() >= 3 && std::isupper(static_cast<unsigned char>(s[0])) &&
           std::islower(static_cast<unsigned char>(s[1])) && std::islower(static_cast<unsigned char>(s[2]));
}

GeneIdentifier kind_of(const std::vector<std::string>& names) {
    std::size_t ensembl = 0, symbols = 0;
    for (const auto& name : names) {
        ensembl += looks_ensembl(name);
        symbols += looks_symbol(name);
    }
    if (ensembl * 2 > names.size()) return GeneIdentifier::Ensembl;
    return symbols * 2 > names.size() ? GeneIdentifier::Symbol : GeneIdentifier::Other;
}

void make_unique(GeneNames& genes) {
    std::unordered_map<std::string, int> seen;
    for (const auto& name : genes.names) seen.emplace(name, 0);
    std::unordered_map<std::string, bool> met;
    for (auto& name : genes.names) {
        if (!met[name]) {
            met[name] = true;
            continue;
        }
        ++genes.duplicates;
        std::string unique;
        int& next = seen[name];
        do unique = name + "-" + std::to_string(++next);
        while (seen.contains(unique));
        seen.emplace(unique, 0);
        met[unique] = true;
        name = std::move(unique);
    }
}

GeneNames finished(std::vector<std::string> names, std::string source) {
    GeneNames genes{std::move(names), std::move(source), GeneIdentifier::Other, 0, false};
    genes.kind = kind_of(genes.names);
    const auto mouse = static_cast<std::size_t>(std::ranges::count_if(genes.names, looks_mouse));
    genes.mouse = mouse * 2 > genes.names.size();
    make_unique(genes);
    return genes;
}

}  // namespace

const char* to_string(GeneIdentifier kind) {
    switch (kind) {
        case GeneIdentifier::Symbol:
            return "symbols";
        case GeneIdentifier::Ensembl:
            return "Ensembl";
        case GeneIdentifier::Other:
            break;
    }
    return "other";
}

GeneNames gene_names(const Table& var, const std::string& column) {
    if (column == "index") return finished(var.index, "index");
    if (!column.empty()) {
        const Column* found = var.find(column);
        auto names = found != nullptr ? texts(*found) : std::nullopt;
        if (!names) {
            throw Error(ErrorKind::Usage, "var has no text column named '" + column + "'", {},
                        "Name another column, or leave the choice to Regulus");
        }
        return finished(std::move(*names), column);
    }
    if (kind_of(var.index) == GeneIdentifier::Symbol) return finished(var.index, "index");
    for (const char* name : candidates) {
        const Column* found = var.find(name);
        auto names = found != nullptr ? texts(*found) : std::nullopt;
        if (names && kind_of(*names) == GeneIdentifier::Symbol) return finished(std::move(*names), name);
    }
    return finished(var.index, "index");
}

}  // namespace regulus
