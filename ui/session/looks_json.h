// How groups are shown, in the words of a session file.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "ui/session/group_looks.h"

namespace regulus {

nlohmann::json looksJson(const GroupLooks& looks);
// Of a later version, or written by somebody else, what is not understood is passed over.
GroupLooks looksFrom(const nlohmann::json& j);

}  // namespace regulus
