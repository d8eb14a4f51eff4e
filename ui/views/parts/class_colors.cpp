#include "ui/views/parts/class_colors.h"

#include <array>

#include "ui/render/palettes.h"
#include "ui/render/theme.h"

namespace regulus {
namespace {

std::vector<QColor> shown(const std::vector<QRgb>& values) {
    const QColor missing = Theme::current().missing;
    std::vector<QColor> colors;
    colors.reserve(values.size());
    for (const QRgb value : values) colors.push_back(shownColor(value, missing));
    return colors;
}

}  // namespace

std::vector<QColor> categoryColors(const Session& session, const std::string& column) {
    const auto categories = session.groups().categorical(column);
    return categories ? shown(categoricalColors(*categories)) : std::vector<QColor>();
}

std::vector<QColor> labelColors(const Session& session) {
    const auto labels = session.opened().labels;
    if (!labels) return {};
    // Labels leave out categories without cells; the column's own colours decide.
    const auto column = session.groups().categorical(labels->column);
    return shown(classColors(labels->classes, std::array{column.get()}));
}

}  // namespace regulus
