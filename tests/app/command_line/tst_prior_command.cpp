// regulus prior and regulus info with priors, as a person runs them.
#include <QFile>
#include <QTest>

#include "tests/app/command_line/run_regulus.h"
#include "tests/core/io/prior/omnipath_server.h"

using namespace regulus::test;

class TestPriorCommand : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    QString at(const char* name) const { return m_folder.filePath(name); }
    QString written(const char* name, const QByteArray& content) const {
        QFile file(at(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) return {};
        return at(name);
    }

  private Q_SLOTS:
    void initTestCase() {
        qputenv("XDG_DATA_HOME", at("data").toUtf8());
        for (const char* proxy : {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"}) qunsetenv(proxy);
        qputenv("no_proxy", "127.0.0.1");
    }

    void theStarterIsAlwaysThere() {
        const Ran list = run({"prior", "list", "--json"});
        QVERIFY2(list.exit_code == 0 && !list.json_broken, list.all().c_str());
        QCOMPARE(list.last()["priors"].size(), 1U);
        QCOMPARE(list.last()["priors"][0]["name"].get<std::string>(), std::string("starter"));
        const Ran info = run({"info", "starter", "--json"});
        QVERIFY(info.last()["pairs"] == list.last()["priors"][0]["edges"]);
        QVERIFY(run({"prior", "show", "starter"}).errors.contains("unreferenced, incomplete"));
    }
    void edgesOfAGene() {
        const Ran targets = run({"prior", "show", "starter", "--tf", "FOXP3", "--json"});
        QVERIFY2(targets.exit_code == 0, targets.all().c_str());
        bool found = false;
        const auto edges = targets.last()["edges"];
        for (const auto& edge : edges) {
            found |= edge["gene"] == "IL2RA" && edge["mode"] == "activation" && edge["sources"].size() == 1;
        }
        QVERIFY(found);
        QVERIFY(run({"prior", "show", "starter", "--target", "IL4"}).output.contains("GATA3"));
        const Ran wrong = run({"prior", "show", "starter", "--tf", "IL4"});
        QCOMPARE(wrong.exit_code, 2);
        QVERIFY2(wrong.errors.contains("--target"), wrong.all().c_str());
        QCOMPARE(run({"prior", "show", "starter", "--tf", "A", "--target", "B"}).exit_code, 2);
    }
    void mergedAndExported() {
        const QString a =
            written("a.tsv", "tf\tconfidence\ttarget\tmor\nSTAT1\tA\tIRF1\t1\nSTAT1\tC\tX\t1\n");
        const QString b = written("b.sif", "STAT1 represses IRF1\nAP1 activates IL2\n");
        const Ran merged = run({"prior", "merge", a, b, "--out", at("all.csv"), "--json"});
        QVERIFY2(merged.exit_code == 0, merged.all().c_str());
        QCOMPARE(merged.last()["pairs"].get<int>(), 3);
        QCOMPARE(merged.last()["conflicting"].get<int>(), 1);
        const Ran edges = run({"prior", "show", at("all.csv"), "--tf", "STAT1", "--json"});
        QCOMPARE(edges.last()["edges"][0]["mode"].get<std::string>(), std::string("conflicting"));
        QCOMPARE(edges.last()["edges"][0]["sources"].size(), 2U);
        const Ran sets = run({"prior", "export", at("all.csv"), "--out", at("all.gmt"), "--json"});
        QCOMPARE(sets.last()["edges"].get<int>(), 3);
        QCOMPARE(run({"info", at("all.gmt"), "--json"}).last()["records"].get<int>(), 2);
        const Ran best = run({"prior", "export", at("all.csv"), "--min-confidence", "B", "--expand-complexes",
                              "--out", at("best.sif"), "--json"});
        QCOMPARE(best.last()["edges"].get<int>(), 8);  // STAT1>IRF1 and the seven members of AP1
        QVERIFY(best.errors.contains("Replacing 1 complex (AP1) by its members"));
    }
    void outputsAreChecked() {
        const QString a = written("c.csv", "tf,target\nA,B\n");
        QCOMPARE(run({"prior", "export", a, "--out", at("c.xlsx")}).exit_code, 2);
        QCOMPARE(run({"prior", "export", a, "--out", a}).exit_code, 2);
        QCOMPARE(run({"prior", "merge", "starter", a, "--out", a}).exit_code, 2);
        QCOMPARE(run({"prior", "export", a, "--out", "/nowhere/c.csv"}).exit_code, 6);
        QCOMPARE(run({"prior"}).exit_code, 2);
        QCOMPARE(run({"prior", "show", at("none.csv")}).exit_code, 3);
        QCOMPARE(run({"prior", "show", a, "--sign", "up"}).exit_code, 2);
        QCOMPARE(run({"prior", "show", a, "--sign", "repressing"}).exit_code, 4);
    }
    void listsOfTfsAreRecognised() {
        const QString list = written("tfs.txt", "STAT1\nGATA3\nNOTHERE\n");
        const Ran info = run({"info", list, "--json"});
        QCOMPARE(info.exit_code, 0);
        QCOMPARE(info.last()["kind"].get<std::string>(), std::string("tf_list"));
        QCOMPARE(info.last()["names"].get<int>(), 3);
        const Ran kept = run({"prior", "show", "starter", "--tf-list", list, "--json"});
        QCOMPARE(kept.last()["tfs"].get<int>(), 2);
        QVERIFY2(kept.errors.contains("1 regulates nothing"), kept.all().c_str());
    }
    void everyPriorOfTheTestDataIsCounted_data() {
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("collectri.csv")
            << QByteArray(R"({"pairs":43178,"tfs":1186,"targets":6692,"repressing":5818})");
        QTest::newRow("dorothea_hs.tsv") << QByteArray(
            R"({"pairs":486751,"tfs":1395,"confidence":{"A":5406,"B":1214,"C":7413,"D":10314,"E":462404,"none":0}})");
        QTest::newRow("dorothea_mm_ABC.tsv") << QByteArray(R"({"pairs":13733})");
        QTest::newRow("trrust_rawdata.human.tsv") << QByteArray(
            R"({"listed":9396,"tfs":795,"repeated":853,"repeating_rows":969,"differing":845,"conflicting":207})");
        QTest::newRow("trrust_rawdata.mouse.tsv")
            << QByteArray(R"({"listed":7057,"tfs":827,"targets":2092,"repeating_rows":567})");
        QTest::newRow("m_TF.gmt") << QByteArray(R"x({"records":2040,"format":"gene sets (GMT)"})x");
        QTest::newRow("reactome.gmt") << QByteArray(R"x({"records":674,"format":"gene sets (GMT)"})x");
        QTest::newRow("GSE60361.motifs.csv.gz") << QByteArray(R"({"records":10760,"pairs":29410,"tfs":425})");
        QTest::newRow("allTFs_hg38.txt") << QByteArray(R"({"kind":"tf_list","names":1797})");
        QTest::newRow("allTFs_mm.txt") << QByteArray(R"({"kind":"tf_list","names":1721})");
        QTest::newRow("lambert2018.txt") << QByteArray(R"({"kind":"tf_list","names":1639})");
    }
    void everyPriorOfTheTestDataIsCounted() {
        QFETCH(QByteArray, expected);
        const QString path = data_file(QStringLiteral("priors/") + QTest::currentDataTag());
        REGULUS_NEED_DATA(path);
        const Ran ran = run({"info", path, "--json"});
        QVERIFY2(ran.exit_code == 0 && ran.lines.size() == 1, ran.all().c_str());
        const auto counts = nlohmann::json::parse(expected.toStdString());
        for (const auto& [key, value] : counts.items()) {
            QVERIFY2(ran.last()[key] == value, (key + ": " + ran.last()[key].dump()).c_str());
        }
    }
    void complexesAreCountedApart() {
        const QString data = data_file("pbmc3k/pbmc3k_seurat.h5ad"),
                      prior = data_file("priors/collectri.csv");
        REGULUS_NEED_DATA(data);
        const Ran ran = run({"info", data, "--prior", prior, "--expand-complexes", "--json"});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        QCOMPARE(ran.last()["prior"]["edges"].get<int>(), 18812);
        QVERIFY(ran.last()["prior"]["complex_edges"].get<int>() > 1000);
        QCOMPARE(ran.last()["prior"]["complexes"]["replaced"].get<int>(), 1395);
        QVERIFY(run({"info", data, "--prior", "starter", "--json"}).last()["prior"]["edges"].get<int>() > 50);
    }
    void fetchedKeptAndOffered() {
        REGULUS_NEED_PYTHON("http.server");
        QProcess server;
        server.start("/usr/bin/python3", {"-I", "-c", QString::fromUtf8(omnipath_server)});
        QVERIFY(server.waitForReadyRead(30000));
        const QString base = "http://127.0.0.1:" + QString::fromUtf8(server.readLine().trimmed()) + "/";
        const Ran none = run({"prior", "fetch", "collectri", "--url", base + "missing"});
        QCOMPARE(none.exit_code, 3);
        QVERIFY2(none.errors.contains("HTTP 404"), none.all().c_str());
        const Ran got =
            run({"prior", "fetch", "collectri", "--url", base + "fine", "--out", at("ctri.tsv"), "--json"});
        QVERIFY2(got.exit_code == 0, got.all().c_str());
        QCOMPARE(got.last()["edges"].get<int>(), 2);
        QVERIFY(!got.last()["from_copy"].get<bool>());
        QVERIFY(run({"info", at("ctri.tsv"), "--json"}).last()["checksum"] == got.last()["sha256"]);
        const Ran levels = run({"prior", "fetch", "dorothea", "--organism", "mouse", "--levels", "A,B",
                                "--url", base + "fine", "--json"});
        QCOMPARE(levels.last()["levels"].get<std::string>(), std::string("AB"));
        QCOMPARE(run({"prior", "list", "--json"}).last()["priors"].size(), 3U);
        const Ran late = run({"prior", "fetch", "collectri", "--url", base + "silent", "--timeout", "0.5"});
        QCOMPARE(late.exit_code, 0);
        QVERIFY2(late.errors.contains("timed out") && late.errors.contains("Using the copy"),
                 late.all().c_str());
        server.closeWriteChannel();
        QVERIFY(server.waitForFinished(10000));
        const Ran offline = run({"prior", "fetch", "collectri", "--url", base + "fine", "--json"});
        QVERIFY2(offline.exit_code == 0 && offline.last()["from_copy"].get<bool>(), offline.all().c_str());
        QVERIFY(offline.last()["sha256"] == got.last()["sha256"]);
        QCOMPARE(run({"prior", "fetch", "regnetwork"}).exit_code, 2);
        QCOMPARE(run({"prior", "fetch", "dorothea", "--levels", "A,Q", "--url", base}).exit_code, 2);
    }
};

QTEST_GUILESS_MAIN(TestPriorCommand)
#include "tst_prior_command.moc"
