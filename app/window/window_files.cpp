// How files come into the window and models out of it: nothing that was not saved goes without a question.
#include <QApplication>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QTimer>
#include <algorithm>
#include <set>

#include "app/command_line/options/open_files.h"
#include "app/window/main_window.h"
#include "app/window/shared_files.h"
#include "app/window/window_layout.h"
#include "app/window/window_place.h"
#include "core/io/files/real_demo.h"
#include "ui/dialogs/error_presenter.h"
#include "ui/dialogs/evaluate_dialog.h"
#include "ui/dialogs/open_dialog.h"
#include "ui/dialogs/prior_dialog.h"
#include "ui/dialogs/train_dialog.h"
#include "ui/export/table_exporter.h"
#include "ui/session/session_settings.h"
#include "ui/views/compare/compare_view.h"
#include "ui/views/compare/composition_panel.h"
#include "ui/views/compare/enrichment_view.h"
#include "ui/views/compare/group_plots_view.h"
#include "ui/views/compare/result_view.h"
#include "ui/views/evidence/evidence_view.h"
#include "ui/views/gallery/gallery_view.h"
#include "ui/views/gates/gates_view.h"
#include "ui/views/heatmap/heatmap_view.h"
#include "ui/views/parts/file_questions.h"
#include "ui/views/predictions/predictions_view.h"
#include "ui/views/scatter/scatter_view.h"

namespace regulus {

void MainWindow::openFile(const QString& path) {
    try {
        switch (kind_of_file(path.toStdString())) {
            case FileKind::Dataset:
                if (m_session->opened().dataset) return askDataset(path);  // in which window?
                m_demo = false;
                m_settings.setFolder(QStringLiteral("data"), QFileInfo(path).absolutePath());
                if (!m_session->opened().prior)
                    m_session->openPrior(m_settings.lastPrior(), m_settings.lastPriorOptions());
                m_session->openDataset(path);
                break;
            case FileKind::Model:
                whenNothingIsLost(Next::Open, [this, path] { m_session->openModel(path); });
                break;
            case FileKind::Prior:
                m_session->openPrior(path);
                break;
            case FileKind::Session:
                openSession(path);
                break;
        }
    } catch (const Error& error) {
        m_errors->present(error, tr("Opening"), QStringLiteral("open"));
    }
}

void MainWindow::openDemo() {
    const QString folder = demoFolder();
    if (folder.isEmpty()) return m_errors->say(tr("The demo is not installed."), QStringLiteral("open"));
    const auto open = [this, folder] {
        m_demo = true;
        m_session->openDemo(folder);
        if (!m_settings.tourDismissed()) QTimer::singleShot(1200, this, &MainWindow::showTour);
    };
    whenNothingIsLost(Next::Open, [this, open] { whenColumnsAreSafe(Next::Open, open); });
}

void MainWindow::openRealDemo() {
    whenNothingIsLost(Next::Open, [this] { whenColumnsAreSafe(Next::Open, [this] { fetchRealDemo(); }); });
}

void MainWindow::fetchRealDemo() {
    JobRequest job{.title = tr("Fetching the demo of real cells"), .key = QStringLiteral("real demo")};
    job.receiver = this;
    m_session->jobs().start(
        std::move(job), [](Job& fetching) { return fetch_real_demo({}, fetching); },
        [this](const std::string& path) {
            m_demo = true;
            OpenChoices choices;
            choices.labelColumn = real_demo().labels;
            m_session->openDataset(QString::fromStdString(path), choices);
            if (!m_settings.tourDismissed()) QTimer::singleShot(1200, this, &MainWindow::showTour);
        });
}

void MainWindow::askDataset(const QString& path) {
    auto* dialog = new OpenDialog(m_session->jobs(), m_settings, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (m_session->opened().dataset) dialog->offerAnotherWindow();
    if (!path.isEmpty()) dialog->setDataset(path);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        m_settings.setFolder(QStringLiteral("data"),
                             QFileInfo(QString::fromStdString(dialog->dataset()->path)).absolutePath());
        const Opening opening{dialog->dataset(), dialog->prior(), dialog->priorPath(), dialog->priorOptions(),
                              dialog->choices()};
        if (dialog->inAnotherWindow()) return makeAnother()->open(opening);
        whenNothingIsLost(Next::Open, [this, opening] {
            whenColumnsAreSafe(Next::Open, [this, opening] { open(opening); });
        });
    });
    dialog->open();
}

void MainWindow::open(const Opening& opening) {
    m_demo = false;
    m_session->setPrior(opening.prior, opening.priorPath, opening.priorOptions);
    m_session->openDataset(opening.dataset, opening.choices);
}

namespace {

// Those of the program, as they were made.
std::vector<MainWindow*> openWindows() {
    std::vector<MainWindow*> windows;
    for (QWidget* widget : QApplication::topLevelWidgets())
        if (auto* window = qobject_cast<MainWindow*>(widget); window && window->isVisible())
            windows.push_back(window);
    return windows;
}

}  // namespace

// A window of its own with a session of its own; the last one that is closed ends the program.
MainWindow* MainWindow::makeAnother(bool offerLeft) {
    auto* another = new MainWindow(m_session->engine(), m_settings);
    another->setAttribute(Qt::WA_DeleteOnClose);
    another->keepSessions(m_sessionFolder, offerLeft);
    std::set<int> taken;
    std::vector<const QWidget*> windows;
    for (const MainWindow* window : openWindows()) {
        if (window == another) continue;
        taken.insert(window->m_number);
        windows.push_back(window);
    }
    while (taken.contains(another->m_number)) ++another->m_number;
    if (!placeOnFreeScreen(*another, windows)) placeBeside(*another, *this);
    another->show();
    return another;
}

// A predictor is used by one thread at a time: the other window has its own.
void MainWindow::newWindow() {
    const auto context = m_session->model().context;
    if (!context) return showSame(nullptr);
    JobRequest request{
        .title = tr("Opening a window"), .key = QStringLiteral("new window"), .receiver = this};
    m_session->jobs().start(
        std::move(request),
        [make = m_session->engine().predictor, model = context->model](Job&) {
            return std::shared_ptr<Predictor>(make(model));
        },
        [this, model = context->model](std::shared_ptr<Predictor> predictor) {
            showSame(m_session->model().file == model ? std::move(predictor) : nullptr);
        });
}

void MainWindow::showSame(std::shared_ptr<Predictor> predictor) {
    MainWindow* const another = makeAnother(false);
    another->m_demo = m_demo;
    another->m_session->openSame(*m_session, std::move(predictor));
    if (m_session->opened().dataset) another->m_layout->restore(m_layout->state());
    another->activateWindow();
}

bool MainWindow::isElsewhere() const {
    return std::ranges::any_of(openWindows(), [this](const MainWindow* other) {
        return other != this && !other->m_closing && other->m_session->holdsAllOf(*m_session);
    });
}

bool MainWindow::modelAtRisk() const {
    return m_session->modelUnsaved() && !isElsewhere();
}

bool MainWindow::columnsAtRisk() const {
    return m_session->columnsUnsaved() && !isElsewhere();
}

// One window after the other, each with its question. Not closeAllWindows(): that closes the floating parts
// first, and they would be gone at the next start.
void MainWindow::quit() {
    for (MainWindow* window : openWindows())
        if (!window->close()) return;
}

bool MainWindow::nothingToLose() const {
    return !modelAtRisk() && !m_session->training().progress().active() && !columnsAtRisk();
}

// Goes on at once where nothing would be lost, else when the person has saved the model or let it go.
void MainWindow::whenNothingIsLost(Next next, std::function<void()> goOn) {
    const bool training = m_session->training().progress().active();
    if (!training && !modelAtRisk()) return goOn();
    // A new training takes the place of the one that runs; else it can be resumed another day.
    const bool resumable = m_session->training().leavesCheckpoint() && next != Next::Train;
    auto* question = new QMessageBox(this);
    question->setObjectName(QStringLiteral("unsaved"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setText(training ? tr("A model is being trained") : tr("The trained model is not saved"));
    question->setInformativeText(
        resumable
            ? tr("Stop it to save the best model so far, or resume it when you open this dataset again.")
        : training ? tr("Stop it to save the best model so far, if an epoch is complete.")
                   : tr("The model trained on %1 will be lost.")
                         .arg(QString::fromStdString(m_session->learnedModel()->record.data_name)));
    QPushButton* save =
        question->addButton(training ? tr("Stop and save…") : tr("Save…"), QMessageBox::AcceptRole);
    // What is lost in a training is said by another word than Stop, which keeps it.
    const QString discards[] = {resumable  ? tr("Open and resume later")
                                : training ? tr("Discard and open")
                                           : tr("Open without saving"),
                                resumable  ? tr("Close and resume later")
                                : training ? tr("Discard and close")
                                           : tr("Close without saving"),
                                training ? tr("Discard and train") : tr("Train without saving")};
    QPushButton* discard =
        question->addButton(discards[static_cast<std::size_t>(next)],
                            resumable ? QMessageBox::NoRole : QMessageBox::DestructiveRole);
    QPushButton* stay =
        question->addButton(training ? tr("Keep training") : tr("Cancel"), QMessageBox::RejectRole);
    question->setDefaultButton(training ? stay : save);
    const auto answered = std::make_shared<bool>(false);
    connect(question, &QMessageBox::buttonClicked, this,
            [this, save, discard, answered, goOn](QAbstractButton* button) {
                *answered = true;
                if (button == discard) goOn();
                if (button != save) return;
                // Where to is asked at once, not when the training has come to its end.
                const QString file = askModelFile();
                if (file.isEmpty()) return;
                // A training may have left no model.
                const auto keep = [this, file, goOn] {
                    if (m_session->modelUnsaved()) saveModel(file, goOn);
                };
                if (!m_session->training().progress().active()) return keep();
                m_session->training().stop();
                afterTraining(this, keep);
            });
    // A training that ends meanwhile leaves another question.
    if (training)
        afterTraining(question, [this, question, answered, next, goOn] {
            if (*answered) return;
            question->close();
            if (m_session->modelUnsaved()) whenNothingIsLost(next, goOn);
        });
    question->open();
}

void MainWindow::whenColumnsAreSafe(Next next, std::function<void()> goOn) {
    if (!columnsAtRisk()) return goOn();
    const QStringList names = m_session->unsaved();
    constexpr qsizetype most_names = 12;
    QStringList listed = names.first(std::min(most_names, names.size()));
    if (listed.size() < names.size()) listed << tr("%1 more").arg(names.size() - listed.size());
    auto* question = new QMessageBox(this);
    question->setObjectName(QStringLiteral("unsavedColumns"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setText(names.size() == 1
                          ? tr("%1 is not saved").arg(names.front())
                          : tr("%1 columns, maps, gates and workspaces are not saved").arg(names.size()));
    question->setInformativeText(
        tr("Made in this window, and in no file yet: %1.").arg(listed.join(QStringLiteral(", "))));
    // Gates and workspaces are kept by a session alone, which keeps columns and maps as well; of data that is
    // in no file there is none.
    const bool gates = m_session->sessionUnsaved();
    const bool session = gates && !m_session->opened().dataset->path.empty();
    QPushButton* save = nullptr;
    if (session || !gates)
        save = question->addButton(session ? tr("Save session…") : tr("Save…"), QMessageBox::AcceptRole);
    QPushButton* discard =
        question->addButton(next == Next::Open ? tr("Open without saving") : tr("Close without saving"),
                            QMessageBox::DestructiveRole);
    QPushButton* cancel = question->addButton(QMessageBox::Cancel);
    question->setDefaultButton(save != nullptr ? save : cancel);
    connect(question, &QMessageBox::buttonClicked, this,
            [this, save, discard, session, next, goOn](QAbstractButton* button) {
                if (button == discard) goOn();
                if (button != save) return;
                if (session) return saveSession(false, goOn);
                // A table takes no colours.
                saveColumns([this, next, goOn] { whenColumnsAreSafe(next, goOn); });
            });
    question->open();
}

// Once no model is being trained; dropped with `context`.
void MainWindow::afterTraining(QObject* context, std::function<void()> then) {
    auto* waits = new QObject(context);
    connect(m_session.get(), &Session::changed, waits, [this, waits, then = std::move(then)] {
        if (m_session->training().progress().active()) return;
        m_session->disconnect(waits);
        // What the training leaves comes to the session after its end.
        QTimer::singleShot(0, waits, [this, waits, then] {
            waits->deleteLater();
            then();
        });
    });
}

void MainWindow::askPrior(const QString& path) {
    auto* dialog = new PriorDialog(*m_session, m_settings, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (!path.isEmpty()) dialog->setPath(path);
    dialog->open();
}

void MainWindow::askModel() {
    if (!m_session->opened().dataset) {
        m_errors->say(tr("Open a dataset first; a model then predicts its cells."), QStringLiteral("open"));
        return askDataset();
    }
    const QString file = askForFile(
        this, m_settings,
        {QStringLiteral("model"), tr("Open model"), tr("Regulus models (*.safetensors);;All files (*)")});
    if (file.isEmpty()) return;
    whenNothingIsLost(Next::Open, [this, file] { m_session->openModel(file); });
}

QString MainWindow::askModelFile() {
    return askWhereToSave(this, m_settings,
                          {QStringLiteral("model"), tr("Save model"), tr("Regulus models (*.safetensors)")},
                          suggestedStem(datasetName(), tr("model")) + QStringLiteral(".safetensors"));
}

void MainWindow::saveModel(const QString& file, const std::function<void()>& then) {
    m_session->saveModel(file, [this, file, then] {
        m_errors->confirm(tr("Saved %1").arg(file), QStringLiteral("model"));
        if (then) then();
    });
}

void MainWindow::exportPredictions() {
    const QString file = askWhereToSave(
        this, m_settings,
        {QStringLiteral("table"), tr("Export predictions"), tr("Comma-separated values (*.csv)")},
        suggestedStem(datasetName(), tr("predictions")) + QStringLiteral(".csv"));
    if (!file.isEmpty()) m_predictions->writeCsv(file);
}

void MainWindow::exportComparedTable() {
    const QString file = askWhereToSave(
        this, m_settings,
        {QStringLiteral("table"), tr("Export the comparison"), tr("Comma-separated values (*.csv)")},
        suggestedStem(datasetName(), tr("comparison")) + QStringLiteral(".csv"));
    if (!file.isEmpty()) m_compare->result()->writeCsv(file);
}

void MainWindow::exportSetTable() {
    const QString file =
        askWhereToSave(this, m_settings,
                       {QStringLiteral("table"), tr("Export the sets"), tr("Comma-separated values (*.csv)")},
                       suggestedStem(datasetName(), tr("gene sets")) + QStringLiteral(".csv"));
    if (!file.isEmpty()) m_compare->enrichment()->writeCsv(file);
}

void MainWindow::exportCompositionTests() {
    const QString file =
        askWhereToSave(this, m_settings,
                       {QStringLiteral("table"), tr("Export the tests of composition"),
                        tr("Comma-separated values (*.csv)")},
                       suggestedStem(datasetName(), tr("composition")) + QStringLiteral(".csv"));
    if (!file.isEmpty()) m_plots->composition()->writeCsv(file);
}

void MainWindow::exportNumbers(const std::function<FigureNumbers()>& numbers, const QString& title,
                               const QString& what, bool ofTfs) {
    const QString file =
        askWhereToSave(this, m_settings, {QStringLiteral("table"), title, tr("Tables (*.csv *.tsv)")},
                       suggestedStem(datasetName(), what) + QStringLiteral(".csv"));
    if (file.isEmpty() || (ofTfs && !mayReplace(this, tfTablePath(file)))) return;
    JobRequest job{.title = tr("Saving %1").arg(QFileInfo(file).fileName()), .lane = Lane::Writing};
    job.receiver = this;
    m_session->jobs().start(
        std::move(job),
        [numbers, file](Job&) {
            const FigureNumbers made = numbers();
            exportTable(made, file);
            return made.tfs != nullptr;
        },
        [this, file, what](bool tfs) {
            m_errors->confirm(
                tfs ? tr("Saved %1, and blocks and bars of TFs to %2").arg(file, tfTablePath(file))
                    : tr("Saved %1").arg(file),
                what);
        });
}

void MainWindow::exportPlotNumbers() {
    exportNumbers([numbers = m_plots->numbers()] { return numbers; }, tr("Export the numbers of the plot"),
                  tr("plot"));
}

void MainWindow::exportHeatmapNumbers() {
    exportNumbers(m_heatmap->numbers(), tr("Export the numbers of the heatmap"), tr("regulon-heatmap"), true);
}

void MainWindow::exportGalleryNumbers() {
    exportNumbers([numbers = m_gallery->numbers()] { return numbers; },
                  tr("Export the numbers of the gallery"), tr("gallery"));
}

void MainWindow::exportScatterNumbers() {
    exportNumbers([numbers = m_scatter->numbers()] { return numbers; },
                  tr("Export the numbers of the scatter plot"), tr("scatter"));
}

void MainWindow::exportGates() {
    const QString file = askWhereToSave(
        this, m_settings, {QStringLiteral("table"), tr("Export the gates"), tr("Tables (*.csv *.tsv)")},
        suggestedStem(datasetName(), tr("gates")) + QStringLiteral(".csv"));
    if (!file.isEmpty()) m_gates->saveTable(file);
}

void MainWindow::compareSelection() {
    m_session->comparison().putCells(ComparedSide::A, m_session->cells().selection());
    raiseDock("compare");
}

void MainWindow::raiseDock(const char* name) {
    m_layout->raise(name);
}

void MainWindow::askTrainOn(const std::string& labels) {
    if (!m_session->opened().dataset) return askDataset();
    auto* dialog = new TrainDialog(*m_session, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setLabels(labels);
    connect(dialog, &TrainDialog::priorWanted, this, [this] { askPrior(); });
    connect(dialog, &TrainDialog::resumeWanted, this, &MainWindow::resumeTraining);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        whenNothingIsLost(Next::Train, [this, request = dialog->request()] {
            m_session->training().start(request);
            raiseDock("training");
        });
    });
    dialog->open();
}

// One that is paused goes on; else the one that was interrupted.
void MainWindow::resumeTraining() {
    if (m_session->training().progress().active()) return m_session->training().resume();
    if (!m_session->training().interrupted()) return;
    whenNothingIsLost(Next::Train, [this] {
        m_session->training().resumeInterrupted();
        raiseDock("training");
    });
}

void MainWindow::askEvaluate() {
    if (!m_session->opened().dataset) return askDataset();
    auto* dialog = new EvaluateDialog(*m_session, m_settings, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &EvaluateDialog::priorWanted, this, [this] { askPrior(); });
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        m_session->evidence().start(dialog->request());
        raiseDock("evidence");
    });
    dialog->open();
}

void MainWindow::saveEvidence() {
    const QString file =
        askWhereToSave(this, m_settings,
                       {QStringLiteral("figure"), tr("Save the evidence"), tr("PDF (*.pdf);;HTML (*.html)")},
                       suggestedStem(datasetName(), tr("evidence")) + QStringLiteral(".pdf"));
    if (!file.isEmpty()) m_evidence->save(file);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls() && event->mimeData()->urls().first().isLocalFile())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    const QString path = event->mimeData()->urls().first().toLocalFile();
    try {
        // Datasets and priors are looked into first.
        switch (kind_of_file(path.toStdString())) {
            case FileKind::Dataset:
                return askDataset(path);
            case FileKind::Prior:
                return askPrior(path);
            case FileKind::Model:
            case FileKind::Session:
                return openFile(path);
        }
    } catch (const Error& error) {
        m_errors->present(error, tr("Opening"), QStringLiteral("open"));
    }
}

}  // namespace regulus
