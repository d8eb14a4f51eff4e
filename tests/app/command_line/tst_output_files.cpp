// What a command writes takes the place of nothing that it reads, and of nothing else that it writes.
#include <QDir>
#include <QFile>
#include <QProcessEnvironment>
#include <QTest>

#include "tests/app/command_line/run_regulus.h"

using namespace regulus::test;

class TestOutputFiles : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    QString at(const QString& name) const { return m_folder.filePath(name); }
    QByteArray content(const QString& name) const {
        QFile file(at(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void write(const QString& name, const QByteArray& text) const {
        QFile file(at(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

  private Q_SLOTS:
    void initTestCase() {
        QVERIFY(simulate_into(m_folder, 60));
        write("list.txt", "BCL6\nTBX21\n");
        QVERIFY(QDir(m_folder.path()).mkdir("folder"));
        write("folder/matrix.mtx", "%%MatrixMarket matrix coordinate integer general\n2 2 2\n1 1 4\n2 2 5\n");
        write("folder/barcodes.tsv", "c1\nc2\n");
        write("folder/features.tsv", "g1\tG1\tGene Expression\ng2\tG2\tGene Expression\n");
    }

    void inputsStay_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("input");
        const QString data = at("data.h5ad"), prior = at("prior.csv"), list = at("list.txt");
        const auto row = [](const char* name, const QStringList& arguments, const char* input) {
            QTest::newRow(name) << arguments << QString(input);
        };
        row("log of info", {"info", data, "--log", data}, "data.h5ad");
        row("log over the prior", {"info", data, "--prior", prior, "--log", prior}, "prior.csv");
        row("list of TFs", {"prior", "export", prior, "--tf-list", list, "--out", list}, "list.txt");
        row("list of TFs, merged", {"prior", "merge", prior, "--tf-list", list, "--out", list}, "list.txt");
        row("quality over the data", {"qc", "--data", data, "--genes-out", data}, "data.h5ad");
        row("names of a folder's cells", {"qc", "--data", at("folder"), "--out", at("folder/barcodes.tsv")},
            "folder/barcodes.tsv");
        row("names beside a matrix",
            {"qc", "--data", at("folder/matrix.mtx"), "--out", at("folder/barcodes.tsv")},
            "folder/barcodes.tsv");
    }
    void inputsStay() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, input);
        const QByteArray before = content(input);
        const Ran ran = run(arguments);
        QVERIFY2(ran.exit_code == 2 && ran.errors.contains("also an input"), ran.all().c_str());
        QVERIFY(!before.isEmpty() && content(input) == before);
    }

    void outputsAreApart_data() {
        QTest::addColumn<QStringList>("arguments");
        const QString data = at("data.h5ad"), out = at("one.csv");
        const auto row = [](const char* name, const QStringList& arguments) {
            QTest::newRow(name) << arguments;
        };
        row("cells and genes", {"qc", "--data", data, "--out", out, "--genes-out", out});
        row("by another path", {"qc", "--data", data, "--out", out, "--genes-out", at("./one.csv")});
        row("data and prior", {"simulate", "--out", at("one.h5ad"), "--prior-out", at("one.h5ad")});
        row("figure and numbers",
            {"figure", "--data", data, "--out", at("one.png"), "--numbers", at("one.png")});
        row("table and log", {"qc", "--data", data, "--out", out, "--log", out});
    }
    void outputsAreApart() {
        QFETCH(QStringList, arguments);
        const Ran ran = run(arguments);
        QVERIFY2(ran.exit_code == 2 && ran.errors.contains("same name"), ran.all().c_str());
        for (const char* name : {"one.csv", "one.h5ad", "one.png"}) QVERIFY(!QFile::exists(at(name)));
    }

    // A folder beside its outputs is no input, and an output of before may be written again.
    void whatIsApartIsWrittenTwice() {
        for (int time = 0; time < 2; ++time) {
            const Ran ran = run({"simulate", "--cells", "60", "--genes", "150", "--tfs", "20", "--out",
                                 at("truth.h5ad"), "--truth-out", m_folder.path()});
            QVERIFY2(ran.exit_code == 0, ran.all().c_str());
            const Ran table = run({"qc", "--data", at("folder"), "--out", at("folder/top_genes.csv")});
            QVERIFY2(table.exit_code == 0, table.all().c_str());
        }
    }

    void namesSayWhatIsWritten_data() {
        QTest::addColumn<QStringList>("arguments");
        const QString data = at("data.h5ad"), prior = at("prior.csv");
        const auto row = [](const char* name, const QStringList& arguments) {
            QTest::newRow(name) << arguments;
        };
        row("embed", {"embed", "--data", data, "--out", at("e.xlsx")});
        row("explain", {"explain", "--data", data, "--model", "m", "--out", at("e.xlsx")});
        row("qc", {"qc", "--data", data, "--out", at("q.xlsx")});
        row("genes of qc", {"qc", "--data", data, "--genes-out", at("q")});
        row("numbers", {"figure", "--data", data, "--out", at("f.png"), "--numbers", at("n.xlsx")});
        row("simulate", {"simulate", "--out", at("s.csv")});
        row("train",
            {"train", "--data", data, "--labels", "cell_type", "--prior", prior, "--out", at("m.bin")});
    }
    void namesSayWhatIsWritten() {
        QFETCH(QStringList, arguments);
        const Ran ran = run(arguments);
        QVERIFY2(ran.exit_code == 2 && ran.errors.contains("are written as"), ran.all().c_str());
    }

    void aModelIsAModel_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("says");
        QTest::newRow("a dataset") << at("data.h5ad") << QString("not a Regulus model");
        QTest::newRow("a prior") << at("prior.csv") << QString("not a Regulus model");
        QTest::newRow("nothing") << at("nope.safetensors") << QString("File not found");
        QTest::newRow("a folder") << m_folder.path() << QString("not a Regulus model");
    }
    void aModelIsAModel() {
        QFETCH(QString, path);
        QFETCH(QString, says);
        const Ran ran = run({"predict", "--data", at("data.h5ad"), "--model", path, "--out", at("p.csv")});
        QVERIFY2(ran.exit_code == 3 && ran.errors.contains(says), ran.all().c_str());
    }

    void boundsThatCrossAreRefused() {
        const Ran ran = run({"qc", "--data", at("data.h5ad"), "--min-genes", "50", "--max-genes", "10"});
        QVERIFY2(ran.exit_code == 2 && ran.errors.contains("--max-genes"), ran.all().c_str());
        for (const QStringList& more : {QStringList{"--top", "10"}, QStringList{"--batch", "donor"}}) {
            const Ran alone = run(QStringList{"qc", "--data", at("data.h5ad")} + more);
            QVERIFY2(alone.exit_code == 2 && alone.errors.contains("--variable"), alone.all().c_str());
        }
    }

    void withoutADisplayTheWindowSaysSo() {
        QProcess process;
        QProcessEnvironment none = QProcessEnvironment::systemEnvironment();
        for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY"}) none.remove(name);
        none.insert("QT_QPA_PLATFORM", "xcb");
        process.setProcessEnvironment(none);
        process.start(program(), {"--demo"});
        const Ran ran = finish(process, false);
        QVERIFY2(ran.exit_code == 1 && ran.errors.contains("display?") && ran.errors.contains("--help"),
                 ran.all().c_str());
    }
};

QTEST_GUILESS_MAIN(TestOutputFiles)
#include "tst_output_files.moc"
