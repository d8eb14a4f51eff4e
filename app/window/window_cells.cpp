// What a person makes of cells: selections, clusters, maps, columns.
#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>

#include "app/window/main_window.h"
#include "core/io/text/first_column.h"
#include "ui/dialogs/cluster_dialog.h"
#include "ui/dialogs/color_scale_dialog.h"
#include "ui/dialogs/error_presenter.h"
#include "ui/dialogs/map_dialog.h"
#include "ui/dialogs/map_look_dialog.h"
#include "ui/dialogs/name_selection_dialog.h"
#include "ui/dialogs/place_dialog.h"
#include "ui/dialogs/score_dialog.h"
#include "ui/dialogs/select_by_name_dialog.h"
#include "ui/dialogs/workspace_dialog.h"
#include "ui/models/number_text.h"
#include "ui/script/history_script.h"
#include "ui/session/session_settings.h"
#include "ui/views/compare/group_plots_view.h"
#include "ui/views/embedding/embedding_view.h"
#include "ui/views/history/history_view.h"
#include "ui/views/parts/axis_names.h"
#include "ui/views/parts/file_questions.h"
#include "ui/views/scatter/scatter_view.h"

namespace regulus {

namespace {

// Beside the window, where it leaves the map free.
void showBeside(QDialog* dialog, const QWidget* window) {
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->move(window->frameGeometry().bottomRight() - QPoint(dialog->width() + 24, dialog->height() + 48));
    dialog->show();
}

bool raiseOpen(QDialog* dialog) {
    if (dialog == nullptr) return false;
    dialog->raise();
    dialog->activateWindow();
    return true;
}

}  // namespace

// One dialog, while resolutions are tried.
void MainWindow::askClusters() {
    if (!raiseOpen(findChild<ClusterDialog*>())) showBeside(new ClusterDialog(*m_session, this), this);
}

void MainWindow::askColorScale() {
    if (!raiseOpen(findChild<ColorScaleDialog*>())) showBeside(new ColorScaleDialog(*m_session, this), this);
}

void MainWindow::askMapLook() {
    if (raiseOpen(findChild<MapLookDialog*>())) return;
    showBeside(new MapLookDialog(
                   *m_session, [this] { return drawnSize(); }, this),
               this);
}

// The two numbers that the cells are coloured by, against each other.
void MainWindow::plotBlend() {
    const std::vector<Coloring>& parts = m_session->colors().coloring().parts;
    if (parts.size() != 2) return;
    const std::string x = axisName(*m_session, parts[0]), y = axisName(*m_session, parts[1]);
    if (x.empty() || y.empty())
        return m_errors->present(Error(ErrorKind::Usage, "A scatter plot has no such axis",
                                       title(x.empty() ? parts[0] : parts[1]).toStdString(),
                                       "Choose its axes in the scatter plot"),
                                 tr("Scatter plot"), QStringLiteral("plot of a blend"));
    m_scatter->plot(x, y);
    raiseDock("scatter");
}

void MainWindow::askGeneSets() {
    const QString file = askForFile(
        this, m_settings,
        {QStringLiteral("sets"), tr("Gene sets"), tr("Gene sets (*.gmt *.gmt.gz);;All files (*)")});
    if (!file.isEmpty()) m_session->geneSets().open(file);
}

void MainWindow::askScores() {
    if (raiseOpen(findChild<ScoreDialog*>())) return;
    auto* dialog = new ScoreDialog(*m_session, m_settings, this);
    connect(dialog, &ScoreDialog::plotRequested, this, [this](const std::vector<std::string>& columns) {
        m_plots->showScores(columns);
        raiseDock("plots");
    });
    showBeside(dialog, this);
}

void MainWindow::askMap() {
    auto* dialog = new MapDialog(*m_session, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::askPlacing() {
    auto* dialog = new PlaceDialog(*m_session, m_settings, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::askWorkspace() {
    auto* dialog = new WorkspaceDialog(*m_session, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::selectByName() {
    auto* dialog = new SelectByNameDialog(*m_session, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SelectByNameDialog::fileWanted, dialog, [this, dialog] {
        const QString path = askForFile(
            dialog, m_settings,
            {QStringLiteral("table"), tr("Names of cells"), tr("Text (*.txt *.csv *.tsv);;All files (*)")});
        if (path.isEmpty()) return;
        JobRequest reading{.title = tr("Reading %1").arg(QFileInfo(path).fileName()),
                           .key = QStringLiteral("list of cells"),
                           .receiver = dialog};
        m_session->jobs().start(
            std::move(reading),
            [path](Job& job) {
                return read_first_column(QFileInfo(path).absoluteFilePath().toStdString(), job);
            },
            [dialog](const std::vector<std::string>& names) {
                QStringList lines;
                for (const std::string& name : names) lines << QString::fromStdString(name);
                dialog->setNames(lines.join(QLatin1Char('\n')));
            });
    });
    dialog->open();
}

void MainWindow::copyNames() {
    const auto dataset = m_session->opened().dataset;
    if (!dataset) return;
    QStringList names;
    for (const std::uint32_t cell : m_session->cells().selection().rows())
        names << QString::fromStdString(dataset->obs.index[cell]);
    QGuiApplication::clipboard()->setText(names.join(QLatin1Char('\n')));
    m_errors->confirm(
        tr("Copied the names of %1").arg(countText(std::size_t(names.size()), tr("cell"), tr("cells"))),
        QStringLiteral("copied names"));
}

void MainWindow::nameSelection() {
    auto* dialog = new NameSelectionDialog(*m_session, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        OwnColumn column = dialog->column();
        const Coloring coloring = Coloring::column(column.name);
        m_session->putColumn(std::move(column));
        m_session->colors().colorBy(coloring);
    });
    dialog->open();
}

HistoryView& MainWindow::history() {
    return m_history->list();
}

void MainWindow::exportScript() {
    const QString file = askWhereToSave(
        this, m_settings, {QStringLiteral("table"), tr("Export as script"), tr("Shell scripts (*.sh)")},
        suggestedStem(datasetName(), tr("script")) + QStringLiteral(".sh"));
    if (file.isEmpty()) return;
    JobRequest job{.title = tr("Saving %1").arg(QFileInfo(file).fileName()), .lane = Lane::Writing};
    job.receiver = this;
    m_session->jobs().start(
        std::move(job),
        [inputs = scriptInputs(*m_session), file](Job& running) {
            writeHistoryScript(inputs, file, running);
        },
        [this, file] { m_errors->confirm(tr("Saved %1").arg(file), QStringLiteral("script")); });
}

void MainWindow::saveColumns(const std::function<void()>& then) {
    const QString file =
        askWhereToSave(this, m_settings,
                       {QStringLiteral("table"), tr("Save columns and maps"),
                        tr("New AnnData file with them (*.h5ad);;Table of the cells (*.csv *.tsv)")},
                       suggestedStem(datasetName(), tr("annotated")) + QStringLiteral(".h5ad"));
    if (file.isEmpty()) return;
    m_session->saveColumns(file, [this, file, then] {
        m_errors->confirm(tr("Saved %1").arg(file), QStringLiteral("columns"));
        if (then) then();
    });
}

void MainWindow::saveForLoupe(const std::string& column) {
    const QString name = column == predicted_column ? tr("prediction") : QString::fromStdString(column);
    const QString file = askWhereToSave(
        this, m_settings,
        {QStringLiteral("table"), tr("Save for Loupe Browser"), tr("Loupe categories (*.csv)")},
        suggestedStem(datasetName(), name) + QStringLiteral(".csv"));
    if (file.isEmpty()) return;
    m_session->saveForLoupe(column, file, [this, file] {
        m_errors->confirm(tr("Saved %1").arg(file), QStringLiteral("columns"));
    });
}

}  // namespace regulus
