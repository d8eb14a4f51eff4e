#include "core/prior/set_names.h"

#include <algorithm>
#include <array>

namespace regulus {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::string upper(std::string_view text) {
    std::string result(text);
    for (char& c : result) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    return result;
}

template <class List>
bool begins_with_one(std::string_view name, const List& list) {
    return std::ranges::any_of(list, [&](std::string_view start) { return name.starts_with(start); });
}

bool is_microrna(std::string_view name) {
    static constexpr std::array<std::string_view, 6> starts{"MIR_", "LET_", "MIR-", "LET-", "MIRLET", "MIR:"};
    const std::size_t species = name.find("-MIR");  // hsa-miR-150, mmu-miR-...
    return begins_with_one(name, starts) || species == 3 || name.substr(0, 8).find("-LET-") == 3;
}

bool is_pathway(std::string_view name) {
    static constexpr std::array<std::string_view, 16> starts{
        "REACTOME_", "KEGG_", "HALLMARK_", "GO_",   "GOBP_", "GOCC_", "GOMF_", "WP_",
        "BIOCARTA_", "PID_",  "HP_",       "R-HSA", "R-MMU", "GO:",   "HSA0",  "SA_"};
    return begins_with_one(name, starts);
}

bool drop_ending(std::string_view& name, std::string_view ending) {
    if (name.size() <= ending.size() || upper(name.substr(name.size() - ending.size())) != ending)
        return false;
    name.remove_suffix(ending.size());
    return true;
}

// FOXP3(+), FOXP3(-), FOXP3 (12g), FOXP3_(12g), FOXP3_extended (12g), FOXP3_+, of SCENIC in R and Python.
std::int8_t drop_scenic(std::string_view& name) {
    std::int8_t sign = 0;
    const std::size_t open = name.rfind('(');
    if (open != std::string_view::npos && open > 0 && name.ends_with(')')) {
        const std::string_view within = name.substr(open + 1, name.size() - open - 2);
        const bool size = within.size() > 1 && within.ends_with('g') &&
                          std::ranges::all_of(within.substr(0, within.size() - 1), is_digit);
        if (within == "+" || within == "-" || size) {
            sign = static_cast<std::int8_t>(within == "+" ? 1 : within == "-" ? -1 : 0);
            name = name.substr(0, open);
            while (name.ends_with(' ') || name.ends_with('_')) name.remove_suffix(1);
        }
    }
    drop_ending(name, "_EXTENDED");
    return sign;
}

std::string_view last_part(std::string_view name) {
    const std::size_t at = name.rfind('_');
    return at == std::string_view::npos || at == 0 ? std::string_view() : name.substr(at + 1);
}

// _Q4, _01, _B, _C, as TRANSFAC numbers its matrices.
bool is_matrix_number(std::string_view part) {
    if (part.size() == 1) return part == "B" || part == "C";
    if (part.size() == 2 && part[0] == 'Q') return is_digit(part[1]);
    return part.size() == 2 && is_digit(part[0]) && is_digit(part[1]);
}

bool is_consensus(std::string_view part) {
    return part.size() >= 6 &&
           std::ranges::all_of(part, [](char c) { return std::string_view("ACGTRYSWKMBDHVN").find(c) < 15; });
}

void drop_transfac(std::string_view& name) {
    if (name.starts_with("TF.")) name.remove_prefix(3);
    if (name.starts_with("V$")) name.remove_prefix(2);
    while (is_matrix_number(last_part(name))) name.remove_suffix(last_part(name).size() + 1);
    const std::size_t first = name.find('_');
    if (first != std::string_view::npos && is_consensus(name.substr(0, first))) name.remove_prefix(first + 1);
}

// NKX3_2 → NKX3-2, H1_6 → H1-6: letters, digits, '_', digits.
std::string with_hyphen(std::string_view name) {
    std::string result(name);
    const std::size_t at = name.find('_');
    if (at == std::string_view::npos || at < 2 || at + 1 == name.size()) return result;
    const bool fits = is_letter(name[0]) && is_digit(name[at - 1]) &&
                      std::ranges::all_of(name.substr(at + 1), is_digit) && name.size() - at <= 3;
    if (fits) result[at] = '-';
    return result;
}

}  // namespace

bool looks_like_symbol(std::string_view name) {
    return !name.empty() && name.size() <= 24 && std::ranges::any_of(name, is_letter) &&
           (is_letter(name[0]) || is_digit(name[0])) && std::ranges::all_of(name, [](char c) {
               return is_letter(c) || is_digit(c) || c == '-' || c == '.';
           });
}

SetName read_set_name(std::string_view name) {
    const std::string own(name), in_capitals = upper(name);
    if (is_microrna(in_capitals)) return {own, SetNameKind::MicroRna, 0};
    if (is_pathway(in_capitals)) return {own, SetNameKind::Pathway, 0};
    std::string_view rest = name;
    const std::int8_t sign = drop_scenic(rest);
    rest = rest.substr(0, rest.find(' '));
    for (const std::string_view ending : {"_TARGET_GENES", "_TARGETS", "_REGULON"}) drop_ending(rest, ending);
    if (const std::size_t at = rest.find("_UNIPROT_"); at != std::string_view::npos)
        rest = rest.substr(0, at);
    drop_transfac(rest);
    const std::string tf = with_hyphen(rest);
    if (!looks_like_symbol(tf) || tf == "UNKNOWN") return {own, SetNameKind::Other, 0};
    return {tf, SetNameKind::Gene, sign};
}

}  // namespace regulus
