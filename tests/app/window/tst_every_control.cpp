// Every action, menu entry, button, list, tab, field and view of the window and of its dialogs, used once in
// every state of the program. None may crash, warn, hang, or leave a window behind. Controls are found by
// walking the widgets, so that a new one is used without a word here.
#include <QApplication>
#include <QDesktopServices>
#include <QDir>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>

#include "app/window/main_window.h"
#include "tests/app/window/any_engine.h"
#include "tests/app/window/control_walk.h"
#include "tests/app/window/watched_program.h"
#include "tests/app/window/window_files.h"
#include "ui/session/session_settings.h"

using namespace regulus;
using namespace regulus::test;

namespace {

enum class Doing { Nothing, Data, Prior, Training, Paused, Model, Selected, Space };

}  // namespace

class TestEveryControl : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<SessionSettings> m_settings;
    std::shared_ptr<TrainingGate> m_gate;
    std::shared_ptr<const Dataset> m_dataset = immuneDataset();
    std::shared_ptr<const ModelFile> m_model = immuneModel();
    QPointer<MainWindow> m_window;
    int m_built = 0;

    bool holds(Doing doing) const {
        if (!m_window || !m_window->isVisible() || !m_window->isEnabled()) return false;
        const Session& session = m_window->session();
        const TrainingPhase phase = session.training().progress().phase;
        return session.opened().dataset == (doing == Doing::Nothing ? nullptr : m_dataset) &&
               (session.opened().prior != nullptr) == (doing >= Doing::Prior) &&
               session.model().file == (doing >= Doing::Model ? m_model : nullptr) &&
               session.training().progress().active() ==
                   (doing == Doing::Training || doing == Doing::Paused) &&
               (doing != Doing::Training || phase == TrainingPhase::Running) &&
               (doing != Doing::Paused || phase == TrainingPhase::Paused) &&
               session.view().settings().threeD == (doing == Doing::Space) &&
               session.cells().visible().count() == session.opened().cells() &&
               (session.model().regulons != nullptr) == (doing >= Doing::Model);
    }

    void build(Doing doing) {
        delete m_window;
        ++m_built;
        m_gate = std::make_shared<TrainingGate>();
        m_gate->planned = 100000;
        m_settings->forgetWindow();
        m_window = new MainWindow(anyEngine(m_gate), *m_settings);
        m_window->resize(1440, 900);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window));
        Session& session = m_window->session();
        if (doing >= Doing::Data) session.setDataset(m_dataset);
        if (doing >= Doing::Prior) session.setPrior(immunePrior());
        if (doing == Doing::Training || doing == Doing::Paused) {
            TrainRequest request;
            request.data.label_column = "cell_type";
            session.training().start(request);
            m_gate->permits.release(3);
            QVERIFY(QTest::qWaitFor([&] { return session.training().progress().epoch == 3; }));
        }
        if (doing == Doing::Paused) {
            session.training().pause();
            m_gate->permits.release();
            QVERIFY(QTest::qWaitFor(
                [&] { return session.training().progress().phase == TrainingPhase::Paused; }));
        }
        if (doing >= Doing::Model) session.setModel(m_model);
        QVERIFY(QTest::qWaitFor([] { return !windowsBusy(); }, 20000));
        if (doing == Doing::Space) m_window->action("3d")->trigger();
        QVERIFY(QTest::qWaitFor([] { return !windowsBusy(); }, 20000));
    }

    QWidget* reach(Doing doing) {
        if (!holds(doing)) build(doing);
        Session& session = m_window->session();
        if (doing == Doing::Selected) {
            if (session.cells().selection().empty())
                session.cells().select(session.groups().cellsOf("cell_type", 0));
            if (!session.focus().cell()) session.focus().setCell(7);
        }
        return QTest::qWaitFor([] { return !windowsBusy(); }, 20000) ? m_window : nullptr;
    }

  public Q_SLOTS:
    void nowhere(const QUrl&) {}  // no browser and no file manager opens

  private Q_SLOTS:
    void initTestCase() {
        QVERIFY(m_folder.isValid());
        for (const char* scheme : {"file", "http", "https"})
            QDesktopServices::setUrlHandler(QString::fromLatin1(scheme), this, "nowhere");
        m_settings = settingsFor(m_folder.path());
        writeFiles(m_folder.path(), *m_dataset, *m_model);
        Watch::sayPresentWhenCrashing();
    }

    void everyControl_data() {
        QTest::addColumn<int>("doing");
        const std::pair<const char*, Doing> states[] = {
            {"nothing open", Doing::Nothing},    {"data", Doing::Data},
            {"data and prior", Doing::Prior},    {"training", Doing::Training},
            {"training paused", Doing::Paused},  {"model", Doing::Model},
            {"cells selected", Doing::Selected}, {"3-D", Doing::Space}};
        for (const auto& [name, doing] : states) QTest::newRow(name) << int(doing);
    }

    void everyControl() {
        QFETCH(int, doing);
        const QString state = QString::fromLatin1(QTest::currentDataTag());
        Watch watch;
        m_built = 0;
        ControlWalk walk(
            m_folder.path(), windowsBusy,
            [&state](const QString& control) { Watch::present(state + ": " + control); },
            [&watch] { return watch.takeComplaints(); });
        walk.walk([&] { return reach(Doing(doing)); });
        qInfo("%d controls used, the window built %d times", walk.used(), m_built);
        delete m_window;
        if (!qEnvironmentVariableIsSet("REGULUS_CONTROL"))
            QVERIFY2(walk.used() > 100, "the walk found too few controls to be one");
        QVERIFY2(walk.faults().isEmpty(), qPrintable('\n' + walk.faults().join('\n')));
    }
};

int main(int argc, char** argv) {
    return runInOwnHome<TestEveryControl>(argc, argv);
}
#include "tst_every_control.moc"
