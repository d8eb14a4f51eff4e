// How a session lies in its file: what writing and reading must agree on.
#pragma once

#include <string>

namespace regulus {

constexpr int session_version = 1;
const std::string session_model_part = "model/";  // before every key and name of the model's own file

}  // namespace regulus
