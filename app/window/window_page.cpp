// The page of several panels: what views show now, side by side.
#include "app/window/main_window.h"
#include "app/window/map_3d.h"
#include "ui/dialogs/error_presenter.h"
#include "ui/export/page_dialog.h"
#include "ui/views/calibration/calibration_view.h"
#include "ui/views/compare/compare_view.h"
#include "ui/views/compare/group_plots_view.h"
#include "ui/views/confusion/confusion_view.h"
#include "ui/views/embedding/embedding_view.h"
#include "ui/views/gallery/gallery_view.h"
#include "ui/views/heatmap/heatmap_view.h"
#include "ui/views/inspector/inspector_view.h"
#include "ui/views/scatter/scatter_view.h"
#include "ui/views/training/training_view.h"

namespace regulus {
namespace {

constexpr double page_width_mm = 183;  // two columns of Nature

}  // namespace

void MainWindow::exportPage() {
    std::vector<PagePanel> panels;
    // What is in no tab that is seen may be of before.
    const auto offer = [&](const QString& name, std::shared_ptr<const Figure> figure, bool current = true) {
        if (figure) panels.push_back({name, current ? std::move(figure) : nullptr});
    };
    const bool space = m_session->view().settings().threeD;
    if (m_session->view().embedding() || space)
        offer(tr("Map"), space ? m_space->figure() : m_map->figure(), mapPending().isEmpty());
    if (action("exportHeatmap")->isEnabled()) offer(tr("Regulon heatmap"), m_heatmap->figure());
    offer(tr("Plots"), m_plots->figure(), m_plots->isCurrent());
    offer(tr("Gallery"), m_gallery->figure(), m_gallery->isCurrent());
    offer(tr("Scatter plot"), m_scatter->figure(), m_scatter->isCurrent());
    offer(tr("Comparison"), m_compare->figure());
    offer(tr("Confusion"), m_confusion->figure());
    offer(tr("TF network"), m_inspector->networkFigure());
    offer(tr("Training"), m_trainingView->figure());
    offer(tr("Calibration"), m_calibration->figure(), m_calibration->isCurrent());
    if (panels.empty()) return m_errors->say(tr("No view has anything to draw yet."), tr("Figure"));
    auto* dialog = new PageDialog(std::move(panels), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &PageDialog::arranged, this, [this](std::shared_ptr<const Figure> page) {
        exportFigure(std::move(page), tr("page"), page_width_mm);
    });
    dialog->open();
}

}  // namespace regulus
