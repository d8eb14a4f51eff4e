// Gestures of chance on the whole window. After every few, when nothing is on its way any more:
//  - undoing and redoing everything gives the session there was;
//  - a second window that opens the session says the same in all of its views, and draws the same map: no
//    view has missed what happened, and nothing is missing in the file.
// A few hundred gestures by default. REGULUS_MONKEY_MINUTES: so long, one seed after the other;
// REGULUS_MONKEY_SEED: the first of them; REGULUS_MONKEY_KEEP: a folder for the sessions that undo changed
// and maps that differ; REGULUS_MONKEY_PATIENCE: seconds until a gesture hangs.
#include <QDesktopServices>
#include <QDockWidget>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>
#include <array>
#include <cstdlib>

#include "app/window/main_window.h"
#include "app/window/window_layout.h"
#include "tests/app/window/any_engine.h"
#include "tests/app/window/monkey.h"
#include "tests/app/window/watched_program.h"
#include "tests/app/window/window_files.h"
#include "tests/app/window/window_words.h"
#include "ui/dialogs/error_presenter.h"
#include "ui/session/session_settings.h"
#include "ui/views/embedding/embedding_view.h"
#include "ui/views/parts/embedding_canvas.h"

using namespace regulus;
using namespace regulus::test;

namespace {

constexpr int gestures_a_seed = 150, gestures_between_checks = 25;

double residentMegabytes() {
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly)) return 0;
    return file.readAll().split(' ').value(1).toDouble() * double(::sysconf(_SC_PAGESIZE)) / 1e6;
}

// Of a session file, without what is not undone but follows: what the views keep, and the camera.
QByteArray undoable(const QString& path) {
    Job job;
    SessionRecord record = readSession(path.toStdString(), job);
    record.views = {};
    record.camera.reset();
    record.window.clear();
    const QString plain = path + QStringLiteral(".undoable");
    writeSession(record, plain.toStdString(), job);
    QFile file(plain);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace

class TestMonkey : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<SessionSettings> m_settings;
    QPointer<MainWindow> m_window;
    std::shared_ptr<TrainingGate> m_gate = std::make_shared<TrainingGate>();
    int m_gestures = 0, m_checks = 0, m_compared = 0, m_maps = 0;
    QStringList m_faults;

    MainWindow* build() {
        auto* window = new MainWindow(anyEngine(m_gate), *m_settings);
        window->resize(1280, 800);
        window->show();
        window->setAttribute(Qt::WA_DeleteOnClose, false);
        [[maybe_unused]] const bool exposed = QTest::qWaitForWindowExposed(window);
        return window;
    }
    void begin(Random& random) {
        delete m_window;
        m_settings->forgetWindow();
        m_window = build();
        m_window->openFile(m_folder.filePath(QStringLiteral("data.h5ad")));
        settle();
        if (random.uniform() < 0.8)
            m_window->session().openPrior(m_folder.filePath(QStringLiteral("prior.csv")));
        if (random.uniform() < 0.6)
            m_window->session().openModel(m_folder.filePath(QStringLiteral("model.safetensors")));
        settle();
    }

    static bool settle() {
        const bool idle = QTest::qWaitFor([] { return !windowsBusy(); }, 60000);
        QTest::qWait(60);  // what waits for a moment of rest
        return idle && QTest::qWaitFor([] { return !windowsBusy(); }, 60000);
    }

    QByteArray kept(const QString& name) {
        const QString path = m_folder.filePath(name);
        QFile::remove(path);
        m_window->session().keepSession(path,
                                        QString::fromLatin1(m_window->layoutOfParts().state().toBase64()));
        settle();
        return QFile::exists(path) ? undoable(path) : QByteArray();
    }

    void fault(std::uint64_t seed, const Monkey& monkey, const QString& what) {
        const QStringList last = monkey.done().mid(monkey.done().size() - 40);
        // In full: QtTest cuts long messages.
        m_faults << QStringLiteral("seed %1, after %2 gestures: %3\n    %4")
                        .arg(seed)
                        .arg(monkey.done().size())
                        .arg(what, last.join(QStringLiteral("\n    ")));
        std::fprintf(stderr, "%s\n", qPrintable(m_faults.back()));
    }

    void check(std::uint64_t seed, Monkey& monkey) {
        monkey.closeAll(m_window);
        Session& session = m_window->session();
        if (!settle()) return fault(seed, monkey, "its work does not end");
        ++m_checks;
        if (!session.opened().dataset || session.training().progress().active() ||
            session.evidence().state().active)
            return;
        QTest::qWait(400);  // for the camera to be kept
        session.cells().clearHighlight();
        m_window->activateWindow();
        [[maybe_unused]] const bool active = QTest::qWaitForWindowActive(m_window, 1000);
        if (QWidget* focus = m_window->focusWidget()) focus->clearFocus();
        session.gates().setDrawing(false);
        m_window->layoutOfParts().setEnlarged(false);
        const QByteArray before = kept(QStringLiteral("before.regulus"));
        if (before.isEmpty()) return;
        checkHistory(seed, monkey, before);
        checkAgainstAnother(seed, monkey);
    }

    void checkHistory(std::uint64_t seed, const Monkey& monkey, const QByteArray& before) {
        QUndoStack& stack = m_window->session().undoStack();
        const int at = stack.index();
        while (stack.canUndo()) stack.undo();
        settle();
        while (stack.canRedo() && stack.index() < at) stack.redo();
        settle();
        if (kept(QStringLiteral("after.regulus")) == before) return;
        fault(seed, monkey, QStringLiteral("undoing and redoing %1 steps gives another session").arg(at));
        if (const QString keep = qEnvironmentVariable("REGULUS_MONKEY_KEEP"); !keep.isEmpty())
            for (const char* name : {"before.regulus", "after.regulus"})
                QFile::copy(m_folder.filePath(name),
                            QStringLiteral("%1/%2_%3").arg(keep).arg(seed).arg(name));
    }

    void checkAgainstAnother(std::uint64_t seed, const Monkey& monkey) {
        const std::unique_ptr<MainWindow> other(build());
        other->resize(m_window->size());
        other->openFile(m_folder.filePath(QStringLiteral("after.regulus")));
        other->session().view().setTool(m_window->session().view().tool());
        settle();
        if (other->session().opened().dataset == nullptr)
            return fault(seed, monkey, "its session does not open");
        ++m_compared;
        // Each of the parts in turn: a view does its work once it is seen.
        QStringList differences;
        for (const QDockWidget* dock : m_window->layoutOfParts().docks()) {
            const QByteArray name = dock->objectName().toUtf8();
            for (MainWindow* window : {m_window.data(), other.get()}) window->raiseDock(name.constData());
            settle();
            for (const QString& one : WindowWords(m_window).differences(WindowWords(other.get())))
                if (!differences.contains(one)) differences << one;
        }
        if (!sameMap(*m_window, *other)) differences << QStringLiteral("the maps differ");
        if (!differences.isEmpty()) fault(seed, monkey, differences.join(QStringLiteral("\n  ")));
    }

    // Edges of points may lie between other pixels.
    static bool differ(QRgb one, QRgb other) {
        return std::abs(qRed(one) - qRed(other)) + std::abs(qGreen(one) - qGreen(other)) +
                   std::abs(qBlue(one) - qBlue(other)) >
               120;
    }
    // But for what a cursor that happens to lie there lights up.
    bool sameMap(MainWindow& one, MainWindow& other) {
        if (one.session().view().settings().threeD || !one.map().isVisible()) return true;
        std::array<QImage, 2> pictures;
        for (std::size_t i = 0; MainWindow * window : {&one, &other}) {
            window->session().cells().clearHighlight();
            window->errors().dismiss();  // what one says of its last gesture takes height
            window->activateWindow();
            QTest::qWait(30);
            settle();
            pictures[i++] = window->map().canvas()->grab().toImage().convertToFormat(QImage::Format_RGB32);
        }
        if (pictures[0].size() != pictures[1].size()) return true;
        ++m_maps;
        int different = 0;
        for (int y = 0; y < pictures[0].height(); ++y)
            for (int x = 0; x < pictures[0].width(); ++x)
                different += differ(pictures[0].pixel(x, y), pictures[1].pixel(x, y)) ? 1 : 0;
        if (different == 0) return true;
        if (const QString keep = qEnvironmentVariable("REGULUS_MONKEY_KEEP"); !keep.isEmpty())
            for (std::size_t i = 0; i < 2; ++i)
                pictures[i].save(QStringLiteral("%1/map%2.png").arg(keep).arg(i));
        return different < pictures[0].width() * pictures[0].height() / 1000;
    }

    void run(std::uint64_t seed, const QElapsedTimer& time, qint64 most) {
        Watch watch;
        Monkey monkey(seed, m_folder.path());
        begin(monkey.random());
        for (int i = 1; i <= gestures_a_seed && time.elapsed() < most; ++i) {
            monkey.gesture(m_window);
            ++m_gestures;
            if (!m_window || !m_window->isVisible()) begin(monkey.random());
            if (i % gestures_between_checks == 0) {
                check(seed, monkey);
                for (const QString& complaint : watch.takeComplaints()) fault(seed, monkey, complaint);
            }
        }
        monkey.closeAll(m_window);
        settle();
        ::alarm(0);
    }

  public Q_SLOTS:
    void nowhere(const QUrl&) {}

  private Q_SLOTS:
    void initTestCase() {
        QVERIFY(m_folder.isValid());
        for (const char* scheme : {"file", "http", "https"})
            QDesktopServices::setUrlHandler(QString::fromLatin1(scheme), this, "nowhere");
        m_settings = settingsFor(m_folder.path());
        writeFiles(m_folder.path(), *immuneDataset(), *immuneModel());
        m_gate->permits.release(1000000);
        Watch::sayPresentWhenCrashing();
    }

    void anyGestures() {
        const double minutes = qEnvironmentVariable("REGULUS_MONKEY_MINUTES").toDouble();
        const std::uint64_t first = qEnvironmentVariable("REGULUS_MONKEY_SEED").toULongLong();
        QElapsedTimer time;
        time.start();
        std::vector<double> megabytes;
        const auto goesOn = [&](std::uint64_t seed) {
            return minutes > 0 ? double(time.elapsed()) < minutes * 60000 : seed < first + 2;
        };
        for (std::uint64_t seed = first; goesOn(seed); ++seed) {
            run(seed, time, minutes > 0 ? qint64(minutes * 60000) : std::numeric_limits<qint64>::max());
            megabytes.push_back(residentMegabytes());
            if (minutes > 0)
                std::fprintf(stderr, "seed %llu: %d gestures, %d checks, %.0f MB, %lld faults\n",
                             static_cast<unsigned long long>(seed), m_gestures, m_checks, megabytes.back(),
                             static_cast<long long>(m_faults.size()));
        }
        delete m_window;
        qInfo(
            "%d gestures, %d checks, %d windows and %d maps compared, %.0f MB after the first seed, %.0f "
            "after the last",
            m_gestures, m_checks, m_compared, m_maps, megabytes.front(), megabytes.back());
        QVERIFY2(m_faults.isEmpty(), qPrintable(QStringLiteral("%1 faults, see above").arg(m_faults.size())));
        QVERIFY(m_compared > 0 && m_maps > 0);
    }
};

int main(int argc, char** argv) {
    return runInOwnHome<TestMonkey>(argc, argv);
}
#include "tst_monkey.moc"
