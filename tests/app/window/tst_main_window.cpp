// The whole window on real data, with a display: open, train briefly, click a cell, lasso a type, export a
// figure; and what every view then shows.
#include "app/window/main_window.h"

#include <QApplication>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDockWidget>
#include <QFile>
#include <QMessageBox>
#include <QPushButton>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>
#include <cmath>

#include "app/window/color_search.h"
#include "app/window/map_3d.h"
#include "app/window/shared_files.h"
#include "app/window/start_page.h"
#include "app/window/status_line.h"
#include "app/window/tour.h"
#include "tests/support/test_data.h"
#include "ui/dialogs/error_presenter.h"
#include "ui/dialogs/open_dialog.h"
#include "ui/dialogs/preferences_dialog.h"
#include "ui/dialogs/train_dialog.h"
#include "ui/export/figure_preview.h"
#include "ui/models/predictions_model.h"
#include "ui/render/theme.h"
#include "ui/session/session_settings.h"
#include "ui/views/embedding/embedding_view.h"
#include "ui/views/gallery/gallery_view.h"
#include "ui/views/gates/gates_view.h"
#include "ui/views/heatmap/heatmap_view.h"
#include "ui/views/history/history_view.h"
#include "ui/views/inspector/inspector_view.h"
#include "ui/views/inspector/subject_header.h"
#include "ui/views/inspector/tf_section.h"
#include "ui/views/parts/embedding_canvas.h"
#include "ui/views/predictions/predictions_view.h"
#include "ui/views/scatter/scatter_view.h"

using namespace regulus;

namespace {

// Training and attention on a busy machine; what is waited for comes in seconds.
constexpr int patience_ms = 280000;

}  // namespace

class TestMainWindow : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<SessionSettings> m_settings;
    std::unique_ptr<MainWindow> m_window;

    Session& session() { return m_window->session(); }
    EmbeddingCanvas& canvas() { return *m_window->map().canvas(); }

    QPoint pixelOf(std::uint32_t cell) {
        const Matrix& at = *session().view().embedding()->coordinates;
        const QPointF plane(static_cast<double>(at(cell, 0)), static_cast<double>(at(cell, 1)));
        return canvas().sceneLayout().toPixel(plane).toPoint();
    }

    CellSet ofType(const char* name) {
        const auto type = session().groups().categorical("cell_type");
        const auto at = std::ranges::find(type->categories, name);
        return session().groups().cellsOf("cell_type", static_cast<int>(at - type->categories.begin()));
    }

    // A loop around the middle of these cells that leaves the outermost out.
    QPolygon loopAround(const CellSet& cells) {
        std::vector<QPoint> points;
        for (const std::uint32_t cell : cells.rows()) points.push_back(pixelOf(cell));
        QPointF middle;
        for (const QPoint& p : points) middle += p;
        middle /= static_cast<double>(points.size());
        std::vector<double> distances;
        for (const QPoint& p : points)
            distances.push_back(std::hypot(p.x() - middle.x(), p.y() - middle.y()));
        std::ranges::sort(distances);
        const double radius = distances[distances.size() * 95 / 100] + 4;
        QPolygon loop;
        for (int i = 0; i < 36; ++i) {
            const double angle = i * M_PI / 18;
            loop << QPoint(static_cast<int>(middle.x() + radius * std::cos(angle)),
                           static_cast<int>(middle.y() + radius * std::sin(angle)));
        }
        return loop;
    }

    void drag(const QPolygon& loop, Qt::KeyboardModifiers keys = {}) {
        QTest::mousePress(&canvas(), Qt::LeftButton, keys, loop.first());
        for (const QPoint& p : loop) {
            QMouseEvent move(QEvent::MouseMove, p, canvas().mapToGlobal(p), Qt::NoButton, Qt::LeftButton,
                             keys);
            QApplication::sendEvent(&canvas(), &move);
        }
        QTest::mouseRelease(&canvas(), Qt::LeftButton, keys, loop.last());
    }

  private Q_SLOTS:
    void initTestCase() {
        REGULUS_NEED_DATA(test::data_file("pbmc3k/pbmc3k_seurat.h5ad"));
        m_settings = std::make_unique<SessionSettings>(m_folder.filePath("settings.ini"));
        m_settings->setTheme(ThemeChoice::Light);
        m_settings->setTourDismissed(true);
        m_window = std::make_unique<MainWindow>(Engine::standard(), *m_settings);
        m_window->resize(1440, 900);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }

    void cleanupTestCase() { m_window.reset(); }

    void startsWithTheStartPage() {
        QVERIFY(m_window->showsStartPage());
        QVERIFY(!m_window->action("train")->isEnabled());
        QVERIFY(!m_window->action("export")->isEnabled());
        for (QDockWidget* dock : m_window->findChildren<QDockWidget*>()) QVERIFY(!dock->isVisible());
    }

    void opensThroughThePreview() {
        m_window->askDataset(test::data_file("pbmc3k/pbmc3k_seurat.h5ad"));
        auto* dialog = m_window->findChild<OpenDialog*>();
        QVERIFY(dialog);
        dialog->setPrior(test::data_file("priors/collectri.csv"));
        QTRY_VERIFY_WITH_TIMEOUT(dialog->ready() && dialog->prior(), patience_ms);
        QTest::mouseClick(dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Open),
                          Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(session().opened().dataset, patience_ms);
        QVERIFY(!m_window->showsStartPage());
        QCOMPARE(m_window->statusLine().cellsText(), QString("2,638 cells"));
        QVERIFY(m_window->windowTitle().contains("pbmc3k_seurat.h5ad"));
        QCOMPARE(session().view().embedding()->key, std::string("X_umap"));
        QVERIFY(session().colors().data()->categorical());
        QVERIFY(m_window->action("train")->isEnabled());
        QVERIFY(m_settings->recentFiles().contains(test::data_file("pbmc3k/pbmc3k_seurat.h5ad")));
    }

    void anyGeneBeforeAModel() {
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        m_window->colorSearch().activate();
        QTest::keyClicks(&m_window->colorSearch(), "CD14");
        QVERIFY(!m_window->colorSearch().model().choices().empty());
        QCOMPARE(m_window->colorSearch().model().choices().front().name, QString("CD14"));
        QTest::keyClick(&m_window->colorSearch(), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(session().colors().data()->coloring == Coloring::gene("CD14"), patience_ms);
        double monocytes = 0, others = 0;
        const CellSet mono = ofType("CD14+ Mono");
        for (std::size_t cell = 0; cell < session().opened().cells(); ++cell)
            (mono.contains(cell) ? monocytes : others) +=
                static_cast<double>(session().colors().data()->values[cell]);
        QVERIFY(monocytes > others);
        session().undoStack().undo();
        QVERIFY(session().colors().coloring() == Coloring::column("cell_type"));
    }

    void twoGenesAtOnce() {
        ColorSearch& search = m_window->colorSearch();
        search.activate();
        QTest::keyClicks(&search, "cd3d + ms4");
        const auto names = [&] {
            QStringList found;
            for (const ColorChoice& choice : search.model().choices()) found << choice.name;
            return found;
        };
        QVERIFY2(names().contains("CD3D + MS4A1"), qPrintable(names().join("; ")));
        QTest::keyClicks(&search, "a1");
        QCOMPARE(names().value(0), QString("CD3D + MS4A1"));
        QTest::keyClick(&search, Qt::Key_Return);
        const Coloring blend = Coloring::blend(Coloring::gene("CD3D"), Coloring::gene("MS4A1"));
        QTRY_VERIFY_WITH_TIMEOUT(session().colors().data()->coloring == blend, patience_ms);
        QCOMPARE(search.text(), QString("CD3D + MS4A1"));
        // Neither, CD3D only, MS4A1 only, both: numpy on the counts of the file.
        std::vector<std::size_t> counts;
        for (const LegendEntry& entry : session().colors().data()->points->legend.entries)
            counts.push_back(entry.count);
        QVERIFY(counts == (std::vector<std::size_t>{938, 1285, 328, 87}));

        m_window->action("plotBlend")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(m_window->scatter().data() && !m_window->scatter().busy(), patience_ms);
        QCOMPARE(m_window->scatter().data()->x.name, std::string("CD3D"));
        QCOMPARE(m_window->scatter().data()->y.name, std::string("MS4A1"));

        // The second name alone is typed.
        session().colors().colorBy(Coloring::gene("LYZ"));
        QTRY_VERIFY_WITH_TIMEOUT(session().colors().data()->coloring == Coloring::gene("LYZ"), patience_ms);
        m_window->action("blend")->trigger();
        QTRY_COMPARE(search.text(), QString("LYZ + "));
        QTest::keyClicks(&search, "CST3");
        QTest::keyClick(&search, Qt::Key_Return);
        QCOMPARE(session().colors().coloring(),
                 Coloring::blend(Coloring::gene("LYZ"), Coloring::gene("CST3")));
        session().undoStack().undo();
        session().undoStack().undo();
        QVERIFY(session().colors().coloring() == blend);
        session().undoStack().undo();  // the scatter plot
        session().undoStack().undo();
        QVERIFY(session().colors().coloring() == Coloring::column("cell_type"));
        QVERIFY(!m_window->action("blend")->isEnabled());
        QTRY_VERIFY_WITH_TIMEOUT(session().jobs().idle(), patience_ms);
    }

    void theGalleryAndTheHistoryAreFound() {
        m_window->action("gallery")->trigger();
        QTRY_VERIFY(m_window->gallery().isVisible());
        m_window->gallery().showNames({"MS4A1", "LYZ"});
        QTRY_COMPARE_WITH_TIMEOUT(m_window->gallery().panes().size(), std::size_t(2), patience_ms);
        const auto menus = m_window->findChildren<QMenu*>();
        const auto splits = std::ranges::find(menus, QString("Split the map by"), &QMenu::title);
        QVERIFY(splits != menus.end());
        auto wells = std::make_shared<Categorical>();
        wells->categories = {"a", "b"};
        wells->codes.assign(session().opened().cells(), 0);
        wells->codes.front() = 1;
        session().putColumn({"wells & plates", wells, {}});
        const auto named = [&](const char* text) {
            return std::ranges::count((*splits)->actions(), QString(text), &QAction::text);
        };
        QCOMPARE(named("wells && plates"), 1);
        session().undoStack().undo();
        QCOMPARE(named("wells && plates"), 0);
        const QList<QAction*> columns = (*splits)->actions();
        const auto type = std::ranges::find(columns, QString("cell_type"), &QAction::text);
        QVERIFY(type != columns.end());
        (*type)->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(m_window->gallery().panes().size(), std::size_t(9), patience_ms);
        QVERIFY(!m_window->history().isVisible());  // until it is asked for
        m_window->action("history")->trigger();
        QTRY_VERIFY(m_window->history().isVisible());
        const auto last = m_window->history().currentIndex();
        QCOMPARE(last.data().toString(), QString("Split the map by cell_type"));
        const QRect before = m_window->history().visualRect(last.siblingAtRow(last.row() - 1));
        QTest::mouseClick(m_window->history().viewport(), Qt::LeftButton, {}, before.center());
        QTRY_COMPARE_WITH_TIMEOUT(m_window->gallery().panes().size(), std::size_t(2), patience_ms);
        m_window->findChild<QDockWidget*>("history")->hide();
        m_window->raiseDock("heatmap");
    }

    void theScatterPlotAndItsGatesAreFound() {
        m_window->action("scatter")->trigger();
        QTRY_VERIFY(m_window->scatter().isVisible());
        m_window->scatter().plot("CST3", "LYZ");
        QTRY_VERIFY_WITH_TIMEOUT(m_window->scatter().data() && !m_window->scatter().busy(), patience_ms);
        QVERIFY2(m_window->scatter().summary().startsWith("2,638 cells"),
                 qPrintable(m_window->scatter().summary()));
        QVERIFY(!m_window->gates().isVisible());  // until there is one
        m_window->action("drawGate")->trigger();
        QTRY_VERIFY(m_window->gates().isVisible());
        QVERIFY(session().gates().drawing());
        session().gates().add({0, 0, "myeloid", "CST3", "LYZ", true, {{2, 3}, {9, 9}}});
        QVERIFY(!session().gates().drawing());
        QTRY_VERIFY_WITH_TIMEOUT(session().gates().counted()->of(1) != nullptr, patience_ms);
        QCOMPARE(m_window->scatter().canvas()->scene().marks().outlines.size(), std::size_t(1));
        session().undoStack().undo();
        m_window->findChild<QDockWidget*>("gates")->hide();
        m_window->raiseDock("heatmap");
    }

    void trainsBriefly() {
        m_window->action("train")->trigger();
        auto* dialog = m_window->findChild<TrainDialog*>();
        QVERIFY(dialog);
        QVERIFY2(dialog->problem().isEmpty(), qPrintable(dialog->problem()));
        dialog->setPreset(Preset::Quick);
        dialog->findChild<QComboBox*>("form")->setCurrentIndex(2);  // genes, which take epochs
        dialog->findChild<QSpinBox*>("genes")->setValue(600);
        dialog->findChild<QSpinBox*>("epochs")->setValue(2);
        dialog->findChild<QSpinBox*>("pretraining")->setValue(1);
        QVERIFY(dialog->commandLine().contains("--max-genes 600"));
        dialog->accept();
        QVERIFY(session().training().progress().active());
        QTRY_VERIFY_WITH_TIMEOUT(!session().training().progress().active(), patience_ms);
        QVERIFY2(session().training().progress().phase == TrainingPhase::Done,
                 qPrintable(session().training().progress().problem));
        QVERIFY(session().training().progress().snapshot);
        QVERIFY(session().training().progress().metrics.contains("accuracy"));
        QVERIFY(session().training().progress().metrics.contains("baseline_accuracy"));
        QTRY_VERIFY_WITH_TIMEOUT(session().model().regulons && !session().loading(), patience_ms);
        QCOMPARE(session().model().results->predicted.size(), 2638U);
        QCOMPARE(session().view().embedding()->key, std::string("model:umap"));
        QVERIFY(m_window->action("saveModel")->isEnabled());
    }

    void aClickOpensTheCell() {
        session().view().showEmbedding("X_umap");
        m_window->action("lasso")->trigger();
        QTRY_VERIFY(canvas().scene().points());
        // A B cell that no other point covers: the one nearest to the middle of its type.
        const QPoint middle = loopAround(ofType("B")).boundingRect().center();
        std::uint32_t cell = 0;
        int best = 1 << 30;
        for (const std::uint32_t b : ofType("B").rows()) {
            const int distance = (pixelOf(b) - middle).manhattanLength();
            if (distance < best) best = distance, cell = b;
        }
        QTest::mouseClick(&canvas(), Qt::LeftButton, {}, pixelOf(cell));
        QTRY_VERIFY(session().focus().cell());
        const std::uint32_t opened = *session().focus().cell();
        QVERIFY(ofType("B").contains(opened));
        QVERIFY((pixelOf(opened) - pixelOf(cell)).manhattanLength() <= 6);
        QCOMPARE(m_window->inspector().header().title(), QString("B"));
        QVERIFY(m_window->inspector().header().line().contains(
            QString::fromStdString(session().opened().dataset->obs.index[opened])));
        QTRY_VERIFY_WITH_TIMEOUT(m_window->inspector().tfSection().tfs().rowCount() > 5, patience_ms);
    }

    void aLassoSelectsAType() {
        const CellSet mono = ofType("CD14+ Mono");
        drag(loopAround(mono));
        QTRY_VERIFY(session().cells().selection().count() > 100);
        const CellSet selected = session().cells().selection();
        QVERIFY((selected & mono).count() * 10 > mono.count() * 8);
        QVERIFY((selected & mono).count() * 10 > selected.count() * 8);
        // Every view follows.
        QCOMPARE(m_window->statusLine().selectedText(),
                 QString("%L1 selected").arg(static_cast<int>(selected.count())));
        QCOMPARE(canvas().scene().selection(), selected);
        m_window->predictions().setSelectedOnly(true);
        QTRY_COMPARE_WITH_TIMEOUT(m_window->predictions().model().rowCount(),
                                  static_cast<int>(selected.count()), patience_ms);
        m_window->predictions().setSelectedOnly(false);
        QVERIFY(m_window->action("clear")->isEnabled());
        // Undo takes it back, redo brings it.
        m_window->action("undo")->trigger();
        QVERIFY(session().cells().selection() != selected);
        m_window->action("redo")->trigger();
        QCOMPARE(session().cells().selection(), selected);
        // Shift adds.
        drag(loopAround(ofType("B")), Qt::ShiftModifier);
        QVERIFY((selected - session().cells().selection()).empty());
        QVERIFY(session().cells().selection().count() > selected.count() + 200);
        QTest::keyClick(m_window.get(), Qt::Key_Escape);
        QVERIFY(session().cells().selection().empty());
    }

    void exportsWhatIsShown() {
        m_window->action("export")->trigger();
        auto* preview = m_window->findChild<FigurePreview*>();
        QVERIFY(preview);
        FigureOptions options = preview->options();
        options.format = FigureFormat::Svg;
        preview->setOptions(options);
        const QString path = m_folder.filePath("map.svg");
        preview->saveTo(path);
        QTRY_VERIFY(QFile::exists(path));  // it is written in a job
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray svg = file.readAll();
        QVERIFY(svg.contains("<text"));
        QVERIFY(svg.contains("Naive CD4 T"));
        QVERIFY(svg.contains("pbmc3k_seurat.h5ad"));  // provenance inside the file

        m_window->action("exportHeatmap")->trigger();
        QTRY_VERIFY(m_window->findChild<FigurePreview*>());
        for (auto* dialog : m_window->findChildren<FigurePreview*>()) {
            if (!dialog->isVisible()) continue;
            const QString heatmap = m_folder.filePath("heatmap.pdf");
            options.format = FigureFormat::Pdf;
            dialog->setOptions(options);
            dialog->saveTo(heatmap);
            QTRY_VERIFY(QFileInfo(heatmap).size() > 3000);
        }
    }

    void noErrorWasShownOnTheWay() {
        // "Saved …" notices are no failures, and close like them.
        while (m_window->errors().waiting()) {
            QVERIFY2(m_window->errors().text().startsWith("Saved"), qPrintable(m_window->errors().text()));
            m_window->errors().dismiss();
        }
    }

    void anotherDataSetGetsAWindowOfItsOwn() {
        m_window->openFile(test::data_file("pbmc3k/pbmc3k_seurat.h5ad"));
        auto* dialog = m_window->findChild<OpenDialog*>();
        QVERIFY(dialog);  // it does not just replace what is open
        auto* another = dialog->findChild<QPushButton*>("another");
        QVERIFY(another);
        QTRY_VERIFY_WITH_TIMEOUT(another->isEnabled(), patience_ms);
        QTest::mouseClick(another, Qt::LeftButton);
        const auto others = [this] {
            QList<MainWindow*> found;
            for (QWidget* widget : QApplication::topLevelWidgets())
                if (auto* window = qobject_cast<MainWindow*>(widget); window && window != m_window.get())
                    found << window;
            return found;
        };
        QCOMPARE(others().size(), 1);
        MainWindow* second = others().front();
        QTRY_VERIFY_WITH_TIMEOUT(second->session().opened().dataset, patience_ms);
        QVERIFY(session().model().file);  // the first has all it had
        QVERIFY(!second->session().model().file);
        second->close();
        QTRY_VERIFY(others().isEmpty());
    }

    void whatIsNotSavedIsAskedAbout() {
        QVERIFY(session().modelUnsaved());
        const auto press = [this](const QString& start) {
            auto* question = m_window->findChild<QMessageBox*>("unsaved");
            QVERIFY(question);
            for (QAbstractButton* button : question->buttons())
                if (button->text().remove('&').startsWith(start)) return button->click();
            QFAIL(qPrintable("no button " + start));
        };
        const auto asked = [this] { return m_window->findChild<QMessageBox*>("unsaved") != nullptr; };
        m_window->action("close")->trigger();
        press("Cancel");
        QTRY_VERIFY(!asked());
        QVERIFY(session().opened().dataset && session().model().file);
        m_window->close();
        QVERIFY(m_window->isVisible());
        press("Cancel");
        QTRY_VERIFY(!asked());
        bool saved = false;
        session().saveModel(m_folder.filePath("kept.safetensors"), [&saved] { saved = true; });
        QTRY_VERIFY_WITH_TIMEOUT(saved, patience_ms);
        QVERIFY(!session().modelUnsaved());
    }

    void closingTheDataGoesBackToTheStart() {
        m_window->action("close")->trigger();
        QVERIFY(!m_window->findChild<QMessageBox*>("unsaved"));
        QVERIFY(m_window->showsStartPage());
        QVERIFY(!m_window->action("train")->isEnabled());
        QCOMPARE(session().undoStack().count(), 0);
    }

    void theDemoShowsAModelOnItsOwnMap() {
        if (demoFolder().isEmpty()) QSKIP("this build made no demo");
        QTest::mouseClick(m_window->startPage().findChild<QAbstractButton*>("demo"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(session().opened().dataset, patience_ms);
        QVERIFY(session().simulated());
        QVERIFY(m_window->windowTitle().contains("(simulated)"));
        QVERIFY(session().view().embedding());  // at once, before the model has said anything
        QTRY_VERIFY_WITH_TIMEOUT(session().model().tfs && !session().loading(), patience_ms);
        QVERIFY(session().view().embedding()->fromFile);
        QVERIFY(m_window->action("exportHeatmap")->isEnabled());
        // The demo is not a file of the person's.
        QVERIFY(!m_settings->recentFiles().join(' ').contains("demo.h5ad"));
        QVERIFY(!m_settings->lastPrior().contains("demo_prior"));
    }

    void theTourCanBeDismissedForEver() {
        if (!session().opened().dataset) QSKIP("no demo");
        m_settings->setTourDismissed(false);
        m_window->showTour();
        QVERIFY(m_window->tour() && m_window->tour()->isVisible());
        QCOMPARE(m_window->tour()->position(), 0);
        QTest::keyClick(m_window->tour(), Qt::Key_Escape);
        QVERIFY(!m_window->tour());
        QVERIFY(m_settings->tourDismissed());
    }

    void threeDimensionsAreMadeWhenAskedFor() {
        if (!session().opened().dataset) QSKIP("no demo");
        QVERIFY(!m_window->findChild<Map3d*>());
        m_window->action("3d")->trigger();
        auto* space = m_window->findChild<Map3d*>();
        QVERIFY(space && space->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(space->embedding(), patience_ms);
        QCOMPARE(space->embedding()->coordinates->cols, 3U);
        // Each of the two maps keeps its tool.
        QVERIFY(m_window->action("rotate")->isVisible() && m_window->action("rotate")->isChecked());
        m_window->action("box")->trigger();
        QCOMPARE(session().view().spaceTool(), Tool::Rectangle);
        QCOMPARE(session().view().tool(), Tool::Lasso);
        m_window->action("2d")->trigger();
        QVERIFY(m_window->map().isVisible());
        QVERIFY(!m_window->action("rotate")->isVisible() && m_window->action("lasso")->isChecked());
    }

    void themesChangeWhileItRuns() {
        m_settings->setTheme(ThemeChoice::Dark);
        m_window->action("preferences")->trigger();
        auto* dialog = m_window->findChild<PreferencesDialog*>();
        QVERIFY(dialog);
        Q_EMIT dialog->themeChanged();
        QVERIFY(Theme::current().dark);
        m_settings->setTheme(ThemeChoice::Light);
        Q_EMIT dialog->themeChanged();
        QVERIFY(!Theme::current().dark);
        dialog->close();
    }
};

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("DISPLAY")) return 77;  // counted as skipped
    QApplication::setStyle(QStringLiteral("Fusion"));
    QApplication application(argc, argv);
    TestMainWindow test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_main_window.moc"
