// Where the window and its parts are: whole on the screen, and at the next start where they were left.
#include <QApplication>
#include <QDockWidget>
#include <QScreen>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <cmath>

#include "app/window/main_window.h"
#include "app/window/start_page.h"
#include "app/window/window_layout.h"
#include "app/window/window_place.h"
#include "tests/app/window/any_engine.h"
#include "ui/dialogs/error_presenter.h"
#include "ui/session/session_settings.h"
#include "ui/views/compare/group_plots_view.h"
#include "ui/views/embedding/embedding_view.h"
#include "ui/views/parts/seen.h"

using namespace regulus;
using namespace regulus::test;

class TestWindowPlace : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<SessionSettings> m_settings;

    std::unique_ptr<MainWindow> start(bool data = true) {
        auto window = std::make_unique<MainWindow>(anyEngine(std::make_shared<TrainingGate>()), *m_settings);
        window->show();
        if (!QTest::qWaitForWindowExposed(window.get())) return nullptr;
        if (data) window->session().setDataset(immuneDataset());
        if (!settle(window->session())) return nullptr;
        QTest::qWait(50);
        return window;
    }
    static QDockWidget* dock(MainWindow& window, const char* name) {
        return window.findChild<QDockWidget*>(QString::fromLatin1(name));
    }

  private Q_SLOTS:
    void init() {
        m_settings = std::make_unique<SessionSettings>(m_folder.filePath("settings.ini"));
        m_settings->setTourDismissed(true);
        m_settings->forgetWindow();
    }

    void opensWholeOnItsScreen() {
        const auto window = start();
        QVERIFY(window);
        const QRect room = window->screen()->availableGeometry();
        QVERIFY2(room.contains(window->geometry()),
                 qPrintable(QStringLiteral("%1 × %2").arg(window->width()).arg(window->height())));
    }

    void aSmallWindowComesBackAsSmall() {
        const QSize small(900, 600);
        {
            const auto window = start(false);
            QVERIFY(window);
            window->resize(small);
            QTest::qWait(50);
            m_settings->setWindow(window->saveGeometry(), window->saveState());
        }
        const auto window = start(false);
        QVERIFY(window);
        QCOMPARE(window->size(), small);
    }

    // The native window is another one then. No window manager runs here, so nobody maximises it again.
    void theMapInSpaceLeavesTheWindowItsSize() {
        const auto window = start();
        QVERIFY(window);
        window->setWindowState(Qt::WindowMaximized);
        const QSize size(1150, 780);
        window->resize(size);
        QTest::qWait(50);
        ViewSettings settings = window->session().view().settings();
        settings.threeD = true;
        window->session().view().setSettings(settings);
        QVERIFY(settle(window->session()));
        QTest::qWait(400);  // what a window manager would be given
        QCOMPARE(window->size(), size);
    }

    void anotherWindowIsWholeAsWell() {
        QWidget one, other;
        const QRect room = one.screen()->availableGeometry();
        one.setGeometry(room.adjusted(40, 60, 0, 0));
        placeBeside(other, one);
        QVERIFY(room.contains(other.geometry()));
    }

    void whatASmallScreenShowsIsEnough() {
        // What the smallest screens leave beside a panel and the title bar.
        const auto window = start();
        QVERIFY(window);
        const QSize least = window->minimumSizeHint();
        QVERIFY2(least.width() <= 1264 && least.height() <= 700,
                 qPrintable(QStringLiteral("needs %1 × %2").arg(least.width()).arg(least.height())));
    }

    // Whatever is said or shown, the window stays as large as the screen.
    void noNoticeMakesTheWindowLarger() {
        const auto window = start();
        QVERIFY(window);
        window->session().setPrior(immunePrior());
        window->session().setModel(immuneModel());
        QVERIFY(settle(window->session()));
        window->session().cells().select(CellSet::of(immune_cells, std::vector<std::uint32_t>{0, 6, 12, 18}));
        window->session().focus().setTf("SPI1");
        QVERIFY(settle(window->session()));
        for (const char* name : {"heatmap", "predictions", "confusion", "calibration", "training"}) {
            dock(*window, name)->raise();
            QTest::qWait(20);
            const QSize before = window->minimumSizeHint();
            QVERIFY2(
                before.width() <= 1264 && before.height() <= 700,
                qPrintable(QStringLiteral("%1: %2 × %3").arg(name).arg(before.width()).arg(before.height())));
            window->errors().say(QString("A long notice. ").repeated(60), "test");
            QTest::qWait(20);
            QVERIFY(window->errors().isVisible() && window->errors().height() > 60);
            QCOMPARE(window->minimumSizeHint(), before);
            window->errors().dismiss();
        }
    }

    void moreDataAndPartsDoNotMakeItLarger() {
        const auto window = start(false);
        QVERIFY(window);
        const QSize small(1264, 700);
        window->resize(small);
        const auto data = immuneDataset();
        data->simulated = true;
        window->session().setDataset(data);
        QVERIFY(settle(window->session()));
        QTest::qWait(50);
        QCOMPARE(window->size(), small);
        QVERIFY(dock(*window, "data")->isVisible() && dock(*window, "inspector")->isVisible());
        for (const char* name : {"gates", "genelists", "history"}) {
            QVERIFY(dock(*window, name)->isHidden());
            window->action(name == std::string("genelists") ? "geneLists" : name)->trigger();
            QTest::qWait(50);
            QVERIFY2(window->rect().contains(dock(*window, name)->geometry()), name);  // the tab in front
            QCOMPARE(window->size(), small);
        }
    }

    void geometryOfALargerScreenIsBroughtIn() {
        {
            QWidget large;
            const QRect room = large.screen()->availableGeometry();
            large.setGeometry(QRect(room.topLeft(), room.size() * 2));
            m_settings->setWindow(large.saveGeometry(), {});
        }
        const auto window = start(false);
        QVERIFY(window);
        QVERIFY(window->screen()->availableGeometry().contains(window->geometry()));
    }

    void aFloatingPartIsThereAgain_data() {
        QTest::addColumn<bool>("quit");
        QTest::newRow("the window was closed") << false;
        QTest::newRow("the program was quit") << true;
    }
    void aFloatingPartIsThereAgain() {
        QFETCH(bool, quit);
        QRect place;
        {
            const auto window = start();
            QVERIFY(window);
            dock(*window, "inspector")->setFloating(true);
            dock(*window, "inspector")->setGeometry(60, 80, 380, 420);
            QTest::qWait(50);
            place = dock(*window, "inspector")->geometry();
            quit ? window->action("quit")->trigger() : static_cast<void>(window->close());
            QVERIFY(!window->isVisible());
        }
        const auto window = start();
        QVERIFY(window);
        QVERIFY(dock(*window, "inspector")->isFloating());
        QVERIFY(dock(*window, "inspector")->isVisible());
        QCOMPARE(dock(*window, "inspector")->geometry().size(), place.size());
    }

    // The panel below may have the whole window; what is kept is the layout before.
    void anEnlargedPanelGivesTheWindowBack() {
        const auto window = start();
        QVERIFY(window);
        window->raiseDock("gallery");
        QTest::qWait(50);
        auto* button = window->findChild<QToolButton*>(QStringLiteral("enlargePanel"));
        QVERIFY(button && button->isVisible());
        const QByteArray before = window->saveState();
        const int low = dock(*window, "gallery")->height();
        QTest::mouseClick(button, Qt::LeftButton);
        QTest::qWait(50);
        QVERIFY(window->action("enlarge")->isChecked());
        QVERIFY(!window->map().isVisible() && dock(*window, "data")->isHidden());
        QVERIFY(dock(*window, "gallery")->height() > low + 200);
        QCOMPARE(window->layoutOfParts().state(), before);
        window->raiseDock("plots");  // its tabs are there
        QTest::qWait(50);
        QVERIFY(isSeen(window->plotsView()) && !window->map().isVisible());
        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        QTest::keySequence(window.get(), window->action("enlarge")->shortcut());
        QTRY_VERIFY(isSeen(window->map()) && isSeen(window->plotsView()));
        QTest::qWait(300);  // what moves to its place
        QVERIFY(dock(*window, "data")->isVisible() && dock(*window, "inspector")->isVisible());
        QVERIFY(std::abs(dock(*window, "plots")->height() - low) <= 2);
    }
    void whatNeedsRoomEndsTheEnlargedPanel() {
        const auto window = start();
        QVERIFY(window);
        const auto enlarge = [&] {
            window->action("enlarge")->trigger();
            QTest::qWait(50);
            return window->layoutOfParts().enlarged() && !window->map().isVisible();
        };
        QVERIFY(enlarge());
        window->raiseDock("inspector");
        QVERIFY(!window->layoutOfParts().enlarged() && window->map().isVisible());
        QVERIFY(enlarge());
        dock(*window, "data")->toggleViewAction()->trigger();
        QVERIFY(!window->layoutOfParts().enlarged() && dock(*window, "data")->isVisible());
        QVERIFY(enlarge());
        window->session().close();
        QVERIFY(window->showsStartPage() && window->startPage().isVisible());
        window->session().setDataset(immuneDataset());
        QVERIFY(settle(window->session()));
        QVERIFY(window->map().isVisible() && dock(*window, "data")->isVisible());
    }
    void theLayoutBeforeTheEnlargedPanelIsThereAgain() {
        {
            const auto window = start();
            QVERIFY(window);
            window->action("enlarge")->trigger();
            QVERIFY(window->layoutOfParts().enlarged());
            window->close();
        }
        const auto window = start();
        QVERIFY(window);
        QVERIFY(window->map().isVisible() && dock(*window, "data")->isVisible());
    }

    void closedDataBringTheFloatingPartBack() {
        const auto window = start();
        QVERIFY(window);
        dock(*window, "data")->setFloating(true);
        QTest::qWait(20);
        window->session().close();
        QVERIFY(!dock(*window, "data")->isVisible());
        window->session().setDataset(immuneDataset());
        QVERIFY(settle(window->session()));
        QVERIFY(dock(*window, "data")->isVisible() && dock(*window, "data")->isFloating());
    }
};

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("DISPLAY")) return 77;  // counted as skipped
    QApplication application(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    TestWindowPlace test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_window_place.moc"
