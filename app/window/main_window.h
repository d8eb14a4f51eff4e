// The window: toolbar, map in the middle, data and inspector beside it, tables
// and curves below, status line. It puts the views together; what they show is
// the session's.
#pragma once

#include <QMainWindow>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>

#include "ui/render/figure_numbers.h"
#include "ui/session/session.h"

class QActionGroup;
class QStackedWidget;

namespace regulus {

class CalibrationView;
class ColorSearch;
class CompareView;
class ConfusionView;
class DataPanel;
class EmbeddingView;
class ErrorPresenter;
class GalleryView;
class GatesView;
class GeneListsView;
class GroupPlotsView;
class HeatmapView;
class HistoryPanel;
class HistoryView;
class InspectorView;
class Map3d;
class PredictionsView;
class Predictor;
class ScatterView;
class SelectionGrowth;
class SessionKeeper;
class SessionSettings;
class StartPage;
class StatusLine;
class Tour;
class EvidenceView;
class TrainingView;
class WindowLayout;

class MainWindow final : public QMainWindow {
    Q_OBJECT
  public:
    // `settings` must outlive the window.
    MainWindow(Engine engine, SessionSettings& settings, QWidget* parent = nullptr);
    ~MainWindow() override;

    Session& session() { return *m_session; }
    EmbeddingView& map() { return *m_map; }
    HeatmapView& heatmap() { return *m_heatmap; }
    InspectorView& inspector() { return *m_inspector; }
    PredictionsView& predictions() { return *m_predictions; }
    CalibrationView& calibration() { return *m_calibration; }
    DataPanel& dataPanel() { return *m_data; }
    TrainingView& trainingView() { return *m_trainingView; }
    EvidenceView& evidenceView() { return *m_evidence; }
    CompareView& compareView() { return *m_compare; }
    GroupPlotsView& plotsView() { return *m_plots; }
    GalleryView& gallery() { return *m_gallery; }
    ScatterView& scatter() { return *m_scatter; }
    GatesView& gates() { return *m_gates; }
    GeneListsView& geneLists() { return *m_geneLists; }
    HistoryView& history();
    ColorSearch& colorSearch() { return *m_search; }
    StatusLine& statusLine() { return *m_status; }
    ErrorPresenter& errors() { return *m_errors; }
    StartPage& startPage() { return *m_start; }
    Tour* tour() { return m_tour; }
    bool showsStartPage() const;
    QAction* action(const char* name) const;  // by object name, "train"; null when there is none

    // Opens a file for what it is: a dataset with the best guesses, a model, or
    // a prior.
    void openFile(const QString& path);
    void openDemo();
    void openRealDemo();  // fetched first, unless it was before
    // Keeps the session in a file of this folder while it changes, and offers those that a program which
    // broke down has left there.
    void keepSessions(const QString& folder, bool offer = true);
    // Dresses every window of the program again in the theme that the settings name.
    void applyTheme();

  public Q_SLOTS:
    void askDataset(const QString& path = {});  // with the preview
    void askPrior(const QString& path = {});
    void askModel();
    QString askModelFile();
    void saveModel(const QString& file, const std::function<void()>& then = {});  // `then` once it is saved
    void askTrain() { askTrainOn({}); }
    void askTrainOn(const std::string& labels);  // a column to begin with; "": the labels of now
    void resumeTraining();
    void askEvaluate();
    void newWindow();  // of what this one shows
    void askSession();
    // Where it was saved last, or where the person says; `then` when it is written.
    void saveSession(bool elsewhere = false, const std::function<void()>& then = {});
    void askClusters();
    void askColorScale();
    void askMapLook();
    void showMapMenu(const QPoint& at);      // of the map, where the pointer is
    void showSpaceMenu(const QPoint& at);    // of the map in space
    void showHeatmapMenu(const QPoint& at);  // of its canvas
    void showScatterMenu(const QPoint& at);
    void showConfusionMenu(const QPoint& at);  // of its canvas
    void plotBlend();
    void askMap();
    void askPlacing();
    void askScores();
    void askGeneSets();
    void nameSelection();
    void selectByName();
    void copyNames();     // of the selected cells, one a line, to the clipboard
    void exportScript();  // asks where to
    void saveColumns(const std::function<void()>& then = {});  // asks where to
    void saveForLoupe(const std::string& column);
    void exportMap();
    void exportMapNumbers();
    void exportHeatmap();
    void exportHeatmapNumbers();
    void exportTraining();
    void exportConfusion();
    void exportConfusionNumbers();
    void exportPredictions();
    void exportCalibration();
    void exportComparison();  // its picture
    void exportPage();        // of several panels
    void exportTriptych(const std::string& tf);
    void exportComparedTable();
    void exportSetTable();  // of the sets that its genes are in
    void exportCompositionTests();
    void exportPlot();
    void exportPlotNumbers();
    void exportGallery();
    void exportGalleryNumbers();
    void exportScatter();
    void exportNetwork();
    void exportScatterNumbers();
    void exportGates();
    void compareSelection();
    void saveEvidence();
    void raiseDock(const char* name);
    WindowLayout& layoutOfParts() { return *m_layout; }
    void showSimilar(const QString& gene);
    void showTour();

  protected:
    bool event(QEvent* event) override;
    bool focusNextPrevChild(bool next) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    // What the Open dialog ends with.
    struct Opening {
        std::shared_ptr<const Dataset> dataset;
        std::shared_ptr<const RegulatoryNetwork> prior;  // null: none
        QString priorPath;
        PriorOptions priorOptions;
        OpenChoices choices;
    };
    void open(const Opening& opening);
    void fetchRealDemo();
    MainWindow* makeAnother(bool offerLeft = true);
    void showSame(std::shared_ptr<Predictor> predictor);
    bool nothingToLose() const;
    // Another window has what is in no file yet as well, and asks when it is closed.
    bool isElsewhere() const;
    bool modelAtRisk() const;
    bool columnsAtRisk() const;
    enum class Next { Open, Close, Train };
    void whenNothingIsLost(Next next, std::function<void()> goOn);
    // The same of columns that were made here; a model that comes or goes leaves them.
    void whenColumnsAreSafe(Next next, std::function<void()> goOn);
    void openSession(const QString& path, const QString& dataset = {});
    void findData(const QString& session, const QString& dataset, bool other);
    void offerLeftSession();
    void reopenLeft(const QString& left);
    void adoptSession(const QString& path, const QString& window);
    QString layoutText() const;  // for a session file
    void afterTraining(QObject* context, std::function<void()> then);

    void buildViews();
    void buildActions();
    void describeTools();
    void buildToolBar();
    void buildMenus();
    QAction* make(const char* name, const QString& text, const char* iconName = "",
                  const QKeySequence& key = {});
    void hear(Changes what);
    void refreshActions();
    void fitTools();
    void showPage();
    bool keyboardIsLost() const;
    void giveKeyboardToPage();
    void quit();
    void addSpace();
    void fillRecent();
    void fillEmbeddings();
    void fillSplits();
    void fillWorkspaces();
    void askWorkspace();
    // `numbers`: made in a job.
    void exportNumbers(const std::function<FigureNumbers()>& numbers, const QString& title,
                       const QString& what, bool ofTfs = false);  // a second table may go beside
    QMenu* cellsMenu(std::optional<std::uint32_t> cell);
    void offer(QMenu& menu, std::initializer_list<const char*> actions);  // "": a line between them
    void changePoints(double factor);
    double drawnSize() const;
    void chooseTheme();  // colours and font of the application
    void dress();        // this window's
    // `widthMm`: that the preview begins with; 0: the usual.
    void exportFigure(std::shared_ptr<const class Figure> figure, const QString& what, double widthMm = 0);
    void showPreferences();
    void showAbout();
    void showHelp();
    void showShortcuts();
    std::map<QString, QString> provenance() const;
    QString mapPending() const;
    QString datasetName() const;  // empty when nothing is open

    SessionSettings& m_settings;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<SelectionGrowth> m_growth;
    QStackedWidget* m_pages = nullptr;
    StartPage* m_start = nullptr;
    ErrorPresenter* m_errors = nullptr;
    EmbeddingView* m_map = nullptr;
    Map3d* m_space = nullptr;  // made when 3-D is first asked for
    HeatmapView* m_heatmap = nullptr;
    InspectorView* m_inspector = nullptr;
    PredictionsView* m_predictions = nullptr;
    ConfusionView* m_confusion = nullptr;
    CalibrationView* m_calibration = nullptr;
    DataPanel* m_data = nullptr;
    TrainingView* m_trainingView = nullptr;
    EvidenceView* m_evidence = nullptr;
    CompareView* m_compare = nullptr;
    GroupPlotsView* m_plots = nullptr;
    GalleryView* m_gallery = nullptr;
    ScatterView* m_scatter = nullptr;
    GatesView* m_gates = nullptr;
    HistoryPanel* m_history = nullptr;
    GeneListsView* m_geneLists = nullptr;
    ColorSearch* m_search = nullptr;
    StatusLine* m_status = nullptr;
    QToolBar* m_tools = nullptr;
    QMenu *m_recentMenu = nullptr, *m_embeddingMenu = nullptr, *m_splitMenu = nullptr,
          *m_workspaceMenu = nullptr;
    Tour* m_tour = nullptr;
    WindowLayout* m_layout = nullptr;
    SessionKeeper* m_keeper = nullptr;
    QString m_sessionFolder, m_sessionPath, m_leftSession;
    int m_number = 1;  // among the windows that are open, where it is not the only one
    bool m_demo = false;
    bool m_closing = false;  // what would be lost was asked about
};

}  // namespace regulus
