// Scatter plots from the command line: the numbers are those of the file, gates and quadrants hold the cells
// that numpy finds, every format is written, and what makes no sense is told.
#include <QRegularExpression>
#include <QTest>

#include "tests/app/command_line/figure_folder.h"

using namespace regulus::test;

namespace {

// Arguments: file, table. Prints how far the table is from the file, the correlations, and counts of areas.
const char* const reference = R"PY(
import sys, json, numpy as np, pandas as pd, anndata
from scipy.stats import pearsonr, spearmanr
from matplotlib.path import Path
a = anndata.read_h5ad(sys.argv[1]); t = pd.read_csv(sys.argv[2], index_col="cell").loc[a.obs_names]
x = pd.DataFrame(a.X.toarray().astype("f8"), index=a.obs_names, columns=a.var_names)
x = np.log1p(x.div(x.sum(axis=1), axis=0) * 1e4)
u, v = x["CST3"].values, x["LYZ"].values
worst = float(np.abs(t[["CST3, log1p(CP10k)", "LYZ, log1p(CP10k)"]].values - np.c_[u, v]).max())
corner = lambda m: f"{m.sum():,} · {100 * m.mean():.1f} %"
share = lambda m: f"{100 * m.mean():.1f} %"
triangle = Path([[0, 0], [6, 0], [0, 6], [0, 0]])
print(json.dumps({"worst": worst, "rows": len(t),
  "texts": [f"Pearson {pearsonr(u, v)[0]:.2f}, Spearman {spearmanr(u, v)[0]:.2f}",
            f"CST3 {(u == 0).sum():,}", f"LYZ {(v == 0).sum():,}", f"both {((u == 0) & (v == 0)).sum():,}",
            corner((u < 2.5) & (v >= 3.5)), corner((u >= 2.5) & (v >= 3.5)), corner((u < 2.5) & (v < 3.5)),
            corner((u >= 2.5) & (v < 3.5)), "myeloid · " + share((u >= 2) & (v >= 3)),
            "corner · " + share(triangle.contains_points(np.c_[u, v] ))]}))
)PY";

}  // namespace

class ScatterFiguresTest : public QObject {
    Q_OBJECT
    FigureFolder m_folder;

    Ran figure(const QStringList& options, const QString& out = "a.svg") const {
        return m_folder.figure(QStringList{"--view", "scatter"} + options, out);
    }

  private Q_SLOTS:
    void initTestCase() {
        REGULUS_NEED_PYTHON("anndata", "matplotlib");
        REGULUS_NEED_DATA(m_folder.data());
    }

    void numbers_and_counts_are_those_of_the_file() {
        const Ran ran = figure({"--x", "CST3", "--y", "LYZ", "--quadrants", "2.5,3.5", "--gate",
                                "myeloid=inf,3,2,inf", "--gate", "corner=-0.01,-0.01,6.01,-0.01,-0.01,6.01"});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        QString script = QString::fromUtf8(reference);
        script.replace("[[0, 0], [6, 0], [0, 6], [0, 0]]",
                       "[[-.01, -.01], [6.01, -.01], [-.01, 6.01], [-.01, -.01]]");
        const ScriptResult seen = run_python(script, {m_folder.data(), m_folder.path("a.csv")});
        QVERIFY2(seen.exit_code == 0, qPrintable(seen.errors));
        const auto expected = nlohmann::json::parse(seen.output.toStdString());
        QVERIFY2(expected.value("worst", 1.0) < 2e-6, seen.output.toUtf8().constData());
        QCOMPARE(expected["rows"].get<int>(), 2638);
        const QString svg = m_folder.textOf("a.svg");
        for (const auto& text : expected["texts"]) {
            QString whole = QString::fromStdString(text.get<std::string>());
            QVERIFY2(svg.contains(whole.toHtmlEscaped()), qPrintable(whole));
        }
        QVERIFY(svg.contains("CST3, log1p(CP10k)"));
    }
    void columns_coordinates_and_density() {
        for (const char* const out : {"b.png", "b.pdf", "b.svg", "b.tiff"}) {
            const Ran ran = figure({"--x", "X_umap:1", "--y", "percent_mt", "--density"}, out);
            QVERIFY2(ran.exit_code == 0, ran.all().c_str());
            QVERIFY(QFileInfo(m_folder.path(out)).size() > 1000);
        }
        QVERIFY(m_folder.written("b.svg").contains("density of cells"));
        QVERIFY(m_folder.written("b.svg").contains("UMAP 1"));
        QVERIFY(m_folder.written("a.csv").startsWith("cell,UMAP 1,percent_mt,density of cells"));
    }
    void what_makes_no_sense_data() {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("said");
        QTest::newRow("no y") << QStringList{"--x", "LYZ"} << "--y";
        QTest::newRow("groups") << QStringList{"--x", "LYZ", "--y", "cell_type"} << "not a number";
        QTest::newRow("unknown") << QStringList{"--x", "LYZ", "--y", "NOPE"} << "NOPE";
        QTest::newRow("a coordinate too many") << QStringList{"--x", "X_umap:3", "--y", "LYZ"} << "X_umap:3";
        QTest::newRow("half a corner")
            << QStringList{"--x", "LYZ", "--y", "CST3", "--gate", "a=1,2,3"} << "half a corner";
        QTest::newRow("no name") << QStringList{"--x", "LYZ", "--y", "CST3", "--gate", "1,2,3,4"}
                                 << "no name";
        QTest::newRow("no number") << QStringList{"--x", "LYZ", "--y", "CST3", "--gate", "a=1,2,x,4"}
                                   << "no number";
        QTest::newRow("endless polygon")
            << QStringList{"--x", "LYZ", "--y", "CST3", "--gate", "a=1,2,3,4,inf,6"} << "infinity";
        QTest::newRow("quadrants nowhere")
            << QStringList{"--x", "LYZ", "--y", "CST3", "--quadrants", "nan,nan"} << "--quadrants";
        QTest::newRow("two colourings")
            << QStringList{"--x", "LYZ", "--y", "CST3", "--density", "--color-by", "LYZ"} << "density";
    }
    void what_makes_no_sense() {
        QFETCH(QStringList, options);
        QFETCH(QString, said);
        const Ran ran = figure(options, "wrong.svg");
        QVERIFY(ran.exit_code != 0);
        QVERIFY2(QString::fromStdString(ran.all()).contains(said), ran.all().c_str());
        QVERIFY(!QFileInfo::exists(m_folder.path("wrong.svg")));
    }
    // The axes of a map are its coordinates: the same area holds the same cells as on a scatter plot of them.
    void gates_lie_on_a_map_as_on_its_coordinates() {
        const QStringList gate{
            "--gate", "right=0,-inf,inf,inf", "--gate", "corner=-5,-5,5,-5,-5,5", "--width-mm", "183"};
        const Ran map =
            m_folder.figure(QStringList{"--view", "embedding", "--embedding", "X_umap"} + gate, "map.svg");
        QVERIFY2(map.exit_code == 0, map.all().c_str());
        const Ran plot = figure(QStringList{"--x", "X_umap:1", "--y", "X_umap:2"} + gate, "plot.svg");
        QVERIFY2(plot.exit_code == 0, plot.all().c_str());
        const auto names = [&](const char* file) {
            static const QRegularExpression name("(right|corner) · [0-9.]+ %");
            QStringList found;
            for (auto at = name.globalMatch(m_folder.textOf(file)); at.hasNext();)
                found << at.next().captured();
            found.sort();
            return found;
        };
        QCOMPARE(names("map.svg").size(), 2);
        QCOMPARE(names("map.svg"), names("plot.svg"));
        const Ran other =
            m_folder.figure(QStringList{"--view", "gallery", "--names", "LYZ"} + gate, "no.svg");
        QVERIFY(other.exit_code != 0);
        QVERIFY2(QString::fromStdString(other.all()).contains("--gate does nothing"), other.all().c_str());
    }
    void other_views_have_no_axes() {
        const Ran ran =
            run({"figure", "--data", m_folder.data(), "--x", "LYZ", "--out", m_folder.path("c.svg")});
        QVERIFY(ran.exit_code != 0);
        QVERIFY2(QString::fromStdString(ran.all()).contains("scatter"), ran.all().c_str());
    }
};

QTEST_GUILESS_MAIN(ScatterFiguresTest)
#include "tst_scatter_figures.moc"
