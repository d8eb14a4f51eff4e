#include "core/data/missing_label.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace regulus {
namespace {

constexpr std::array<std::string_view, 12> unlabelled_words{
    "",     "na",      "n/a",     "nan",        "none",       "null",
    "<na>", "missing", "unknown", "unassigned", "unlabelled", "unlabeled"};

bool space(char c) {
    return std::isspace(static_cast<unsigned char>(c)) != 0;
}

}  // namespace

bool means_unlabelled(std::string_view value) {
    while (!value.empty() && space(value.front())) value.remove_prefix(1);
    while (!value.empty() && space(value.back())) value.remove_suffix(1);
    return std::ranges::any_of(unlabelled_words, [&](std::string_view word) {
        return std::ranges::equal(
            value, word, [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; });
    });
}

}  // namespace regulus
