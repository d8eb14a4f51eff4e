// The heatmap from the command line: which TFs and cells, in which order, and the bars are those that pandas
// makes of the same file; every format is written; what makes no sense is told.
#include <QTemporaryDir>
#include <QTest>

#include "tests/app/command_line/run_regulus.h"

using namespace regulus::test;

namespace {

const QString pbmc = QStringLiteral("pbmc3k/pbmc3k_seurat.h5ad"),
              kang = QStringLiteral("kang_sle/kang_sle_pbmc.h5ad");

// Arguments: file, column, all cells (mRNA, raw, as in the file), the same by the TF that is the fourth, top
// 3 of each group.
const char* const cells_reference = R"PY(
import sys, json, numpy as np, pandas as pd, anndata
path, column, whole, by_tf, top = sys.argv[1:6]; tf = sys.argv[6]
a = anndata.read_h5ad(path); w = pd.read_csv(whole); s = pd.read_csv(by_tf); t = pd.read_csv(top)
tfs = list(w.columns[2:])
x = pd.DataFrame(a.X.toarray().astype("f8"), index=a.obs_names, columns=a.var_names)
x = np.log1p(x.div(x.sum(axis=1), axis=0) * 1e4)[tfs]
labels = a.obs[column].astype(str)
w = w.set_index("cell")
out = {"cells": len(w), "all": len(a), "tfs": len(tfs),
       "values": float(np.abs(w[tfs] - x.loc[w.index]).values.max()),
       "groups": int((w["group"] == labels.loc[w.index]).sum())}
order = pd.Series(np.arange(len(a)), a.obs_names)
out["in_file_order"] = all(g.is_monotonic_increasing for _, g in order.loc[w.index].groupby(w["group"].values))
out["runs"] = int((w["group"] != w["group"].shift()).sum()); out["kinds"] = labels.nunique()
out["sorted"] = all((np.diff(g[tf]) <= 1e-6).all() for _, g in s.groupby("group"))
chosen = []
counted = [g for g in labels.astype("category").cat.categories if (labels == g).sum() >= 10]
for g in counted:
    i, o = x[labels == g], x[(labels != g) & labels.isin(counted)]
    pooled = np.sqrt(((len(i) - 1) * i.var() + (len(o) - 1) * o.var()) / (len(i) + len(o) - 2))
    d = ((i.mean() - o.mean()) / pooled.clip(lower=1e-6)).sort_values(ascending=False, kind="stable")
    chosen += [n for n in d.index[:3] if d[n] > 0 and n not in chosen]
out["top"] = chosen == list(t.columns[1:]); out["theirs"] = chosen; out["ours"] = list(t.columns[1:])
print(json.dumps(out))
)PY";

// Arguments: file, column of groups, other column, table with shares and targets.
const char* const bars_reference = R"PY(
import sys, json, pandas as pd, anndata
path, column, other, table, cells = sys.argv[1:6]
a = anndata.read_h5ad(path, backed="r"); t = pd.read_csv(table); tf = pd.read_csv(table[:-4] + "-tfs.csv", index_col="TF")
e = pd.crosstab(a.obs[column].astype(str), a.obs[other].astype(str), normalize="index")
r = t.set_index("group")
shares = [c for c in t.columns if c.startswith(other + ":")]
worst = max(abs(r.loc[g, c] - e.loc[g, c.split(":", 1)[1]]) for g in e.index for c in shares)
tfs = list(t.columns[len(shares) + 2:]); blocks = tf["block"]
c = pd.read_csv(cells); ctf = pd.read_csv(cells[:-4] + "-tfs.csv", index_col="TF"); ctfs = list(ctf.index)
told = list(c.columns[:len(c.columns) - len(ctfs)])
print(json.dumps({"worst": worst, "shares": len(shares), "values": e.shape[1], "groups": len(e), "rows": len(r),
  "group_blocks": r["block"].nunique(), "tf_blocks": blocks[tfs].nunique(), "same_tfs": list(tf.index) == tfs,
  "floats": int((t[tfs].dtypes == float).all() and (c[ctfs].dtypes == float).all()),
  "cells": len(c), "all_cells": len(a), "told": told, "cell_tfs": list(c.columns[len(told):]) == ctfs, "cell_tf_blocks": ctf["block"].nunique(),
  "cell_bar": bool((c["cells"] == a.obs[column].astype(str).value_counts().loc[c["group"]].values).all()),
  "runs": int((blocks[tfs] != blocks[tfs].shift()).sum()), "targets": int((tf["targets"] >= 5).all())}))
)PY";

nlohmann::json printed(const ScriptResult& result) {
    if (result.exit_code != 0) qWarning("%s", qPrintable(result.errors));
    return nlohmann::json::parse(result.output.toStdString(), nullptr, false);
}

}  // namespace

class HeatmapFigureTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    QString path(const QString& name) const { return m_folder.filePath(name); }
    Ran heatmap(const QString& data, const QString& table, const QStringList& options,
                const QString& out = "a.svg") const {
        return run(QStringList{"figure", "--view", "heatmap", "--data", data, "--prior",
                               data_file("priors/collectri.csv"), "--out", path(out), "--numbers",
                               path(table)} +
                   options);
    }

  private Q_SLOTS:
    void initTestCase() { REGULUS_NEED_PYTHON("anndata", "pandas"); }

    void cells_and_tfs_are_those_of_pandas() {
        const QString data = data_file(pbmc);
        REGULUS_NEED_DATA(data);
        const QStringList raw{"--measure", "mRNA", "--no-z-over-groups", "--group-by", "cell_type"};
        Ran ran = heatmap(data, "all.csv",
                          raw + QStringList{"--max-tfs", "0", "--each-cell", "--cell-order", "file",
                                            "--text-pt", "5"});  // one of all TFs is high
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        ran =
            heatmap(data, "by.csv",
                    raw + QStringList{"--each-cell", "--cell-order", "pax5", "--tfs", "PAX5, spi1 ,nosuch"});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        QVERIFY2(ran.errors.contains("nosuch"), ran.all().c_str());
        ran = heatmap(
            data, "top.csv",
            raw + QStringList{"--tfs-of-each-group", "3", "--group-order", "file", "--tf-order", "chosen"});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        const auto found = printed(run_python(
            cells_reference, {data, "cell_type", path("all.csv"), path("by.csv"), path("top.csv"), "PAX5"}));
        QVERIFY2(!found.is_discarded(), "no answer");
        qInfo("%s", found.dump().c_str());
        QCOMPARE(found.value("cells", -1), found.value("all", -2));
        QCOMPARE(found.value("groups", -1), found.value("all", -2));
        QVERIFY(found["tfs"].get<int>() > 20 && found["values"].get<double>() < 1e-5);
        QVERIFY(found["in_file_order"].get<bool>() && found["sorted"].get<bool>());
        QCOMPARE(found.value("runs", -1), found.value("kinds", -2));
        QVERIFY2(found["top"].get<bool>(), found.dump().c_str());
    }

    void bars_and_blocks_are_in_the_table() {
        const QString data = data_file(kang);
        REGULUS_NEED_DATA(data);
        const Ran ran =
            heatmap(data, "bars.csv",
                    {"--measure", "activity", "--group-by", "cell_type", "--group-bar", "donor_id",
                     "--tf-bar", "targets", "--group-blocks", "3", "--tf-blocks", "4"});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        const Ran cells = heatmap(data, "cells.csv",
                                  {"--measure", "activity", "--group-by", "cell_type", "--each-cell",
                                   "--group-bar", "cells", "--tf-blocks", "3"});
        QVERIFY2(cells.exit_code == 0, cells.all().c_str());
        const auto found = printed(
            run_python(bars_reference, {data, "cell_type", "donor_id", path("bars.csv"), path("cells.csv")}));
        qInfo("%s", found.dump().c_str());
        QVERIFY(found["worst"].get<double>() < 1e-9);
        QCOMPARE(found.value("shares", -1), found.value("values", -2));
        QCOMPARE(found.value("rows", -1), found.value("groups", -2));
        QCOMPARE(found["group_blocks"].get<int>(), 3);
        QCOMPARE(found["tf_blocks"].get<int>(), 4);
        QCOMPARE(found["runs"].get<int>(), 4);
        QCOMPARE(found["targets"].get<int>(), 1);
        QVERIFY(found["same_tfs"].get<bool>() && found["floats"].get<int>() == 1);
        QCOMPARE(found["cells"].get<int>(), found["all_cells"].get<int>());
        QCOMPARE(found["told"].dump(), std::string(R"(["cell","group","cells"])"));
        QVERIFY(found["cell_tfs"].get<bool>() && found["cell_bar"].get<bool>());
        QCOMPARE(found["cell_tf_blocks"].get<int>(), 3);
    }

    void every_format_is_written() {
        const QString data = data_file(pbmc);
        REGULUS_NEED_DATA(data);
        for (const char* name : {"b.svg", "b.pdf", "b.png", "b.tiff"}) {
            for (const QStringList& options :
                 {QStringList{"--each-cell", "--measure", "activity", "--tf-blocks", "3", "--tf-bar", "mRNA"},
                  QStringList{"--tf-rows", "--measure", "activity", "--group-bar", "cells"}}) {
                const Ran ran =
                    heatmap(data, "b.csv", options + QStringList{"--group-by", "cell_type"}, name);
                QVERIFY2(ran.exit_code == 0, ran.all().c_str());
                QVERIFY(QFileInfo(path(name)).size() > 3000);
            }
        }
    }

    void what_makes_no_sense_is_told_data() {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("words");
        QTest::newRow("order of no cells") << QStringList{"--cell-order", "file"} << "--each-cell";
        QTest::newRow("blocks of none")
            << QStringList{"--group-order", "file", "--group-blocks", "2"} << "dendrogram";
        QTest::newRow("two choices") << QStringList{"--tfs", "PAX5", "--tfs-of-each-group", "2"}
                                     << "excludes";
        QTest::newRow("no such TF") << QStringList{"--tfs", "nosuch"} << "nosuch";
        QTest::newRow("no TF") << QStringList{"--tfs", ""} << "names no TF";
        QTest::newRow("blanks") << QStringList{"--tfs", " , "} << "names no TF";
        QTest::newRow("too many blocks") << QStringList{"--tf-blocks", "1001"} << "1000";
        QTest::newRow("order by none") << QStringList{"--each-cell", "--cell-order", "nosuch"} << "nosuch";
        QTest::newRow("bar of none") << QStringList{"--group-bar", "nosuch"} << "nosuch";
        QTest::newRow("another view")
            << QStringList{"--view", "embedding", "--tf-bar", "targets"} << "--tf-bar";
    }
    void what_makes_no_sense_is_told() {
        const QString data = data_file(pbmc);
        REGULUS_NEED_DATA(data);
        QFETCH(QStringList, options);
        QFETCH(QString, words);
        QStringList all{"figure", "--data",     data, "--prior", data_file("priors/collectri.csv"),
                        "--out",  path("c.svg")};
        if (!options.contains("--view"))
            all << "--view"
                << "heatmap"
                << "--group-by"
                << "cell_type";
        const Ran ran = run(all + options);
        QVERIFY2(ran.exit_code == 2, ran.all().c_str());
        QVERIFY2(ran.errors.contains(words), ran.all().c_str());
        QVERIFY(!QFileInfo::exists(path("c.svg")));
    }
};

QTEST_GUILESS_MAIN(HeatmapFigureTest)
#include "tst_heatmap_figure.moc"
