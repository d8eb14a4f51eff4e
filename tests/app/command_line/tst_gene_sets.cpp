// regulus composition, score and enrich, computed again by numpy, pandas and scipy and read by anndata.
#include <QFile>
#include <QTest>

#include "tests/app/command_line/run_regulus.h"

using namespace regulus::test;

namespace {

const char* const make_annotation = R"PY(
import sys, anndata, pandas as pd
cells = list(anndata.read_h5ad(sys.argv[1]).obs_names)
pd.DataFrame({"cell": cells, "who": ["d%d" % (i % 6) for i in range(len(cells))],
              "side": ["ab"[i % 6 > 2] for i in range(len(cells))]}).to_csv(sys.argv[2], index=False)
)PY";

const char* const look_at_composition = R"PY(
import sys, pandas as pd, numpy as np, anndata
out = sys.argv[1] + "/"
a = anndata.read_h5ad(out + "data.h5ad").obs; n = pd.read_csv(out + "cells.csv", index_col=0).loc[a.index]
shares = pd.read_csv(out + "shares.csv"); tests = pd.read_csv(out + "tests.csv")
count = pd.crosstab(a.cell_type, n.who); share = count / count.sum()
rows = shares[shares.donor.notna()]
assert len(rows) == share.size
for r in rows.itertuples():
    assert r.cells == count.loc[r.group, r.donor] and abs(r.share - share.loc[r.group, r.donor]) < 1e-12
    assert r.share_low <= r.share <= r.share_high
for r in shares[shares.donor.isna()].itertuples():
    of = [d for d in share.columns if ("ab"[int(d[1]) > 2]) == r.condition]
    assert abs(r.share - share.loc[r.group, of].mean()) < 1e-12
    assert r.share_low <= r.share <= r.share_high
assert (tests.reference == "b").all() and (tests.condition == "a").all() and (tests.paired == "no").all()
assert (np.diff(tests.p) >= 0).all() and (tests.donors == 3).all() and tests.p.between(0, 1).all()
t = np.arcsin(np.sqrt(share))
for r in tests.itertuples(): assert abs(r.difference - (t.loc[r.group, ["d0", "d1", "d2"]].mean() - t.loc[r.group, ["d3", "d4", "d5"]].mean())) < 1e-12
print("same")
)PY";

// scanpy.tl.score_genes and AUCell on real cells.
const char* const look_at_scores = R"PY(
import sys, warnings
warnings.simplefilter("ignore")
import anndata, numpy as np, pandas as pd
a = anndata.read_h5ad(sys.argv[1]); out = sys.argv[2] + "/"
sets = [l.rstrip("\n").split("\t") for l in open(out + "sets.gmt")]; sets = {s[0]: s[2:] for s in sets}
x = a.X.toarray().astype("f8"); log = np.log1p(1e4 * x / x.sum(1, keepdims=True)).astype("f4")
names = pd.Index(a.var_names); table = pd.read_csv(out + "scanpy.csv", index_col=0); auc = pd.read_csv(out + "aucell.csv", index_col=0)
assert list(table.index) == list(a.obs_names) and list(table.columns) == list(sets) == list(auc.columns)
far = 0
for name, genes in sets.items():
    gene_list = pd.Index([g for g in dict.fromkeys(genes) if g in names]); np.random.seed(0)
    avg = pd.Series(log.mean(0, dtype="f8"), index=names); n_items = int(np.round(len(avg) / 24)); cut = avg.rank(method="min") // n_items
    control = pd.Index([], dtype="string")
    for c in np.unique(cut.loc[gene_list]):
        r = cut[cut == c].index
        if 50 < len(r): r = r.to_series().sample(50).index
        control = control.union(r.difference(gene_list))
    i, j = names.get_indexer(gene_list), names.get_indexer(control)
    score = log[:, i].mean(1, dtype="f8") - log[:, j].mean(1, dtype="f8")
    assert np.corrcoef(score, table[name])[0, 1] > .9999
    far = max(far, np.abs(score - table[name]).max())
    T = int(np.ceil(.05 * len(names))); k = min(len(i), T - 1); most = sum(T - r for r in range(1, k + 1))
    for cell in range(0, len(log), 97):
        v = x[cell]; gain = np.zeros(len(v)); order = np.argsort(-v, kind="stable"); at = 0
        while at < len(v) and at + 1 < T:
            tied = order[at:][v[order[at:]] == v[order[at]]]; ranks = np.arange(at + 1, at + 1 + len(tied))
            gain[tied] = np.maximum(0, T - ranks).mean(); at += len(tied)
        assert abs(gain[i].sum() / most - auc[name][cell]) < 1e-6
assert far < 1e-5, far
b = anndata.read_h5ad(out + "scored.h5ad")
for name in sets: assert np.allclose(b.obs[name], table[name], atol=1e-7)
assert (a.X != b.X).nnz == 0
print("same %.2g" % far)
)PY";

const char* const look_at_enrichment = R"PY(
import sys, pandas as pd, numpy as np
from scipy.stats import hypergeom
out = sys.argv[1] + "/"; m = pd.read_csv(out + "markers.csv"); e = pd.read_csv(out + sys.argv[2])
prior = pd.read_csv(out + "prior.csv"); tf, target = prior.columns[:2]
group = m.group.iloc[0]; g = m[m.group == group]; tested = set(g.gene); listed = set(g[(g.fdr_wilcoxon <= .05) & (g.log2_fold_change > 0)].gene)
sets = {k: set(v[target]) & tested for k, v in prior.groupby(tf)}
universe = set().union(*sets.values()) if sys.argv[3] == "sets" else tested
listed &= universe; sets = {k: v for k, v in sets.items() if len(v) >= 5}
assert len(e) == len(sets) and (e.universe == len(universe)).all() and (e.list == len(listed)).all()
p = pd.Series({k: hypergeom.sf(len(v & listed) - 1, len(universe), len(v), len(listed)) for k, v in sets.items()})
e = e.set_index("set")
assert np.allclose(e.p, p.loc[e.index], rtol=1e-9) and (np.diff(e.p) >= 0).all()
q = (e.p * len(e) / np.arange(1, len(e) + 1))[::-1].cummin()[::-1].clip(upper=1)
assert np.allclose(e.fdr, q, rtol=1e-9)
for r in e.itertuples(): assert set(str(r.hit_genes).split()) - {"nan"} == sets[r.Index] & listed
print("same")
)PY";

}  // namespace

class GeneSetCommandsTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    QString path(const QString& name) const { return m_folder.filePath(name); }
    void write(const QString& name, const QByteArray& text) const {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

  private Q_SLOTS:
    void initTestCase() {
        QVERIFY(simulate_into(m_folder));
        const auto made = run_python(make_annotation, {path("data.h5ad"), path("cells.csv")});
        QVERIFY2(made.exit_code == 0, qPrintable(made.errors));
    }

    void shares_and_tests() {
        REGULUS_NEED_PYTHON("anndata", "pandas");
        const QStringList words{"--json",          "composition", "--data",    path("data.h5ad"), "--obs",
                                path("cells.csv"), "--group-by",  "cell_type", "--condition",     "side",
                                "--donors",        "who"};
        const Ran ran = run(words + QStringList{"--reference", "b", "--out", path("shares.csv"),
                                                "--tests-out", path("tests.csv")});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        QCOMPARE(ran.last()["contrasts"][0]["tests"].size(), std::size_t{4});
        QCOMPARE(ran.last()["reference"].get<std::string>(), std::string("b"));
        const auto looked = run_python(look_at_composition, {m_folder.path()});
        QVERIFY2(looked.output.trimmed() == "same", qPrintable(looked.output + looked.errors));
        const Ran table = run({"composition", "--data", path("data.h5ad"), "--obs", path("cells.csv"),
                               "--group-by", "cell_type", "--condition", "who"});
        QVERIFY2(table.exit_code == 0 && table.output.contains("d5"), table.all().c_str());
        QCOMPARE(run(words + QStringList{"--reference", "z"}).exit_code, 2);
        QCOMPARE(run({"composition", "--data", path("data.h5ad"), "--group-by", "cell_type", "--condition",
                      "cell_type"})
                     .exit_code,
                 2);
    }

    void scores_of_scanpy_and_aucell() {
        const QString data = data_file("pbmc3k/pbmc3k_seurat.h5ad");
        REGULUS_NEED_DATA(data);
        REGULUS_NEED_PYTHON("anndata", "pandas");
        write("sets.gmt",
              "B "
              "cells\tx\tCD79A\tMS4A1\tCD79B\tHLA-DRA\tCD37\nCytotoxic/"
              "NK\tx\tNKG7\tGNLY\tPRF1\tGZMB\tGZMA\tXYZ\n"
              "Ribosome\tx\tRPL3\tRPL13\tRPS6\tRPS12\tRPLP1\tRPL32\tRPL10\tRPS27\n");
        for (const char* const name : {"scanpy", "aucell"}) {
            const QString method = name;
            const Ran ran = run({"--json", "score", "--data", data, "--sets", path("sets.gmt"), "--method",
                                 method, "--out", path(method + ".csv")});
            QVERIFY2(ran.exit_code == 0, ran.all().c_str());
            QCOMPARE(ran.last()["sets"].size(), std::size_t{3});
            QCOMPARE(ran.last()["sets"][1]["missing"][0].get<std::string>(), std::string("XYZ"));
            QVERIFY(ran.errors.contains("XYZ"));
        }
        const Ran h5ad =
            run({"score", "--data", data, "--sets", path("sets.gmt"), "--out", path("scored.h5ad")});
        QVERIFY2(h5ad.exit_code == 0, h5ad.all().c_str());
        const auto looked = run_python(look_at_scores, {data, m_folder.path()});
        QVERIFY2(looked.output.startsWith("same"), qPrintable(looked.output + looked.errors));
        qInfo("%s", qPrintable(looked.output.trimmed()));
    }

    void one_list_and_what_is_refused() {
        const auto score = [&](const QStringList& more) {
            return run(QStringList{"--json", "score", "--data", path("data.h5ad"), "--out", path("one.csv")} +
                       more);
        };
        const Ran first = run({"--json", "info", path("data.h5ad")});
        QVERIFY(first.exit_code == 0);
        const auto names =
            run_python("import anndata, sys; print(*anndata.read_h5ad(sys.argv[1]).var_names[:3], sep=',')",
                       {path("data.h5ad")});
        const QString genes = names.output.trimmed();
        const Ran ran = score({"--genes", genes, "--name", "mine"});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        QCOMPARE(ran.last()["sets"][0]["name"].get<std::string>(), std::string("mine"));
        QCOMPARE(ran.last()["sets"][0]["genes"].get<int>(), 3);
        QCOMPARE(score({}).exit_code, 2);
        QCOMPARE(score({"--genes", "NOPE,NEVER"}).exit_code, 4);
        QCOMPARE(score({"--genes", genes, "--top-share", "0.1"}).exit_code, 2);
        QCOMPARE(score({"--genes", genes, "--method", "aucell", "--seed", "1"}).exit_code, 2);
        QCOMPARE(
            run({"score", "--data", path("data.h5ad"), "--genes", genes, "--out", path("x.pdf")}).exit_code,
            2);
        // A column that is there and no score.
        QCOMPARE(run({"score", "--data", path("data.h5ad"), "--genes", genes, "--name", "cell_type", "--out",
                      path("x.h5ad")})
                     .exit_code,
                 2);
        QVERIFY(!QFile::exists(path("x.h5ad")));
    }

    void regulons_of_markers() {
        REGULUS_NEED_PYTHON("scipy", "pandas");
        const Ran markers = run({"--json", "markers", "--data", path("data.h5ad"), "--group-by", "cell_type",
                                 "--out", path("markers.csv")});
        QVERIFY2(markers.exit_code == 0, markers.all().c_str());
        const QString group = QString::fromStdString(markers.last()["groups"][0]["group"].get<std::string>());
        for (const char* const name : {"sets", "tested"}) {
            const QString universe = name;
            const Ran ran =
                run({"--json", "enrich", "--markers", path("markers.csv"), "--of", group, "--prior",
                     path("prior.csv"), "--universe", universe, "--out", path(universe + ".csv")});
            QVERIFY2(ran.exit_code == 0, ran.all().c_str());
            const auto looked =
                run_python(look_at_enrichment, {m_folder.path(), universe + ".csv", universe});
            QVERIFY2(looked.output.trimmed() == "same", qPrintable(looked.output + looked.errors));
        }
        const auto enrich = [&](const QStringList& more) {
            return run(QStringList{"--json", "enrich", "--prior", path("prior.csv")} + more).exit_code;
        };
        QCOMPARE(enrich({}), 2);
        QCOMPARE(enrich({"--markers", path("markers.csv")}), 2);
        QCOMPARE(enrich({"--markers", path("markers.csv"), "--of", "nobody"}), 2);
        QCOMPARE(enrich({"--markers", path("markers.csv"), "--of", group, "--test", "voom"}), 2);
        QCOMPARE(enrich({"--markers", path("prior.csv"), "--of", group}), 3);
        QCOMPARE(enrich({"--markers", path("markers.csv"), "--of", group, "--max-fdr", "0"}), 4);
        QCOMPARE(enrich({"--genes", "A,B"}), 2);
        write("cut.csv", "group,gene,log2_fold_change,fdr_wilcoxon\na,G1,1,0.1\na,G2,1\n");
        QCOMPARE(enrich({"--markers", path("cut.csv")}), 3);
        write("odd.csv", "group,gene,log2_fold_change,fdr_wilcoxon\na,G1,much,0.1\n");
        QCOMPARE(enrich({"--markers", path("odd.csv")}), 3);
    }
};

QTEST_GUILESS_MAIN(GeneSetCommandsTest)
#include "tst_gene_sets.moc"
