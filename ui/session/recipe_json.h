// Recipes as a session file holds them.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>

#include "ui/figures/recipe.h"

namespace regulus {

// `model`: that of the session. Made of another, or of one that was closed, nothing can be said of it any
// more: null, as where there is no recipe.
nlohmann::json recipeJson(const Recipe& recipe, const std::shared_ptr<const ModelFile>& model);
// Throws what nlohmann::json throws of words that are none.
Recipe recipeFrom(const nlohmann::json& json, const std::shared_ptr<const ModelFile>& model);

}  // namespace regulus
