// A training that was killed goes on to the same bytes; what cannot be gone on with is refused.
#include <sys/resource.h>
#include <QDir>
#include <QFile>
#include <QTest>
#include <csignal>

#include "tests/app/command_line/run_regulus.h"
#include "tests/support/same_model.h"

using namespace regulus::test;

class TestResume : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void killedAfterAnyEpoch_data();
    void killedAfterAnyEpoch();
    void regulonsBeginAgain();
    void nothingIsOverwrittenUnasked();
    void anotherTrainingIsRefused_data();
    void anotherTrainingIsRefused();
    void otherValuesAreRefused();
    void interruptSaysHowToGoOn();
    void fullDiskCostsNothing();

  private:
    QString at(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    QStringList train(const char* out, const QStringList& more = {}) const {
        return QStringList{"train",
                           "--read",
                           "genes",
                           "--data",
                           at("data.h5ad"),
                           "--labels",
                           "cell_type",
                           "--prior",
                           at("prior.csv"),
                           "--preset",
                           "quick",
                           "--pretraining-epochs",
                           "1",
                           "--out",
                           at(out),
                           "--json",
                           "--checkpoint-every",
                           "0"} +
               more;
    }
    // Killed once it has said that many epochs are done.
    void killAfter(int epochs, const QStringList& arguments) const;
    QString difference(const char* other) const {
        return QString::fromStdString(
            model_difference(at("straight.safetensors").toStdString(), at(other).toStdString()));
    }

    QTemporaryDir m_folder;
};

void TestResume::initTestCase() {
    QVERIFY(simulate_into(m_folder));
    const Ran ran = run(train("straight.safetensors"));
    QVERIFY2(ran.exit_code == 0, ran.all().c_str());
    QCOMPARE(ran.last()["epochs"].get<int>(), 5);
    QCOMPARE(ran.last()["resumed_epochs"].get<int>(), 0);
    // Nothing is left of it but the model.
    QCOMPARE(QDir(m_folder.path()).entryList({"straight*"}, QDir::Files),
             QStringList{"straight.safetensors"});
}

void TestResume::cleanup() {
    for (const QString& file : QDir(m_folder.path()).entryList({"m.*"}, QDir::Files))
        QFile::remove(m_folder.filePath(file));
}

void TestResume::killAfter(int epochs, const QStringList& arguments) const {
    QProcess process;
    process.start(program(), arguments);
    int said = 0;
    while (said < epochs && process.waitForReadyRead(60000))
        while (process.canReadLine()) said += process.readLine().contains("\"epoch\"") ? 1 : 0;
    ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
    process.waitForFinished();
    QVERIFY(said >= epochs);
    QCOMPARE(process.exitStatus(), QProcess::CrashExit);
}

void TestResume::killedAfterAnyEpoch_data() {
    QTest::addColumn<QString>("threads");
    QTest::newRow("one thread") << "1";
    QTest::newRow("two threads") << "2";
}

void TestResume::killedAfterAnyEpoch() {
    QFETCH(QString, threads);
    const QStringList resumed = train("m.safetensors", {"--resume", "--threads", threads});
    // Killed over and over: a resumed training is killed again, and goes on again.
    for (int kills = 0; kills < 4; ++kills) killAfter(1, resumed);
    QVERIFY(!QFile::exists(at("m.safetensors")));
    const Ran ran = run(resumed);
    QVERIFY2(ran.exit_code == 0, ran.all().c_str());
    QVERIFY2(ran.last()["resumed_epochs"].get<int>() >= 4, ran.all().c_str());
    QCOMPARE(ran.last()["epochs"].get<int>(), 5);
    QCOMPARE(difference("m.safetensors"), QString());
    QVERIFY(!QFile::exists(at("m.checkpoint.safetensors")));
}

// Made in one go, in seconds: no checkpoint, and the same bytes from the beginning.
void TestResume::regulonsBeginAgain() {
    const QStringList made{"train",     "--data",  at("data.h5ad"), "--labels",
                           "cell_type", "--prior", at("prior.csv"), "--out"};
    QCOMPARE(run(made + QStringList{at("m.r.safetensors")}).exit_code, 0);
    const Ran ran = run(made + QStringList{at("m.s.safetensors"), "--resume"});
    QVERIFY2(ran.exit_code == 0 && ran.output.contains("nothing to resume"), ran.all().c_str());
    QCOMPARE(QString::fromStdString(
                 model_difference(at("m.r.safetensors").toStdString(), at("m.s.safetensors").toStdString())),
             QString());
    QVERIFY(QDir(m_folder.path()).entryList({"*checkpoint*"}, QDir::Files).isEmpty());
}

void TestResume::nothingIsOverwrittenUnasked() {
    killAfter(2, train("m.safetensors"));
    const Ran ran = run(train("m.safetensors"));
    QVERIFY2(ran.exit_code == 2 && ran.errors.contains("--resume"), ran.all().c_str());
    QVERIFY(QFile::exists(at("m.checkpoint.safetensors")));
    // Nobody's model is opened by mistake either.
    const Ran info = run({"info", at("m.checkpoint.safetensors")});
    QVERIFY2(info.exit_code == 3 && info.errors.contains("checkpoint"), info.all().c_str());
}

void TestResume::anotherTrainingIsRefused_data() {
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QString>("said");
    QTest::newRow("epochs") << QStringList{"--epochs", "6"} << "epochs was 4, and is 6";
    QTest::newRow("seed") << QStringList{"--seed", "1"} << "split was ";
    QTest::newRow("labels") << QStringList{"--label-fraction", "0.5"} << "split ";
    QTest::newRow("form") << QStringList{"--mask", "self"} << "mask was prior, and is self";
    QTest::newRow("prior") << QStringList{"--sign", "activating"} << "prior was ";
}

void TestResume::anotherTrainingIsRefused() {
    QFETCH(QStringList, options);
    QFETCH(QString, said);
    if (!QFile::exists(at("kept.checkpoint.safetensors"))) killAfter(2, train("kept.safetensors"));
    const Ran ran = run(train("kept.safetensors", options + QStringList{"--resume"}));
    QVERIFY2(ran.exit_code == 2 && ran.errors.contains(said), ran.all().c_str());
    QVERIFY(QFile::exists(at("kept.checkpoint.safetensors")));
    QVERIFY(!QFile::exists(at("kept.safetensors")));
}

// The same names of cells and genes, but other numbers.
void TestResume::otherValuesAreRefused() {
    killAfter(2, train("m.safetensors"));
    QVERIFY(QFile::rename(at("data.h5ad"), at("before.h5ad")));
    const Ran made = run({"simulate", "--cells", "400", "--genes", "150", "--tfs", "20", "--cell-types", "4",
                          "--seed", "7", "--out", at("data.h5ad"), "--prior-out", at("other.csv")});
    QVERIFY2(made.exit_code == 0, made.all().c_str());
    const Ran ran = run(train("m.safetensors", {"--resume"}));
    QVERIFY(QFile::remove(at("data.h5ad")) && QFile::rename(at("before.h5ad"), at("data.h5ad")));
    QVERIFY2(ran.exit_code == 2 && ran.errors.contains("data (data.h5ad) changed"), ran.all().c_str());
}

void TestResume::interruptSaysHowToGoOn() {
    QProcess process;
    process.start(program(), train("m.safetensors", {"--epochs", "400", "--patience", "400"}));
    QVERIFY(process.waitForReadyRead(60000));  // the first epoch is done
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    const Ran ran = finish(process, true);
    QVERIFY2(ran.exit_code == 130 && ran.errors.contains("can be resumed: add --resume"), ran.all().c_str());
    QVERIFY(QFile::exists(at("m.checkpoint.safetensors")));
    QVERIFY(QFile::exists(at("m.safetensors")));  // the best so far
    QCOMPARE(run({"info", at("m.safetensors")}).exit_code, 0);
}

void TestResume::fullDiskCostsNothing() {
    const auto size = [&](const char* name) { return QFile(at(name)).size(); };
    killAfter(2, train("m.safetensors"));
    const qint64 model = size("straight.safetensors"), checkpoint = size("m.checkpoint.safetensors");
    QVERIFY(checkpoint > model + 1024);
    cleanup();
    QProcess process;
    process.setChildProcessModifier([bytes = static_cast<rlim_t>(model + 1024)] {
        const rlimit limit{bytes, bytes};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    });
    process.start(program(), train("m.safetensors"));
    const Ran ran = finish(process, true);
    QVERIFY2(ran.exit_code == 0, ran.all().c_str());
    QCOMPARE(ran.errors.count("cannot be resumed later"), 1);
    QVERIFY2(ran.errors.contains("m.checkpoint.safetensors"), ran.all().c_str());
    QCOMPARE(difference("m.safetensors"), QString());
    QVERIFY(!QFile::exists(at("m.checkpoint.safetensors")));
    QCOMPARE(QDir(m_folder.path()).entryList({".m.*"}, QDir::Files | QDir::Hidden), QStringList());
}

QTEST_GUILESS_MAIN(TestResume)
#include "tst_resume.moc"
