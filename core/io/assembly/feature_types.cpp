#include "core/io/assembly/feature_types.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include "core/base/error.h"
#include "core/data/column_texts.h"

namespace regulus {
namespace {

// Letters alone, in lower case.
std::string plain(std::string_view text) {
    std::string letters;
    for (const unsigned char c : text) {
        if (std::isalnum(c) != 0) letters += static_cast<char>(std::tolower(c));
    }
    return letters;
}

template <std::size_t n>
bool is_one_of(const std::string& text, const std::array<std::string_view, n>& words) {
    return std::ranges::find(words, plain(text)) != words.end();
}

struct Counted {
    std::string type;
    std::size_t features = 0;
};

std::vector<Counted> count_types(const std::vector<std::string>& types) {
    std::vector<Counted> counted;
    for (const std::string& type : types) {
        if (type.empty()) continue;
        const auto found = std::ranges::find(counted, type, &Counted::type);
        if (found == counted.end())
            counted.push_back({type, 1});
        else
            ++found->features;
    }
    std::ranges::stable_partition(counted, [](const Counted& one) { return is_expression_type(one.type); });
    return counted;
}

}  // namespace

bool is_expression_type(const std::string& type) {
    constexpr std::array<std::string_view, 4> words{"geneexpression", "gex", "rna", "gene"};
    return is_one_of(type, words);
}

bool is_other_type(const std::string& type) {
    constexpr std::array<std::string_view, 22> words{"antibodycapture",
                                                     "antibody",
                                                     "adt",
                                                     "protein",
                                                     "proteinexpression",
                                                     "crisprguidecapture",
                                                     "guide",
                                                     "grna",
                                                     "sgrna",
                                                     "multiplexingcapture",
                                                     "hto",
                                                     "hashtag",
                                                     "antigencapture",
                                                     "custom",
                                                     "peaks",
                                                     "peak",
                                                     "atac",
                                                     "chromatinaccessibility",
                                                     "vdj",
                                                     "lipid",
                                                     "negativecontrolprobe",
                                                     "blankcodeword"};
    return is_one_of(type, words);
}

std::vector<std::string> feature_types_of(const Table& var) {
    constexpr std::array<std::string_view, 4> names{"featuretypes", "featuretype", "modality", "type"};
    for (const std::string_view name : names) {
        for (const Column& column : var.columns) {
            if (plain(column.name) != name) continue;
            if (column.text() == nullptr && column.categorical() == nullptr) continue;
            // Columns of the same name hold biotypes, too ("protein_coding").
            std::vector<std::string> types = texts_of(column);
            for (std::string& type : types) {
                if (plain(type) == "nan") type.clear();
            }
            if (std::ranges::any_of(types, is_expression_type) || std::ranges::any_of(types, is_other_type))
                return types;
        }
    }
    return {};
}

ChosenFeatures choose_features(const std::vector<std::string>& types, const std::string& wanted,
                               const std::string& where) {
    ChosenFeatures chosen;
    const std::vector<Counted> counted = count_types(types);
    const bool has_wanted = std::ranges::find(counted, wanted, &Counted::type) != counted.end();
    if (!wanted.empty() && !has_wanted) {
        std::vector<std::string> names;
        for (const Counted& one : counted) names.push_back(one.type);
        throw Error(ErrorKind::Usage, "The file has no features of type '" + wanted + "'", where,
                    names.empty() ? "The file has no parts to choose from"
                                  : fmt::format("It has {}", fmt::join(names, ", ")));
    }
    if (counted.empty()) return chosen;
    const bool genes = is_expression_type(counted.front().type);
    if (!genes && wanted.empty()) {
        chosen.warnings.push_back(fmt::format("No feature is marked as a gene: {} {} of type {}",
                                              counted.front().features, "are", counted.front().type));
        return chosen;
    }
    if (counted.size() == 1) {
        chosen.type = wanted;
        return chosen;
    }
    chosen.type = wanted.empty() ? counted.front().type : wanted;
    for (std::size_t i = 0; i < types.size(); ++i) {
        const bool gene = types[i].empty() || is_expression_type(types[i]);
        if (is_expression_type(chosen.type) ? gene : types[i] == chosen.type)
            chosen.which.push_back(static_cast<std::uint32_t>(i));
    }
    std::vector<std::string> left;
    for (const Counted& one : counted) {
        chosen.types.push_back(one.type);
        if (one.type != chosen.type) left.push_back(fmt::format("{} of type {}", one.features, one.type));
    }
    const char* what = is_expression_type(chosen.type) ? "Features other than genes" : "Other features";
    chosen.warnings.push_back(fmt::format("{} are not used: {}", what, fmt::join(left, ", ")));
    return chosen;
}

}  // namespace regulus
