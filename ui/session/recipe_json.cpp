#include "ui/session/recipe_json.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace regulus {
namespace {

template <std::size_t N>
bool among(const std::array<const char*, N>& known, const std::string& word) {
    return std::ranges::find(known, word) != known.end();
}

// A file may come from somebody else: no option but those that are written here becomes part of a script.
bool known(const std::vector<std::string>& words) {
    constexpr std::array commands{"cluster", "embed", "score"};
    constexpr std::array options{"--resolution", "--neighbors",  "--seed",  "--method",
                                 "--min-dist",   "--dimensions", "--assay", "--gene-column",
                                 "--gene-map",   "--gene-match"};
    if (words.size() % 2 == 0 || !among(commands, words.front())) return false;
    for (std::size_t i = 1; i < words.size(); i += 2)
        if (!among(options, words[i])) return false;
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
