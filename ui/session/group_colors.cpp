#include "ui/session/group_colors.h"

#include "ui/render/palettes.h"

namespace regulus {

std::vector<std::string> colorNames(const Categorical& column) {
    std::vector<std::string> names;
    for (const QRgb color : categoricalColors(column))
        names.push_back(color == missing_color ? std::string() : QColor::fromRgb(color).name().toStdString());
    return names;
}

}  // namespace regulus
