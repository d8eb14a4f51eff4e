#include <QFile>
#include <QTest>

#include "tests/app/command_line/run_regulus.h"

using namespace regulus::test;

class TestInfo : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void pbmc3kMeetsCollectri();
    void otherFilesHaveTheirKeyFigures_data();
    void otherFilesHaveTheirKeyFigures();
    void priorAloneIsDescribed();
    void peopleReadTheSame();
    void versionHelpAndLicences();
    void aLogIsWritten();
};

void TestInfo::pbmc3kMeetsCollectri() {
    const QString data = data_file("pbmc3k/pbmc3k_seurat.h5ad"), prior = data_file("priors/collectri.csv");
    REGULUS_NEED_DATA(data);
    const Ran ran = run({"info", data, "--prior", prior, "--json"});
    QVERIFY2(ran.exit_code == 0 && !ran.json_broken && ran.lines.size() == 1, ran.all().c_str());
    const auto info = ran.last();
    QCOMPARE(info["cells"].get<int>(), 2638);
    QCOMPARE(info["genes"].get<int>(), 13714);
    QCOMPARE(info["x"].get<std::string>(), std::string("counts"));
    QCOMPARE(info["labels"][0]["column"].get<std::string>(), std::string("cell_type"));
    QCOMPARE(info["labels"][0]["classes"].get<int>(), 9);
    QCOMPARE(info["gene_names"]["kind"].get<std::string>(), std::string("symbols"));
    QCOMPARE(info["gene_names"]["mouse"].get<bool>(), false);
    QCOMPARE(info["prior"]["edges"].get<int>(), 18812);
    QCOMPARE(info["prior"]["tfs"].get<int>(), 694);
    QCOMPARE(info["prior"]["tfs_min5"].get<int>(), 412);
    QCOMPARE(info["prior"]["listed"].get<int>(), 43178);
}

// The README of the test data counts these edges; it was not made with Regulus.
void TestInfo::otherFilesHaveTheirKeyFigures_data() {
    QTest::addColumn<QString>("data");
    QTest::addColumn<QString>("prior");
    QTest::addColumn<int>("edges");
    QTest::addColumn<int>("tfs");
    QTest::addColumn<int>("tfs5");
    QTest::newRow("kang, CollecTRI") << "kang_sle/kang_sle_pbmc.h5ad"
                                     << "priors/collectri.csv" << 581 << 45 << 23;
    QTest::newRow("kang, TRRUST") << "kang_sle/kang_sle_pbmc.h5ad"
                                  << "priors/trrust_rawdata.human.tsv" << 126 << 29 << 7;
    QTest::newRow("fetal brain, CollecTRI") << "fetal_brain/test.h5ad"
                                            << "priors/collectri.csv" << 1011 << 98 << 49;
    QTest::newRow("pbmc8k, TRRUST") << "pbmc8k/pbmc.h5ad"
                                    << "priors/trrust_rawdata.human.tsv" << 30 << 10 << 2;
}

void TestInfo::otherFilesHaveTheirKeyFigures() {
    QFETCH(QString, data);
    QFETCH(QString, prior);
    QFETCH(int, edges);
    QFETCH(int, tfs);
    QFETCH(int, tfs5);
    const QString data_path = data_file(data), prior_path = data_file(prior);
    REGULUS_NEED_DATA(data_path);
    const Ran ran = run({"info", data_path, "--prior", prior_path, "--json"});
    QVERIFY2(ran.exit_code == 0 && !ran.json_broken, ran.all().c_str());
    QCOMPARE(ran.last()["prior"]["edges"].get<int>(), edges);
    QCOMPARE(ran.last()["prior"]["tfs"].get<int>(), tfs);
    QCOMPARE(ran.last()["prior"]["tfs_min5"].get<int>(), tfs5);
}

void TestInfo::priorAloneIsDescribed() {
    const QString prior = data_file("priors/trrust_rawdata.human.tsv");
    REGULUS_NEED_DATA(prior);
    const Ran ran = run({"info", prior, "--json"});
    QVERIFY2(ran.exit_code == 0, ran.all().c_str());
    QCOMPARE(ran.last()["kind"].get<std::string>(), std::string("prior"));
    QCOMPARE(ran.last()["listed"].get<int>(), 9396);
    QCOMPARE(ran.last()["tfs"].get<int>(), 795);
    QCOMPARE(ran.last()["targets"].get<int>(), 2492);
    QCOMPARE(ran.last()["repeated"].get<int>(), 853);
}

void TestInfo::peopleReadTheSame() {
    const QString data = data_file("pbmc3k/pbmc3k_seurat.h5ad");
    REGULUS_NEED_DATA(data);
    const Ran ran = run({"info", data});
    QCOMPARE(ran.exit_code, 0);
    QVERIFY2(ran.output.contains("2638") && ran.output.contains("cell_type (9 classes)"), ran.all().c_str());
    QVERIFY(!ran.output.contains('{'));
}

void TestInfo::versionHelpAndLicences() {
    QVERIFY(run({"--version"}).output.startsWith("Regulus 0."));
    const Ran help = run({"--help"});
    QCOMPARE(help.exit_code, 0);
    QVERIFY2(help.output.contains("Exit codes:") && help.output.contains("130 cancelled"),
             help.all().c_str());
    for (const char* command :
         {"info", "train", "predict", "explain", "embed", "figure", "simulate", "demo"}) {
        QVERIFY2(help.output.contains(command), command);
        const Ran own = run({command, "--help"});
        QVERIFY2(own.exit_code == 0 && own.output.contains("--"), command);
    }
    const Ran licences = run({"--licences"});
    for (const char* name : {"Qt 6", "LibTorch", "VTK", "HDF5", "CLI11", "LGPL-3", "OFL"}) {
        QVERIFY2(licences.output.contains(name), name);
    }
    QVERIFY(run({"--licences", "--json"}).last()["licences"].size() > 10);
}

void TestInfo::aLogIsWritten() {
    const QTemporaryDir folder;
    const QString log = folder.filePath("regulus.log");
    const Ran ran = run({"info", "/nowhere.h5ad", "--log", log});
    QCOMPARE(ran.exit_code, 3);
    QFile file(log);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString text = QString::fromUtf8(file.readAll());
    QVERIFY2(text.contains("Regulus 0.") && text.contains("command: ") && text.contains("/nowhere.h5ad") &&
                 text.contains("exit code 3"),
             qPrintable(text));
}

QTEST_GUILESS_MAIN(TestInfo)
#include "tst_info.moc"
