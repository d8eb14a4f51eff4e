// Everything that can have the keyboard says what it is to who does not see it: its own text, the label
// beside it, or a name.
#include <QAbstractScrollArea>
#include <QAccessible>
#include <QApplication>
#include <QDialog>
#include <QDockWidget>
#include <QTemporaryDir>
#include <QTest>

#include "app/window/main_window.h"
#include "app/window/window.h"
#include "tests/app/window/any_engine.h"
#include "tests/app/window/control_finder.h"
#include "tests/app/window/watched_program.h"
#include "tests/app/window/window_files.h"
#include "ui/session/session_settings.h"

using namespace regulus;
using namespace regulus::test;

class TestAccessibleNames : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<SessionSettings> m_settings;

    static bool isNamed(QWidget* widget) {
        QAccessibleInterface* const said = QAccessible::queryAccessibleInterface(widget);
        return said && !said->text(QAccessible::Name).trimmed().isEmpty();
    }

    // The parts of a field are named by it; what holds others says what these are.
    static bool isPart(const QWidget* widget) {
        const QWidget* const up = widget->parentWidget();
        // One without words has nothing to say.
        if (const auto* label = qobject_cast<const QLabel*>(widget); label && label->text().isEmpty())
            return true;
        return QLatin1String(widget->metaObject()->className()) == QLatin1String("QScrollArea") ||
               qobject_cast<const QTabBar*>(widget) || qobject_cast<const QTabWidget*>(widget) ||
               qobject_cast<const QComboBox*>(up) || qobject_cast<const QAbstractSpinBox*>(up) ||
               widget->objectName().startsWith(QLatin1String("qt_")) ||
               qobject_cast<const QHeaderView*>(widget) || qobject_cast<const QHeaderView*>(up);
    }

    static void find(QWidget* window, QStringList& nameless) {
        for (QWidget* widget : window->findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible() || isPart(widget)) continue;
            const bool viewport =
                qobject_cast<QAbstractScrollArea*>(widget->parentWidget()) && widget->focusProxy();
            if (viewport || isNamed(widget)) continue;
            const QString name = ControlFinder::nameOf(widget);
            if (!nameless.contains(name)) nameless << name;
        }
    }

  private Q_SLOTS:
    void initTestCase() { m_settings = settingsFor(m_folder.path()); }

    void everyWidgetThatTakesTheKeyboard() {
        const auto gate = std::make_shared<TrainingGate>();
        MainWindow window(anyEngine(gate), *m_settings);
        window.resize(1440, 900);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QStringList nameless;
        find(&window, nameless);
        window.session().setDataset(immuneDataset());
        window.session().setPrior(immunePrior());
        window.session().setModel(immuneModel());
        QVERIFY(QTest::qWaitFor([] { return !windowsBusy(); }, 20000));
        window.session().cells().select(window.session().groups().cellsOf("cell_type", 0));
        window.session().focus().setCell(7);
        for (QDockWidget* dock : window.findChildren<QDockWidget*>()) {
            window.raiseDock(qPrintable(dock->objectName()));
            QVERIFY(QTest::qWaitFor([] { return !windowsBusy(); }, 20000));
            find(&window, nameless);
        }
        nameless.sort();
        QVERIFY2(nameless.isEmpty(), qPrintable('\n' + nameless.join('\n')));
    }

    void everyDialog_data() {
        QTest::addColumn<QString>("action");
        for (const char* action :
             {"open", "openPrior", "train", "evaluate", "computeMap", "placeCells", "clusters", "scores",
              "nameSelection", "selectByName", "workspace", "mapLook", "colorScale", "preferences", "export",
              "exportPage", "help", "shortcuts", "about"})
            QTest::newRow(action) << QString::fromLatin1(action);
    }

    void everyDialog() {
        QFETCH(QString, action);
        const auto gate = std::make_shared<TrainingGate>();
        MainWindow window(anyEngine(gate), *m_settings);
        window.show();
        window.session().setDataset(immuneDataset());
        window.session().setPrior(immunePrior());
        QVERIFY(QTest::qWaitFor([] { return !windowsBusy(); }, 20000));
        window.session().cells().select(window.session().groups().cellsOf("cell_type", 0));
        window.session().colors().colorBy(Coloring::gene("LYZ"));
        QVERIFY(QTest::qWaitFor([] { return !windowsBusy(); }, 20000));
        QVERIFY(window.action(qPrintable(action))->isEnabled());
        window.action(qPrintable(action))->trigger();
        QVERIFY(QTest::qWaitFor([] { return !windowsBusy(); }, 20000));
        QStringList nameless;
        bool any = false;
        for (QWidget* top : QApplication::topLevelWidgets()) {
            if (top == &window || !top->isVisible() || qobject_cast<QMenu*>(top)) continue;
            any = true;
            find(top, nameless);
        }
        QVERIFY(any);
        nameless.sort();
        QVERIFY2(nameless.isEmpty(), qPrintable('\n' + nameless.join('\n')));
        for (QWidget* top : QApplication::topLevelWidgets())
            if (top != &window) top->close();
    }
};

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("DISPLAY")) return 77;  // counted as skipped
    QApplication application(argc, argv);
    dressProgram();
    TestAccessibleNames test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_accessible_names.moc"
