#include "core/data/rows_by_name.h"

#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace regulus {

namespace {

using Places = std::unordered_map<std::string_view, std::uint32_t>;
constexpr std::uint32_t several = 0xffffffffU;

// By the names without their last "-" and what follows.
Places shortened(const std::vector<std::string>& index) {
    Places places;
    for (std::size_t row = 0; row < index.size(); ++row) {
        const auto dash = index[row].rfind('-');
        if (dash == std::string::npos || dash == 0) continue;
        const auto [at, fresh] =
            places.emplace(std::string_view(index[row]).substr(0, dash), static_cast<std::uint32_t>(row));
        if (!fresh) at->second = several;
    }
    return places;
}

std::string_view trimmed(std::string_view text) {
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front())
        text = text.substr(1, text.size() - 2);
    return text;
}

}  // namespace

RowsByName rows_by_name(const std::vector<std::string>& index, std::span<const std::string> names) {
    Places places;
    places.reserve(index.size());
    for (std::size_t row = 0; row < index.size(); ++row)
        places.emplace(index[row], static_cast<std::uint32_t>(row));
    RowsByName found;
    std::unordered_set<std::uint32_t> taken;
    Places cut;
    bool isCut = false;
    for (const std::string& name : names) {
        if (const auto at = places.find(name); at != places.end()) {
            if (taken.insert(at->second).second) found.rows.push_back(at->second);
            continue;
        }
        if (!isCut) cut = shortened(index);
        isCut = true;
        const auto at = cut.find(name);
        if (at == cut.end() || at->second == several) {
            found.unknown.push_back(name);
            found.ambiguous += at != cut.end() ? 1 : 0;
        } else if (taken.insert(at->second).second) {
            found.rows.push_back(at->second);
            ++found.shortened;
        }
    }
    return found;
}

std::vector<std::string> names_in(const std::string& text, const std::vector<std::string>& index) {
    const std::unordered_set<std::string_view> known(index.begin(), index.end());
    std::vector<std::string> names;
    std::string_view rest = text;
    while (!rest.empty()) {
        const auto end = std::min(rest.find('\n'), rest.size());
        std::string_view line = trimmed(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (known.contains(line)) {
            names.emplace_back(line);
            continue;
        }
        while (!line.empty()) {
            const auto cut = std::min(line.find_first_of(" \t,;"), line.size());
            if (const std::string_view word = trimmed(line.substr(0, cut)); !word.empty())
                names.emplace_back(word);
            line.remove_prefix(std::min(cut + 1, line.size()));
        }
    }
    return names;
}

}  // namespace regulus
