// What cannot be written to its end is said, and leaves nothing behind. A limit on the size of files stands
// for a full disk: the system refuses the write in the middle of a file in both cases.
#include <sys/resource.h>

#include <QDir>
#include <QFile>
#include <QTest>

#include "tests/app/command_line/run_regulus.h"

using namespace regulus::test;

class TestFullDisk : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void commands_data();
    void commands();
    void anOlderFileStays();
    void standardOutput();
    void standardError();
    void log();

  private:
    QString at(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    Ran run_limited(const QStringList& arguments, rlim_t bytes) const;
    QStringList left() const { return QDir(at("out")).entryList(QDir::Files | QDir::Hidden); }

    QTemporaryDir m_folder;
};

void TestFullDisk::initTestCase() {
    QVERIFY(simulate_into(m_folder));
    QVERIFY(QDir(m_folder.path()).mkdir("out"));
    const Ran trained = run({"train", "--data", at("data.h5ad"), "--labels", "cell_type", "--prior",
                             at("prior.csv"), "--preset", "quick", "--out", at("model.safetensors")});
    QVERIFY2(trained.exit_code == 0, trained.all().c_str());
}

Ran TestFullDisk::run_limited(const QStringList& arguments, rlim_t bytes) const {
    QProcess process;
    process.setChildProcessModifier([bytes] {
        const rlimit limit{bytes, bytes};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    });
    process.start(program(), arguments);
    return finish(process, arguments.contains(QStringLiteral("--json")));
}

void TestFullDisk::commands_data() {
    QTest::addColumn<QStringList>("arguments");
    const QStringList data{"--data", at("data.h5ad")};
    const QStringList applied = data + QStringList{"--model", at("model.safetensors"), "--out"};
    QTest::newRow("train") << QStringList{"train"} + data +
                                  QStringList{"--labels", "cell_type", "--prior", at("prior.csv"),
                                              "--preset", "quick",     "--out",   at("out/m.safetensors")};
    QTest::newRow("predict a table") << QStringList{"predict"} + applied + QStringList{at("out/p.csv")};
    QTest::newRow("predict a copy") << QStringList{"predict"} + applied + QStringList{at("out/p.h5ad")};
    QTest::newRow("explain") << QStringList{"explain"} + applied + QStringList{at("out/x.csv")};
    QTest::newRow("embed") << QStringList{"embed"} + data + QStringList{"--out", at("out/e.csv")};
    for (const char* name : {"out/f.png", "out/f.svg", "out/f.pdf"}) {
        QTest::newRow(name) << QStringList{"figure"} + data + QStringList{"--out", at(name)};
    }
    // Refused while rows are appended, and only when all of the file is brought to the disk.
    QTest::newRow("simulate many") << QStringList{"simulate", "--cells", "3000", "--out", at("out/s.h5ad")};
    QTest::newRow("simulate few") << QStringList{"simulate", "--cells", "100", "--out", at("out/s.h5ad")};
}

void TestFullDisk::commands() {
    QFETCH(QStringList, arguments);
    const Ran ran = run_limited(arguments, 4096);
    QVERIFY2(ran.exit_code == 6, ran.all().c_str());
    QVERIFY2(ran.errors.contains("space") || ran.errors.contains("room"), ran.all().c_str());
    const QStringList lines = ran.errors.split('\n', Qt::SkipEmptyParts);
    const auto messages = lines.filter(QStringLiteral("regulus: "));
    QVERIFY2(messages.size() == 1 && messages.first() == lines.last(), ran.all().c_str());
    QVERIFY2(messages.first().contains(arguments.last()), ran.all().c_str());
    QVERIFY2(!ran.errors.contains(".part"), ran.all().c_str());
    QCOMPARE(left(), QStringList());
}

void TestFullDisk::anOlderFileStays() {
    QFile older(at("out/e.csv"));
    QVERIFY(older.open(QIODevice::WriteOnly) && older.write("older") == 5);
    older.close();
    QCOMPARE(run_limited({"embed", "--data", at("data.h5ad"), "--out", at("out/e.csv")}, 4096).exit_code, 6);
    QVERIFY(older.open(QIODevice::ReadOnly));
    QCOMPARE(older.readAll(), QByteArray("older"));
    QCOMPARE(left(), QStringList{"e.csv"});
}

void TestFullDisk::standardOutput() {
    for (const bool json : {false, true}) {
        QProcess process;
        process.setStandardOutputFile(QStringLiteral("/dev/full"));
        process.start(program(),
                      QStringList{"info", at("data.h5ad")} + (json ? QStringList{"--json"} : QStringList()));
        const Ran ran = finish(process, false);
        QVERIFY2(ran.exit_code == 6 && ran.errors.contains("standard output"), ran.all().c_str());
    }
}

// Nobody can be told; the exit code still says it.
void TestFullDisk::standardError() {
    QProcess process;
    process.setStandardErrorFile(QStringLiteral("/dev/full"));
    process.start(program(), {"info", at("nothing.h5ad"), "--json"});
    const Ran ran = finish(process, true);
    QVERIFY2(ran.exit_code == 3 && ran.last()["error"]["exit_code"] == 3, ran.all().c_str());
}

void TestFullDisk::log() {
    const Ran ran = run({"info", at("data.h5ad"), "--log", "/dev/full"});
    QVERIFY2(ran.exit_code == 0, ran.all().c_str());
    QCOMPARE(ran.errors.trimmed(), QStringLiteral("warning: The log is incomplete"));
}

QTEST_GUILESS_MAIN(TestFullDisk)
#include "tst_full_disk.moc"
