// The software and fonts that Regulus uses, and their licences: resources/THIRD_PARTY_LICENCES.md, which the
// program carries within itself.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace regulus {

std::string licences_text();     // the page, Markdown
nlohmann::json licences_json();  // its rows: name, package, version, licence, use

}  // namespace regulus
