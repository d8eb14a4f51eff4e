// Menus fit a small screen, and the panel below the map keeps the height that a person gave it, whatever part
// is shown in it.
#include <QDockWidget>
#include <QMenu>
#include <QMenuBar>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>

#include "app/window/main_window.h"
#include "app/window/panel_scroll.h"
#include "tests/app/window/any_engine.h"
#include "ui/session/session_settings.h"
#include "ui/views/heatmap/heatmap_canvas.h"

using namespace regulus;
using namespace regulus::test;

class TestWindowParts : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<SessionSettings> m_settings;
    std::unique_ptr<MainWindow> m_window;

    Session& session() { return m_window->session(); }
    std::vector<QDockWidget*> below() {
        std::vector<QDockWidget*> parts;
        for (QDockWidget* dock : m_window->findChildren<QDockWidget*>())
            if (!dock->isFloating() && m_window->dockWidgetArea(dock) == Qt::BottomDockWidgetArea)
                parts.push_back(dock);
        return parts;
    }

  private Q_SLOTS:
    void initTestCase() {
        m_settings = std::make_unique<SessionSettings>(m_folder.filePath("settings.ini"));
        m_settings->setTourDismissed(true);
        m_window = std::make_unique<MainWindow>(anyEngine(std::make_shared<TrainingGate>()), *m_settings);
        m_window->resize(1280, 800);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        session().setDataset(immuneDataset());
        session().setPrior(immunePrior());
        QVERIFY(settle(session()));
    }
    void cleanupTestCase() { m_window.reset(); }

    // One that is higher than the screen is shown in columns, or scrolls.
    void menusFitASmallScreen() {
        constexpr int most = 700;
        for (QAction* entry : m_window->menuBar()->actions()) {
            QVERIFY(entry->menu());
            std::vector<QMenu*> menus{entry->menu()};
            for (QMenu* menu : entry->menu()->findChildren<QMenu*>()) menus.push_back(menu);
            for (QMenu* menu : menus)
                QVERIFY2(
                    menu->sizeHint().height() <= most,
                    qPrintable(QStringLiteral("%1: %2").arg(entry->text()).arg(menu->sizeHint().height())));
        }
    }

    // What shortcuts reach they still reach from a submenu.
    void shortcutsOfSubmenusWork() {
        QVERIFY(m_window->action("lasso")->isEnabled());
        for (const char* name : {"lasso", "rotate", "larger", "byLabel", "blend", "colorScale"}) {
            QAction* const action = m_window->action(name);
            bool listed = false;
            for (const QMenu* menu : m_window->menuBar()->findChildren<QMenu*>())
                listed = listed || menu->actions().contains(action);
            QVERIFY2(listed, name);
        }
        session().colors().colorBy(Coloring::column("donor_id"));
        QVERIFY(settle(session()));
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
        QTRY_COMPARE(session().colors().coloring().name, std::string("cell_type"));
        QVERIFY(settle(session()));
    }

    void thePanelBelowKeepsItsHeight_data() {
        QTest::addColumn<int>("wanted");
        QTest::newRow("as built") << 0;
        QTest::newRow("low") << 180;
    }
    void thePanelBelowKeepsItsHeight() {
        QFETCH(int, wanted);
        session().comparison().putGroups(ComparedSide::A, "cell_type", {3});
        QVERIFY(settle(session()));
        QDockWidget* const first = m_window->findChild<QDockWidget*>(QStringLiteral("heatmap"));
        QVERIFY(first);
        first->show();
        first->raise();
        QTest::qWait(100);
        const HeatmapScene& scene = m_window->findChild<HeatmapCanvas*>()->scene();
        QVERIFY(!scene.empty());
        if (wanted == 0)  // no letterbox
            QVERIFY(scene.contentSize().height() <= scene.viewportSize().height() + 1);
        if (wanted > 0) m_window->resizeDocks({first}, {wanted}, Qt::Vertical);
        QTest::qWait(100);
        const int height = first->height();
        if (wanted > 0) QVERIFY2(height <= wanted, qPrintable(QString::number(height)));  // below its tabs
        for (QDockWidget* dock : below()) {
            const bool hidden = dock->isHidden();
            dock->show();
            dock->raise();
            QTest::qWait(60);
            QVERIFY2(dock->height() == height, qPrintable(QStringLiteral("%1: %2, not %3")
                                                              .arg(dock->objectName())
                                                              .arg(dock->height())
                                                              .arg(height)));
            if (wanted == 0) {  // where nobody made it lower, nothing is cut
                const auto* scroll = dock->findChild<PanelScroll*>();
                QVERIFY2(scroll && scroll->verticalScrollBar()->maximum() == 0,
                         qPrintable(dock->objectName()));
            }
            if (hidden) dock->hide();
        }
        first->raise();
        QTest::qWait(60);
        QCOMPARE(first->height(), height);
    }
};

QTEST_MAIN(TestWindowParts)
#include "tst_window_parts.moc"
