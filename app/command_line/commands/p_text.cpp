#include "app/command_line/commands/p_text.h"

#include <fmt/format.h>

#include <cmath>

namespace regulus {

std::string p_text(double p) {
    if (std::isnan(p)) return "";
    if (p < 1e-300) return "<1e-300";
    return p >= 0.001 ? fmt::format("{:.3f}", p) : fmt::format("{:.1e}", p);
}

}  // namespace regulus
