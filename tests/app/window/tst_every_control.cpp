// Every action, menu entry, button, list, tab, field and view of the window and of its dialogs, used once in
// every state of the program. None may crash, warn, hang, or leave a window behind. Controls are found by
// walking the widgets, so that a new one is used without a word here.
#include <unistd.h>
#include <QApplication>
#include <QDesktopServices>
#include <QDir>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>
#include <csignal>
#include <cstring>

#include "app/window/calm_style.h"
#include "app/window/main_window.h"
#include "core/io/anndata/h5ad_writer.h"
#include "core/io/prior/prior_writer.h"
#include "core/workflow/training_setup.h"
#include "tests/app/window/any_engine.h"
#include "tests/app/window/control_walk.h"
#include "ui/render3d/scatter_widget_3d.h"
#include "ui/session/session_file.h"
#include "ui/session/session_settings.h"

using namespace regulus;
using namespace regulus::test;

extern "C" void __sanitizer_set_death_callback(void (*callback)()) __attribute__((weak));

namespace {

// What is used at present: the last words of a program that crashes.
char present[600];

void sayPresent() {
    const char* words[] = {"\nWhile using: ", present, "\n"};
    for (const char* word : words) (void)!::write(STDERR_FILENO, word, std::strlen(word));
}

void crashed(int signal) {
    sayPresent();
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

QStringList complaints;

// Of Qt and of the program.
void hear(QtMsgType type, const QMessageLogContext&, const QString& text) {
    if (type != QtDebugMsg && type != QtInfoMsg) complaints << text;
}

// Of these a person may have as many as they like.
bool isAllowed(const QString& complaint) {
    static const QStringList allowed{
        // There is no network: the program says so, and where it was looking.
        QStringLiteral("127.0.0.1"),
    };
    return std::ranges::any_of(allowed, [&](const QString& part) { return complaint.contains(part); });
}

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

    static bool busy() {
        for (QWidget* widget : QApplication::topLevelWidgets()) {
            auto* window = qobject_cast<MainWindow*>(widget);
            if (!window) continue;
            const Session& session = window->session();
            const bool working = session.training().progress().active() || session.evidence().state().active;
            if (session.loading() || (!session.jobs().idle() && !working)) return true;
        }
        return false;
    }

    static QStringList takeComplaints() {
        QStringList taken = std::exchange(complaints, {});
        taken.removeIf(isAllowed);
        return taken;
    }

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
        QVERIFY(QTest::qWaitFor([] { return !busy(); }, 20000));
        if (doing == Doing::Space) m_window->action("3d")->trigger();
        QVERIFY(QTest::qWaitFor([] { return !busy(); }, 20000));
    }

    QWidget* reach(Doing doing) {
        if (!holds(doing)) build(doing);
        Session& session = m_window->session();
        if (doing == Doing::Selected) {
            if (session.cells().selection().empty())
                session.cells().select(session.groups().cellsOf("cell_type", 0));
            if (!session.focus().cell()) session.focus().setCell(7);
        }
        return QTest::qWaitFor([] { return !busy(); }, 20000) ? m_window : nullptr;
    }

  public Q_SLOTS:
    void nowhere(const QUrl&) {}  // no browser and no file manager opens

  private Q_SLOTS:
    void initTestCase() {
        QVERIFY(m_folder.isValid());
        for (const char* scheme : {"file", "http", "https"})
            QDesktopServices::setUrlHandler(QString::fromLatin1(scheme), this, "nowhere");
        m_settings = std::make_unique<SessionSettings>(m_folder.filePath("settings.ini"));
        m_settings->setTourDismissed(true);
        for (const char* key : {"data", "prior", "model", "figure", "session"})
            m_settings->setFolder(key, m_folder.path());
        const std::string folder = m_folder.path().toStdString();
        {
            H5adWriter writer(folder + "/data.h5ad", *m_dataset->assays[0].var);
            writer.append_rows(m_dataset->assays[0].matrix->rows(CellSet::all(m_dataset->cells()).rows()));
            writer.finish(m_dataset->obs, m_dataset->embeddings);
        }
        ModelFile saved = *m_model;
        saved.gene_mean.assign(saved.genes.size(), 0.5F);
        saved.gene_sd.assign(saved.genes.size(), 1);
        save_model(saved, folder + "/model.safetensors");
        write_prior(*immunePrior(), folder + "/prior.csv");
        SessionRecord session;
        session.data = m_folder.filePath(QStringLiteral("data.h5ad"));
        session.cells = m_dataset->cells();
        session.fingerprint = fingerprint(m_dataset->obs, m_dataset->assays[0].var->index);
        session.selection = CellSet(session.cells);
        Job job;
        writeSession(session, folder + "/made.regulus", job);
        for (const int signal : {SIGSEGV, SIGABRT, SIGFPE, SIGBUS}) std::signal(signal, crashed);
        if (__sanitizer_set_death_callback) __sanitizer_set_death_callback(sayPresent);
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
        qInstallMessageHandler(hear);
        complaints.clear();
        m_built = 0;
        ControlWalk walk(
            m_folder.path(), busy,
            [&state](const QString& control) {
                const QByteArray text = (state + ": " + control).toUtf8();
                std::strncpy(present, text.constData(), sizeof present - 1);
                if (qEnvironmentVariableIsSet("REGULUS_SAY")) std::fprintf(stderr, "%s\n", present);
            },
            takeComplaints);
        walk.walk([&] { return reach(Doing(doing)); });
        qInstallMessageHandler(nullptr);
        qInfo("%d controls used, the window built %d times", walk.used(), m_built);
        delete m_window;
        if (!qEnvironmentVariableIsSet("REGULUS_CONTROL"))
            QVERIFY2(walk.used() > 100, "the walk found too few controls to be one");
        QVERIFY2(walk.faults().isEmpty(), qPrintable('\n' + walk.faults().join('\n')));
    }
};

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("DISPLAY")) return 77;  // counted as skipped
    // Nothing of the person's own is read or written, and nothing is fetched.
    QTemporaryDir home;
    for (const char* name : {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"})
        qputenv(name, home.path().toUtf8());
    qputenv("REGULUS_OMNIPATH", "http://127.0.0.1:9");
    qputenv("QTEST_FUNCTION_TIMEOUT", "3600000");
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    prepare_opengl_format();
    QApplication application(argc, argv);
    QApplication::setStyle(new CalmStyle);
    QApplication::setQuitOnLastWindowClosed(false);
    TestEveryControl test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_every_control.moc"
