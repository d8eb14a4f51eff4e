// What the window offers: actions with their keys, the toolbar, the menus, and
// what is enabled when.
#include <QActionGroup>
#include <QApplication>
#include <QDockWidget>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QToolBar>
#include <QToolButton>

#include "app/window/color_search.h"
#include "app/window/icons.h"
#include "app/window/main_window.h"
#include "app/window/map_3d.h"
#include "app/window/shared_files.h"
#include "app/window/tour.h"
#include "app/window/window_layout.h"
#include "app/window/window_style.h"
#include "ui/figures/figure.h"
#include "ui/figures/scatter/scatter_axis.h"
#include "ui/models/number_text.h"
#include "ui/render/theme.h"
#include "ui/session/selection_growth.h"
#include "ui/session/session_settings.h"
#include "ui/views/compare/compare_view.h"
#include "ui/views/embedding/embedding_view.h"
#include "ui/views/gallery/gallery_view.h"
#include "ui/views/inspector/inspector_view.h"
#include "ui/views/parts/cell_pointing.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {

QAction* MainWindow::make(const char* name, const QString& text, const char* iconName,
                          const QKeySequence& key) {
    auto* made = new QAction(text, this);
    made->setObjectName(QString::fromLatin1(name));
    made->setProperty("iconName", QByteArray(iconName));
    if (!key.isEmpty()) made->setShortcut(key);
    addAction(made);
    return made;
}

void MainWindow::buildActions() {
    const auto on = [this](QAction* action, auto slot) { connect(action, &QAction::triggered, this, slot); };
    Session* session = m_session.get();
    on(make("open", tr("Open…"), "document-open", QKeySequence::Open), [this] { askDataset(); });
    on(make("openPrior", tr("Choose prior…"), "document-open-data"), [this] { askPrior(); });
    on(make("openModel", tr("Open model…"), "document-open-data"), [this] { askModel(); });
    on(make("demo", tr("Open the demo"), "media-playback-start"), [this] { openDemo(); });
    on(make("realDemo", tr("Open the demo of real cells"), "media-playback-start"),
       [this] { openRealDemo(); });
    on(make("saveModel", tr("Save model…"), "document-save-as", QKeySequence::Save), [this] {
        if (const QString file = askModelFile(); !file.isEmpty()) saveModel(file);
    });
    on(make("newWindow", tr("New window"), "window-new", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N)),
       [this] { newWindow(); });
    on(make("openSession", tr("Open session…"), "document-open"), [this] { askSession(); });
    on(make("saveSession", tr("Save session"), "document-save",
            QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S)),
       [this] { saveSession(); });
    on(make("saveSessionAs", tr("Save session as…"), "document-save-as"), [this] { saveSession(true); });
    on(make("saveColumns", tr("Save columns and maps…"), "document-save-as"), [this] { saveColumns(); });
    on(make("export", tr("Export map…"), "document-export", QKeySequence(Qt::CTRL | Qt::Key_E)),
       [this] { exportMap(); });
    on(make("exportMapNumbers", tr("Export numbers of the map…"), "document-export"),
       [this] { exportMapNumbers(); });
    on(make("exportHeatmap", tr("Export heatmap…"), "document-export",
            QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E)),
       [this] { exportHeatmap(); });
    on(make("exportConfusion", tr("Export confusion matrix…"), "document-export"),
       [this] { exportConfusion(); });
    on(make("exportComparison", tr("Export comparison…"), "document-export"), [this] { exportComparison(); });
    on(make("exportNetwork", tr("Export TF network…"), "document-export"), [this] { exportNetwork(); });
    on(make("exportPage", tr("Figure of several panels…"), "document-export",
            QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_E)),
       [this] { exportPage(); });
    on(make("close", tr("Close dataset"), "document-close", QKeySequence::Close), [this, session] {
        whenNothingIsLost(Next::Close, [this, session] {
            whenColumnsAreSafe(Next::Close, [session] { session->close(); });
        });
    });
    on(make("quit", tr("Quit"), "application-exit", QKeySequence::Quit), [this] { quit(); });

    const auto undoable = [this](QAction* action, const char* name, const char* iconName,
                                 const QKeySequence& key) {
        action->setParent(this);
        action->setObjectName(QString::fromLatin1(name));
        action->setProperty("iconName", QByteArray(iconName));
        action->setShortcuts(name == std::string("redo")
                                 ? QList<QKeySequence>{key, QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z)}
                                 : QList<QKeySequence>{key});
        addAction(action);
    };
    undoable(session->undoStack().createUndoAction(this, tr("Undo")), "undo", "edit-undo",
             QKeySequence(Qt::CTRL | Qt::Key_Z));
    undoable(session->undoStack().createRedoAction(this, tr("Redo")), "redo", "edit-redo",
             QKeySequence(Qt::CTRL | Qt::Key_Y));
    on(make("history", tr("History"), "view-history", QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_Z)),
       [this] { raiseDock("history"); });
    on(make("exportScript", tr("Export as script…"), "document-export"), [this] { exportScript(); });
    on(make("selectAll", tr("Select all visible cells"), "edit-select-all", QKeySequence::SelectAll),
       [session] { session->cells().selectAll(); });
    on(make("invert", tr("Invert selection"), "edit-select-invert", QKeySequence(Qt::CTRL | Qt::Key_I)),
       [session] { session->cells().invertSelection(); });
    on(make("growSelection", tr("Grow selection"), "", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Up)),
       [this] { m_growth->grow(); });
    on(make("clear", tr("Clear selection"), "edit-select-none"),
       [session] { session->cells().clearSelection(); });
    on(make("nameSelection", tr("Name selection…"), "tag", QKeySequence(Qt::CTRL | Qt::Key_G)),
       [this] { nameSelection(); });
    on(make("selectByName", tr("Select cells by name…"), ""), [this] { selectByName(); });
    on(make("copyNames", tr("Copy names of selected cells"), "edit-copy"), [this] { copyNames(); });
    on(make("clusters", tr("Cluster cells…"), ""), [this] { askClusters(); });
    on(make("scores", tr("Score gene sets…"), ""), [this] { askScores(); });
    on(make("compareSelection", tr("Compare selection with the rest"), "",
            QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C)),
       [this] { compareSelection(); });
    on(make("hideOthers", tr("Show only selected cells"), "view-filter", QKeySequence(Qt::CTRL | Qt::Key_H)),
       [session] { session->cells().setFilter("selection", session->cells().selection()); });
    on(make("showAll", tr("Show all cells"), "view-visible", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_H)),
       [session] { session->cells().clearFilters(); });
    on(make("workspace", tr("New workspace…"), "", QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_W)),
       [this] { askWorkspace(); });
    on(make("leaveWorkspace", tr("Back to all cells"), "", QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_B)),
       [session] { session->workspaces().leave(); });
    on(make("removeWorkspace", tr("Remove this workspace"), ""),
       [session] { session->workspaces().remove(session->workspaces().workspaces().current); });
    on(make("preferences", tr("Preferences…"), "configure", QKeySequence(Qt::CTRL | Qt::Key_Comma)),
       [this] { showPreferences(); });

    on(make("search", tr("Search…"), "color-management", QKeySequence(Qt::CTRL | Qt::Key_K)),
       [this] { m_search->activate(); });
    on(make("blend", tr("Blend with another gene…"), "", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_B)),
       [this] { m_search->blend(); });
    on(make("plotBlend", tr("Scatter plot of both numbers"), ""), [this] { plotBlend(); });
    on(make("byLabel", tr("Colour by label"), "", QKeySequence(Qt::CTRL | Qt::Key_1)),
       [session] { session->colors().colorBy(Coloring::column(session->opened().labelColumn())); });
    on(make("byPrediction", tr("Colour by prediction"), "", QKeySequence(Qt::CTRL | Qt::Key_2)),
       [session] { session->colors().colorBy(Coloring::prediction()); });
    on(make("byConfidence", tr("Colour by certainty"), "", QKeySequence(Qt::CTRL | Qt::Key_3)),
       [session] { session->colors().colorBy(Coloring::confidence()); });
    on(make("gallery", tr("Gallery of maps"), "view-grid", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_G)),
       [this] { raiseDock("gallery"); });
    on(make("scatter", tr("Scatter plot"), "office-chart-scatter",
            QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P)),
       [this] { raiseDock("scatter"); });
    on(make("geneLists", tr("Gene lists"), "view-list-details",
            QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_L)),
       [this] { raiseDock("genelists"); });
    on(make("gates", tr("Gates"), "edit-select-lasso", QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_G)),
       [this] { raiseDock("gates"); });
    on(make("drawGate", tr("Draw gate"), "draw-polygon", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_D)),
       [this] {
           raiseDock("gates");
           m_session->gates().setDrawing(true);
       });
    on(make("larger", tr("Larger points"), "zoom-in", QKeySequence(Qt::CTRL | Qt::Key_Plus)),
       [this] { changePoints(1.25); });
    on(make("smaller", tr("Smaller points"), "zoom-out", QKeySequence(Qt::CTRL | Qt::Key_Minus)),
       [this] { changePoints(0.8); });
    QAction* enlarge = make("enlarge", tr("Enlarge the lower panel"), "view-fullscreen",
                            QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_M));
    enlarge->setCheckable(true);
    connect(enlarge, &QAction::triggered, m_layout, [this, enlarge](bool large) {
        m_layout->setEnlarged(large);
        enlarge->setChecked(m_layout->enlarged());
    });
    connect(m_layout, &WindowLayout::enlargedChanged, enlarge, [this, enlarge](bool large) {
        enlarge->setChecked(large);
        enlarge->setText(large ? tr("Show map and panels again") : tr("Enlarge the lower panel"));
    });
    QToolButton* enlargeButton = m_layout->button();
    connect(enlargeButton, &QToolButton::clicked, enlarge, &QAction::trigger);
    const auto describe = [enlarge, enlargeButton] {
        enlargeButton->setToolTip(QStringLiteral("%1 (%2)").arg(
            enlarge->text(), enlarge->shortcut().toString(QKeySequence::NativeText)));
        enlargeButton->setAccessibleName(enlarge->text());
    };
    connect(enlarge, &QAction::changed, enlargeButton, describe);
    describe();
    QAction* labels = make("labels", tr("Labels on the map"), "");
    labels->setCheckable(true);
    connect(labels, &QAction::toggled, this, [session](bool shown) {
        ViewSettings settings = session->view().settings();
        settings.labels = shown;
        session->view().setSettings(settings);
    });

    const auto choice = [this](QActionGroup* group, const char* name, const QString& text,
                               const char* iconName, auto slot, const QKeySequence& key = {}) {
        QAction* made = make(name, text, iconName, key);
        made->setCheckable(true);
        group->addAction(made);
        connect(made, &QAction::triggered, this, slot);
    };
    const auto inSpace = [session](bool space) {
        ViewSettings settings = session->view().settings();
        settings.threeD = space;
        session->view().setSettings(settings);
    };
    auto* dimensions = new QActionGroup(this);
    choice(dimensions, "2d", tr("2-D"), "", [inSpace] { inSpace(false); });
    choice(dimensions, "3d", tr("3-D"), "", [inSpace] { inSpace(true); });
    // Each of the two maps has its tool: in space a drag turns the map unless another one is chosen there.
    const auto tool = [session](Tool chosen) {
        return [session, chosen] {
            ViewState& view = session->view();
            view.settings().threeD ? view.setSpaceTool(chosen) : view.setTool(chosen);
        };
    };
    auto* tools = new QActionGroup(this);
    choice(tools, "rotate", tr("Rotate"), "transform-rotate", tool(Tool::Rotate), Qt::Key_R);
    choice(tools, "lasso", tr("Lasso"), "edit-select-lasso", tool(Tool::Lasso), Qt::Key_L);
    choice(tools, "polygon", tr("Polygon"), "draw-polygon", tool(Tool::Polygon), Qt::Key_G);
    choice(tools, "box", tr("Box"), "select-rectangular", tool(Tool::Rectangle), Qt::Key_B);
    choice(tools, "pan", tr("Pan"), "transform-move", tool(Tool::Pan), Qt::Key_P);

    on(make("train", tr("Train…"), "run-build", QKeySequence(Qt::CTRL | Qt::Key_T)), [this] { askTrain(); });
    on(make("evaluate", tr("Evaluate the prior…"), ""), [this] { askEvaluate(); });
    on(make("pause", tr("Pause training"), "media-playback-pause"),
       [session] { session->training().pause(); });
    on(make("resume", tr("Resume training"), "media-playback-start"), [this] { resumeTraining(); });
    on(make("stop", tr("Stop and keep the best model"), "media-playback-stop"),
       [session] { session->training().stop(); });
    on(make("computeMap", tr("Compute a map…"), ""), [this] { askMap(); });
    on(make("placeCells", tr("Place cells on another map…"), ""), [this] { askPlacing(); });
    on(make("colorScale", tr("Colour scale…"), "", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_K)),
       [this] { askColorScale(); });
    on(make("mapLook", tr("Map settings…"), "", QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_M)),
       [this] { askMapLook(); });
    on(make("removeMap", tr("Remove this map"), ""), [session] {
        if (const auto shown = session->view().embedding()) session->view().removeEmbedding(shown->key);
    });
    on(make("closeModel", tr("Close model"), ""),
       [this, session] { whenNothingIsLost(Next::Close, [session] { session->setModel(nullptr); }); });

    on(make("help", tr("Help"), "help-contents", QKeySequence::HelpContents), [this] { showHelp(); });
    on(make("shortcuts", tr("Keyboard shortcuts"), "", QKeySequence(Qt::Key_Question)),
       [this] { showShortcuts(); });
    on(make("tour", tr("Show the tour"), "help-hint"), [this] { showTour(); });
    on(make("about", tr("About Regulus"), "help-about"), [this] { showAbout(); });
}

// What the tools are for, and their keys: their texts are on them already.
void MainWindow::describeTools() {
    const std::pair<const char*, QString> tips[] = {
        {"open", tr("Open cells: .h5ad, .h5mu, 10x, .loom, tables and others")},
        {"train", tr("Learn the labels of the cells through the prior")},
        {"2d", tr("The map in the plane")},
        {"3d", tr("The map in space: drag to rotate, scroll to zoom")},
        {"rotate", tr("Turn the map; Space and drag does so with any tool")},
        {"lasso", tr("Select by drawing around cells; Shift adds, Ctrl takes away, both keep the overlap")},
        {"polygon", tr("Select by corners: click each, and the first again or Enter to close")},
        {"box", tr("Select by a rectangle; Shift adds, Ctrl takes away, both keep the overlap")},
        {"pan", tr("Move the map; the middle button and Space do so with any tool")}};
    for (const auto& [name, tip] : tips) {
        QAction* const tool = action(name);
        const QString key = tool->shortcut().toString(QKeySequence::NativeText);
        tool->setToolTip(key.isEmpty() ? tip : QStringLiteral("%1 (%2)").arg(tip, key));
    }
}

void MainWindow::buildToolBar() {
    describeTools();
    m_tools = new QToolBar(tr("Tools"));
    m_tools->setObjectName(QStringLiteral("tools"));
    m_tools->setMovable(false);
    // Qt's own menu would hide the bar, and nothing would bring it back.
    setContextMenuPolicy(Qt::PreventContextMenu);
    m_tools->setContextMenuPolicy(Qt::PreventContextMenu);
    m_tools->setIconSize({18, 18});
    m_tools->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    addToolBar(m_tools);
    const auto add = [this](const char* name) { m_tools->addAction(action(name)); };
    add("open");
    add("train");
    m_tools->addSeparator();
    m_search = new ColorSearch(*m_session);
    connect(m_search, &ColorSearch::left, this, &MainWindow::giveKeyboardToPage);
    connect(m_search, &ColorSearch::similarRequested, this, &MainWindow::showSimilar);
    m_tools->addWidget(m_search);
    m_tools->addSeparator();
    for (const char* name : {"2d", "3d"}) add(name);
    m_tools->addSeparator();
    for (const char* name : {"rotate", "lasso", "polygon", "box", "pan"}) add(name);
    m_tools->addSeparator();
    for (const char* name : {"undo", "redo"}) {
        add(name);
        if (auto* button = qobject_cast<QToolButton*>(m_tools->widgetForAction(action(name))))
            button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    }
    auto* space = new QWidget;
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_tools->addWidget(space);
    auto* exports = new QToolButton;
    exports->setObjectName(QStringLiteral("exportButton"));
    exports->setText(tr("Export figure…"));
    exports->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    exports->setProperty("iconName", QByteArray("document-export"));
    exports->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(exports);
    menu->addAction(action("export"));
    menu->addAction(action("exportHeatmap"));
    menu->addAction(action("exportConfusion"));
    menu->addAction(action("exportComparison"));
    menu->addAction(action("exportNetwork"));
    menu->addSeparator();
    menu->addAction(action("exportPage"));
    exports->setMenu(menu);
    m_tools->addWidget(exports);
}

void MainWindow::buildMenus() {
    const auto fill = [this](QMenu* menu, std::initializer_list<const char*> names) {
        for (const char* name : names)
            *name ? menu->addAction(action(name)) : static_cast<void>(menu->addSeparator());
    };
    QMenu* file = menuBar()->addMenu(tr("&File"));
    fill(file, {"open", "openPrior", "openModel", "openSession", "demo", "realDemo"});
    m_recentMenu = file->addMenu(tr("Recent"));
    connect(m_recentMenu, &QMenu::aboutToShow, this, &MainWindow::fillRecent);
    fillRecent();
    fill(file, {"newWindow", "", "saveSession", "saveSessionAs", "saveModel", "saveColumns", "", "export",
                "exportMapNumbers", "exportHeatmap", "exportConfusion", "exportComparison", "exportNetwork",
                "exportPage", "", "close", "quit"});
    fill(menuBar()->addMenu(tr("&Edit")), {"undo",
                                           "redo",
                                           "history",
                                           "exportScript",
                                           "",
                                           "selectAll",
                                           "selectByName",
                                           "invert",
                                           "growSelection",
                                           "clear",
                                           "",
                                           "drawGate",
                                           "nameSelection",
                                           "compareSelection",
                                           "copyNames",
                                           "",
                                           "clusters",
                                           "scores",
                                           "",
                                           "hideOthers",
                                           "showAll",
                                           "workspace",
                                           "",
                                           "preferences"});
    QMenu* view = menuBar()->addMenu(tr("&View"));
    fill(view, {"search"});
    fill(view->addMenu(tr("Colour by")),
         {"byLabel", "byPrediction", "byConfidence", "", "blend", "plotBlend"});
    m_embeddingMenu = view->addMenu(tr("Embedding"));
    fillEmbeddings();
    fill(view, {"", "2d", "3d"});
    fill(view->addMenu(tr("Tool")), {"rotate", "lasso", "polygon", "box", "pan"});
    fill(view, {"", "labels", "mapLook", "colorScale"});
    fill(view->addMenu(tr("Size of points")), {"larger", "smaller"});
    fill(view, {"", "gallery", "scatter", "gates", "geneLists"});
    m_splitMenu = view->addMenu(tr("Split the map by"));
    m_workspaceMenu = view->addMenu(tr("Workspaces"));
    fillWorkspaces();
    fill(view, {"", "enlarge"});
    QMenu* panels = view->addMenu(tr("Panels"));
    for (QDockWidget* dock : m_layout->docks()) panels->addAction(dock->toggleViewAction());
    QMenu* model = menuBar()->addMenu(tr("&Model"));
    fill(model, {"train", "pause", "resume", "stop", "", "evaluate", "", "closeModel"});
    fill(menuBar()->addMenu(tr("&Help")), {"help", "shortcuts", "tour", "about"});
}

void MainWindow::fillRecent() {
    m_recentMenu->clear();
    for (const QString& path : m_settings.recentFiles())
        connect(m_recentMenu->addAction(path), &QAction::triggered, this, [this, path] { openFile(path); });
    if (m_recentMenu->isEmpty()) m_recentMenu->addAction(tr("No files yet"))->setEnabled(false);
}

// Those that the map has, in the plane or in space.
void MainWindow::fillEmbeddings() {
    m_embeddingMenu->clear();
    const ViewState& view = m_session->view();
    const auto offer = [this](const QString& text, bool shown, const std::function<void()>& show) {
        QAction* entry = m_embeddingMenu->addAction(text);
        entry->setCheckable(true);
        entry->setChecked(shown);
        connect(entry, &QAction::triggered, this, show);
    };
    const auto nameOf = [](const ShownEmbedding& map) {
        return tr("%1 (%2)").arg(inMenu(map.title), map.provenance);
    };
    if (view.settings().threeD) {
        const std::string shown = view.spaceKey();
        for (const std::string& key : view.spaceKeys()) {
            const auto at = std::ranges::find(view.embeddings(), key, &ShownEmbedding::key);
            const bool there = at != view.embeddings().end();
            QString name = there ? nameOf(**at)
                           : key == layoutKey(EmbeddingRequest::From::Model, 3)
                               ? tr("UMAP of the cell embedding (computed in 3-D)")
                               : tr("UMAP of expression (computed in 3-D)");
            if (there && (*at)->coordinates->cols > 3) name += tr(", dimensions 1 to 3");
            offer(name, key == shown, [this, key] { m_session->view().showInSpace(key); });
        }
    } else {
        for (const auto& embedding : view.embeddings())
            if (!isOfSpace(*embedding))  // shown in 3-D alone
                offer(nameOf(*embedding), embedding == view.embedding(),
                      [this, key = embedding->key] { m_session->view().showEmbedding(key); });
    }
    m_embeddingMenu->addSeparator();
    m_embeddingMenu
        ->addAction(tr("Side by side in the gallery"), this,
                    [this] {
                        m_gallery->showBeside();
                        raiseDock("gallery");
                    })
        ->setEnabled(m_gallery->canShowBeside());
    m_embeddingMenu->addAction(action("computeMap"));
    m_embeddingMenu->addAction(action("placeCells"));
    m_embeddingMenu->addAction(action("removeMap"));
}

// Each its own column of groups, shown in the gallery.
void MainWindow::fillSplits() {
    m_splitMenu->clear();
    for (const std::string& column : m_gallery->splitColumns())
        m_splitMenu->addAction(inMenu(QString::fromStdString(column)), this, [this, column] {
            m_gallery->splitBy(column);
            raiseDock("gallery");
        });
    m_splitMenu->setEnabled(!m_splitMenu->isEmpty());
}

void MainWindow::fillWorkspaces() {
    m_workspaceMenu->clear();
    const Workspaces& workspaces = m_session->workspaces().workspaces();
    for (const Workspace& one : workspaces.all) {
        QAction* entry = m_workspaceMenu->addAction(
            tr("%1 (%2)").arg(inMenu(one.name), countText(one.cells.count(), tr("cell"), tr("cells"))));
        entry->setCheckable(true);
        entry->setChecked(one.name == workspaces.current);
        connect(entry, &QAction::triggered, this,
                [this, name = one.name] { m_session->workspaces().enter(name); });
    }
    m_workspaceMenu->addSeparator();
    for (const char* name : {"workspace", "leaveWorkspace", "removeWorkspace"})
        m_workspaceMenu->addAction(action(name));
}

// Of the points of the map that is shown.
double MainWindow::drawnSize() const {
    return m_space && m_session->view().settings().threeD ? m_space->drawnSize() : m_map->drawnSize();
}

void MainWindow::changePoints(double factor) {
    ViewSettings settings = m_session->view().settings();
    // From what is seen, and to what can be told from it.
    const double now = settings.pointSize > 0 ? settings.pointSize : drawnSize();
    settings.pointSize = std::clamp(std::round(2 * now * factor) / 2, 1.0, 16.0);
    m_session->view().setSettings(settings);
}

void MainWindow::refreshActions() {
    const bool dataset = m_session->opened().dataset != nullptr,
               model = m_session->model().results != nullptr;
    const bool any = dataset && !m_session->cells().selection().empty();
    const auto enable = [this](bool on, std::initializer_list<const char*> names) {
        for (const char* name : names) action(name)->setEnabled(on);
    };
    enable(dataset, {"close",   "selectAll", "selectByName", "search",   "larger",   "smaller", "labels",
                     "showAll", "mapLook",   "train",        "evaluate", "clusters", "scores",  "gallery",
                     "scatter", "gates",     "geneLists",    "drawGate", "history",  "enlarge"});
    enable(dataset, {"workspace"});
    enable(m_session->workspaces().current() != nullptr, {"leaveWorkspace", "removeWorkspace"});
    enable(dataset && !m_session->opened().dataset->path.empty(),
           {"saveSession", "saveSessionAs", "exportScript"});
    enable(any, {"clear", "hideOthers", "invert", "growSelection", "nameSelection", "compareSelection",
                 "copyNames"});
    enable(dataset && m_session->hasOwn(), {"saveColumns"});
    enable(dataset && m_session->opened().labels, {"byLabel"});
    const Coloring& coloring = m_session->colors().coloring();
    const bool blended = dataset && coloring.source == ColorSource::Blend;
    enable(blended || (dataset && isNumber(coloring, m_session->colors().inputs())), {"blend", "colorScale"});
    enable(blended, {"plotBlend"});
    enable(model, {"byPrediction", "byConfidence", "saveModel", "closeModel"});
    const bool space = m_session->view().settings().threeD;
    enable(dataset && !space, {"computeMap", "placeCells"});
    enable(dataset && (m_session->view().embedding() || space), {"export", "exportMapNumbers"});
    enable(m_session->model().regulons || m_session->tfResults(), {"exportHeatmap"});
    enable(m_session->model().results && m_session->opened().labels, {"exportConfusion"});
    enable(m_compare->figure() != nullptr, {"exportComparison"});
    enable(m_inspector->networkFigure() != nullptr, {"exportNetwork"});
    const auto map = m_session->view().embedding();
    enable(dataset, {"exportPage"});
    enable(map && !map->fromFile && !space, {"removeMap"});
    enable(!demoFolder().isEmpty(), {"demo"});
    const TrainingProgress& training = m_session->training().progress();
    const bool held = training.phase == TrainingPhase::Paused || training.pausing;
    enable(training.active() && !held && !training.stopping, {"pause"});
    enable((held && !training.stopping) || m_session->training().interrupted(), {"resume"});
    enable(training.active() && !training.stopping, {"stop"});
    action(space ? "3d" : "2d")->setChecked(true);
    enable(dataset && !m_session->view().spaceKeys().empty(), {"3d"});
    enable(dataset, {"2d", "lasso", "polygon", "box", "pan"});
    enable(dataset && space, {"rotate"});
    action("rotate")->setVisible(space);
    fitTools();
    const Tool tool = space ? m_session->view().spaceTool() : m_session->view().tool();
    action(tool == Tool::Rotate      ? "rotate"
           : tool == Tool::Lasso     ? "lasso"
           : tool == Tool::Polygon   ? "polygon"
           : tool == Tool::Rectangle ? "box"
                                     : "pan")
        ->setChecked(true);
    const QSignalBlocker quiet(action("labels"));
    action("labels")->setChecked(m_session->view().settings().labels);
    m_search->setEnabled(dataset);
    if (auto* button = m_tools->findChild<QToolButton*>(QStringLiteral("exportButton")))
        button->setEnabled(action("export")->isEnabled() || action("exportHeatmap")->isEnabled());
}

// In space there is one tool more: where the window is narrow they say their names in tooltips alone.
void MainWindow::fitTools() {
    constexpr int least_width = 1400;
    const bool narrow = m_session->view().settings().threeD && width() < least_width;
    for (const char* name : {"rotate", "lasso", "polygon", "box", "pan"})
        if (auto* button = qobject_cast<QToolButton*>(m_tools->widgetForAction(action(name))))
            button->setToolButtonStyle(narrow ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
}

void MainWindow::chooseTheme() {
    const ThemeChoice choice = m_settings.theme();
    const Theme& theme = regulus::applyTheme(*qApp, choice == ThemeChoice::Light  ? Appearance::Light
                                                    : choice == ThemeChoice::Dark ? Appearance::Dark
                                                                                  : Appearance::System);
    // Widgets hear of a font and a palette only through QApplication.
    QApplication::setFont(theme.font());
    QApplication::setPalette(theme.palette());
    chooseIconTheme(theme.dark);
}

void MainWindow::applyTheme() {
    chooseTheme();
    for (QWidget* widget : QApplication::topLevelWidgets())
        if (auto* window = qobject_cast<MainWindow*>(widget)) window->dress();
}

void MainWindow::dress() {
    const Theme& theme = Theme::current();
    // The parts of docks were made without a parent and met the style sheet later: only a font of the
    // window's own reaches them all.
    setFont(theme.font());
    setStyleSheet(windowStyle(theme));
    const auto setIcon = [](auto* thing) {
        const QByteArray name = thing->property("iconName").toByteArray();
        if (!name.isEmpty()) thing->setIcon(icon(name.constData()));
    };
    for (QAction* action : findChildren<QAction*>()) setIcon(action);
    for (QToolButton* button : findChildren<QToolButton*>()) setIcon(button);
}

}  // namespace regulus
