#include "ui/session/looks_json.h"

#include <QColor>
#include <nlohmann/json.hpp>

namespace regulus {
namespace {

using nlohmann::json;
using Said = std::map<std::string, std::string>;

Said saidFrom(const json& look, const char* what) {
    Said said;
    const auto at = look.find(what);
    if (at == look.end() || !at->is_object()) return said;
    for (const auto& [group, text] : at->items())
        if (text.is_string()) said[group] = text.get<std::string>();
    return said;
}

GroupLook lookFrom(const json& j) {
    GroupLook look;
    look.colors = saidFrom(j, "colors");
    std::erase_if(look.colors,
                  [](const auto& one) { return !QColor(QString::fromStdString(one.second)).isValid(); });
    look.notes = saidFrom(j, "notes");
    if (const auto at = j.find("order"); at != j.end() && at->is_array())
        for (const json& name : *at)
            if (name.is_string()) look.order.push_back(name.get<std::string>());
    if (const auto at = j.find("largest only"); at != j.end() && at->is_boolean()) look.largestOnly = *at;
    return look;
}

}  // namespace

json looksJson(const GroupLooks& looks) {
    json all = json::object();
    for (const auto& [column, look] : looks)
        all[column] = {{"colors", look.colors},
                       {"order", look.order},
                       {"notes", look.notes},
                       {"largest only", look.largestOnly}};
    return all;
}

GroupLooks looksFrom(const json& j) {
    GroupLooks looks;
    if (!j.is_object()) return looks;
    for (const auto& [column, look] : j.items()) {
        if (!look.is_object()) continue;
        GroupLook read = lookFrom(look);
        if (!read.empty()) looks[column] = std::move(read);
    }
    return looks;
}

}  // namespace regulus
