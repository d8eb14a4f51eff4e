// How the map is drawn, by the commands of the window and by the menu of the map.
#include <QMenu>
#include <QTemporaryDir>
#include <QTest>

#include "app/window/main_window.h"
#include "tests/app/window/any_engine.h"
#include "ui/session/session_settings.h"
#include "ui/views/embedding/embedding_view.h"
#include "ui/views/parts/embedding_canvas.h"

using namespace regulus;
using namespace regulus::test;

class TestMapLook : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<SessionSettings> m_settings;
    std::unique_ptr<MainWindow> m_window;

    double drawn() {
        m_window->map().canvas()->repaint();
        return m_window->map().drawnSize();
    }

  private Q_SLOTS:
    void init() {
        m_settings = std::make_unique<SessionSettings>(m_folder.filePath("settings.ini"));
        m_settings->setTourDismissed(true);
        m_window = std::make_unique<MainWindow>(anyEngine(std::make_shared<TrainingGate>()), *m_settings);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        m_window->session().setDataset(immuneDataset());
        QVERIFY(settle(m_window->session()));
    }
    void cleanup() { m_window.reset(); }

    // Also from the size that is chosen for them.
    void largerIsLargerAndSmallerIsSmaller() {
        const double before = drawn();
        m_window->action("larger")->trigger();
        const double larger = drawn();
        QVERIFY2(larger > before, qPrintable(QStringLiteral("%1, then %2").arg(before).arg(larger)));
        m_window->action("smaller")->trigger();
        m_window->action("smaller")->trigger();
        QVERIFY(drawn() < larger);
        m_window->session().undoStack().undo();
        QCOMPARE(drawn(), before);
    }

    void theMenuIsOfTheCellUnderThePointer() {
        EmbeddingCanvas& canvas = *m_window->map().canvas();
        canvas.repaint();
        const QPointF at = canvas.sceneLayout().toPixel(*canvas.scene().points()->position(8));
        const auto cell = canvas.pointAt(at);
        QVERIFY(cell);
        Q_EMIT m_window->map().customContextMenuRequested(canvas.mapTo(&m_window->map(), at.toPoint()));
        auto* const menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        QVERIFY(menu);
        menu->actions().first()->trigger();  // Inspect
        menu->close();
        QVERIFY(m_window->session().focus().cell() == cell);
    }
};

QTEST_MAIN(TestMapLook)
#include "tst_map_look.moc"
