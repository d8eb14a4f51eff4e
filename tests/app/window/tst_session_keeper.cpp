// A session that is kept while it changes: there within the time, gone when the window closes, found after a
// program broke down and by nobody before.
#include <QApplication>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <algorithm>
#include <cstdio>

#include "app/window/session_keeper.h"
#include "core/base/random.h"
#include "core/io/anndata/h5ad_export.h"
#include "tests/ui/session/small_engine.h"
#include "ui/session/session_file.h"

using namespace regulus;
using namespace regulus::test;

namespace {

OwnColumn column(const std::string& name) {
    return {name, std::make_shared<const Categorical>(Categorical{{"x"}, {0, 0, 0, 0, 0, 0}, {}}),
            QStringLiteral("a test")};
}

}  // namespace

class TestSessionKeeper : public QObject {
    Q_OBJECT

    static void open(Session& session, const QTemporaryDir& folder) {
        const QString path = folder.filePath("small.h5ad");
        Job job;
        if (!QFile::exists(path)) write_with_results(*smallDataset(), path.toStdString(), {}, {}, job);
        session.openDataset(path);
        QTRY_VERIFY(session.opened().dataset && session.jobs().idle());
    }
    static std::vector<std::string> keptColumns(const QString& path) {
        Job job;
        std::vector<std::string> names;
        for (const OwnColumn& one : readSession(path.toStdString(), job).own) names.push_back(one.name);
        return names;
    }

  private Q_SLOTS:
    void keptWhileItChanges() {
        QTemporaryDir folder;
        const QString place = folder.filePath("kept");
        Session session(smallEngine());
        {
            SessionKeeper keeper(
                session, place, [] { return QString("layout"); }, nullptr, 50);
            open(session, folder);
            QTRY_VERIFY(QFile::exists(keeper.path()));
            session.putColumn(column("a"));
            QTRY_COMPARE(keptColumns(keeper.path()), std::vector<std::string>{"a"});
            session.putColumn(column("b"));
            QTRY_COMPARE(keptColumns(keeper.path()), (std::vector<std::string>{"a", "b"}));
            QVERIFY(session.columnsUnsaved());  // it is no file that the person knows of
            Job job;
            QCOMPARE(readSession(keeper.path().toStdString(), job).window, QString("layout"));
            QVERIFY(SessionKeeper::leftIn(place).isEmpty());  // somebody works with it
            QTRY_VERIFY(session.jobs().idle());
        }
        QCOMPARE(QDir(place).entryList(QDir::Files).size(), 0);
    }

    void whatIsLeftIsFoundAndOpened() {
        QTemporaryDir folder;
        const QString place = folder.filePath("kept"), left = place + "/left.regulus";
        {
            Session session(smallEngine());
            SessionKeeper keeper(
                session, place, [] { return QString(); }, nullptr, 50);
            open(session, folder);
            session.putColumn(column("a"));
            QTRY_VERIFY(QFile::exists(keeper.path()) && keptColumns(keeper.path()).size() == 1);
            QVERIFY(QFile::copy(keeper.path(), left));  // as of a program that is gone: nobody holds it
            QTRY_VERIFY(session.jobs().idle());
        }
        QCOMPARE(SessionKeeper::leftIn(place), QStringList{left});
        Session session(smallEngine());
        session.openSession(left);
        QTRY_VERIFY(session.groups().categorical("a") && session.jobs().idle());
        SessionKeeper::remove(left);
        QVERIFY(SessionKeeper::leftIn(place).isEmpty());
    }

    void whatWasLeftIsNeverGone() {
        QTemporaryDir folder;
        const QString place = folder.filePath("kept"), left = place + "/left.regulus";
        Session session(smallEngine());
        SessionKeeper keeper(
            session, place, [] { return QString(); }, nullptr, 50);
        open(session, folder);
        QTRY_VERIFY(QFile::exists(keeper.path()) && session.jobs().idle());
        const QString before = keeper.path();
        QVERIFY(QFile::copy(before, left));
        keeper.takeOver(left);
        QVERIFY(QFile::exists(left) && !QFile::exists(before));
        QVERIFY(SessionKeeper::leftIn(place).isEmpty());
        session.putColumn(column("later"));
        QTRY_COMPARE(keptColumns(left), std::vector<std::string>{"later"});
        QTRY_VERIFY(session.jobs().idle());
    }

    // A program that edits all the time is killed at moments of chance: what it leaves always opens.
    // REGULUS_KILLS: how often.
    void killedWhileEditing() {
        QTemporaryDir folder;
        {
            Session session(smallEngine());
            open(session, folder);
        }
        Random random(2);
        const int kills = std::max(25, qEnvironmentVariableIntValue("REGULUS_KILLS"));
        int found = 0, lost = 0;
        for (int run = 0; run < kills; ++run) {
            const QString place = folder.filePath(QString("kept%1").arg(run));
            QProcess victim;
            victim.start(QCoreApplication::applicationFilePath(),
                         {"--edit", place, folder.filePath("small.h5ad")});
            QVERIFY(victim.waitForStarted());
            QVERIFY(victim.waitForReadyRead(20000));  // it edits
            victim.waitForReadyRead(static_cast<int>(random.below(300)));
            QTest::qWait(static_cast<int>(random.below(300)));
            victim.kill();
            QVERIFY(victim.waitForFinished());
            const int last = victim.readAllStandardOutput().trimmed().split('\n').last().toInt();
            for (const QString& left : SessionKeeper::leftIn(place)) {
                Job job;
                const SessionRecord record =
                    readSession(left.toStdString(), job);  // throws where it is damaged
                if (record.own.empty()) continue;          // kept before the first edit
                const int edit = QString::fromStdString(record.own[0].values->categories[0]).toInt();
                QVERIFY2(edit >= 1 && edit <= last + 1, qPrintable(QString("%1 of %2").arg(edit).arg(last)));
                lost = std::max(lost, last - edit);
                ++found;
            }
        }
        qInfo("%d kills, %d sessions with edits, all opened; at most %d edits, one every 2 ms, were missing",
              kills, found, lost);
        QVERIFY2(found >= kills * 3 / 5, qPrintable(QString::number(found)));
    }

    void aClosedDatasetIsNotKept() {
        QTemporaryDir folder;
        const QString place = folder.filePath("kept");
        Session session(smallEngine());
        SessionKeeper keeper(
            session, place, [] { return QString(); }, nullptr, 50);
        open(session, folder);
        QTRY_VERIFY(QFile::exists(keeper.path()) && session.jobs().idle());
        session.close();
        QTRY_VERIFY(!QFile::exists(keeper.path()));
        QTest::qWait(200);
        QVERIFY(!QFile::exists(keeper.path()));
    }

    void nowhereToKeepIt() {
        QTemporaryDir folder;
        Session session(smallEngine());
        SessionKeeper none(
            session, {}, [] { return QString(); }, nullptr, 20);
        SessionKeeper impossible(
            session, "/proc/nowhere", [] { return QString(); }, nullptr, 20);
        open(session, folder);
        session.putColumn(column("a"));
        QTest::qWait(100);
        QVERIFY(none.path().isEmpty() && impossible.path().isEmpty());
        QVERIFY(SessionKeeper::leftIn("/proc/nowhere").isEmpty());
    }
};

// The program that is killed: keeps its session all the time, and says which edit it has come to.
static int edit(const QString& place, const QString& data) {
    Session session(smallEngine());
    SessionKeeper keeper(
        session, place, [] { return QString(); }, nullptr, 1);
    session.openDataset(data);
    int edits = 0;
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, [&] {
        if (!session.opened().dataset) return;
        ++edits;
        session.putColumn({"edits",
                           std::make_shared<const Categorical>(
                               Categorical{{std::to_string(edits)}, {0, 0, 0, 0, 0, 0}, {}}),
                           QString()},
                          true);
        std::printf("%d\n", edits);
        std::fflush(stdout);
    });
    timer.start(2);
    return QCoreApplication::exec();
}

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    if (words.value(1) == QLatin1String("--edit")) return edit(words.value(2), words.value(3));
    TestSessionKeeper test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_session_keeper.moc"
