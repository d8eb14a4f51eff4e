// A window that nobody touches, and that computes nothing, does nothing: no part of it lays itself out or
// paints again and again. With each of its parts in front.
#include <QDockWidget>
#include <QEvent>
#include <QTest>
#include <array>
#include <map>

#include "app/window/window_layout.h"
#include "tests/app/window/any_engine.h"
#include "tests/app/window/watched_program.h"
#include "tests/app/window/window_files.h"

using namespace regulus;
using namespace regulus::test;

namespace {

// Counts, by receiver, what a turn of the event loop costs.
class Turns final : public QObject {
  public:
    Turns() { qApp->installEventFilter(this); }
    bool eventFilter(QObject* watched, QEvent* event) override {
        constexpr std::array kinds{QEvent::LayoutRequest, QEvent::UpdateRequest, QEvent::Paint,
                                   QEvent::MetaCall,      QEvent::Timer,         QEvent::Resize};
        if (std::ranges::find(kinds, event->type()) != kinds.end())
            ++m_seen[QStringLiteral("%1 %2 '%3'")
                         .arg(QString::number(int(event->type())),
                              QString::fromLatin1(watched->metaObject()->className()),
                              watched->objectName())];
        return false;
    }
    // More than a clock that ticks now and then: such as a cursor, or what waits for a moment of rest.
    QStringList busy() const {
        QStringList found;
        for (const auto& [what, times] : m_seen)
            if (times > 8) found << QStringLiteral("%1: %2 times").arg(what).arg(times);
        return found;
    }

  private:
    std::map<QString, int> m_seen;
};

}  // namespace

class TestIdleWindow : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<SessionSettings> m_settings;
    std::unique_ptr<MainWindow> m_window;

    static bool settled() {
        return QTest::qWaitFor([] { return !windowsBusy(); }, 60000);
    }
    // What was begun by the last gesture has half a second to end.
    QStringList whileNothingHappens() {
        if (!settled()) return {QStringLiteral("its work does not end")};
        QTest::qWait(500);
        if (!settled()) return {QStringLiteral("its work does not end")};
        const Turns turns;
        QTest::qWait(300);
        return turns.busy();
    }

  private Q_SLOTS:
    void initTestCase() {
        m_settings = settingsFor(m_folder.path());
        writeFiles(m_folder.path(), *immuneDataset(), *immuneModel());
        m_window = std::make_unique<MainWindow>(anyEngine(std::make_shared<TrainingGate>()), *m_settings);
        m_window->resize(1280, 800);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }
    void cleanupTestCase() { m_window.reset(); }

    void nothing_is_open() {
        const QStringList busy = whileNothingHappens();
        QVERIFY2(busy.isEmpty(), qPrintable(busy.join("; ")));
    }

    void each_part_in_front() {
        m_window->openFile(m_folder.filePath("data.h5ad"));
        QVERIFY(settled());
        m_window->session().openPrior(m_folder.filePath("prior.csv"));
        m_window->session().openModel(m_folder.filePath("model.safetensors"));
        QTRY_VERIFY(m_window->session().model().results);
        QStringList all;
        for (QDockWidget* dock : m_window->layoutOfParts().docks()) {
            m_window->raiseDock(dock->objectName().toUtf8().constData());
            for (const QString& one : whileNothingHappens()) all << dock->objectName() + ": " + one;
        }
        QVERIFY2(all.isEmpty(), qPrintable(all.join("; ")));
    }

    void enlarged_floating_and_in_3d() {
        QStringList all;
        m_window->layoutOfParts().setEnlarged(true);
        all << whileNothingHappens();
        m_window->layoutOfParts().setEnlarged(false);
        m_window->findChild<QDockWidget*>("heatmap")->setFloating(true);
        all << whileNothingHappens();
        m_window->action("3d")->trigger();
        all << whileNothingHappens();
        QVERIFY2(all.isEmpty(), qPrintable(all.join("; ")));
    }
};

int main(int argc, char** argv) {
    return runInOwnHome<TestIdleWindow>(argc, argv);
}
#include "tst_idle_window.moc"
