// Menus of the heatmap, the scatter plot and the confusion matrix: what can be done with what is under the
// pointer, then with the plot.
#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>

#include "app/window/main_window.h"
#include "ui/dialogs/error_presenter.h"
#include "ui/views/confusion/confusion_view.h"
#include "ui/views/heatmap/heatmap_canvas.h"
#include "ui/views/heatmap/heatmap_view.h"
#include "ui/views/scatter/scatter_view.h"

namespace regulus {
namespace {

const auto confusion_cause = QStringLiteral("confusion");

// Tabs between cells, as spreadsheets paste it.
QString pastedText(const FigureNumbers& numbers) {
    QStringList lines;
    const auto add = [&lines](const std::vector<std::string>& cells) {
        QStringList line;
        for (const std::string& cell : cells) line << QString::fromStdString(cell);
        lines << line.join(QLatin1Char('\t'));
    };
    add(numbers.columns);
    for (const auto& row : numbers.rows) add(row);
    return lines.join(QLatin1Char('\n'));
}

}  // namespace

void MainWindow::showHeatmapMenu(const QPoint& at) {
    if (m_heatmap->canvas()->scene().empty()) return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    m_heatmap->fillMenu(*menu, at);
    menu->addAction(action("exportHeatmap"));
    menu->addAction(tr("Export numbers…"), this, &MainWindow::exportHeatmapNumbers);
    menu->popup(m_heatmap->canvas()->mapToGlobal(at));
}

void MainWindow::showScatterMenu(const QPoint& at) {
    if (!m_scatter->isPlot(at)) return;
    QMenu* menu = cellsMenu(m_scatter->cellAt(at));
    offer(*menu, {"", "drawGate", "colorScale", ""});
    menu->addAction(tr("Export figure…"), this, &MainWindow::exportScatter);
    menu->addAction(tr("Export numbers…"), this, &MainWindow::exportScatterNumbers);
    menu->popup(m_scatter->mapToGlobal(at));
}

void MainWindow::showConfusionMenu(const QPoint& at) {
    if (m_confusion->scene().table().empty()) return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const bool any = m_confusion->hasCellsAt(at);
    const auto offerSelect = [&](const QString& text, SelectMode mode) {
        menu->addAction(text, m_confusion, [this, at, mode] { m_confusion->selectAt(at, mode); })
            ->setEnabled(any);
    };
    offerSelect(tr("Select these cells"), SelectMode::Replace);
    offerSelect(tr("Add these cells to the selection"), SelectMode::Add);
    offerSelect(tr("Take these cells out of the selection"), SelectMode::Subtract);
    menu->addSeparator();
    menu->addAction(tr("Copy counts"), this, [this] {
        QGuiApplication::clipboard()->setText(pastedText(m_confusion->numbers()));
        m_errors->confirm(tr("Copied the counts of the confusion matrix"), confusion_cause);
    });
    menu->addAction(action("exportConfusion"));
    menu->addAction(tr("Export counts…"), this, &MainWindow::exportConfusionNumbers);
    menu->popup(m_confusion->canvas()->mapToGlobal(at));
}

void MainWindow::exportConfusionNumbers() {
    exportNumbers([numbers = m_confusion->numbers()] { return numbers; },
                  tr("Export the counts of the confusion matrix"), tr("confusion"));
}

}  // namespace regulus
