#include "app/command_line/pictures/gate_outlines.h"

#include <limits>
#include <sstream>

#include "core/base/error.h"
#include "core/io/files/number_text.h"
#include "ui/figures/scatter/scatter_plot.h"

namespace regulus {

Gate parse_gate(const std::string& text) {
    const auto wrong = [&](const char* what) {
        return Error(
            ErrorKind::Usage, "The gate '" + text + "' " + what, {},
            "Write it as NAME=X,Y,X,Y with two corners of a rectangle or three and more of a polygon");
    };
    const std::size_t at = text.rfind('=');
    if (at == 0 || at == std::string::npos) throw wrong("has no name");
    std::vector<double> numbers;
    std::istringstream list(text.substr(at + 1));
    for (std::string one; std::getline(list, one, ',');) {
        constexpr double infinite = std::numeric_limits<double>::infinity();
        const auto number = one == "inf"    ? std::optional(infinite)
                            : one == "-inf" ? std::optional(-infinite)
                                            : decimal_number(one);
        if (!number) throw wrong("has a corner that is no number");
        numbers.push_back(*number);
    }
    Gate gate;
    gate.id = 1;
    gate.name = text.substr(0, at);
    if (numbers.size() < 4 || numbers.size() % 2 != 0) throw wrong("has too few or half a corner");
    for (std::size_t i = 0; i < numbers.size(); i += 2) gate.corners.push_back({numbers[i], numbers[i + 1]});
    gate.box = gate.corners.size() == 2;
    if (!gates_problem({gate}).empty()) throw wrong("is a polygon that reaches to infinity");
    return ordered(std::move(gate));
}

std::vector<PlaneMarks::Outline> gate_outlines(const std::vector<std::string>& texts,
                                               std::span<const double> x, std::span<const double> y,
                                               Job& job) {
    Gates gates;
    for (const std::string& text : texts) {
        Gate gate = parse_gate(text);
        gate.id = static_cast<int>(gates.size()) + 1;
        gate.x = "x", gate.y = "y";
        gates.push_back(std::move(gate));
    }
    const auto held = evaluate_gates(
        gates, x.size(),
        [&](const std::string& axis) { return std::optional(GateAxis{axis == "x" ? x : y}); }, job);
    std::vector<PlaneMarks::Outline> outlines;
    for (std::size_t i = 0; i < gates.size(); ++i)
        outlines.push_back(outlineOf(gates[i], gateText(gates[i].name, &held[i], {})));
    return outlines;
}

}  // namespace regulus
