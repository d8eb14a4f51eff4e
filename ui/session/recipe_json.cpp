#include "ui/session/recipe_json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

namespace regulus {
namespace {

template <std::size_t N>
bool among(const std::array<const char*, N>& known, const std::string& word) {
    return std::ranges::find(known, word) != known.end();
}

bool isNumber(const std::string& word) {
    double value = 0;
    const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), value);
    return problem == std::errc() && end == word.data() + word.size() && std::isfinite(value);
}

// A file may come from somebody else: no option but those that are written here becomes part of a script, and
// what stands in its lines of Python is a number or one of these words.
bool known(const std::vector<std::string>& words) {
    constexpr std::array commands{"cluster", "embed", "score"};
    constexpr std::array numbers{"--resolution", "--neighbors",      "--seed", "--min-dist",
                                 "--dimensions", "--variable-genes", "--pcs"};
    constexpr std::array texts{"--assay",      "--gene-column", "--gene-map",
                               "--gene-match", "--into",        "--embedding"};
    constexpr std::array methods{"scanpy", "aucell"};
    if (words.size() % 2 == 0 || !among(commands, words.front())) return false;
    for (std::size_t i = 1; i < words.size(); i += 2)
        if (!(among(numbers, words[i]) && isNumber(words[i + 1])) &&
            !(words[i] == "--method" && among(methods, words[i + 1])) && !among(texts, words[i]))
            return false;
    return true;
}

}  // namespace

nlohmann::json recipeJson(const Recipe& recipe, const std::shared_ptr<const ModelFile>& model) {
    if (!recipe.known() || (recipe.model && recipe.model != model)) return nullptr;
    return {{"words", recipe.words}, {"genes", recipe.genes}, {"model", recipe.model != nullptr}};
}

Recipe recipeFrom(const nlohmann::json& json, const std::shared_ptr<const ModelFile>& model) {
    if (json.is_null()) return {};
    Recipe recipe{json.at("words").get<std::vector<std::string>>(),
                  json.at("genes").get<std::vector<std::string>>(), nullptr};
    if (json.at("model").get<bool>()) recipe.model = model;
    if (!known(recipe.words) || (json.at("model").get<bool>() && !model)) return {};
    return recipe;
}

}  // namespace regulus
