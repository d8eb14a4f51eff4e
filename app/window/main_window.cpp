#include "app/window/main_window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QFileInfo>
#include <QStackedWidget>
#include <QTimer>
#include <QToolBar>
#include <QVBoxLayout>
#include <QWindow>

#include "app/window/color_search.h"
#include "app/window/enter_presses.h"
#include "app/window/map_3d.h"
#include "app/window/session_keeper.h"
#include "app/window/start_page.h"
#include "app/window/status_line.h"
#include "app/window/tour.h"
#include "app/window/window_layout.h"
#include "app/window/window_place.h"
#include "app/window/workspace_bar.h"
#include "ui/dialogs/error_presenter.h"
#include "ui/export/figure_preview.h"
#include "ui/figures/figure.h"
#include "ui/figures/gallery/gallery_figure.h"
#include "ui/render/palettes.h"
#include "ui/render3d/scatter_widget_3d.h"
#include "ui/session/selection_growth.h"
#include "ui/session/session_settings.h"
#include "ui/views/calibration/calibration_view.h"
#include "ui/views/compare/compare_view.h"
#include "ui/views/compare/group_plots_view.h"
#include "ui/views/compare/result_view.h"
#include "ui/views/confusion/confusion_view.h"
#include "ui/views/data_panel/data_panel.h"
#include "ui/views/data_panel/groups_box.h"
#include "ui/views/embedding/embedding_view.h"
#include "ui/views/evidence/evidence_view.h"
#include "ui/views/gallery/gallery_view.h"
#include "ui/views/gates/gates_view.h"
#include "ui/views/gene_lists/gene_lists_view.h"
#include "ui/views/heatmap/heatmap_canvas.h"
#include "ui/views/heatmap/heatmap_view.h"
#include "ui/views/history/history_view.h"
#include "ui/views/inspector/inspector_view.h"
#include "ui/views/inspector/tf_detail.h"
#include "ui/views/parts/file_questions.h"
#include "ui/views/predictions/predictions_view.h"
#include "ui/views/scatter/scatter_view.h"
#include "ui/views/training/training_view.h"

namespace regulus {

namespace {

constexpr int window_manager_ms = 250;  // until a window manager did what it was asked for
constexpr QLatin1String figure_cause("figure"), figure_purpose("figure"), predictions_cause("predictions"),
    comparison_cause("comparison"), gates_cause("gates"), evidence_cause("evidence page");

}  // namespace

MainWindow::MainWindow(Engine engine, SessionSettings& settings, QWidget* parent)
    : QMainWindow(parent),
      m_settings(settings),
      m_session(std::make_unique<Session>(std::move(engine))),
      m_growth(std::make_unique<SelectionGrowth>(*m_session)) {
    setObjectName(QStringLiteral("window"));
    setAcceptDrops(true);
    setDockOptions(AllowNestedDocks | AllowTabbedDocks | GroupedDragging);
    // First of all: widgets with a style sheet keep the font they were made with.
    chooseTheme();
    m_layout = new WindowLayout(this);
    buildViews();
    buildActions();
    m_history->offer(action("exportScript"));
    buildToolBar();
    buildMenus();
    m_layout->arrange(m_settings.layout(), {"gates", "genelists", "history"});
    dress();
    m_errors->listenTo(m_session->jobs());
    connect(m_session.get(), &Session::noticed, this, [this](const QString& text, const QString& cause) {
        const bool ofStep = cause == QLatin1String("columns") || cause == QLatin1String("grow selection");
        ofStep ? m_errors->sayOfStep(text, cause, m_session->undoStack()) : m_errors->say(text, cause);
    });
    connect(m_session.get(), &Session::changed, this, &MainWindow::hear);
    connect(m_session.get(), &Session::sessionOpened, this, &MainWindow::adoptSession);
    connect(m_session.get(), &Session::dataMissing, this, &MainWindow::findData);
    hear(Changes(~0U));
    new EnterPresses(this);
    if (!m_settings.geometry().isEmpty())
        placeAgain(*this, m_settings.geometry());
    else
        placeFirst(*this);
}

// The views look at the session until they are gone; they are children of the
// window and would outlive it.
MainWindow::~MainWindow() {
    disconnect(m_session.get(), nullptr, this, nullptr);
    const QString kept = m_keeper != nullptr ? m_keeper->path() : QString();
    delete m_keeper;
    // It would paint at once that a job was given up, in a window of which parts are gone.
    delete m_status;
    // Dialogs as well.
    qDeleteAll(findChildren<QDialog*>(QString(), Qt::FindDirectChildrenOnly));
    m_layout->removeDocks();
    delete takeCentralWidget();
    m_pages = nullptr;  // the search, which may have the keyboard, has nobody to give it to
    delete m_tools;
    m_session.reset();
    if (!kept.isEmpty()) SessionKeeper::remove(kept);  // it may have been in writing
}

bool MainWindow::showsStartPage() const {
    return m_pages->currentWidget() == m_start;
}

QAction* MainWindow::action(const char* name) const {
    return findChild<QAction*>(QString::fromLatin1(name));
}

// --- views
// --------------------------------------------------------------------------------------------

void MainWindow::buildViews() {
    auto* middle = new QWidget;
    auto* column = new QVBoxLayout(middle);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_errors = new ErrorPresenter;
    m_pages = new QStackedWidget;
    m_start = new StartPage(m_settings);
    m_map = new EmbeddingView(m_session.get());
    m_pages->addWidget(m_start);
    m_pages->addWidget(m_map);
    column->addWidget(m_errors);
    column->addWidget(new WorkspaceBar(*m_session));
    column->addWidget(m_pages, 1);
    // A notice takes its room from the page: it must not make the window higher than the screen.
    middle->setMinimumSize(240, 180);
    setCentralWidget(middle);
    m_status = new StatusLine(*m_session);
    setStatusBar(m_status);

    m_data = new DataPanel(*m_session);
    m_inspector = new InspectorView(*m_session);
    m_heatmap = new HeatmapView(m_session.get());
    m_predictions = new PredictionsView(*m_session);
    m_confusion = new ConfusionView(*m_session);
    m_calibration = new CalibrationView(*m_session);
    m_trainingView = new TrainingView(*m_session);
    m_evidence = new EvidenceView(*m_session);
    m_compare = new CompareView(*m_session);
    m_plots = new GroupPlotsView(*m_session);
    m_gallery = new GalleryView(*m_session);
    m_scatter = new ScatterView(*m_session);
    m_gates = new GatesView(*m_session);
    m_geneLists = new GeneListsView(*m_session);
    m_history = new HistoryPanel(m_session->undoStack());
    m_layout->add(Qt::LeftDockWidgetArea, "data", tr("Data"), m_data);
    m_layout->add(Qt::RightDockWidgetArea, "inspector", tr("Inspector"), m_inspector);
    m_layout->add(Qt::BottomDockWidgetArea, "heatmap", tr("Regulon heatmap"), m_heatmap);
    m_layout->add(Qt::BottomDockWidgetArea, "compare", tr("Compare"), m_compare);
    m_layout->add(Qt::BottomDockWidgetArea, "plots", tr("Plots"), m_plots);
    m_layout->add(Qt::BottomDockWidgetArea, "gallery", tr("Gallery"), m_gallery);
    m_layout->add(Qt::BottomDockWidgetArea, "scatter", tr("Scatter"), m_scatter);
    m_layout->add(Qt::BottomDockWidgetArea, "predictions", tr("Predictions"), m_predictions);
    m_layout->add(Qt::BottomDockWidgetArea, "confusion", tr("Confusion"), m_confusion);
    m_layout->add(Qt::BottomDockWidgetArea, "calibration", tr("Calibration"), m_calibration);
    m_layout->add(Qt::BottomDockWidgetArea, "training", tr("Training"), m_trainingView);
    m_layout->add(Qt::BottomDockWidgetArea, "evidence", tr("Evidence"), m_evidence);
    m_layout->add(Qt::LeftDockWidgetArea, "gates", tr("Gates"), m_gates);
    m_layout->add(Qt::LeftDockWidgetArea, "genelists", tr("Gene lists"), m_geneLists);
    m_layout->add(Qt::LeftDockWidgetArea, "history", tr("History"), m_history);

    connect(m_start, &StartPage::demoWanted, this, &MainWindow::openDemo);
    connect(m_start, &StartPage::realDemoWanted, this, &MainWindow::openRealDemo);
    connect(m_start, &StartPage::openWanted, this, [this] { askDataset(); });
    connect(m_start, &StartPage::modelWanted, this, &MainWindow::askModel);
    connect(m_start, &StartPage::sessionWanted, this, &MainWindow::askSession);
    connect(m_start, &StartPage::fileWanted, this, &MainWindow::openFile);
    const auto ask = [this](auto* view) {
        using View = std::remove_pointer_t<decltype(view)>;
        connect(view, &View::openRequested, this, [this] { askDataset(); });
        connect(view, &View::trainRequested, this, &MainWindow::askTrain);
    };
    ask(m_inspector);
    ask(m_predictions);
    ask(m_confusion);
    ask(m_calibration);
    ask(m_trainingView);
    connect(m_trainingView, &TrainingView::resumeRequested, this, &MainWindow::resumeTraining);
    connect(m_evidence, &EvidenceView::openRequested, this, [this] { askDataset(); });
    connect(m_evidence, &EvidenceView::evaluateRequested, this, &MainWindow::askEvaluate);
    connect(m_evidence, &EvidenceView::saveRequested, this, &MainWindow::saveEvidence);
    connect(m_evidence, &EvidenceView::saved, this,
            [this](const QString& path) { m_errors->confirm(tr("Saved %1").arg(path), evidence_cause); });
    connect(m_compare, &CompareView::openRequested, this, [this] { askDataset(); });
    connect(m_compare, &CompareView::priorRequested, this, [this] { askPrior(); });
    connect(m_compare, &CompareView::exportRequested, this, &MainWindow::exportComparedTable);
    connect(m_compare, &CompareView::inspectRequested, this, [this] { raiseDock("inspector"); });
    connect(m_compare, &CompareView::triptychRequested, this, &MainWindow::exportTriptych);
    connect(m_compare, &CompareView::exported, this,
            [this](const QString& path) { m_errors->confirm(tr("Saved %1").arg(path), comparison_cause); });
    connect(m_compare, &CompareView::figureChanged, this, &MainWindow::refreshActions);
    connect(m_compare, &CompareView::plotRequested, this,
            [this](ValuesOf of, const std::vector<std::string>& names) {
                m_plots->showCompared(of, names);
                raiseDock("plots");
            });
    connect(m_compare, &CompareView::setsRequested, this, &MainWindow::askGeneSets);
    connect(m_compare, &CompareView::setsExportRequested, this, &MainWindow::exportSetTable);
    connect(m_plots, &GroupPlotsView::clustersRequested, this, &MainWindow::askClusters);
    connect(m_plots, &GroupPlotsView::testsRequested, this, &MainWindow::exportCompositionTests);
    connect(m_plots, &GroupPlotsView::openRequested, this, [this] { askDataset(); });
    connect(m_plots, &GroupPlotsView::figureRequested, this, &MainWindow::exportPlot);
    connect(m_plots, &GroupPlotsView::numbersRequested, this, &MainWindow::exportPlotNumbers);
    connect(m_gallery, &GalleryView::openRequested, this, [this] { askDataset(); });
    connect(m_gallery, &GalleryView::figureRequested, this, &MainWindow::exportGallery);
    connect(m_gallery, &GalleryView::numbersRequested, this, &MainWindow::exportGalleryNumbers);
    connect(m_scatter, &ScatterView::openRequested, this, [this] { askDataset(); });
    connect(m_scatter, &ScatterView::figureRequested, this, &MainWindow::exportScatter);
    connect(m_scatter, &ScatterView::numbersRequested, this, &MainWindow::exportScatterNumbers);
    connect(m_gates, &GatesView::openRequested, this, [this] { askDataset(); });
    connect(m_gates, &GatesView::firstDrawn, this, [this] { raiseDock("gates"); });
    connect(m_gates, &GatesView::tableRequested, this, &MainWindow::exportGates);
    connect(m_gates, &GatesView::saved, this,
            [this](const QString& path) { m_errors->confirm(tr("Saved %1").arg(path), gates_cause); });
    connect(m_gates, &GatesView::plotRequested, this, [this](const std::string& x, const std::string& y) {
        m_scatter->plot(x, y);
        raiseDock("scatter");
    });
    connect(m_geneLists, &GeneListsView::openRequested, this, [this] { askDataset(); });
    connect(m_geneLists, &GeneListsView::galleryRequested, this,
            [this](const std::vector<std::string>& genes) {
                m_gallery->showNames(genes);
                raiseDock("gallery");
            });
    connect(m_geneLists, &GeneListsView::numbersRequested, this,
            [this](const FigureNumbers& numbers, const QString& name) {
                exportNumbers([numbers] { return numbers; }, tr("Export the list of genes"), name);
            });
    connect(m_data, &DataPanel::similarRequested, this, &MainWindow::showSimilar);
    connect(m_inspector, &InspectorView::similarRequested, this, &MainWindow::showSimilar);
    connect(m_compare, &CompareView::similarRequested, this, &MainWindow::showSimilar);
    connect(m_plots, &GroupPlotsView::similarRequested, this, &MainWindow::showSimilar);
    connect(m_inspector, &InspectorView::networkFigureRequested, this, &MainWindow::exportNetwork);
    connect(m_inspector, &InspectorView::networkNumbersRequested, this, [this] {
        exportNumbers([numbers = m_inspector->detail().numbers()] { return numbers; },
                      tr("Export the targets"), tr("%1 targets").arg(m_inspector->detail().tf()));
    });
    connect(m_inspector, &InspectorView::figureChanged, this, &MainWindow::refreshActions);
    m_data->groups()->setRanks(
        [this](const std::string& of, const std::string& group) { return m_geneLists->ranks(of, group); });
    connect(m_data, &DataPanel::rankedRequested, this,
            [this](const std::string& of, const std::string& group) {
                m_geneLists->showRanked(of, group);
                raiseDock("genelists");
            });
    connect(m_data, &DataPanel::compareRequested, this, [this] { raiseDock("compare"); });
    connect(m_data, &DataPanel::loupeRequested, this, &MainWindow::saveForLoupe);
    connect(m_data, &DataPanel::trainRequested, this, &MainWindow::askTrainOn);
    connect(m_data, &DataPanel::openRequested, this, [this] { askDataset(); });
    connect(m_predictions, &PredictionsView::exportRequested, this, &MainWindow::exportPredictions);
    connect(m_predictions, &PredictionsView::exported, this,
            [this](const QString& path) { m_errors->confirm(tr("Saved %1").arg(path), predictions_cause); });
    connect(m_calibration, &CalibrationView::figureRequested, this, &MainWindow::exportCalibration);
    connect(m_calibration, &CalibrationView::numbersRequested, this,
            [this](const FigureNumbers& numbers, const QString& name) {
                exportNumbers([numbers] { return numbers; }, tr("Export the numbers of the plot"), name);
            });
    connect(m_trainingView, &TrainingView::figureRequested, this, &MainWindow::exportTraining);
    connect(m_trainingView, &TrainingView::numbersRequested, this, [this](const FigureNumbers& numbers) {
        exportNumbers([numbers] { return numbers; }, tr("Export the epochs"), tr("training"));
    });
    connect(m_heatmap, &HeatmapView::numbersAsked, this, &MainWindow::exportHeatmapNumbers);
    connect(m_heatmap, &HeatmapView::openAsked, this, [this] { askDataset(); });
    connect(m_heatmap, &HeatmapView::priorAsked, this, [this] { askPrior(); });
    connect(m_heatmap, &HeatmapView::inspectAsked, this, [this] { raiseDock("inspector"); });
    connect(m_heatmap, &HeatmapView::similarAsked, this, &MainWindow::showSimilar);
    connect(m_heatmap, &HeatmapView::tfsAsked, this, [this](const std::vector<std::string>& tfs) {
        m_gallery->showNames(tfs);
        raiseDock("gallery");
    });
    connect(m_map, &EmbeddingView::openAsked, this, [this] { askDataset(); });
    m_map->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_map, &QWidget::customContextMenuRequested, this, &MainWindow::showMapMenu);
    m_heatmap->canvas()->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_heatmap->canvas(), &QWidget::customContextMenuRequested, this, &MainWindow::showHeatmapMenu);
    m_scatter->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_scatter, &QWidget::customContextMenuRequested, this, &MainWindow::showScatterMenu);
    m_confusion->canvas()->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_confusion->canvas(), &QWidget::customContextMenuRequested, this,
            &MainWindow::showConfusionMenu);
    connect(m_map, &EmbeddingView::plotAsked, this, &MainWindow::plotBlend);
}

// --- following the session
// ----------------------------------------------------------------------------

void MainWindow::hear(Changes what) {
    // What was said of the data before is no longer of interest; a prior may have failed on the way to these.
    if (what.testFlag(Change::Dataset))
        m_errors->withdrawAllBut({QStringLiteral("prior")});
    else if (what.testFlag(Change::Prior))
        m_errors->withdraw(QStringLiteral("prior"));
    if (what.testFlag(Change::Dataset)) {
        m_sessionPath.clear();
        const auto dataset = m_session->opened().dataset;
        m_layout->show(dataset != nullptr);
        if (dataset && !m_demo && !dataset->path.empty())
            m_settings.addRecentFile(QString::fromStdString(dataset->path));
        m_start->refresh();
        const QString mark = m_session->simulated() ? tr(" (simulated)") : QString(),
                      number = m_number > 1 ? tr(", window %1").arg(m_number) : QString();
        setWindowTitle(dataset ? tr("%1%2%3 — Regulus").arg(datasetName(), mark, number)
                               : QStringLiteral("Regulus"));
    }
    if (what & (Change::Dataset | Change::View)) showPage();
    if (what & (Change::Dataset | Change::Prior))
        if (!m_session->opened().priorPath.isEmpty() && !m_demo)
            m_settings.setLastPrior(m_session->opened().priorPath, m_session->opened().priorOptions);
    if (what & (Change::Dataset | Change::Embeddings | Change::Embedding | Change::View | Change::Results))
        fillEmbeddings();
    if (what & (Change::Dataset | Change::Columns | Change::Results | Change::Model)) fillSplits();
    if (what & (Change::Dataset | Change::Filters)) fillWorkspaces();
    if (what & ~Changes(Change::Highlight | Change::ColorData | Change::Camera)) refreshActions();
}

// The start page, the map, or the map in space.
void MainWindow::showPage() {
    const bool space = m_session->opened().dataset && m_session->view().settings().threeD;
    if (space && m_space == nullptr) addSpace();
    QWidget* map = space ? static_cast<QWidget*>(m_space) : m_map;
    QWidget* page = m_session->opened().dataset ? map : m_start;
    if (m_pages->currentWidget() == page) return;
    m_pages->setCurrentWidget(page);
    giveKeyboardToPage();
}

// --- the keyboard
// ------------------------------------------------------------------------------------

bool MainWindow::keyboardIsLost() const {
    const QWidget* held = focusWidget();
    return !held || !held->isVisible() || !held->isEnabled();
}

void MainWindow::giveKeyboardToPage() {
    if (m_pages == nullptr) return;
    m_pages->currentWidget()->setFocus(Qt::OtherFocusReason);
}

// When a control goes away that had the keyboard (a training is over, a dataset is open), Qt would hand it
// to the next field in line, and the keys of the map would be typed there.
bool MainWindow::focusNextPrevChild(bool next) {
    if (!keyboardIsLost()) return QMainWindow::focusNextPrevChild(next);
    giveKeyboardToPage();
    return true;
}

bool MainWindow::event(QEvent* event) {
    if (event->type() == QEvent::WindowActivate && keyboardIsLost()) giveKeyboardToPage();
    if (event->type() == QEvent::Resize && m_tools) fitTools();
    return QMainWindow::event(event);
}

// The first OpenGL widget makes Qt create the native window anew, and Qt 6.4 forgets that it was maximised.
void MainWindow::addSpace() {
    const Qt::WindowStates state = windowState();
    const QRect normal = normalGeometry(), before = geometry();
    m_space = new Map3d(*m_session);
    m_pages->addWidget(m_space);
    connect(m_space, &Map3d::menuAsked, this, &MainWindow::showSpaceMenu);
    connect(m_space, &Map3d::planeAsked, action("2d"), &QAction::trigger);
    connect(m_space, &Map3d::plotAsked, this, &MainWindow::plotBlend);
    if (windowHandle() == nullptr || windowHandle()->windowStates() == state) return;
    setWindowState(Qt::WindowNoState);
    setGeometry(normal);
    setWindowState(state);
    // Where no window manager runs, nobody makes it as large as the screen again.
    QTimer::singleShot(window_manager_ms, this, [this, normal, before] {
        if (size() == normal.size()) setGeometry(before);
    });
}

// --- taking away
// --------------------------------------------------------------------------------------

std::map<QString, QString> MainWindow::provenance() const {
    std::map<QString, QString> lines;
    if (const auto dataset = m_session->opened().dataset) {
        lines[QStringLiteral("Data")] = QString::fromStdString(dataset->name);
        lines[QStringLiteral("Cells")] = QString::number(dataset->cells());
        if (m_session->simulated()) lines[QStringLiteral("Simulated")] = QStringLiteral("yes");
    }
    const bool space = m_session->view().settings().threeD && m_space != nullptr;
    if (const auto embedding = space ? m_space->embedding() : m_session->view().embedding())
        lines[QStringLiteral("Embedding")] = embedding->title + QStringLiteral(", ") + embedding->provenance +
                                             (space ? QStringLiteral(", 3 dimensions") : QString());
    if (m_session->colors().coloring().source != ColorSource::None &&
        !m_session->colors().data()->title.isEmpty())
        lines[QStringLiteral("Coloured by")] = title(m_session->colors().coloring());
    if (const auto model = m_session->model().file) {
        lines[QStringLiteral("Model")] = QStringLiteral("reads %1, mask %2, seed %3, prior %4")
                                             .arg(QString::fromLatin1(to_string(model->config.read)))
                                             .arg(QString::fromLatin1(to_string(model->config.mask)))
                                             .arg(model->record.split_seed)
                                             .arg(QString::fromStdString(model->record.prior_name));
    }
    return lines;
}

// `what` names the file together with the dataset.
void MainWindow::exportFigure(std::shared_ptr<const Figure> figure, const QString& what, double widthMm) {
    auto* dialog = new FigurePreview(figure, provenance(), m_session->jobs(), this);
    if (widthMm > 0) {
        FigureOptions options = dialog->options();
        options.widthMm = widthMm;
        dialog->setOptions(options);
    }
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFile(m_settings.folder(figure_purpose), suggestedStem(datasetName(), what));
    connect(dialog, &FigurePreview::chosen, this,
            [this, figure](const FigureOptions& options, const QString& path) {
                m_settings.setFolder(figure_purpose, QFileInfo(path).absolutePath());
                startExport(m_session->jobs(), figure, options, path, this, [this](const QString& saved) {
                    m_errors->confirm(tr("Saved %1").arg(saved), figure_cause);
                });
            });
    dialog->open();
}

// Why the map is not yet what it will be; empty when it is.
QString MainWindow::mapPending() const {
    if (m_session->view().growing() && !m_session->view().settings().threeD)
        return tr("The map is still being computed.");
    const auto colors = m_session->colors().data();
    if (colors->read == 0) return {};
    return tr("%1 is still being read: %2 of %3 cells so far.")
        .arg(colors->title, countText(colors->read), countText(m_session->opened().cells()));
}

// What is shown: the map, or the map in space.
void MainWindow::exportMap() {
    if (const QString pending = mapPending(); !pending.isEmpty()) return m_errors->say(pending, figure_cause);
    if (!m_session->view().settings().threeD) return exportFigure(m_map->figure(), tr("map"));
    if (auto figure = m_space->figure()) return exportFigure(std::move(figure), tr("map-3d"));
    const QString reason = m_space->scatter()->unavailableReason();
    m_errors->say(reason.isEmpty() ? tr("The 3-D map is still being computed.") : reason, figure_cause);
}

// Places and colours of the cells that are shown.
void MainWindow::exportMapNumbers() {
    if (const QString pending = mapPending(); !pending.isEmpty()) return m_errors->say(pending, figure_cause);
    const bool space = m_session->view().settings().threeD;
    if (const auto numbers = space ? m_space->numbers() : m_map->numbers())
        return exportNumbers(numbers, tr("Export the numbers of the map"), space ? tr("map-3d") : tr("map"));
    m_errors->say(tr("There is no map to write."), figure_cause);
}

QString MainWindow::datasetName() const {
    const auto dataset = m_session->opened().dataset;
    return dataset ? QString::fromStdString(dataset->name) : QString();
}
void MainWindow::exportHeatmap() {
    exportFigure(m_heatmap->figure(), tr("regulon-heatmap"));
}
void MainWindow::exportConfusion() {
    if (auto figure = m_confusion->figure()) return exportFigure(std::move(figure), tr("confusion"));
    m_errors->say(tr("There are no labelled cells to compare with predictions."), figure_cause);
}

void MainWindow::exportCalibration() {
    if (auto figure = m_calibration->figure()) {
        const QString name = figure->title();
        return exportFigure(std::move(figure), name);
    }
    m_errors->say(tr("There are no held-out labelled cells to judge the model on."), figure_cause);
}

void MainWindow::exportTraining() {
    if (auto figure = m_trainingView->figure()) return exportFigure(std::move(figure), tr("training"));
    m_errors->say(tr("There are no epochs to draw."), figure_cause);
}

void MainWindow::exportComparison() {
    if (auto figure = m_compare->figure()) {
        const QString name = figure->title();
        return exportFigure(std::move(figure), name);
    }
    m_errors->say(tr("There is no comparison to draw."), figure_cause);
}

void MainWindow::showSimilar(const QString& gene) {
    m_geneLists->showSimilar(gene.toStdString());
    raiseDock("genelists");
}

// A TF's mRNA, activity and attention on the map that is shown.
void MainWindow::exportTriptych(const std::string& tf) {
    const auto map = m_session->view().embedding();
    if (!map || !map->grid)
        return m_errors->say(tr("There is no map in two dimensions to draw on."), figure_cause);
    JobRequest request{.title = tr("Drawing %1").arg(QString::fromStdString(tf)),
                       .key = QStringLiteral("triptych"),
                       .receiver = this};
    m_session->jobs().start(
        std::move(request),
        [inputs = m_session->colors().inputs(), tf](Job& job) {
            return colorPanes(triptychOf(tf), inputs, GalleryScale::Own, {}, job);
        },
        [this, tf](const std::vector<GalleryPane>& panes) {
            GalleryPicture picture{QString::fromStdString(tf), {}, m_session->simulated()};
            const MapPicture look = galleryLook(m_map->picture());
            for (const GalleryPane& pane : panes) picture.maps.push_back(galleryMap(pane, look));
            exportFigure(std::make_shared<GalleryFigure>(picture), picture.title);
        });
}

void MainWindow::exportPlot() {
    if (auto figure = m_plots->figure()) {
        const QString name = figure->title();
        return exportFigure(std::move(figure), name);
    }
    m_errors->say(tr("There is no plot to draw."), figure_cause);
}

void MainWindow::exportGallery() {
    if (auto figure = m_gallery->figure()) {
        const QString name = figure->title();
        return exportFigure(std::move(figure), name);
    }
    m_errors->say(tr("There is no gallery to draw."), figure_cause);
}

void MainWindow::exportNetwork() {
    if (auto figure = m_inspector->networkFigure()) {
        const QString name = figure->title();
        return exportFigure(std::move(figure), name);
    }
    m_errors->say(tr("No TF is opened as a network in the inspector."), figure_cause);
}

void MainWindow::exportScatter() {
    if (auto figure = m_scatter->figure()) {
        const QString name = figure->title();
        return exportFigure(std::move(figure), name);
    }
    m_errors->say(tr("There is no scatter plot to draw."), figure_cause);
}

// --- the rest
// -----------------------------------------------------------------------------------------

void MainWindow::showTour() {
    if (m_tour || !m_session->opened().dataset) return;
    m_tour =
        new Tour({{m_map, tr("Every point is a cell"),
                   tr("Hover to identify it, click to inspect it, drag to "
                      "lasso a group. Scroll to zoom.")},
                  {m_search, tr("Colour by anything"),
                   tr("Type a gene, a regulon or a column. Press Ctrl+K "
                      "anywhere to search.")},
                  {m_inspector, tr("Why this label?"),
                   tr("The cell you clicked, or the group you selected: its "
                      "scores and the TFs the model attended to.")},
                  {m_heatmap, tr("Regulons by group"),
                   tr("Which regulons tell the groups apart. A click "
                      "selects; every view follows.")},
                  {findChild<QWidget*>(QStringLiteral("exportButton")), tr("Take it into a paper"),
                   tr("Every view can be exported as PNG, TIFF, SVG or PDF, at a journal's width, with a "
                      "note of how it was made.")}},
                 this);
    connect(m_tour, &Tour::dismissed, this, [this] {
        m_settings.setTourDismissed(true);
        m_tour->deleteLater();
        m_tour = nullptr;
    });
    m_tour->start();
}

void MainWindow::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) return m_session->cells().clearSelection();
    QMainWindow::keyPressEvent(event);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!m_closing && !nothingToLose()) {
        event->ignore();
        const auto leave = [this] {
            m_closing = true;
            close();
        };
        return whenNothingIsLost(Next::Close, [this, leave] { whenColumnsAreSafe(Next::Close, leave); });
    }
    m_settings.setWindow(saveGeometry(), m_layout->state());
    QMainWindow::closeEvent(event);
}

}  // namespace regulus
