// Ctrl-C, SIGTERM and SIGHUP at many moments of each command: the exit code says that it was cancelled, and
// there is a whole result or none.
#include <signal.h>

#include <QDir>
#include <QFile>
#include <QTest>

#include "tests/app/command_line/run_regulus.h"

using namespace regulus::test;

namespace {

// Before the program has taken charge of signals, one simply ends it.
bool catches_interrupts(qint64 process) {
    QFile status(QStringLiteral("/proc/%1/status").arg(process));
    if (!status.open(QIODevice::ReadOnly)) return false;
    for (const QByteArray& line : status.readAll().split('\n')) {
        if (line.startsWith("SigCgt:"))
            return (line.mid(7).trimmed().toULongLong(nullptr, 16) >> 1U) % 2 == 1;
    }
    return false;
}

}  // namespace

class TestInterrupts : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void commands_data();
    void commands();
    void signals_data();
    void signals();
    void nohup();

  private:
    QString at(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    bool start(QProcess& process, const QStringList& arguments) const;
    QStringList left() const { return QDir(at("out")).entryList(QDir::Files | QDir::Hidden); }

    QTemporaryDir m_folder;
};

void TestInterrupts::initTestCase() {
    QVERIFY(QDir(m_folder.path()).mkdir("out"));
    QVERIFY(simulate_into(m_folder, 6000));
    const Ran trained =
        run({"train", "--data", at("data.h5ad"), "--labels", "cell_type", "--prior", at("prior.csv"),
             "--preset", "quick", "--read", "genes", "--epochs", "1", "--pretraining-epochs", "0",
             "--label-fraction", "0.05", "--out", at("model.safetensors")});
    QVERIFY2(trained.exit_code == 0, trained.all().c_str());
}

bool TestInterrupts::start(QProcess& process, const QStringList& arguments) const {
    process.start(program(), arguments);
    return process.waitForStarted() &&
           QTest::qWaitFor([&] { return catches_interrupts(process.processId()); });
}

void TestInterrupts::commands_data() {
    QTest::addColumn<QStringList>("arguments");
    const QStringList data{"--data", at("data.h5ad")};
    const QStringList applied = data + QStringList{"--model", at("model.safetensors"), "--out"};
    QTest::addColumn<int>("at_least");
    const QStringList train =
        QStringList{"train"} + data +
        QStringList{"--labels", "cell_type", "--prior", at("prior.csv"), "--out", at("out/m.safetensors")};
    // A model of regulons may be there within half a second.
    QTest::newRow("train") << train << 1;
    QTest::newRow("train, genes") << train.mid(0, 1) + QStringList{"--read", "genes"} + train.mid(1) << 3;
    QTest::newRow("predict") << QStringList{"predict"} + applied + QStringList{at("out/p.h5ad")} << 3;
    QTest::newRow("explain") << QStringList{"explain"} + applied + QStringList{at("out/x.csv")} << 3;
    QTest::newRow("embed") << QStringList{"embed"} + data + QStringList{"--out", at("out/e.csv")} << 3;
    QTest::newRow("simulate") << QStringList{"simulate", "--cells", "50000", "--out", at("out/s.h5ad")} << 3;
}

void TestInterrupts::commands() {
    QFETCH(QStringList, arguments);
    QFETCH(int, at_least);
    int cancelled = 0;
    for (const int wait : {0, 40, 150, 400, 900, 1800}) {
        QProcess process;
        QVERIFY(start(process, arguments));
        process.waitForFinished(wait + 1);
        if (process.state() != QProcess::NotRunning) ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        const Ran ran = finish(process, false);
        QVERIFY2(ran.exit_code == 130 || ran.exit_code == 0, ran.all().c_str());
        // A training keeps its best model so far, and what it goes on from; everything else is there when it
        // is done, or not at all.
        const bool training = arguments.first() == QStringLiteral("train");
        const QString result = QFileInfo(arguments.last()).fileName(),
                      checkpoint = "m.checkpoint.safetensors";
        QStringList found = left();
        if (training && ran.exit_code == 130 && found.removeOne(checkpoint))
            QVERIFY2(ran.errors.contains("--resume"), ran.all().c_str());
        QVERIFY2(found.isEmpty() || ((ran.exit_code == 0 || training) && found == QStringList{result}),
                 qPrintable(found.join(' ')));
        if (ran.exit_code == 130) {
            ++cancelled;
            QVERIFY2(ran.errors.contains("regulus: cancelled"), ran.all().c_str());
            if (!found.isEmpty()) QCOMPARE(run({"info", arguments.last()}).exit_code, 0);
        }
        QFile::remove(at("out/m.checkpoint.safetensors"));
        QFile::remove(arguments.last());
        if (ran.exit_code == 0) break;  // later is too late as well
    }
    QVERIFY(cancelled >= at_least);
}

void TestInterrupts::signals_data() {
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGHUP") << SIGHUP;
}

void TestInterrupts::signals() {
    QFETCH(int, signal);
    QProcess process;
    QVERIFY(start(process, {"simulate", "--cells", "5000000", "--out", at("out/s.h5ad")}));
    QVERIFY(QTest::qWaitFor([&] { return !left().isEmpty(); }, 60000));
    ::kill(static_cast<pid_t>(process.processId()), signal);
    const Ran ran = finish(process, false);
    QVERIFY2(ran.exit_code == 130, ran.all().c_str());
    QCOMPARE(left(), QStringList());
}

void TestInterrupts::nohup() {
    QProcess process;
    process.setChildProcessModifier([] { ::signal(SIGHUP, SIG_IGN); });
    QVERIFY(start(process, {"simulate", "--cells", "20000", "--out", at("out/s.h5ad")}));
    ::kill(static_cast<pid_t>(process.processId()), SIGHUP);
    const Ran ran = finish(process, false);
    QVERIFY2(ran.exit_code == 0, ran.all().c_str());
    QCOMPARE(left(), QStringList{"s.h5ad"});
}

QTEST_GUILESS_MAIN(TestInterrupts)
#include "tst_interrupts.moc"
