// `figure --view reliability` and `coverage` of a model of PBMC 3k: the numbers are those that scikit-learn
// and numpy find in what `predict` writes.
#include <QTemporaryDir>
#include <QTest>

#include "tests/app/command_line/run_regulus.h"

using namespace regulus::test;

namespace {

// Arguments: predictions, numbers of reliability, numbers of coverage, which cells.
const char* const reference = R"PY(
import sys, json, numpy as np, pandas as pd
from sklearn.calibration import calibration_curve
t = pd.read_csv(sys.argv[1], keep_default_na=False)
t = t[t["split"] == "test"] if sys.argv[4] == "test" else t[t["out_of_fold"] == "yes"]
import anndata
label = anndata.read_h5ad(sys.argv[5]).obs["cell_type"].astype(str).loc[t["cell"]].values
p, right = t["probability"].astype(float).values, (t["prediction"].values == label)
share, mean = calibration_curve(right, p, n_bins=15, strategy="uniform")
r = pd.read_csv(sys.argv[2]); c = pd.read_csv(sys.argv[3])
worst = max(np.abs(r["share_correct"] - share).max(), np.abs(r["mean_probability"] - mean).max())
order = np.sort(p)[::-1]
off = 0
for _, row in c.iterrows():
    kept = p.astype("f4") >= np.float32(row["threshold"])
    off = max(off, abs(kept.sum() - row["cells_kept"]), abs(right[kept].sum() - row["correct"]))
kept = p >= .8
print(json.dumps(dict(bins=len(r), cells=int(r["cells"].sum()), found=len(t), worst=float(worst), off=float(off),
  points=len(c), ece=f"ECE {(np.abs(r['share_correct'] - r['mean_probability']) * r['cells']).sum() / len(t):.3f}",
  kept=f"{kept.sum():,} cells kept ({100 * kept.mean():.1f} %), accuracy {right[kept].mean():.3f}")))
)PY";

}  // namespace

class CalibrationFiguresTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    QString path(const QString& name) const { return m_folder.filePath(name); }
    QString data() const { return data_file("pbmc3k/pbmc3k_seurat.h5ad"); }
    Ran figure(const QStringList& options, const QString& out) const {
        return run(QStringList{"figure", "--data", data(), "--out", path(out)} + options);
    }

  private Q_SLOTS:
    void initTestCase() {
        REGULUS_NEED_PYTHON("sklearn", "anndata");
        REGULUS_NEED_DATA(data());
        Ran ran = run({"train", "--data", data(), "--prior", "starter", "--labels", "cell_type", "--out",
                       path("model.safetensors")});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        ran =
            run({"predict", "--data", data(), "--model", path("model.safetensors"), "--out", path("p.csv")});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
    }

    void numbers_are_those_of_scikit_learn_data() {
        QTest::addColumn<QString>("on");
        QTest::newRow("test") << "test";
        QTest::newRow("out of fold") << "out-of-fold";
    }
    void numbers_are_those_of_scikit_learn() {
        QFETCH(QString, on);
        QString said;
        for (const QString& view : {QString("reliability"), QString("coverage")}) {
            const Ran ran = figure({"--model", path("model.safetensors"), "--view", view, "--judged-on", on,
                                    "--threshold", "0.8", "--numbers", path(view + ".csv")},
                                   view + ".svg");
            QVERIFY2(ran.exit_code == 0, ran.all().c_str());
            said = ran.output;
        }
        const ScriptResult seen =
            run_python(QString::fromUtf8(reference),
                       {path("p.csv"), path("reliability.csv"), path("coverage.csv"), on, data()});
        QVERIFY2(seen.exit_code == 0, qPrintable(seen.errors));
        const auto expected = nlohmann::json::parse(seen.output.toStdString());
        const char* const all = seen.output.toUtf8().constData();
        QCOMPARE(expected["cells"].get<int>(), expected["found"].get<int>());
        QVERIFY2(expected["cells"].get<int>() > 500, all);
        QVERIFY2(expected.value("worst", 1.0) < 1e-5, all);
        QVERIFY2(expected.value("off", 1.0) == 0, all);
        QVERIFY2(expected["points"].get<int>() > 200, all);
        for (const char* const text : {"ece", "kept"})
            QVERIFY2(said.contains(QString::fromStdString(expected[text].get<std::string>())),
                     qPrintable(said + seen.output));
    }

    void every_format() {
        for (const char* const out : {"a.png", "a.pdf", "a.svg", "a.tiff"}) {
            const Ran ran = figure({"--model", path("model.safetensors"), "--view", "coverage"}, out);
            QVERIFY2(ran.exit_code == 0, ran.all().c_str());
            QVERIFY(QFileInfo(path(out)).size() > 1000);
        }
    }

    void what_makes_no_sense_is_said() {
        const QStringList model{"--model", path("model.safetensors")};
        QCOMPARE(figure({"--view", "reliability"}, "x.png").exit_code, 2);
        QCOMPARE(figure(model + QStringList{"--threshold", "0.5"}, "x.png").exit_code, 2);
        QCOMPARE(figure(model + QStringList{"--view", "coverage", "--threshold", "2"}, "x.png").exit_code, 2);
        const Ran other =
            figure(model + QStringList{"--view", "coverage", "--labels", "seurat_clusters"}, "x.png");
        QCOMPARE(other.exit_code, 2);
        QVERIFY2(other.errors.contains("name of a class"), other.all().c_str());
        QVERIFY(!QFile::exists(path("x.png")));
    }
};

QTEST_GUILESS_MAIN(CalibrationFiguresTest)
#include "tst_calibration_figures.moc"
