#include "ui/views/parts/class_colors.h"

#include <map>

#include "ui/render/palettes.h"

namespace regulus {
namespace {

std::vector<QColor> asColors(const std::vector<QRgb>& values) {
    std::vector<QColor> colors;
    colors.reserve(values.size());
    for (const QRgb value : values) colors.push_back(QColor::fromRgb(value));
    return colors;
}

}  // namespace

std::vector<QColor> categoryColors(const Session& session, const std::string& column) {
    if (column == predicted_column) return classColors(session);
    const auto categories = session.categorical(column);
    return categories ? asColors(categoricalColors(*categories)) : std::vector<QColor>();
}

std::vector<QColor> labelColors(const Session& session) {
    const auto labels = session.labels();
    if (!labels) return {};
    // The column's own order and colours decide; labels leave out categories without cells.
    const auto column = session.categorical(labels->column);
    if (!column) return asColors(categoricalColors(labels->classes.size()));
    const std::vector<QRgb> all = categoricalColors(*column);
    std::map<std::string, QRgb> byName;
    for (std::size_t i = 0; i < all.size(); ++i) byName[column->categories[i]] = all[i];
    std::vector<QColor> colors;
    for (const std::string& name : labels->classes) {
        const auto found = byName.find(name);
        colors.push_back(found == byName.end() ? QColor() : QColor::fromRgb(found->second));
    }
    return colors;
}

std::vector<QColor> classColors(const Session& session) {
    const auto model = session.model();
    if (!model) return {};
    std::map<std::string, QColor> byName;
    if (const auto labels = session.labels()) {
        const std::vector<QColor> colors = labelColors(session);
        for (std::size_t i = 0; i < colors.size(); ++i) byName[labels->classes[i]] = colors[i];
    }
    const std::vector<QRgb> spare = categoricalColors(model->classes.size());
    std::vector<QColor> colors;
    for (std::size_t k = 0; k < model->classes.size(); ++k) {
        const auto found = byName.find(model->classes[k]);
        colors.push_back(found == byName.end() ? QColor::fromRgb(spare[k]) : found->second);
    }
    return colors;
}

}  // namespace regulus
