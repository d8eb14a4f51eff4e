#include "ui/session/legend_groups.h"

#include "ui/session/session.h"

namespace regulus {

std::string groupColumn(const Session& session, const Legend& legend) {
    if (legend.kind != Legend::Kind::Categories) return {};
    const Coloring& coloring = session.colors().data()->coloring;
    return coloring.source == ColorSource::Prediction ? std::string(predicted_column) : coloring.name;
}

std::vector<std::uint8_t> hiddenEntries(const Session& session, const Legend& legend) {
    const std::string column = groupColumn(session, legend);
    std::vector<std::uint8_t> hidden;
    if (column.empty()) return hidden;
    hidden.assign(legend.entries.size(), 0);
    for (const int code : session.cells().hiddenCategories(column))
        if (code >= 0 && static_cast<std::size_t>(code) < hidden.size())
            hidden[static_cast<std::size_t>(code)] = 1;
    return hidden;
}

}  // namespace regulus
