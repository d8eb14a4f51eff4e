// Whom the keys belong to: the map, unless a person is typing. A field that has them by accident swallows the
// shortcuts.
#include <QApplication>
#include <QDialog>
#include <QLabel>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QToolBar>
#include <QToolButton>
#include <algorithm>

#include "app/window/color_search.h"
#include "app/window/main_window.h"
#include "tests/app/window/any_engine.h"
#include "ui/dialogs/shortcuts_dialog.h"
#include "ui/session/session_settings.h"
#include "ui/views/embedding/embedding_view.h"
#include "ui/views/parts/embedding_canvas.h"

using namespace regulus;
using namespace regulus::test;

class TestWindowKeyboard : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<SessionSettings> m_settings;
    std::shared_ptr<TrainingGate> m_gate;
    std::unique_ptr<MainWindow> m_window;

    Session& session() { return m_window->session(); }
    bool mapHasTheKeyboard() { return QApplication::focusWidget() == m_window->map().canvas(); }
    void press(Qt::Key key, Qt::KeyboardModifiers with = {}) {
        QWidget* held = QApplication::focusWidget();
        QTest::keyClick(held ? held : m_window.get(), key, with);
    }
    void activate(QWidget* window) {
        QApplication::setActiveWindow(window);
        QVERIFY(QTest::qWaitFor([&] { return QApplication::activeWindow() == window; }));
    }

  private Q_SLOTS:
    void init() {
        m_settings = std::make_unique<SessionSettings>(m_folder.filePath("settings.ini"));
        m_settings->setTourDismissed(true);
        m_gate = std::make_shared<TrainingGate>();
        m_window = std::make_unique<MainWindow>(anyEngine(m_gate), *m_settings);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        activate(m_window.get());
        session().setDataset(immuneDataset());
        session().setPrior(immunePrior());
        QVERIFY(settle(session()));
    }
    void cleanup() { m_window.reset(); }

    void theMapHasItOnceDataAreOpen() {
        QVERIFY(mapHasTheKeyboard());
        press(Qt::Key_B);
        QCOMPARE(session().view().tool(), Tool::Rectangle);
    }

    void aChoiceGivesItBack() {
        press(Qt::Key_K, Qt::ControlModifier);
        QTRY_COMPARE(QApplication::focusWidget(), &m_window->colorSearch());
        QTest::keyClicks(&m_window->colorSearch(), "CD14");
        QTest::keyClick(&m_window->colorSearch(), Qt::Key_Return);
        QCOMPARE(session().colors().coloring(), Coloring::gene("CD14"));
        QVERIFY(mapHasTheKeyboard());
        press(Qt::Key_P);
        QCOMPARE(session().view().tool(), Tool::Pan);
        QCOMPARE(m_window->colorSearch().text(), QString("CD14"));
    }

    void aGroupIsSelectedByItsName() {
        const Coloring before = session().colors().coloring();
        const auto column = session().groups().categorical(session().opened().labelColumn());
        const QString name = QString::fromStdString(column->categories[1]);
        m_window->colorSearch().activate();
        QTest::keyClicks(&m_window->colorSearch(), name);
        const auto& choices = m_window->colorSearch().model().choices();
        const auto group = std::ranges::find_if(choices, [](const ColorChoice& c) { return c.group == 1; });
        QVERIFY(group != choices.end());
        QVERIFY2(group->kind.startsWith("group in "), qPrintable(group->kind));
        for (auto at = choices.begin(); at != group; ++at)
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
        QTest::keyClick(&m_window->colorSearch(), Qt::Key_Return);
        QCOMPARE(session().cells().selection(),
                 session().groups().cellsOf(session().opened().labelColumn(), 1));
        QCOMPARE(session().colors().coloring(), before);
        QVERIFY(mapHasTheKeyboard());
    }

    void aCommandIsDoneByItsName() {
        session().cells().selectAll();
        m_window->colorSearch().activate();
        QTest::keyClicks(&m_window->colorSearch(), "clear sel");
        const auto& choices = m_window->colorSearch().model().choices();
        QCOMPARE(choices.size(), std::size_t{1});
        QTest::keyClick(&m_window->colorSearch(), Qt::Key_Return);
        QVERIFY(session().cells().selection().empty());
        // What cannot be done now is not offered; it can be undone.
        m_window->colorSearch().activate();
        QTest::keyClicks(&m_window->colorSearch(), "clear sel");
        QCOMPARE(choices.size(), std::size_t{1});
        QCOMPARE(choices.front().name, QString("Undo Clear selection"));
        QTest::keyClick(&m_window->colorSearch(), Qt::Key_Escape);
        QTest::keyClick(&m_window->colorSearch(), Qt::Key_Escape);
        QVERIFY(mapHasTheKeyboard());
    }

    void aWindowThatClosesTakesItFromTheBox() {
        m_window->colorSearch().activate();
        QTest::keyClicks(&m_window->colorSearch(), "CD");
        QVERIFY(QApplication::focusWidget());
        m_window.reset();  // what is left of the window is asked who shall have it now
    }

    void shortcutsAreListed() {
        press(Qt::Key_Question);
        auto* dialog = m_window->findChild<ShortcutsDialog*>();
        QVERIFY(dialog);
        QStringList texts;
        for (const QLabel* label : dialog->findChildren<QLabel*>()) texts << label->text();
        for (const QAction* action : m_window->actions())
            if (!action->shortcut().isEmpty())
                QVERIFY2(texts.contains(action->shortcut().toString(QKeySequence::NativeText)),
                         qPrintable(action->text()));
        dialog->close();
    }

    void aNameThatIsNotThereIsSaid() {
        const Coloring before = session().colors().coloring();
        m_window->colorSearch().activate();
        QTest::keyClicks(&m_window->colorSearch(), "zzzz");
        const ColorChoiceModel& found = m_window->colorSearch().model();
        QVERIFY(found.choices().empty());
        QCOMPARE(found.rowCount(), 1);
        QVERIFY(found.data(found.index(0), Qt::DisplayRole).toString().startsWith("No match"));
        QTest::keyClick(&m_window->colorSearch(), Qt::Key_Return);
        QCOMPARE(session().colors().coloring(), before);
        QTest::keyClick(&m_window->colorSearch(), Qt::Key_Escape);
        QTest::keyClick(&m_window->colorSearch(), Qt::Key_Escape);
        QVERIFY(mapHasTheKeyboard());
    }

    void enterPressesTheButtonThatHasTheKeyboard() {
        auto* tool = m_window->findChild<QToolBar*>()->findChild<QToolButton*>();
        for (auto* button : m_window->findChildren<QToolButton*>())
            if (button->defaultAction() == m_window->action("pan")) tool = button;
        QVERIFY(tool && tool->defaultAction() == m_window->action("pan"));
        session().view().setTool(Tool::Lasso);
        tool->setFocus(Qt::TabFocusReason);
        QTest::keyClick(tool, Qt::Key_Return);
        QCOMPARE(session().view().tool(), Tool::Pan);
    }

    void escapeGivesItBack() {
        m_window->colorSearch().activate();
        QTest::keyClicks(&m_window->colorSearch(), "CD");
        QTest::keyClick(&m_window->colorSearch(), Qt::Key_Escape);  // the list
        QTest::keyClick(&m_window->colorSearch(), Qt::Key_Escape);
        QVERIFY(mapHasTheKeyboard());
    }

    void aDialogTakesItFromTheBox() {
        m_window->colorSearch().setFocus(Qt::MouseFocusReason);
        m_window->action("preferences")->trigger();
        auto* dialog = m_window->findChild<QDialog*>();
        QVERIFY(dialog);
        QVERIFY(QTest::qWaitForWindowExposed(dialog));
        activate(dialog);
        dialog->close();
        activate(m_window.get());
        QVERIFY(mapHasTheKeyboard());
    }

    void aTrainingThatEndsDoesNotGiveItToTheBox() {
        TrainRequest request;
        request.data.label_column = "cell_type";
        session().training().start(request);
        QTRY_COMPARE(session().training().progress().phase, TrainingPhase::Running);
        auto* dock = m_window->findChild<QWidget*>("training");
        dock->show();
        dock->raise();
        QPushButton* cancel = nullptr;
        for (QPushButton* button : dock->findChildren<QPushButton*>())
            if (button->isVisible()) cancel = button;
        QVERIFY(cancel);
        cancel->setFocus(Qt::MouseFocusReason);
        session().training().cancel();
        QTRY_VERIFY(!session().training().progress().active());
        // The page that comes instead may take it with its button; the box may not, and shortcuts work.
        QVERIFY(!m_window->colorSearch().hasFocus());
        const QString shown = m_window->colorSearch().text();
        press(Qt::Key_B);
        QCOMPARE(session().view().tool(), Tool::Rectangle);
        QCOMPARE(m_window->colorSearch().text(), shown);
    }

    void theBoxIsNotTheFirstInLine() {
        QApplication::focusWidget()->clearFocus();
        QApplication::setActiveWindow(nullptr);
        activate(m_window.get());
        QVERIFY(mapHasTheKeyboard());
    }
};

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("DISPLAY")) return 77;  // counted as skipped
    QApplication application(argc, argv);
    TestWindowKeyboard test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_window_keyboard.moc"
