#include "core/base/natural_order.h"

#include <algorithm>
#include <numeric>

namespace regulus {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// The digits at `at` without leading zeros; `at` is moved behind them.
std::string_view number_at(std::string_view text, std::size_t& at) {
    while (at < text.size() && text[at] == '0') ++at;
    const std::size_t begin = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    return text.substr(begin, at - begin);
}

}  // namespace

bool natural_less(std::string_view a, std::string_view b) noexcept {
    std::size_t i = 0, j = 0;
    while (i < a.size() && j < b.size()) {
        if (is_digit(a[i]) && is_digit(b[j])) {
            const std::string_view x = number_at(a, i), y = number_at(b, j);
            if (x.size() != y.size()) return x.size() < y.size();
            if (x != y) return x < y;
            continue;
        }
        const auto x = static_cast<unsigned char>(lower(a[i++])),
                   y = static_cast<unsigned char>(lower(b[j++]));
        if (x != y) return x < y;
    }
    if ((i < a.size()) != (j < b.size())) return j < b.size();
    return a < b;
}

std::vector<std::size_t> listing_order(std::span<const std::string> names, bool ordered) {
    std::vector<std::size_t> order(names.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (!ordered && std::ranges::is_sorted(names))
        std::ranges::sort(order,
                          [&](std::size_t a, std::size_t b) { return natural_less(names[a], names[b]); });
    return order;
}

}  // namespace regulus
