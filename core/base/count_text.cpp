#include "core/base/count_text.h"

namespace regulus {

std::string count_text(std::size_t count) {
    std::string text = std::to_string(count);
    for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, ",");
    return text;
}

std::string count_text(std::size_t count, const char* singular, const char* plural) {
    return count_text(count) + ' ' + (count == 1 ? singular : plural);
}

}  // namespace regulus
