// The Compare page in the whole window: how it is reached, and what leaves it.
#include <QApplication>
#include <QContextMenuEvent>
#include <QDockWidget>
#include <QDoubleSpinBox>
#include <QMenu>
#include <QTemporaryDir>
#include <QTest>

#include "app/window/main_window.h"
#include "tests/app/window/any_engine.h"
#include "ui/export/figure_preview.h"
#include "ui/session/session_settings.h"
#include "ui/views/compare/compare_view.h"
#include "ui/views/compare/filter_bar.h"
#include "ui/views/compare/result_view.h"
#include "ui/views/data_panel/data_panel.h"
#include "ui/views/data_panel/group_table.h"
#include "ui/views/data_panel/groups_box.h"
#include "ui/views/parts/clean_table.h"
#include "ui/views/parts/state_page.h"

using namespace regulus;
using namespace regulus::test;

class TestComparePage : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<SessionSettings> m_settings;
    std::unique_ptr<MainWindow> m_window;

    Session& session() { return m_window->session(); }
    QDockWidget* dock() { return m_window->findChild<QDockWidget*>("compare"); }
    bool compared() {
        return QTest::qWaitFor(
            [this] { return session().jobs().idle() && m_window->compareView().states()->showsContent(); });
    }
    // The entry of the context menu of a group.
    void choose(int row, const QString& entry) {
        CleanTable* table = m_window->dataPanel().groups()->table();
        const QPoint at = table->visualRect(table->model()->index(row, 0)).center();
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, table->viewport()->mapToGlobal(at));
        QApplication::sendEvent(table->viewport(), &event);
        QTRY_VERIFY(qobject_cast<QMenu*>(QApplication::activePopupWidget()));
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        for (QAction* action : menu->actions()) {
            if (action->text() != entry) continue;
            action->trigger();
            return menu->close(), void();
        }
        QFAIL(qPrintable("no entry " + entry));
    }

  private Q_SLOTS:
    void init() {
        m_settings = std::make_unique<SessionSettings>(m_folder.filePath("settings.ini"));
        m_settings->setTourDismissed(true);
        m_window = std::make_unique<MainWindow>(anyEngine(std::make_shared<TrainingGate>()), *m_settings);
        m_window->resize(1440, 900);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        session().setDataset(immuneDataset());
        session().setPrior(immunePrior());
        QTRY_VERIFY(session().jobs().idle());
    }
    void cleanup() { m_window.reset(); }

    void a_group_of_the_data_panel_is_put_into_a_side() {
        QVERIFY(dock());
        QVERIFY(m_window->compareView().visibleRegion().isEmpty());  // behind the heatmap
        const QString name = m_window->dataPanel().groups()->model().at(1).name;
        choose(1, "Compare: put into A");
        QTRY_VERIFY(!m_window->compareView().visibleRegion().isEmpty());
        QCOMPARE(session().comparison().setup().a.name, name);
        choose(2, "Compare: put into B");
        QVERIFY(compared());
        QCOMPARE(m_window->compareView().result()->result()->cells.groups.names[1],
                 m_window->dataPanel().groups()->model().at(2).name.toStdString());
        choose(0, "Compare all groups");
        QVERIFY(compared());
        QVERIFY(!m_window->compareView().result()->result()->cells.groups.pair);
    }

    void what_is_behind_another_part_is_not_computed() {
        session().comparison().compareAllGroups("cell_type");
        QTest::qWait(50);
        QTRY_VERIFY(session().jobs().idle());
        QVERIFY(!m_window->compareView().result()->result());
        m_window->raiseDock("compare");
        QVERIFY(compared());
    }

    void the_selection_is_compared_by_its_key() {
        QVERIFY(!m_window->action("compareSelection")->isEnabled());
        session().cells().select(session().groups().cellsOf("cell_type", 0));
        QApplication::setActiveWindow(m_window.get());
        QVERIFY(QTest::qWaitFor([&] { return QApplication::activeWindow() == m_window.get(); }));
        QTest::keyClick(m_window.get(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(compared());
        QCOMPARE(session().comparison().setup().a.cells.count(), 60U);
        m_window->action("undo")->trigger();
        QVERIFY(!session().comparison().setup().a.chosen());
        QVERIFY(!m_window->compareView().states()->showsContent());
    }

    void a_filter_is_undone_from_its_own_field() {
        session().comparison().compareAllGroups("cell_type");
        m_window->raiseDock("compare");
        QVERIFY(compared());
        QApplication::setActiveWindow(m_window.get());
        auto* change = m_window->compareView().result()->filters()->minChange();
        change->setFocus();
        change->setValue(1.5);
        QCOMPARE(session().comparison().setup().filters.minChange, 1.5);
        QTest::keyClick(change, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(session().comparison().setup().filters.minChange, 0.0);
        QCOMPARE(change->value(), 0.0);
    }

    void the_picture_in_front_is_exported() {
        QAction* action = m_window->action("exportComparison");
        QVERIFY(!action->isEnabled());
        session().comparison().compareAllGroups("cell_type");
        m_window->raiseDock("compare");
        QVERIFY(compared());
        QTRY_VERIFY(action->isEnabled());
        action->trigger();
        auto* preview = m_window->findChild<FigurePreview*>();
        QVERIFY(preview);
        QTRY_VERIFY(session().jobs().idle());
        preview->close();
        session().close();
        QVERIFY(!action->isEnabled());
    }
};

QTEST_MAIN(TestComparePage)
#include "tst_compare_page.moc"
