// The menu of the map: what can be done with the cell under the pointer and with its group, then with cells
// and map.
#include <QMenu>

#include "app/window/main_window.h"
#include "ui/session/legend_groups.h"
#include "ui/views/embedding/embedding_view.h"
#include "ui/views/parts/cell_pointing.h"

namespace regulus {
namespace {

void offerGroup(QMenu& menu, Session& session, std::uint32_t cell) {
    const PointColors& colors = *session.colors().data()->points;
    const std::string column = groupColumn(session, colors.legend);
    const int category = cell < colors.index.size() ? int(colors.index[cell]) - 1 : -1;
    if (column.empty() || category < 0 || std::size_t(category) >= colors.legend.entries.size()) return;
    const QString group = inMenu(colors.legend.entries[std::size_t(category)].label);
    const auto cells = [&session, column, category] { return session.groups().cellsOf(column, category); };
    menu.addAction(QObject::tr("Select %1").arg(group),
                   [&session, cells] { session.cells().select(cells()); });
    menu.addAction(QObject::tr("Show %1 alone").arg(group),
                   [&session, column, category] { session.cells().isolateCategory(column, category); });
    menu.addAction(QObject::tr("Hide %1").arg(group), [&session, column, category] {
        session.cells().setCategoryHidden(column, category, true);
    });
}

}  // namespace

void MainWindow::showMapMenu(const QPoint& at) {
    if (!m_session->opened().dataset) return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (const auto cell = m_map->cellAt(at)) {
        offerCell(*menu, *m_session, *cell);
        offerGroup(*menu, *m_session, *cell);
        menu->addSeparator();
    }
    for (const char* name : {"selectAll", "clear", "invert", "nameSelection", "hideOthers", "showAll", "",
                             "labels", "mapLook", "colorScale", "", "export"})
        *name ? menu->addAction(action(name)) : static_cast<void>(menu->addSeparator());
    menu->popup(m_map->mapToGlobal(at));
}

}  // namespace regulus
