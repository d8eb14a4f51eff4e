// Plots of groups from the command line: the numbers are those that pandas makes of the same file, every
// format is written, and what makes no sense is told.
#include <QTemporaryDir>
#include <QTest>

#include "tests/app/command_line/run_regulus.h"

using namespace regulus::test;

namespace {

// Arguments: file, column, second column or "", table. Prints the largest difference of each number.
const char* const reference = R"PY(
import sys, json, numpy as np, pandas as pd, anndata
path, column, split, table = sys.argv[1:5]
a = anndata.read_h5ad(path); t = pd.read_csv(table, dtype={"group": str, "part": str})
x = pd.DataFrame(a.X.toarray().astype("f8"), index=a.obs_names, columns=a.var_names)
x = np.log1p(x.div(x.sum(axis=1), axis=0) * 1e4)[t["gene"].unique()]
by = [a.obs[column].astype(str)] + ([a.obs[split].astype(str)] if split else [])
g = x.groupby(by)
expected = {"mean": g.mean(), "share": (x > 0).groupby(by).mean(), "standard_deviation": g.std(),
            "mean_cp10k": np.expm1(x).groupby(by).mean(), "minimum": g.min(), "maximum": g.max(),
            "q1": g.quantile(.25), "median": g.median(), "q3": g.quantile(.75), "cells": g.count()}
worst = dict.fromkeys(expected, 0.0); seen = 0
for r in t.itertuples():
    key = (r.group, r.part) if split else r.group
    for name, values in expected.items():
        v = values.loc[key, r.gene]; d = abs(getattr(r, name) - v) / max(1, abs(v))
        worst[name] = max(worst[name], np.inf if np.isnan(d) and not np.isnan(v) else np.nan_to_num(d))
    seen += 1
print(json.dumps({"worst": max(worst.values()), "each": worst, "rows": seen, "groups": len(expected["mean"])}))
)PY";

const char* const crosstab = R"PY(
import sys, json, pandas as pd, anndata
path, rows, columns, table = sys.argv[1:5]
a = anndata.read_h5ad(path, backed="r"); t = pd.read_csv(table, dtype={rows: str, columns: str})
e = pd.crosstab(a.obs[rows].astype(str), a.obs[columns].astype(str))
wrong = 0
for r in t.to_dict("records"):
    n = e.loc[r[rows], r[columns]]
    wrong += int(r["cells"] != n) + int(abs(r["share_of_row"] - n / e.loc[r[rows]].sum()) > 1e-12)
    wrong += int(abs(r["share_of_column"] - n / e[r[columns]].sum()) > 1e-12)
print(json.dumps({"wrong": wrong, "rows": len(t), "pairs": int(e.size), "cells": int(t["cells"].sum()), "all": int(e.values.sum())}))
)PY";

const QString pbmc = QStringLiteral("pbmc3k/pbmc3k_seurat.h5ad"),
              kang = QStringLiteral("kang_sle/kang_sle_pbmc.h5ad");

nlohmann::json printed(const ScriptResult& result) {
    if (result.exit_code != 0) qWarning("%s", qPrintable(result.errors));
    return nlohmann::json::parse(result.output.toStdString(), nullptr, false);
}

}  // namespace

class PlotFiguresTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    QString path(const QString& name) const { return m_folder.filePath(name); }
    Ran figure(const QString& data, const QStringList& options, const QString& out = "a.svg") const {
        return run(QStringList{"figure", "--data", data, "--out", path(out), "--numbers", path("a.csv")} +
                   options);
    }
    QString written(const QString& name = "a.svg") const {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }

  private Q_SLOTS:
    void initTestCase() { REGULUS_NEED_PYTHON("anndata", "pandas"); }

    void numbers_are_those_of_pandas_data() {
        QTest::addColumn<QString>("data");
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("column");
        QTest::addColumn<QString>("split");
        QTest::addColumn<int>("rows");
        const QString known = "MS4A1,CD79A,CD3D,IL7R,CD8A,NKG7,GNLY,LYZ,CD14,FCGR3A,FCER1A,CST3,PPBP";
        QTest::newRow("dots") << pbmc << QStringList{"--view", "dots", "--genes", known} << "cell_type"
                              << "" << 13 * 9;
        QTest::newRow("markers") << pbmc << QStringList{"--view", "matrix"} << "cell_type"
                                 << "" << 0;
        QTest::newRow("violins by donor")
            << kang << QStringList{"--view", "violins", "--genes", "LYZ,IL7R", "--split-by", "donor_id"}
            << "cell_type"
            << "donor_id" << 2 * 64;
    }
    void numbers_are_those_of_pandas() {
        QFETCH(QString, data);
        QFETCH(QStringList, options);
        QFETCH(QString, column);
        QFETCH(QString, split);
        QFETCH(int, rows);
        const QString file = data_file(data);
        REGULUS_NEED_DATA(file);
        const Ran ran = figure(file, options + QStringList{"--group-by", column});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        const auto seen = printed(run_python(reference, {file, column, split, path("a.csv")}));
        QVERIFY2(seen.value("worst", 1.0) < 1e-5, seen.dump().c_str());
        if (rows > 0)
            QCOMPARE(seen.value("rows", 0), rows);
        else
            QVERIFY2(seen.value("rows", 0) > 9 * 20, seen.dump().c_str());
    }

    void composition_is_that_of_pandas() {
        const QString file = data_file(kang);
        REGULUS_NEED_DATA(file);
        for (const char* view : {"bars", "table"}) {
            const Ran ran =
                figure(file, {"--view", view, "--group-by", "cell_type", "--split-by", "donor_id"});
            QVERIFY2(ran.exit_code == 0, ran.all().c_str());
            const bool table = view == QString("table");
            const auto seen =
                printed(run_python(crosstab, {file, table ? "cell_type" : "donor_id",
                                              table ? "donor_id" : "cell_type", path("a.csv")}));
            QVERIFY2(seen.value("wrong", 1) == 0 && seen.value("rows", 0) == 64, seen.dump().c_str());
            QCOMPARE(seen.value("cells", 0), seen.value("all", 1));
        }
    }

    void every_view_in_every_format() {
        const QString file = data_file(pbmc);
        REGULUS_NEED_DATA(file);
        for (const char* view : {"dots", "matrix", "violins", "boxes", "ridges"}) {
            for (const char* out : {"b.svg", "b.pdf", "b.png", "b.tiff"}) {
                const Ran ran =
                    figure(file, {"--view", view, "--genes", "LYZ,CD3D,MS4A1", "--width-mm", "120"}, out);
                QVERIFY2(ran.exit_code == 0, ran.all().c_str());
                QVERIFY(QFileInfo(path(out)).size() > 2000);
            }
            const QString svg = written("b.svg");
            for (const char* name : {"LYZ", "CD3D", "MS4A1", "FCGR3A+ Mono", "Naive CD4 T"})
                QVERIFY2(svg.contains(QString(name).toHtmlEscaped()), name);
        }
    }

    void markers_are_what_everyone_knows() {
        const QString file = data_file(pbmc);
        REGULUS_NEED_DATA(file);
        const Ran ran = figure(file, {"--view", "dots", "--dendrogram"});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        for (const char* name : {"CD79A", "S100A8", "GP9", "FCER1A"})
            QVERIFY2(written().contains(name), name);
    }

    void activity_of_tfs() {
        const QString file = data_file(pbmc), prior = data_file("priors/collectri.csv");
        REGULUS_NEED_DATA(prior);
        const Ran ran = figure(
            file, {"--view", "dots", "--over", "activity", "--prior", prior, "--genes", "SPI1,PAX5,TBX21"});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        QVERIFY(written("a.csv").startsWith("tf,group,cells"));
        QVERIFY(written().contains("SPI1") && written().contains("activity"));
    }

    void what_makes_no_sense_is_told_data() {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("said");
        QTest::newRow("unknown gene")
            << QStringList{"--view", "dots", "--genes", "cd3d"} << "It is written CD3D";
        QTest::newRow("no such column") << QStringList{"--view", "dots", "--group-by", "type"} << "type";
        QTest::newRow("one column") << QStringList{"--view", "bars"} << "--split-by";
        QTest::newRow("of a map") << QStringList{"--genes", "CD3D"} << "do nothing for the view embedding";
        QTest::newRow("of dots") << QStringList{"--view", "dots", "--counts"} << "--counts";
        QTest::newRow("of violins") << QStringList{"--view", "violins", "--scale", "z"} << "--scale";
        QTest::newRow("TFs of nothing") << QStringList{"--view", "dots", "--over", "activity"} << "--prior";
        QTest::newRow("useless prior") << QStringList{"--view", "dots", "--prior", "starter"} << "--over";
    }
    void what_makes_no_sense_is_told() {
        const QString file = data_file(pbmc);
        REGULUS_NEED_DATA(file);
        QFETCH(QStringList, options);
        QFETCH(QString, said);
        const Ran ran = figure(file, options, "never.svg");
        QCOMPARE(ran.exit_code, 2);
        QVERIFY2(ran.errors.contains(said), ran.all().c_str());
        QVERIFY(!QFile::exists(path("never.svg")));
    }
};

QTEST_GUILESS_MAIN(PlotFiguresTest)
#include "tst_plot_figures.moc"
