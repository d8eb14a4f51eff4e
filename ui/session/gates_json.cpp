#include "ui/session/gates_json.h"

#include <cmath>
#include <limits>

namespace regulus {

using nlohmann::json;

namespace {

json numberJson(double value) {
    if (std::isfinite(value)) return value;
    return value > 0 ? "inf" : "-inf";
}

double numberFrom(const json& j) {
    if (!j.is_string()) return j.get<double>();
    constexpr double infinite = std::numeric_limits<double>::infinity();
    return j.get<std::string>() == "-inf" ? -infinite : infinite;
}

}  // namespace

json gatesJson(const Gates& gates) {
    json list = json::array();
    for (const Gate& gate : gates) {
        json corners = json::array();
        for (const GateCorner& corner : gate.corners)
            corners.push_back({numberJson(corner.x), numberJson(corner.y)});
        json one = {{"id", gate.id},
                    {"parent", gate.parent},
                    {"name", gate.name},
                    {"x", gate.x},
                    {"y", gate.y},
                    {"box", gate.box},
                    {"corners", std::move(corners)}};
        if (!gate.x_version.empty()) one["x version"] = gate.x_version;
        if (!gate.y_version.empty()) one["y version"] = gate.y_version;
        list.push_back(std::move(one));
    }
    return list;
}

Gates gatesFrom(const json& j) {
    Gates gates;
    for (const json& one : j) {
        Gate gate{one.at("id"),
                  one.at("parent"),
                  one.at("name"),
                  one.at("x"),
                  one.at("y"),
                  one.at("box").get<bool>(),
                  {}};
        for (const json& corner : one.at("corners"))
            gate.corners.push_back({numberFrom(corner.at(0)), numberFrom(corner.at(1))});
        // Sessions of earlier versions say nothing of it.
        if (one.contains("x version")) gate.x_version = one.at("x version");
        if (one.contains("y version")) gate.y_version = one.at("y version");
        gates.push_back(ordered(std::move(gate)));
    }
    return gates;
}

json scatterJson(const ScatterSettings& scatter) {
    json j{{"x", scatter.x}, {"y", scatter.y}, {"density", scatter.density}};
    if (scatter.cross) j["cross"] = {scatter.cross->x(), scatter.cross->y()};
    return j;
}

ScatterSettings scatterFrom(const json& j) {
    ScatterSettings scatter{j.at("x"), j.at("y"), j.at("density").get<bool>(), {}};
    if (j.contains("cross"))
        scatter.cross = QPointF(j.at("cross").at(0).get<double>(), j.at("cross").at(1).get<double>());
    return scatter;
}

}  // namespace regulus
