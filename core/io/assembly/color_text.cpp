#include "core/io/assembly/color_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <string_view>

#include "core/io/assembly/xkcd_colors.h"

namespace regulus {
namespace {

struct Named {
    std::string_view name;
    std::uint32_t rgb;
};

// The names of CSS 4 and those of Matplotlib ("tab:blue", "k"), sorted.
constexpr std::array<Named, 167> names{{
    {"aliceblue", 0xf0f8ff},
    {"antiquewhite", 0xfaebd7},
    {"aqua", 0x00ffff},
    {"aquamarine", 0x7fffd4},
    {"azure", 0xf0ffff},
    {"b", 0x0000ff},
    {"beige", 0xf5f5dc},
    {"bisque", 0xffe4c4},
    {"black", 0x000000},
    {"blanchedalmond", 0xffebcd},
    {"blue", 0x0000ff},
    {"blueviolet", 0x8a2be2},
    {"brown", 0xa52a2a},
    {"burlywood", 0xdeb887},
    {"c", 0x00bfbf},
    {"cadetblue", 0x5f9ea0},
    {"chartreuse", 0x7fff00},
    {"chocolate", 0xd2691e},
    {"coral", 0xff7f50},
    {"cornflowerblue", 0x6495ed},
    {"cornsilk", 0xfff8dc},
    {"crimson", 0xdc143c},
    {"cyan", 0x00ffff},
    {"darkblue", 0x00008b},
    {"darkcyan", 0x008b8b},
    {"darkgoldenrod", 0xb8860b},
    {"darkgray", 0xa9a9a9},
    {"darkgreen", 0x006400},
    {"darkgrey", 0xa9a9a9},
    {"darkkhaki", 0xbdb76b},
    {"darkmagenta", 0x8b008b},
    {"darkolivegreen", 0x556b2f},
    {"darkorange", 0xff8c00},
    {"darkorchid", 0x9932cc},
    {"darkred", 0x8b0000},
    {"darksalmon", 0xe9967a},
    {"darkseagreen", 0x8fbc8f},
    {"darkslateblue", 0x483d8b},
    {"darkslategray", 0x2f4f4f},
    {"darkslategrey", 0x2f4f4f},
    {"darkturquoise", 0x00ced1},
    {"darkviolet", 0x9400d3},
    {"deeppink", 0xff1493},
    {"deepskyblue", 0x00bfff},
    {"dimgray", 0x696969},
    {"dimgrey", 0x696969},
    {"dodgerblue", 0x1e90ff},
    {"firebrick", 0xb22222},
    {"floralwhite", 0xfffaf0},
    {"forestgreen", 0x228b22},
    {"fuchsia", 0xff00ff},
    {"g", 0x008000},
    {"gainsboro", 0xdcdcdc},
    {"ghostwhite", 0xf8f8ff},
    {"gold", 0xffd700},
    {"goldenrod", 0xdaa520},
    {"gray", 0x808080},
    {"green", 0x008000},
    {"greenyellow", 0xadff2f},
    {"grey", 0x808080},
    {"honeydew", 0xf0fff0},
    {"hotpink", 0xff69b4},
    {"indianred", 0xcd5c5c},
    {"indigo", 0x4b0082},
    {"ivory", 0xfffff0},
    {"k", 0x000000},
    {"khaki", 0xf0e68c},
    {"lavender", 0xe6e6fa},
    {"lavenderblush", 0xfff0f5},
    {"lawngreen", 0x7cfc00},
    {"lemonchiffon", 0xfffacd},
    {"lightblue", 0xadd8e6},
    {"lightcoral", 0xf08080},
    {"lightcyan", 0xe0ffff},
    {"lightgoldenrodyellow", 0xfafad2},
    {"lightgray", 0xd3d3d3},
    {"lightgreen", 0x90ee90},
    {"lightgrey", 0xd3d3d3},
    {"lightpink", 0xffb6c1},
    {"lightsalmon", 0xffa07a},
    {"lightseagreen", 0x20b2aa},
    {"lightskyblue", 0x87cefa},
    {"lightslategray", 0x778899},
    {"lightslategrey", 0x778899},
    {"lightsteelblue", 0xb0c4de},
    {"lightyellow", 0xffffe0},
    {"lime", 0x00ff00},
    {"limegreen", 0x32cd32},
    {"linen", 0xfaf0e6},
    {"m", 0xbf00bf},
    {"magenta", 0xff00ff},
    {"maroon", 0x800000},
    {"mediumaquamarine", 0x66cdaa},
    {"mediumblue", 0x0000cd},
    {"mediumorchid", 0xba55d3},
    {"mediumpurple", 0x9370db},
    {"mediumseagreen", 0x3cb371},
    {"mediumslateblue", 0x7b68ee},
    {"mediumspringgreen", 0x00fa9a},
    {"mediumturquoise", 0x48d1cc},
    {"mediumvioletred", 0xc71585},
    {"midnightblue", 0x191970},
    {"mintcream", 0xf5fffa},
    {"mistyrose", 0xffe4e1},
    {"moccasin", 0xffe4b5},
    {"navajowhite", 0xffdead},
    {"navy", 0x000080},
    {"oldlace", 0xfdf5e6},
    {"olive", 0x808000},
    {"olivedrab", 0x6b8e23},
    {"orange", 0xffa500},
    {"orangered", 0xff4500},
    {"orchid", 0xda70d6},
    {"palegoldenrod", 0xeee8aa},
    {"palegreen", 0x98fb98},
    {"paleturquoise", 0xafeeee},
    {"palevioletred", 0xdb7093},
    {"papayawhip", 0xffefd5},
    {"peachpuff", 0xffdab9},
    {"peru", 0xcd853f},
    {"pink", 0xffc0cb},
    {"plum", 0xdda0dd},
    {"powderblue", 0xb0e0e6},
    {"purple", 0x800080},
    {"r", 0xff0000},
    {"rebeccapurple", 0x663399},
    {"red", 0xff0000},
    {"rosybrown", 0xbc8f8f},
    {"royalblue", 0x4169e1},
    {"saddlebrown", 0x8b4513},
    {"salmon", 0xfa8072},
    {"sandybrown", 0xf4a460},
    {"seagreen", 0x2e8b57},
    {"seashell", 0xfff5ee},
    {"sienna", 0xa0522d},
    {"silver", 0xc0c0c0},
    {"skyblue", 0x87ceeb},
    {"slateblue", 0x6a5acd},
    {"slategray", 0x708090},
    {"slategrey", 0x708090},
    {"snow", 0xfffafa},
    {"springgreen", 0x00ff7f},
    {"steelblue", 0x4682b4},
    {"tab:blue", 0x1f77b4},
    {"tab:brown", 0x8c564b},
    {"tab:cyan", 0x17becf},
    {"tab:gray", 0x7f7f7f},
    {"tab:green", 0x2ca02c},
    {"tab:grey", 0x7f7f7f},
    {"tab:olive", 0xbcbd22},
    {"tab:orange", 0xff7f0e},
    {"tab:pink", 0xe377c2},
    {"tab:purple", 0x9467bd},
    {"tab:red", 0xd62728},
    {"tan", 0xd2b48c},
    {"teal", 0x008080},
    {"thistle", 0xd8bfd8},
    {"tomato", 0xff6347},
    {"turquoise", 0x40e0d0},
    {"violet", 0xee82ee},
    {"w", 0xffffff},
    {"wheat", 0xf5deb3},
    {"white", 0xffffff},
    {"whitesmoke", 0xf5f5f5},
    {"y", 0xbfbf00},
    {"yellow", 0xffff00},
    {"yellowgreen", 0x9acd32},
}};

// Matplotlib's "C0", "C1", ...: its colours in turn, again from the first after the tenth.
constexpr std::array<std::uint32_t, 10> cycle{0x1f77b4, 0xff7f0e, 0x2ca02c, 0xd62728, 0x9467bd,
                                              0x8c564b, 0xe377c2, 0x7f7f7f, 0xbcbd22, 0x17becf};

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

std::string without_blanks(std::string text) {
    std::erase_if(text, [](unsigned char c) { return std::isspace(c) != 0; });
    return text;
}

std::string hex_of(std::uint32_t rgb) {
    return fmt::format("#{:06x}", rgb);
}

// "c" and digits.
std::string from_cycle(std::string_view text) {
    if (text.size() < 2 || text.front() != 'c') return {};
    std::size_t place = 0;
    for (const char digit : text.substr(1)) {
        if (digit < '0' || digit > '9') return {};
        place = (10 * place + static_cast<std::size_t>(digit - '0')) % cycle.size();
    }
    return hex_of(cycle[place]);
}

// "rgb", "rgba", "rrggbb" or "rrggbbaa".
std::string from_digits(std::string_view digits) {
    if (digits.find_first_not_of("0123456789abcdef") != std::string_view::npos) return {};
    if (digits.size() == 6 || digits.size() == 8) return "#" + std::string(digits.substr(0, 6));
    if (digits.size() != 3 && digits.size() != 4) return {};
    std::string text = "#";
    for (const char digit : digits.substr(0, 3)) text.append(2, digit);
    return text;
}

// "rgb(255, 0, 0)", "rgba(255, 0, 0, 0.5)"; also shares of 1: "(1.0, 0.0, 0.0)".
std::string from_parts(std::string_view text) {
    const auto open = text.find('('), close = text.find(')');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open) return {};
    const std::string_view name = text.substr(0, open);
    if (!name.empty() && name != "rgb" && name != "rgba") return {};
    const char* at = text.data() + open + 1;
    const char* const end = text.data() + close;
    std::array<float, 3> parts{};
    for (float& part : parts) {
        const auto [after, problem] = std::from_chars(at, end, part);
        if (problem != std::errc()) return {};
        at = after < end ? after + 1 : end;  // behind the comma
        if (!name.empty()) part /= 255;
    }
    return color_from_shares(parts);
}

}  // namespace

std::string color_from_text(std::string_view given) {
    constexpr std::string_view xkcd = "xkcd:";
    const std::string name = lower(given), text = without_blanks(name);
    if (text.empty()) return {};
    if (name.starts_with(xkcd)) {  // where blanks tell "yellow green" from "yellowgreen"
        const auto rgb = xkcd_color(std::string_view(name).substr(xkcd.size()));
        return rgb ? hex_of(*rgb) : "";
    }
    if (text.front() == '#') return from_digits(std::string_view(text).substr(1));
    const auto found = std::ranges::lower_bound(names, text, {}, &Named::name);
    if (found != names.end() && found->name == text) return hex_of(found->rgb);
    if (auto color = from_cycle(text); !color.empty() && text.size() != 6) return color;
    if (text.size() == 6) {
        if (auto digits = from_digits(text); !digits.empty()) return digits;
    }
    float grey = -1;
    const auto [after, problem] = std::from_chars(text.data(), text.data() + text.size(), grey);
    if (problem == std::errc() && after == text.data() + text.size() && text.find('.') != std::string::npos)
        return color_from_shares(std::array{grey, grey, grey});
    return from_parts(text);
}

std::string color_from_shares(std::span<const float> shares) {
    if (shares.size() < 3) return {};
    std::uint32_t rgb = 0;
    for (const float share : shares.first(3)) {
        if (!(share >= 0 && share <= 1)) return {};
        rgb = (rgb << 8U) | static_cast<std::uint32_t>(std::lround(share * 255));
    }
    return hex_of(rgb);
}

std::size_t replace_bad_colors(std::vector<std::string>& colors) {
    // Of Okabe and Ito, then others that differ from them.
    constexpr std::array spare{"#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00",
                               "#cc79a7", "#999999", "#332288", "#117733", "#44aa99", "#88ccee",
                               "#ddcc77", "#cc6677", "#aa4499", "#882255"};
    std::size_t replaced = 0, next = 0;
    for (std::string& color : colors) {
        if (!color.empty()) continue;
        for (std::size_t tried = 0; tried < spare.size(); ++tried) {
            color = spare[next++ % spare.size()];
            if (std::ranges::count(colors, color) == 1) break;
        }
        ++replaced;
    }
    return replaced;
}

}  // namespace regulus
