// The software and fonts that Regulus is built with, and their licences.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace regulus {

std::string licences_text();
nlohmann::json licences_json();

}  // namespace regulus
