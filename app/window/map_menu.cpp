// The menu of the map: what can be done with the cell under the pointer and with its group, then with cells
// and map.
#include <QMenu>

#include "app/window/main_window.h"
#include "app/window/map_3d.h"
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

// With what both maps offer: of the cell, if there is one, and of all cells.
QMenu* MainWindow::cellsMenu(std::optional<std::uint32_t> cell) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (cell) {
        offerCell(*menu, *m_session, *cell);
        offerGroup(*menu, *m_session, *cell);
        menu->addSeparator();
    }
    offer(*menu, {"selectAll", "clear", "invert", "nameSelection", "hideOthers", "showAll", ""});
    menu->addMenu(m_embeddingMenu);
    return menu;
}

void MainWindow::offer(QMenu& menu, std::initializer_list<const char*> names) {
    for (const char* name : names)
        *name ? menu.addAction(action(name)) : static_cast<void>(menu.addSeparator());
}

void MainWindow::showMapMenu(const QPoint& at) {
    if (!m_session->opened().dataset) return;
    QMenu* menu = cellsMenu(m_map->cellAt(at));
    offer(*menu, {"labels", "mapLook", "colorScale", "", "export", "exportMapNumbers"});
    menu->popup(m_map->mapToGlobal(at));
}

void MainWindow::showSpaceMenu(const QPoint& at) {
    if (!m_session->opened().dataset) return;
    QMenu* menu = cellsMenu(m_space->cellAt(at));
    QMenu* along = menu->addMenu(tr("Look along"));
    const QStringList directions = m_space->directions();
    for (int d = 0; d < directions.size(); ++d)
        along->addAction(inMenu(directions[d]), m_space, [this, d] { m_space->lookAlong(std::size_t(d)); });
    menu->addAction(tr("See all cells") + QStringLiteral("\t0"), m_space, &Map3d::fit);
    menu->addAction(tr("Zoom to the selection") + QStringLiteral("\tZ"), m_space, &Map3d::zoomToSelection);
    QAction* orientation = menu->addAction(tr("Orientation"));
    orientation->setCheckable(true);
    orientation->setChecked(m_session->view().settings().orientation);
    connect(orientation, &QAction::triggered, m_space, [this](bool shown) {
        ViewSettings settings = m_session->view().settings();
        settings.orientation = shown;
        m_session->view().setSettings(settings);
    });
    offer(*menu, {"", "labels", "mapLook", "colorScale", "", "export", "exportMapNumbers"});
    menu->popup(m_space->mapToGlobal(at));
}

}  // namespace regulus
