// What `figure --numbers` writes of a column is what the column holds, to the last digit.
#include <QTemporaryDir>
#include <QTest>

#include "tests/app/command_line/run_regulus.h"

using namespace regulus::test;

namespace {

// Cells of which some have no place on the map; the numbers of NAME.txt are those of the file, one a line.
const char* const make_file = R"PY(
import sys, warnings
warnings.simplefilter("ignore")
import anndata, numpy as np, pandas as pd
out = sys.argv[1] + "/"; rng = np.random.default_rng(1); n = 1500
places = rng.normal(size=(n, 2)); places[::7] = np.nan
large = 90071992547409931 + 3 * np.arange(n)
obs = pd.DataFrame({"nullable": pd.array(np.where(np.arange(n) % 5 == 0, -1, 123456789 + 11 * np.arange(n)), dtype="Int64"),
    "whole": large, "unsigned": large.astype("u8"), "double": rng.normal(size=n) * 1e6, "single": rng.normal(size=n).astype("f4")},
    index=["cell%d" % i for i in range(n)])
obs.loc[obs["nullable"] == -1, "nullable"] = pd.NA
obs.loc[obs.index[3], "double"] = np.nan
a = anndata.AnnData(rng.poisson(1, (n, 20)).astype("f4"), obs, pd.DataFrame(index=["GENE%d" % i for i in range(20)]))
a.obsm["X_umap"] = places
a.write_h5ad(out + "a.h5ad")
for name in obs:
    kept = obs[name][~np.isnan(places[:, 0])]
    text = ["" if pd.isna(v) else str(v) if name == "double" else str(np.float32(v)) if name == "single" else str(int(v)) for v in kept]
    open(out + name + ".txt", "w").write("\n".join(text))
)PY";

}  // namespace

class FigureNumbersTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    QStringList lines(const QString& name) const {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).split('\n') : QStringList();
    }

  private Q_SLOTS:
    void initTestCase() {
        REGULUS_NEED_PYTHON("anndata");
        const auto made = run_python(make_file, {m_folder.path()});
        QVERIFY2(made.exit_code == 0, qPrintable(made.errors));
    }
    void every_digit_data() {
        QTest::addColumn<bool>("whole");
        QTest::newRow("nullable") << true;
        QTest::newRow("whole") << true;
        QTest::newRow("unsigned") << true;
        QTest::newRow("double") << false;
        QTest::newRow("single") << false;
    }
    void every_digit() {
        QFETCH(const bool, whole);
        const QString name = QTest::currentDataTag(), table = m_folder.filePath(name + ".csv");
        const Ran ran = run({"figure", "--data", m_folder.filePath("a.h5ad"), "--color-by", name, "--out",
                             m_folder.filePath("a.png"), "--numbers", table});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        const QStringList expected = lines(name + ".txt");
        QStringList written = lines(name + ".csv");
        QCOMPARE(written.takeFirst().section(',', 3), name);
        written.removeAll(QString());
        QCOMPARE(written.size(), expected.size());
        for (int i = 0; i < expected.size(); ++i) {
            const QString value = written[i].section(',', 3).trimmed();
            if (whole || expected[i].isEmpty())
                QCOMPARE(value, expected[i]);
            else if (name == "double")
                QCOMPARE(value.toDouble(), expected[i].toDouble());
            else
                QCOMPARE(value.toFloat(), expected[i].toFloat());
        }
    }
};

QTEST_GUILESS_MAIN(FigureNumbersTest)
#include "tst_figure_numbers.moc"
