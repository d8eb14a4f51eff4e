// Results that are computed in parts: put together they are those of one run, or they are refused.
#include <QDir>
#include <QFile>
#include <QTest>

#include "core/io/files/checksum.h"
#include "tests/app/command_line/run_regulus.h"

using namespace regulus::test;

class TestParts : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void sameAsAtOnce_data();
    void sameAsAtOnce();
    void differentPartsAreRefused_data();
    void differentPartsAreRefused();
    void noPartIsRefused_data();
    void noPartIsRefused();
    void aDamagedPartIsRefused_data();
    void aDamagedPartIsRefused();
    void aFolderIsNoPart();
    void anotherVersionIsRefused();
    void wrongRangesAreRefused_data();
    void wrongRangesAreRefused();
    void dataThatMovedAreNamed();

  private:
    QString at(const QString& name) const { return m_folder.filePath(name); }
    // With --data, if `what` does not have its own.
    QStringList whole(const QStringList& what) const {
        return what.contains("--data") ? what : what + QStringList{"--data", at("data.h5ad")};
    }
    QString part(const QStringList& what, const QString& range, const QString& name) const {
        const Ran ran = run(whole(what) + QStringList{"--range", range, "--out", at(name)});
        if (ran.exit_code != 0) qWarning("%s", ran.all().c_str());
        return at(name);
    }
    Ran collect(const QStringList& parts, const QString& out, const QStringList& more = {}) const {
        return run(QStringList{"collect"} + parts + QStringList{"--out", at(out)} + more);
    }
    QStringList predict() const { return {"predict", "--model", at("model.safetensors")}; }
    QStringList activity() const { return {"activity", "--prior", at("prior.csv")}; }
    static QByteArray bytes(const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("nothing");
    }
    void python(const QString& script) const {
        QProcess process;
        process.setWorkingDirectory(m_folder.path());
        process.start("/usr/bin/python3", {"-c", script});
        QVERIFY(process.waitForFinished(120000));
        QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
    }

    QTemporaryDir m_folder;
};

void TestParts::initTestCase() {
    QVERIFY(simulate_into(m_folder, 500));
    QVERIFY(QDir(m_folder.path()).mkdir("other"));
    const auto train = [&](const char* out, const QStringList& more) {
        const Ran ran = run(QStringList{"train", "--data", at("data.h5ad"), "--labels", "cell_type",
                                        "--prior", at("prior.csv"), "--out", at(out)} +
                            more);
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
    };
    train("model.safetensors", {});
    train("other/model.safetensors", {"--seed", "4"});
    train("genes.safetensors",
          {"--read", "genes", "--preset", "quick", "--epochs", "1", "--pretraining-epochs", "1"});
    python(
        "import anndata, os\n"
        "a = anndata.read_h5ad('data.h5ad')\n"
        "x = a.X.toarray(); x[0] = x[0][::-1]; b = a.copy(); b.X = x; b.write_h5ad('other/data.h5ad')\n"
        "a.obs_names = ['x' + n for n in a.obs_names]; a.write_h5ad('other/names.h5ad')\n"
        "p = open('prior.csv').readlines(); open('other/prior.csv', 'w').writelines(p[:-1])\n");
}

void TestParts::sameAsAtOnce_data() {
    QTest::addColumn<QStringList>("what");
    QTest::addColumn<QString>("ending");
    const QStringList of_genes{"--model", at("genes.safetensors")};
    for (const char* ending : {"csv", "tsv", "h5ad"}) {
        const auto row = [&](const char* name, const QStringList& what) {
            QTest::addRow("%s, %s", name, ending) << what << QString(ending);
        };
        row("predict", predict());
        row("predict in fold", predict() + QStringList{"--in-fold"});
        row("predict, reading genes", QStringList{"predict"} + of_genes);
        row("activity", activity());
        if (QString(ending) == "h5ad") continue;
        row("explain", {"explain", "--model", at("model.safetensors"), "--stability", "cell_type"});
        row("explain, contributions", {"explain", "--model", at("model.safetensors"), "--contributions"});
        row("explain, one head", {"explain", "--model", at("model.safetensors"), "--head", "1"});
        row("explain, reading genes", QStringList{"explain", "--layer", "0", "--head", "1"} + of_genes);
        row("explain a prior", {"explain", "--prior", at("prior.csv")});
    }
}

// The same bytes of a table; of an .h5ad, which says when it was written, the same for anndata.
void TestParts::sameAsAtOnce() {
    QFETCH(QStringList, what);
    QFETCH(QString, ending);
    const Ran once = run(whole(what) + QStringList{"--out", at("once." + ending)});
    QVERIFY2(once.exit_code == 0, once.all().c_str());
    // Out of order; the last range goes beyond the last cell.
    const QStringList parts{part(what, "317:1000", "c.part"), part(what, "0:1", "a.part"),
                            part(what, "1:317", "b.part")};
    const Ran ran = collect(parts, "parts." + ending);
    QVERIFY2(ran.exit_code == 0, ran.all().c_str());
    // Batches of other cells round the last digits otherwise, on some processors.
    if (what.contains(at("genes.safetensors")) && what.first() == "explain")
        return python(QString("import pandas as pd\n"
                              "def read(n):\n"
                              "    return pd.read_csv(n + '.%1', sep=None, engine='python')\n"
                              "a, b = read('once'), read('parts')\n"
                              "keys = list(a.columns[:2]); assert len(a) > 500\n"
                              "assert list(dict.fromkeys(a[keys[0]])) == list(dict.fromkeys(b[keys[0]]))\n"
                              "sort = lambda t: t.sort_values(keys).reset_index(drop=True)\n"
                              "pd.testing.assert_frame_equal(sort(a), sort(b), rtol=1e-4, atol=1e-5)\n")
                          .arg(ending));
    if (what.contains(at("genes.safetensors")) && what.first() == "predict")
        return python(QString("import numpy as np, pandas as pd, anndata\n"
                              "def read(n):\n"
                              "    if '%1' != 'h5ad': return pd.read_csv(n + '.%1', sep=None, "
                              "engine='python', index_col=0)\n"
                              "    a = anndata.read_h5ad(n + '.h5ad')\n"
                              "    return a.obs.join(pd.DataFrame(a.obsm['X_regulus'], index=a.obs_names))\n"
                              "a, b = read('once'), read('parts')\n"
                              "pd.testing.assert_frame_equal(a, b, rtol=1e-4, atol=1e-5)\n")
                          .arg(ending));
    if (ending != "h5ad") {
        QVERIFY(bytes(at("once." + ending)) == bytes(at("parts." + ending)));
        QVERIFY(bytes(at("once." + ending)).count('\n') > 500);
        return;
    }
    python(
        "import anndata, numpy as np, pandas as pd\n"
        "a, b = (anndata.read_h5ad(n + '.h5ad') for n in ('once', 'parts'))\n"
        "pd.testing.assert_frame_equal(a.obs, b.obs); pd.testing.assert_frame_equal(a.var, b.var)\n"
        "assert (a.X != b.X).nnz == 0 and sorted(a.obsm) == sorted(b.obsm) and len(a.obsm) > 0\n"
        "for k in a.obsm: np.testing.assert_array_equal(np.asarray(a.obsm[k]), np.asarray(b.obsm[k]))\n"
        "assert 'X_regulus' in a.obsm or 'score_ulm' in a.obsm\n");
}

void TestParts::differentPartsAreRefused_data() {
    QTest::addColumn<QStringList>("first");
    QTest::addColumn<QString>("first_range");
    QTest::addColumn<QStringList>("second");
    QTest::addColumn<QString>("second_range");
    QTest::addColumn<QString>("named");
    const auto row = [&](const char* name, const QStringList& first, const QStringList& second,
                         const char* named, const char* from = "0:200", const char* to = "200:500") {
        QTest::newRow(name) << first << from << second << to << named;
    };
    const auto with = [](QStringList what, const QStringList& more) { return what += more; };
    row("a gap", predict(), predict(), "200:300", "0:200", "300:500");
    row("no end", predict(), predict(), "400:500", "0:200", "200:400");
    row("no beginning", predict(), predict(), "0:1", "1:200", "200:500");
    row("overlapping", predict(), predict(), "first.part holds 0:200", "0:200", "199:500");
    row("twice", predict(), predict(), "hold the same cells", "0:500", "0:500");
    row("model", predict(), {"predict", "--model", at("other/model.safetensors")},
        "differ in model (model.safetensors, with other content)");
    row("prior", activity(), {"activity", "--prior", at("other/prior.csv")}, "differ in prior");
    row("values", predict(), with(predict(), {"--data", at("other/data.h5ad")}),
        "differ in values of the data");
    row("cells", predict(), with(predict(), {"--data", at("other/names.h5ad")}), "differ in data");
    row("command", predict(), activity(), "differ in the command (activity and predict)");
    row("option", activity(), with(activity(), {"--min-targets", "3"}), "differ in --min-targets (3 and 5)");
    row("layer", {"explain", "--model", at("genes.safetensors")},
        {"explain", "--model", at("genes.safetensors"), "--layer", "0"}, "differ in --layer");
    row("class", {"explain", "--model", at("model.safetensors"), "--contributions"},
        {"explain", "--model", at("model.safetensors"), "--contributions", "--class", "B"},
        "differ in --class");
    row("stability", {"explain", "--model", at("model.safetensors")},
        {"explain", "--model", at("model.safetensors"), "--stability", "cell_type"},
        "differ in --stability (cell_type and nothing)");
}

void TestParts::differentPartsAreRefused() {
    QFETCH(QStringList, first);
    QFETCH(QString, first_range);
    QFETCH(QStringList, second);
    QFETCH(QString, second_range);
    QFETCH(QString, named);
    QFile::remove(at("refused.csv"));
    const Ran ran = collect(
        {part(first, first_range, "first.part"), part(second, second_range, "second.part")}, "refused.csv");
    QVERIFY2(ran.exit_code == 2, ran.all().c_str());
    QString said = ran.errors.simplified();
    // "problem: where" on one line, or "problem (where)" here.
    const qsizetype bracket = named.indexOf(" (");
    QVERIFY2(said.contains(named.left(bracket)), ran.all().c_str());
    if (bracket > 0) QVERIFY2(said.contains(named.mid(bracket + 2).chopped(1)), ran.all().c_str());
    QVERIFY(!QFile::exists(at("refused.csv")));
}

void TestParts::noPartIsRefused_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("named");
    const QByteArray whole = bytes(part(predict(), "0:500", "whole.part"));
    QVERIFY(whole.endsWith("REGULUS2"));
    const qsizetype json = whole.lastIndexOf("{\"cells\"");
    QVERIFY(json > 0);
    // Sound by its length and checksum.
    const auto described = [&](QByteArray text, const QByteArray& content) {
        const quint64 length = static_cast<quint64>(text.size());
        const quint32 checksum = regulus::crc32_of(text.toStdString());
        return content + text + QByteArray(reinterpret_cast<const char*>(&length), 8) +
               QByteArray(reinterpret_cast<const char*>(&checksum), 4) + "REGULUS2";
    };
    const QByteArray text = whole.mid(json, whole.size() - json - 20), numbers = whole.left(json);
    QVERIFY(described(text, numbers) == whole);
    QTest::newRow("empty") << QByteArray() << "its end is missing";
    QTest::newRow("a table") << QByteArray("cell,prediction\na,b\n") << "its end is missing";
    QTest::newRow("cut off") << whole.chopped(1) << "its end is missing";
    QTest::newRow("cut off in the numbers") << whole.left(1000) << "its end is missing";
    QTest::newRow("numbers missing") << described(text, numbers.mid(4)) << "other cells than it says";
    QTest::newRow("too many numbers") << described(text, numbers + numbers) << "other cells than it says";
    QTest::newRow("a length beyond the file") << QByteArray("{}") + QByteArray(12, '\x7f') + "REGULUS2"
                                              << "its end makes no sense";
    QTest::newRow("another range") << QByteArray(whole).replace("\"from\":0", "\"from\":1")
                                   << "its description was damaged after it was written";
    QTest::newRow("no JSON") << described("not JSON", numbers) << "its description makes no sense";
    QTest::newRow("something missing")
        << described("{\"command\":\"predict\"}", numbers) << "its description makes no sense";
    QTest::newRow("a number of another kind")
        << described(QByteArray(text).replace("\"from\":0", "\"from\":\"\""), numbers)
        << "its description makes no sense";
    QTest::newRow("a range that ends before it begins")
        << described(QByteArray(text).replace("\"from\":0", "\"from\":500"), numbers)
        << "its range makes no sense";
    QTest::newRow("below 0") << described(QByteArray(text).replace("\"from\":0", "\"from\":-1"), numbers)
                             << "its range makes no sense";
}

void TestParts::noPartIsRefused() {
    QFETCH(QByteArray, content);
    QFETCH(QString, named);
    QFile file(at("odd.part"));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(content) == content.size());
    file.close();
    const Ran ran = collect({at("odd.part")}, "odd.csv");
    QVERIFY2(ran.exit_code == 3, ran.all().c_str());
    QVERIFY2(ran.errors.contains(named) && ran.errors.contains("odd.part"), ran.all().c_str());
    QVERIFY2(ran.errors.contains("Copy it again, or write it again"), ran.all().c_str());
    QVERIFY(!QFile::exists(at("odd.csv")));
}

void TestParts::aDamagedPartIsRefused_data() {
    QTest::addColumn<QStringList>("what");
    QTest::addColumn<QString>("ending");
    for (const char* ending : {"csv", "tsv", "h5ad"}) {
        QTest::addRow("predict, %s", ending) << predict() << QString(ending);
        QTest::addRow("activity, %s", ending) << activity() << QString(ending);
        if (QString(ending) != "h5ad")
            QTest::addRow("explain, %s", ending)
                << QStringList{"explain", "--prior", at("prior.csv")} << QString(ending);
    }
}

// One bit of a number, as a worn disk would have it.
void TestParts::aDamagedPartIsRefused() {
    QFETCH(QStringList, what);
    QFETCH(QString, ending);
    const QStringList parts{part(what, "0:250", "sound.part"), part(what, "250:500", "damaged.part")};
    QByteArray content = bytes(parts[1]);
    content[content.size() / 3] = static_cast<char>(content[content.size() / 3] ^ 1);
    QFile file(parts[1]);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
    file.close();
    const QString out = "damaged." + ending;
    QFile::remove(at(out));
    const Ran ran = collect(parts, out);
    QVERIFY2(ran.exit_code == 3, ran.all().c_str());
    QVERIFY2(ran.errors.contains("its content was damaged after it was written (" + parts[1] + ")"),
             ran.all().c_str());
    QVERIFY2(!ran.errors.contains("sound.part"), ran.all().c_str());
    QVERIFY(!QFile::exists(at(out)));
}

void TestParts::aFolderIsNoPart() {
    const Ran ran = collect({at("other")}, "odd.csv");
    QVERIFY2(ran.exit_code == 3 && ran.errors.contains("A folder is no part"), ran.all().c_str());
}

void TestParts::anotherVersionIsRefused() {
    part(activity(), "0:100", "old.part");
    python(
        "import zlib\n"
        "b = open('old.part', 'rb').read(); n = int.from_bytes(b[-20:-12], 'little')\n"
        "content, text = b[:-20 - n], b[-20 - n:-20]\n"
        "assert zlib.crc32(text) == int.from_bytes(b[-12:-8], 'little')\n"
        "assert b'\"checksum\":%d,' % zlib.crc32(content) in text\n"
        "name = b'\"version of Regulus\",\"'; assert text.count(name) == 1\n"
        "text = text.replace(name, name + b'~')\n"
        "b = content + text + len(text).to_bytes(8, 'little') + zlib.crc32(text).to_bytes(4, 'little') + "
        "b[-8:]\n"
        "open('old.part', 'wb').write(b)\n");
    const Ran ran = collect({at("old.part"), part(activity(), "100:500", "new.part")}, "versions.csv");
    QVERIFY2(ran.exit_code == 2 && ran.errors.contains("differ in version of Regulus"), ran.all().c_str());
}

void TestParts::wrongRangesAreRefused_data() {
    QTest::addColumn<QStringList>("more");
    QTest::addColumn<QString>("named");
    const auto row = [](const char* name, const QStringList& more, const char* named) {
        QTest::newRow(name) << more << named;
    };
    const QStringList out{"--out", at("range.part")};
    for (const char* range :
         {"5", "5:", ":5", "5:5", "6:5", "-1:5", "a:b", "0:5:6", "0:1e3", " 0:5", "0:99999999999999999999"})
        row(range, QStringList{QString("--range=") + range} + out, "no range of cells");
    row("beyond", QStringList{"--range", "500:600"} + out, "begins after the last cell");
    row("a table", {"--range", "0:5", "--out", at("range.csv")}, ".part");
    row("cells, too", QStringList{"--range", "0:5", "--cells", "a"} + out, "--cells");
    row("a group, too", QStringList{"--range", "0:5", "--group", "cell_type=a"} + out, "--group");
    row("a part without a range", out, ".csv");
}

void TestParts::wrongRangesAreRefused() {
    QFETCH(QStringList, more);
    QFETCH(QString, named);
    const Ran ran = run(whole(activity()) + more);
    QVERIFY2(ran.exit_code == 2, ran.all().c_str());
    QVERIFY2(ran.errors.contains(named), ran.all().c_str());
}

void TestParts::dataThatMovedAreNamed() {
    QVERIFY(QFile::copy(at("data.h5ad"), at("moved.h5ad")) &&
            QFile::copy(at("model.safetensors"), at("moved.safetensors")));
    const QString whole = part({"predict", "--model", at("moved.safetensors"), "--data", at("moved.h5ad")},
                               "0:500", "moved.part");
    QVERIFY(QFile::remove(at("moved.h5ad")) && QFile::remove(at("moved.safetensors")));
    QVERIFY(collect({whole}, "moved.csv").exit_code == 3);
    const QStringList model{"--model", at("model.safetensors")};
    Ran ran = collect({whole}, "moved.csv", model + QStringList{"--data", at("data.h5ad")});
    QVERIFY2(ran.exit_code == 0, ran.all().c_str());
    for (const char* other : {"other/names.h5ad", "other/data.h5ad"}) {  // the latter has the same names
        ran = collect({whole}, "moved.csv", model + QStringList{"--data", at(other)});
        QVERIFY2(ran.exit_code == 2 && ran.errors.contains("made of other data"), ran.all().c_str());
    }
    ran =
        collect({whole}, "moved.csv", {"--model", at("other/model.safetensors"), "--data", at("data.h5ad")});
    QVERIFY2(ran.exit_code == 2 && ran.errors.contains("made with another model"), ran.all().c_str());
    ran =
        collect({part({"explain", "--prior", at("prior.csv")}, "0:500", "explained.part")}, "explained.h5ad");
    QVERIFY2(ran.exit_code == 2 && ran.errors.contains("Parts of explain make a table"), ran.all().c_str());
}

QTEST_GUILESS_MAIN(TestParts)
#include "tst_parts.moc"
