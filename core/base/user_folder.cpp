#include "core/base/user_folder.h"

#include <cstdlib>

namespace regulus {

std::string user_folder(UserFolder kind, const std::string& name) {
    const bool data = kind == UserFolder::Data;
    const char* const set = std::getenv(data ? "XDG_DATA_HOME" : "XDG_CACHE_HOME");
    if (set != nullptr && *set == '/') return std::string(set) + "/regulus/" + name;
    const char* const home = std::getenv("HOME");
    if (home == nullptr || *home != '/') return {};
    return std::string(home) + (data ? "/.local/share/regulus/" : "/.cache/regulus/") + name;
}

}  // namespace regulus
