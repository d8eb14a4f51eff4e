#include "ui/views/parts/map_states.h"

#include <QCoreApplication>

#include "ui/session/session.h"

namespace regulus {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("EmbeddingView", text);
}

// The labels, unless it is they that are too many.
std::string otherColumn(const Session& session) {
    const std::string label = session.opened().labelColumn();
    return session.colors().data()->coloring == Coloring::column(label) ? std::string() : label;
}

}  // namespace

std::optional<MapState> cellsState(Session& session) {
    if (session.colors().data()->tooManyCategories) {
        const std::string label = otherColumn(session);
        return MapState{
            tr("Too many categories"),
            tr("%1 has more than %2 values, too many to tell apart by colour. Colour by "
               "something else, or press Ctrl+K to search for a gene or regulon.")
                .arg(session.colors().data()->title, countText(most_colored_categories)),
            label.empty() ? tr("Remove colours") : tr("Colour by %1").arg(QString::fromStdString(label)),
            [&session] {
                const std::string column = otherColumn(session);
                session.colors().colorBy(column.empty() ? Coloring::none() : Coloring::column(column));
            }};
    }
    if (session.cells().visible().empty() && session.opened().cells() > 0)
        return MapState{tr("All cells are hidden"), tr("No cell passes all filters."), tr("Show all cells"),
                        [&session] { session.cells().clearFilters(); }};
    return std::nullopt;
}

}  // namespace regulus
