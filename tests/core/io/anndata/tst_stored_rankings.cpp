// Rankings of genes in uns are what anndata reads there: of every layout since anndata 0.5, with shares of
// cells, under any key, as data frames; and hostile ones are told, not believed.
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/io/anndata/stored_rankings.h"
#include "core/io/dataset/dataset_reader.h"
#include "tests/support/test_data.h"

using namespace regulus;
using namespace regulus::test;

namespace {

// Prints {key: {group: [[name, score, change, p, q, share, share_rest], …]}}.
const char* const reference = R"PY(
import anndata, json, sys, warnings, numpy as np
warnings.simplefilter("ignore")
a = anndata.read_h5ad(sys.argv[1])
out = {}
none = lambda x: None if x is None or not np.isfinite(x) else float(x)
text = lambda x: x.decode() if isinstance(x, bytes) else str(x)
for key, r in a.uns.items():
    if not hasattr(r, "keys") or "names" not in r or not getattr(r["names"], "dtype", np.dtype("f4")).names: continue
    out[key] = {}
    for g in r["names"].dtype.names:
        names = [text(x) for x in r["names"][g]]
        col = lambda f: r[f][g] if f in r else [None] * len(names)
        pts = lambda f: [r[f][g].get(x) for x in names] if f in r else [None] * len(names)
        rows = zip(names, *map(col, ["scores", "logfoldchanges", "pvals", "pvals_adj"]), pts("pts"), pts("pts_rest"))
        out[key][g] = [[x[0]] + [none(v) for v in x[1:]] for x in rows if x[0] != "nan"]
print(json.dumps(out))
)PY";

// Rankings as scanpy makes them, without scanpy: two keys, one filtered, shares of cells; and data frames.
const char* const make_file = R"PY(
import anndata, numpy as np, pandas as pd, sys
r = np.random.RandomState(1)
genes = np.array(["g%d" % i for i in range(12)])
obs = pd.DataFrame({"kind": pd.Categorical(["a", "b", "c"] * 4)}, index=["c%d" % i for i in range(12)])
a = anndata.AnnData(r.poisson(3, (12, 12)).astype("f4"), obs=obs, var=pd.DataFrame(index=genes))
def ranking(shares, filtered):
    groups = ["a", "b", "c µ"]
    order = {g: r.permutation(12) for g in groups}
    rec = lambda f, t: np.rec.fromarrays([np.array(f(g), t) for g in groups], dtype=[(g, t) for g in groups])
    names = lambda g: [np.nan if filtered and i % 3 == 0 else genes[i] for i in order[g]]
    out = {"params": {"groupby": "kind", "method": "wilcoxon", "reference": "rest", "use_raw": False},
           "names": rec(names, "O"), "scores": rec(lambda g: r.randn(12), "f4"),
           "logfoldchanges": rec(lambda g: r.randn(12), "f4"), "pvals": rec(lambda g: r.rand(12), "f8"),
           "pvals_adj": rec(lambda g: r.rand(12), "f8")}
    if shares: out["pts"], out["pts_rest"] = (pd.DataFrame(r.rand(12, 3), index=genes[::-1], columns=groups) for _ in "ab")
    return out
a.uns["rank_genes_groups"] = ranking(True, False)
a.uns["rank_genes_groups_filtered"] = ranking(False, False)
for g in ["a", "b", "c µ"]: a.uns["rank_genes_groups_filtered"]["names"][g][::3] = "nan"
a.uns["wilcoxon"] = ranking(False, False)
a.uns["wilcoxon"]["params"].pop("groupby")
a.uns["deg"] = pd.DataFrame({"p_val": [0.1, 0.2, 0.3], "avg_log2FC": [3.0, 2.0, 1.0], "pct.1": [.9, .8, .7], "pct.2": [.1, .2, .3],
  "p_val_adj": [0.4, 0.5, 0.6], "cluster": pd.Categorical(["x", "y", "x"]), "gene": ["g3", "g1", "g2"]}, index=["r1", "r2", "r3"])
a.uns["not_a_ranking"] = pd.DataFrame({"score": [1.0, 2.0], "weight": [1.0, 2.0]}, index=["a", "b"])
a.uns["names"] = np.array(["a", "b"])
a.uns["other"] = {"names": np.array(["a", "b"]), "scores": np.array([1.0, 2.0])}
a.write_h5ad(sys.argv[1])
)PY";

const char* const break_file = R"PY(
import h5py, numpy as np, sys
path, how = sys.argv[1], sys.argv[2]
with h5py.File(path, "a") as f:
    r = f["uns/rank_genes_groups"]
    if how == "short scores":
        s = r["scores"][:5]; del r["scores"]; r.create_dataset("scores", data=s)
    elif how == "scores are texts":
        s = r["names"][:]; del r["scores"]; r.create_dataset("scores", data=s, dtype=r["names"].dtype)
    elif how == "scores are a group": del r["scores"]; r.create_group("scores")
    elif how == "names of numbers":
        del r["names"]; r.create_dataset("names", data=np.zeros(12, [("a", "i4"), ("b", "f4")]))
    elif how == "names are a matrix": del r["names"]; r.create_dataset("names", data=np.zeros((3, 4)))
    elif how == "names are a group":
        n = r["names"][:]; del r["names"]
        for g in n.dtype.names: r.create_dataset("names/" + g, data=n[g])
    elif how == "scores of one group": s = r["scores"][:]; del r["scores"]; r.create_dataset("scores", data=s[["a"]].copy())
    elif how == "names scalar": del r["names"]; r.create_dataset("names", data="x")
    elif how == "params are numbers": del r["params"]; r.create_dataset("params", data=np.arange(3))
    elif how == "another file": del r["names"]; r["names"] = h5py.ExternalLink("/etc/hostname", "/x")
    elif how == "no end": del r["scores"]; r.create_dataset("scores", shape=(2**40,), chunks=(1024,), dtype=[("a", "f4")])
    elif how == "no shares of it": del r["pts"]; r.create_dataset("pts", data=np.zeros(12))
    elif how == "in a circle": del r["params"]; r["params"] = h5py.SoftLink("/uns/rank_genes_groups")
)PY";

std::shared_ptr<const Dataset> opened(const QString& path) {
    Job job;
    return read_dataset(path.toStdString(), {}, job);
}

// Asserts by QVERIFY2; empty when all agrees.
QString difference(const Dataset& dataset, const nlohmann::json& expected) {
    Job job;
    std::vector<std::string> warnings;
    std::size_t found = 0;
    for (const StoredRanking& ranking : stored_rankings(dataset, warnings, job)) {
        if (!expected.contains(ranking.key)) continue;
        ++found;
        if (ranking.groups.size() != expected[ranking.key].size())
            return "groups of " + QString::fromStdString(ranking.key);
        for (const std::string& group : ranking.groups) {
            const auto genes = read_ranking(dataset, ranking, group, job);
            const auto& rows = expected[ranking.key].at(group);
            if (genes.size() != rows.size())
                return QString("%1 genes of %2").arg(genes.size()).arg(rows.size());
            for (std::size_t i = 0; i < genes.size(); ++i) {
                if (genes[i].gene != rows[i][0].get<std::string>())
                    return QString::fromStdString(genes[i].gene);
                const double own[] = {genes[i].score, genes[i].change, genes[i].p,
                                      genes[i].q,     genes[i].share,  genes[i].share_rest};
                for (std::size_t k = 0; k < 6; ++k) {
                    const auto& there = rows[i][k + 1];
                    if (there.is_null() ? std::isfinite(own[k])
                                        : !(std::abs(own[k] - there.get<double>()) <=
                                            1e-6 * std::max(1.0, std::abs(own[k]))))
                        return QString("%1, number %2: %3")
                            .arg(QString::fromStdString(genes[i].gene))
                            .arg(k)
                            .arg(own[k]);
                }
            }
        }
    }
    return found == expected.size() ? QString()
                                    : QString("%1 rankings of %2").arg(found).arg(expected.size());
}

}  // namespace

class StoredRankingsTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    QString made() {
        const QString path = m_folder.filePath("made.h5ad");
        if (!QFile::exists(path)) {
            const ScriptResult ran = run_python(make_file, {path});
            if (ran.exit_code != 0) qWarning("%s", qPrintable(ran.errors));
        }
        return path;
    }

  private Q_SLOTS:
    void initTestCase() { REGULUS_NEED_PYTHON("anndata", "h5py"); }

    void as_anndata_reads_them_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("method");
        QTest::newRow("anndata 0.5, fixed texts") << "anndata/adata_v0.5.0.h5ad"
                                                  << "logreg";
        QTest::newRow("anndata 0.6") << "anndata/example_anndata.h5ad"
                                     << "t-test_overestim_var";
        QTest::newRow("anndata 0.8") << "pbmc68k/10x_pbmc68k_reduced.h5ad"
                                     << "logreg";
        QTest::newRow("anndataR") << "anndata/anndatar_example.h5ad"
                                  << "t-test";
    }
    void as_anndata_reads_them() {
        QFETCH(QString, file);
        QFETCH(QString, method);
        REGULUS_NEED_DATA(data_file(file));
        const ScriptResult seen = run_python(reference, {data_file(file)});
        QVERIFY2(seen.exit_code == 0, qPrintable(seen.errors));
        const auto expected = nlohmann::json::parse(seen.output.toStdString());
        QVERIFY(expected.contains("rank_genes_groups"));
        const auto dataset = opened(data_file(file));
        QCOMPARE(difference(*dataset, expected), QString());
        Job job;
        std::vector<std::string> warnings;
        const auto rankings = stored_rankings(*dataset, warnings, job);
        QCOMPARE(rankings.size(), std::size_t(1));
        QCOMPARE(QString::fromStdString(rankings.front().method), method);
        QCOMPARE(rankings.front().reference, std::string("rest"));
        QVERIFY(warnings.empty());
    }

    void several_keys_shares_and_frames() {
        const ScriptResult seen = run_python(reference, {made()});
        QVERIFY2(seen.exit_code == 0, qPrintable(seen.errors));
        const auto expected = nlohmann::json::parse(seen.output.toStdString());
        QCOMPARE(expected.size(), std::size_t(3));
        const auto dataset = opened(made());
        QCOMPARE(difference(*dataset, expected), QString());
        Job job;
        std::vector<std::string> warnings;
        const auto rankings = stored_rankings(*dataset, warnings, job);
        QStringList keys;
        for (const StoredRanking& ranking : rankings) keys << QString::fromStdString(ranking.key);
        QCOMPARE(keys, (QStringList{"deg", "rank_genes_groups", "rank_genes_groups_filtered", "wilcoxon"}));
        QCOMPARE(rankings[1].column, std::string("kind"));
        QCOMPARE(rankings[3].column, std::string());
        QCOMPARE(rankings[0].groups, (std::vector<std::string>{"x", "y"}));
        QCOMPARE(rankings[0].column, std::string("cluster"));
        const auto genes = read_ranking(*dataset, rankings[0], "x", job);
        QCOMPARE(genes.size(), std::size_t(2));
        QCOMPARE(genes[1].gene, std::string("g2"));
        QCOMPARE(genes[1].change, 1.0);
        QCOMPARE(genes[1].p, 0.3);
        QCOMPARE(genes[1].q, 0.6);
        QCOMPARE(genes[1].share, 0.7);
        QCOMPARE(genes[1].share_rest, 0.3);
        QVERIFY(std::isnan(genes[1].score));
    }

    // What presto, Seurat 3 and DESeq2 write; a table of quality; shares that are none.
    void tables_of_other_programs() {
        const QString path = m_folder.filePath("others.h5ad");
        const ScriptResult ran = run_python(QStringLiteral(R"PY(
import anndata, numpy as np, pandas as pd, sys
a = anndata.AnnData(np.random.RandomState(0).poisson(3, (12, 3)).astype("f4"), obs=pd.DataFrame(index=["c%d" % i for i in range(12)]),
                    var=pd.DataFrame(index=["g0", "g1", "g2"]))
u = a.uns
u["presto"] = pd.DataFrame({"feature": ["g0", "g1", "g2"], "group": ["x", "x", "y"], "avgExpr": [1., 2, 3], "logFC": [.1, .2, .3],
  "statistic": [1., 2, 3], "auc": [.5, .6, .7], "pval": [.1, .2, .3], "padj": [.1, .2, .3], "pct_in": [94.92, .5, 100], "pct_out": [0, .25, .5]})
u["seurat3"] = pd.DataFrame({"p_val": [.1, .2], "avg_logFC": [3., 2], "pct.1": [.9, 1], "pct.2": [.1, .2], "p_val_adj": [.4, .5],
  "gene": ["g0", "g1"]})
u["deseq2"] = pd.DataFrame({"baseMean": [1., 2], "log2FoldChange": [1., -1], "lfcSE": [1., 1], "stat": [1., 2], "pvalue": [.1, .2],
  "padj": [.1, .2]}, index=["g0", "g1"])
u["logreg"] = pd.DataFrame({"names": ["g0", "g1"], "scores": [2., 1]})
u["quality"] = pd.DataFrame({"gene": ["g0", "g1"], "score": [1., 2]})
u["odd"] = pd.DataFrame({"gene": ["g0", "g1"], "pval": [.1, .2], "pct_in": [120., 3], "pct_out": [1., 2], "score": ["a", "b"]})
a.write_h5ad(sys.argv[1])
)PY"),
                                            {path});
        QVERIFY2(ran.exit_code == 0, qPrintable(ran.errors));
        const auto dataset = opened(path);
        Job job;
        std::vector<std::string> warnings;
        const auto rankings = stored_rankings(*dataset, warnings, job);
        QStringList seen;
        for (const StoredRanking& ranking : rankings)
            seen << QString::fromStdString(ranking.key + ":" + ranking.change_name);
        QCOMPARE(seen, (QStringList{"deseq2:", "logreg:", "odd:", "presto:logFC", "seurat3:avg_logFC"}));
        QCOMPARE(warnings.size(), std::size_t(2));  // texts for scores, and shares that are none
        for (const std::string& warning : warnings)
            QVERIFY2(warning.starts_with("uns/odd: "), warning.c_str());
        const auto presto = read_ranking(*dataset, rankings[3], "x", job);
        QCOMPARE(presto.size(), std::size_t(2));
        QCOMPARE(presto[0].share, 0.9492);
        QCOMPARE(presto[1].share, 0.005);  // a percentage as the others of its table
        QCOMPARE(presto[1].share_rest, 0.0025);
        QCOMPARE(presto[0].change, 0.1);
        const auto seurat = read_ranking(*dataset, rankings[4], "", job);
        QCOMPARE(seurat[1].share, 1.0);
        QCOMPARE(seurat[0].change, 3.0);
        const auto odd = read_ranking(*dataset, rankings[2], "", job);
        QVERIFY(std::isnan(odd[0].share) && std::isnan(odd[1].share_rest) && std::isnan(odd[0].score));
        QCOMPARE(odd[1].p, 0.2);
    }

    // Either it is left out with a word, or it is refused when it is read, or what is not there stays
    // unknown.
    void broken_ones_are_told_data() {
        QTest::addColumn<QString>("outcome");
        QTest::addColumn<bool>("warned");
        QTest::newRow("short scores") << "refused" << false;
        QTest::newRow("no end") << "refused" << true;
        for (const char* const how :
             {"scores are texts", "scores are a group", "scores of one group", "no shares of it"})
            QTest::newRow(how) << "read" << true;
        for (const char* const how : {"params are numbers", "in a circle"})
            QTest::newRow(how) << "read" << false;
        QTest::newRow("names of numbers") << "numbered" << true;
        for (const char* const how :
             {"names are a matrix", "names are a group", "names scalar", "another file"})
            QTest::newRow(how) << "none" << true;
    }
    void broken_ones_are_told() {
        QFETCH(QString, outcome);
        QFETCH(bool, warned);
        const QString path = m_folder.filePath("broken.h5ad");
        QFile::remove(path);
        QVERIFY(QFile::copy(made(), path));
        const ScriptResult ran = run_python(break_file, {path, QTest::currentDataTag()});
        QVERIFY2(ran.exit_code == 0, qPrintable(ran.errors));
        const auto dataset = opened(path);
        Job job;
        std::vector<std::string> warnings;
        const auto rankings = stored_rankings(*dataset, warnings, job);
        const auto own = std::ranges::find(rankings, std::string("rank_genes_groups"), &StoredRanking::key);
        QVERIFY(std::ranges::find(rankings, std::string("wilcoxon"), &StoredRanking::key) != rankings.end());
        QCOMPARE(own == rankings.end(), outcome == "none");
        QCOMPARE(warnings.size(), std::size_t(warned ? 1 : 0));
        QVERIFY(!warned || QString::fromStdString(warnings.front()).contains("uns/rank_genes_groups"));
        if (own == rankings.end()) return;
        if (outcome == "refused") {
            QVERIFY_EXCEPTION_THROWN(read_ranking(*dataset, *own, "a", job), Error);
            return;
        }
        const auto genes = read_ranking(*dataset, *own, "a", job);
        QCOMPARE(genes.size(), std::size_t(12));
        if (outcome == "numbered") QCOMPARE(genes.front().gene, std::string("0"));
    }

    void what_is_gone_is_said() {
        const auto dataset = opened(made());
        Job job;
        QVERIFY_EXCEPTION_THROWN(read_ranking(*dataset, {"no such", {}, {}, {}, {"a"}, {}}, "a", job), Error);
        std::vector<std::string> warnings;
        auto gone = *dataset;
        gone.path = "/no/such.h5ad";
        QVERIFY_EXCEPTION_THROWN(stored_rankings(gone, warnings, job), Error);
        gone.path.clear();
        QVERIFY(stored_rankings(gone, warnings, job).empty());
        Job ended;
        ended.cancel();
        QVERIFY_EXCEPTION_THROWN(stored_rankings(*dataset, warnings, ended), Cancelled);
    }
};

QTEST_APPLESS_MAIN(StoredRankingsTest)
#include "tst_stored_rankings.moc"
