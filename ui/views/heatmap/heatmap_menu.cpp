// What can be done with the TF and the group under the pointer, in the heatmap's menu.
#include <QMenu>

#include "ui/views/heatmap/heatmap_canvas.h"
#include "ui/views/heatmap/heatmap_view.h"
#include "ui/views/parts/cell_pointing.h"

namespace regulus {

void HeatmapView::fillMenu(QMenu& menu, const QPoint& at) {
    const HeatmapScene& scene = m_canvas->scene();
    // From the keyboard it is what the arrow keys stand on.
    const auto pointed = scene.hovered() ? scene.hovered() : scene.cellAt(at);
    if (scene.empty() || !pointed) return;
    const auto offer = [&](const QString& text, const char* name, auto act) {
        QAction* action = menu.addAction(text, this, act);
        action->setObjectName(QLatin1String(name));
        return action;
    };
    if (pointed->gene >= 0) {
        const QString tf = scene.data().genes[pointed->gene], shown = inMenu(tf);
        offer(tr("Open %1 in the inspector").arg(shown), "openTf", [this, tf] {
            m_session->focus().setTf(tf.toStdString());
            Q_EMIT inspectAsked();
        });
        offer(tr("Colour the map by %1").arg(shown), "colorByTf",
              [this, cell = *pointed] { colorByCell(cell); });
        if (m_session->opened().geneColumn(tf.toStdString()) >= 0)
            offer(tr("Genes similar to %1").arg(shown), "similarGenes",
                  [this, tf] { Q_EMIT similarAsked(tf); });
        menu.addSeparator();
    }
    if (pointed->group < 0) return;
    const QString group = inMenu(scene.data().groups[pointed->group]);
    const auto select = [&](const QString& text, const char* name, SelectMode mode) {
        offer(text.arg(group), name, [this, shown = pointed->group, mode] {
            m_session->cells().select(cellsOfGroups({shown}), mode);
        });
    };
    select(tr("Select %1"), "selectGroup", SelectMode::Replace);
    select(tr("Add %1 to the selection"), "addGroup", SelectMode::Add);
    select(tr("Take %1 out of the selection"), "subtractGroup", SelectMode::Subtract);
    menu.addSeparator();
}

}  // namespace regulus
