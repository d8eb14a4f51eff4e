#include "ui/models/name_search.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <string_view>

namespace regulus {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same(char a, char b) {
    return lower(a) == b;
}  // b is folded already

bool begins(std::string_view name, std::string_view text) {
    return name.size() >= text.size() &&
           std::equal(text.begin(), text.end(), name.begin(), [](char b, char a) { return same(a, b); });
}

// 0 exact, 1 beginning, 2 within, 3 not at all
std::size_t kindOf(std::string_view name, std::string_view text) {
    if (begins(name, text)) return name.size() == text.size() ? 0 : 1;
    return std::search(name.begin(), name.end(), text.begin(), text.end(), same) != name.end() ? 2 : 3;
}

}  // namespace

std::vector<std::uint32_t> findNames(std::span<const std::string> names, std::span<const std::string> aliases,
                                     const QString& text, std::size_t limit) {
    std::string wanted = text.trimmed().toStdString();
    std::transform(wanted.begin(), wanted.end(), wanted.begin(), lower);
    if (wanted.empty()) {
        std::vector<std::uint32_t> all(std::min(names.size(), limit));
        std::iota(all.begin(), all.end(), 0U);
        return all;
    }
    std::array<std::vector<std::uint32_t>, 3> found;
    for (std::size_t i = 0; i < names.size(); ++i) {
        std::size_t kind = kindOf(names[i], wanted);
        if (i < aliases.size() && kind > 1)
            kind = std::min(kind, begins(aliases[i], wanted) ? std::size_t{1} : 3);
        if (kind < 3) found[kind].push_back(static_cast<std::uint32_t>(i));
    }
    std::vector<std::uint32_t> result = std::move(found[0]);
    for (const std::size_t kind : {1, 2}) result.insert(result.end(), found[kind].begin(), found[kind].end());
    if (result.size() > limit) result.resize(limit);
    return result;
}

}  // namespace regulus
