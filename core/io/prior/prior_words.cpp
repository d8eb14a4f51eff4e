#include "core/io/prior/prior_words.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <map>
#include <set>

#include "core/base/error.h"

namespace regulus {
namespace {

const std::map<std::string, SignWord, std::less<>>& sign_words() {
    static const std::map<std::string, SignWord, std::less<>> words = {{"activation", {1}},
                                                                       {"activates", {1}},
                                                                       {"activator", {1}},
                                                                       {"activating", {1}},
                                                                       {"positive", {1}},
                                                                       {"stimulation", {1}},
                                                                       {"stimulates", {1}},
                                                                       {"+", {1}},
                                                                       {"up", {1}},
                                                                       {"->", {1}},
                                                                       {"upregulates", {1}},
                                                                       {"repression", {-1}},
                                                                       {"represses", {-1}},
                                                                       {"repressor", {-1}},
                                                                       {"repressing", {-1}},
                                                                       {"inhibition", {-1}},
                                                                       {"inhibits", {-1}},
                                                                       {"negative", {-1}},
                                                                       {"-", {-1}},
                                                                       {"down", {-1}},
                                                                       {"-|", {-1}},
                                                                       {"--|", {-1}},
                                                                       {"downregulates", {-1}},
                                                                       {"unknown", {}},
                                                                       {"na", {}},
                                                                       {"nan", {}},
                                                                       {"none", {}},
                                                                       {"", {}},
                                                                       {".", {}},
                                                                       {"?", {}},
                                                                       {"regulates", {}},
                                                                       {"conflicting", {0, true}}};
    return words;
}

}  // namespace

void refuse_prior(const std::string& path, std::size_t line, const std::string& what,
                  const std::string& remedy) {
    throw Error(ErrorKind::Input, what, line == 0 ? path : path + ", line " + std::to_string(line), remedy);
}

std::string lower_case(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return result;
}

std::optional<double> number_in(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    double value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

void use_decimal_points(std::vector<std::string>& fields) {
    for (std::string& field : fields) {
        const auto comma = field.find(',');
        if (comma == std::string::npos || field.find_first_not_of("0123456789,+-eE") != std::string::npos ||
            field.find(',', comma + 1) != std::string::npos) {
            continue;
        }
        std::string number = field;
        number[comma] = '.';
        if (number_in(number)) field = std::move(number);
    }
}

std::optional<SignWord> sign_in(std::string_view field) {
    if (const auto known = sign_words().find(lower_case(field)); known != sign_words().end()) {
        return known->second;
    }
    const auto value = number_in(field);
    if (!value || !std::isfinite(*value)) return std::nullopt;
    return SignWord{static_cast<std::int8_t>(*value > 0 ? 1 : *value < 0 ? -1 : 0), false};
}

std::optional<SignWord> relation_in(std::string_view field) {
    static const std::set<std::string, std::less<>> relations = {"pd",
                                                                 "pp",
                                                                 "dp",
                                                                 "interacts",
                                                                 "interacts-with",
                                                                 "binds",
                                                                 "targets",
                                                                 "tf-target",
                                                                 "tf_target",
                                                                 "regulation",
                                                                 "transcription",
                                                                 "controls-expression-of",
                                                                 "controls-state-change-of",
                                                                 "controls-transport-of",
                                                                 "controls-phosphorylation-of",
                                                                 "in-complex-with",
                                                                 "catalysis-precedes",
                                                                 "--",
                                                                 "-->",
                                                                 "link"};
    const std::string word = lower_case(field);
    if (word.empty()) return std::nullopt;
    if (const auto known = sign_words().find(word); known != sign_words().end()) return known->second;
    if (word == "-->") return SignWord{1, false};
    if (relations.contains(word)) return SignWord{};
    return std::nullopt;
}

char confidence_in(std::string_view field) {
    char best = 0;
    for (std::size_t i = 0; i < field.size(); i += 2) {
        const char letter = static_cast<char>(field[i] & ~0x20);
        const bool alone = i + 1 == field.size() || field[i + 1] == ';' || field[i + 1] == ',';
        if (letter < 'A' || letter > 'E' || !alone) return 0;
        if (best == 0 || letter < best) best = letter;
    }
    return best;
}

bool truth_in(std::string_view field) {
    const std::string word = lower_case(field);
    return word == "1" || word == "true" || word == "yes" || word == "t" || word == "1.0";
}

}  // namespace regulus
