// The page of several panels: what views show now, side by side.
#include "app/window/main_window.h"
#include "app/window/map_3d.h"
#include "ui/export/page_dialog.h"
#include "ui/views/calibration/calibration_view.h"
#include "ui/views/compare/compare_view.h"
#include "ui/views/compare/group_plots_view.h"
#include "ui/views/confusion/confusion_view.h"
#include "ui/views/embedding/embedding_view.h"
#include "ui/views/gallery/gallery_view.h"
#include "ui/views/heatmap/heatmap_view.h"
#include "ui/views/scatter/scatter_view.h"

namespace regulus {
namespace {

constexpr double page_width_mm = 183;  // two columns of Nature

}  // namespace

void MainWindow::exportPage() {
    std::vector<PagePanel> panels;
    const auto offer = [&](const QString& name, std::shared_ptr<const Figure> figure) {
        if (figure) panels.push_back({name, std::move(figure)});
    };
    const bool space = m_session->view().settings().threeD;
    if (m_session->view().embedding() || space) offer(tr("Map"), space ? m_space->figure() : m_map->figure());
    if (action("exportHeatmap")->isEnabled()) offer(tr("Regulon heatmap"), m_heatmap->figure());
    offer(tr("Plots"), m_plots->figure());
    offer(tr("Gallery"), m_gallery->figure());
    offer(tr("Scatter plot"), m_scatter->figure());
    offer(tr("Comparison"), m_compare->figure());
    offer(tr("Confusion"), m_confusion->figure());
    offer(tr("Calibration"), m_calibration->figure());
    if (panels.empty()) return;
    auto* dialog = new PageDialog(std::move(panels), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &PageDialog::arranged, this, [this](std::shared_ptr<const Figure> page) {
        exportFigure(std::move(page), tr("page"), page_width_mm);
    });
    dialog->open();
}

}  // namespace regulus
