// Maps coloured by two numbers from the command line: values and counts are those that numpy finds, every
// format is written, and what makes no sense is told.
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include "tests/app/command_line/run_regulus.h"

using namespace regulus::test;

namespace {

// Arguments: file, table. How far the table is from the file, and what the key is to say.
const char* const reference = R"PY(
import sys, json, numpy as np, pandas as pd, anndata
a = anndata.read_h5ad(sys.argv[1]); t = pd.read_csv(sys.argv[2], index_col="cell").loc[a.obs_names]
x = pd.DataFrame(a.X.toarray().astype("f8"), index=a.obs_names, columns=a.var_names)
x = np.log1p(x.div(x.sum(axis=1), axis=0) * 1e4)
u, v = x["CD3D"].values, x["MS4A1"].values
row = lambda name, m: f"{name}: {m.sum():,} ({100 * m.mean():.1f} %)"
print(json.dumps({"worst": float(np.abs(t[["CD3D", "MS4A1"]].values - np.c_[u, v]).max()), "rows": len(t),
  "texts": [row("both", (u > 0) & (v > 0)), row("CD3D only", (u > 0) & (v == 0)),
            row("MS4A1 only", (u == 0) & (v > 0)), row("neither", (u == 0) & (v == 0))]}))
)PY";

const QString pbmc = QStringLiteral("pbmc3k/pbmc3k_seurat.h5ad");

}  // namespace

class BlendFiguresTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    QString path(const QString& name) const { return m_folder.filePath(name); }
    Ran figure(const QStringList& options, const QString& out = "a.svg") const {
        return run(
            QStringList{"figure", "--data", data_file(pbmc), "--out", path(out), "--numbers", path("a.csv")} +
            options);
    }
    QString written(const QString& name) const {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }
    // What can be read in it, with single blanks.
    QString textOf(const QString& name) const {
        return written(name).remove(QRegularExpression("<[^>]*>")).replace(QRegularExpression("\\s+"), " ");
    }

  private Q_SLOTS:
    void initTestCase() {
        REGULUS_NEED_PYTHON("anndata", "pandas");
        REGULUS_NEED_DATA(data_file(pbmc));
    }

    void values_and_counts_are_those_of_the_file() {
        const Ran ran = figure({"--color-by", "CD3D + MS4A1"});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        const ScriptResult seen = run_python(reference, {data_file(pbmc), path("a.csv")});
        QVERIFY2(seen.exit_code == 0, qPrintable(seen.errors));
        const auto expected = nlohmann::json::parse(seen.output.toStdString());
        QVERIFY2(expected.value("worst", 1.0) < 2e-6, seen.output.toUtf8().constData());
        QCOMPARE(expected["rows"].get<int>(), 2638);
        const QString text = textOf("a.svg");
        for (const auto& one : expected["texts"]) {
            const QString row = QString::fromStdString(one.get<std::string>());
            QVERIFY2(text.contains(row), qPrintable(row + " in " + text));
        }
        QVERIFY(text.contains("high: above 0"));
        QVERIFY(text.contains(QString::fromUtf8("CD3D →")) && text.contains(QString::fromUtf8("MS4A1 ↑")));
    }

    // Nearly every cell has an activity above 0: that is not high.
    void an_activity_is_high_above_its_median() {
        const Ran ran = figure({"--prior", "starter", "--color-by", "CD3D + activity:SPI1"});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        const QString text = textOf("a.svg");
        QVERIFY2(text.contains("high: CD3D") && !text.contains("high: above 0"), qPrintable(text));
    }

    void columns_keep_their_digits_and_have_a_median() {
        const Ran ran = figure({"--color-by", "n_counts+percent_mt", "--color-range", "0,5000,0,4"}, "b.pdf");
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        const QString script = R"PY(
import sys, json, numpy as np, pandas as pd, anndata
a = anndata.read_h5ad(sys.argv[1]); t = pd.read_csv(sys.argv[2], index_col="cell").loc[a.obs_names]
print(json.dumps([float(np.abs(t[c].values - a.obs[c].values).max()) for c in ("n_counts", "percent_mt")]))
)PY";
        const ScriptResult seen = run_python(script, {data_file(pbmc), path("a.csv")});
        QVERIFY2(seen.exit_code == 0, qPrintable(seen.errors));
        for (const auto& worst : nlohmann::json::parse(seen.output.toStdString())) QVERIFY(worst < 1e-12);
    }

    void every_format_and_view() {
        for (const char* const out : {"c.png", "c.pdf", "c.svg", "c.tiff"}) {
            const Ran ran = figure({"--color-by", "CD3D+MS4A1", "--color-range", "0,3"}, out);
            QVERIFY2(ran.exit_code == 0, ran.all().c_str());
            QVERIFY(QFileInfo(path(out)).size() > 1000);
        }
        Ran ran = figure({"--view", "scatter", "--x", "CD3D", "--y", "MS4A1", "--color-by", "CD3D + MS4A1"});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        QVERIFY(textOf("a.svg").contains("CD3D only: "));
        ran = figure({"--view", "gallery", "--names", "CD3D,CD3D + MS4A1"});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        QVERIFY(textOf("a.svg").contains("MS4A1 only: "));
        QVERIFY(written("a.csv").startsWith("cell,x,y,CD3D,CD3D,MS4A1"));
        ran = figure({"--view", "gallery", "--split-by", "cell_type", "--color-by", "CD3D + MS4A1"});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        QVERIFY(written("a.csv").startsWith("cell,x,y,CD3D,MS4A1,cell_type"));
    }

    void what_makes_no_sense_data() {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("said");
        QTest::newRow("twice") << QStringList{"CD3D + CD3D"} << "Both numbers of the blend are CD3D";
        QTest::newRow("unknown") << QStringList{"CD3D + NOPE"} << "Cannot colour by 'NOPE'";
        QTest::newRow("unknown first") << QStringList{"NOPE + CD3D"} << "Cannot colour by 'NOPE'";
        QTest::newRow("groups") << QStringList{"CD3D + cell_type"} << "cell_type is not a number";
        QTest::newRow("three") << QStringList{"CD3D + MS4A1 + LYZ"} << "A blend is of two numbers";
        QTest::newRow("three ends") << QStringList{"CD3D + MS4A1", "--color-range", "0,1,2"} << "LOW,HIGH";
        QTest::newRow("ends the wrong way")
            << QStringList{"CD3D + MS4A1", "--color-range", "0,3,3,0"} << "LOW,HIGH";
        QTest::newRow("four ends of one") << QStringList{"CD3D", "--color-range", "0,3,0,3"} << "blend";
    }
    void what_makes_no_sense() {
        QFETCH(QStringList, options);
        QFETCH(QString, said);
        const Ran ran = figure(QStringList{"--color-by"} + options, "no.svg");
        QVERIFY2(ran.exit_code > 0, ran.all().c_str());
        QVERIFY2(ran.errors.contains(said), ran.all().c_str());
        QVERIFY(!QFileInfo::exists(path("no.svg")));
    }
};

QTEST_GUILESS_MAIN(BlendFiguresTest)
#include "tst_blend_figures.moc"
