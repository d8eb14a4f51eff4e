// Where a person's own files of Regulus lie, by the XDG Base Directory specification.
#pragma once

#include <string>

namespace regulus {

enum class UserFolder {
    Data,   // XDG_DATA_HOME, or ~/.local/share: what cannot be made again
    Cache,  // XDG_CACHE_HOME, or ~/.cache: what can
};

// "regulus/NAME" in it, which need not exist; "" where neither variable nor HOME is an absolute path.
std::string user_folder(UserFolder kind, const std::string& name);

}  // namespace regulus
