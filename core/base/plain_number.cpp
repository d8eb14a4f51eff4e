#include "core/base/plain_number.h"

#include <array>
#include <charconv>
#include <cmath>

namespace regulus {
namespace {

template <class T>
std::string shortest(T value) {
    if (std::isnan(value)) return {};
    std::array<char, 40> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

}  // namespace

std::string plain_number(double value) {
    return shortest(value);
}
std::string plain_number(float value) {
    return shortest(value);
}

}  // namespace regulus
