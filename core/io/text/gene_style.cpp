#include "core/io/text/gene_style.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/data/gene_spelling.h"

namespace regulus {
namespace {

bool is_small(char c) {
    return c >= 'a' && c <= 'z';
}
bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}

bool begins_with_any(std::string_view name, std::span<const std::string_view> starts) {
    return std::ranges::any_of(starts, [&](std::string_view start) { return name.starts_with(start); });
}

// Genes of man that are not written in capitals, and what is added to genomes.
bool known_exception(std::string_view name) {
    constexpr std::array<std::string_view, 38> starts = {
        "sno",   "hsa",   "mmu",   "n-",    "uc_",   "yR",   "bA",   "bB",  "bG",   "bK",
        "bP",    "dJ",    "hCG",   "mt-",   "mt.",   "mir-", "let",  "Em:", "tRNA", "nTR",
        "XXbac", "XXyac", "Vault", "CTa",   "CTb",   "CTc",  "CTd",  "GHc", "eGFP", "eYFP",
        "eCFP",  "mCh",   "mScar", "tdTom", "tdtom", "rtTA", "iCre", "ires"};
    return begins_with_any(name, starts) || name.find("orf") != std::string_view::npos ||
           name.find("GFP") != std::string_view::npos || name.starts_with("ERCC") ||
           name.find("_SRP") != std::string_view::npos || name.find("RNA") != std::string_view::npos;
}

}  // namespace

GeneStyle::GeneStyle(std::span<const std::string> names) {
    std::size_t ensembl = 0, capitals = 0, title = 0;
    for (const std::string& name : names) {
        const bool letter = !name.empty() && is_capital(name[0]);
        ensembl += looks_ensembl(name);
        capitals += letter && std::ranges::none_of(name, is_small);
        title += letter && name.size() > 1 && is_small(name[1]);
    }
    const auto nearly_all = [&](std::size_t count) { return count * 10 >= names.size() * 9 && count >= 10; };
    if (nearly_all(ensembl))
        m_style = Style::Ensembl;
    else if (nearly_all(capitals))
        m_style = Style::Capitals;
    else if (nearly_all(title) || (title * 10 >= names.size() * 7 && title >= 10))
        m_style = Style::Title;  // beside Rik clones and genes in capitals
}

bool GeneStyle::odd(const std::string& name) const {
    if (name.empty()) return true;
    const bool small_start = is_small(name[0]) && name.size() > 1;
    switch (m_style) {
        case Style::Ensembl:
            return !looks_ensembl(name) && !known_exception(name);
        case Style::Capitals:
            return (small_start || (is_capital(name[0]) && name.size() > 1 && is_small(name[1]))) &&
                   !known_exception(name);
        case Style::Title:
            return small_start && !known_exception(name);
        case Style::Other:
            break;
    }
    return false;
}

}  // namespace regulus
