// regulus markers and regulus compare, computed again by scipy and read by anndata.
#include <QFile>
#include <QTest>

#include "tests/app/command_line/run_regulus.h"

using namespace regulus::test;

namespace {

const char* const look = R"PY(
import sys, warnings
warnings.simplefilter("ignore")
import anndata, numpy as np, pandas as pd
from scipy.stats import mannwhitneyu, ttest_ind
from sklearn.metrics import roc_auc_score
out = sys.argv[1] + "/"
a = anndata.read_h5ad(out + "data.h5ad"); table = pd.read_csv(out + "markers.csv")
x = a.X.toarray().astype("f8"); cp10k = 1e4 * x / x.sum(1, keepdims=True)
genes = list(a.var_names); kinds = a.obs.cell_type
assert sorted(set(table.group)) == sorted(kinds.cat.categories)
assert len(table) == len(genes) * len(kinds.cat.categories)
def bh(p):
    back = np.full(len(p), np.nan); at = np.flatnonzero(~np.isnan(p)); p = p[at]
    order = np.argsort(p); ranked = p[order] * len(p) / np.arange(1, len(p) + 1)
    back[at[order]] = np.minimum.accumulate(ranked[::-1])[::-1]; return back
for q, p in (("fdr_wilcoxon", "p_wilcoxon"), ("fdr_welch", "p_welch"), ("fdr_wilcoxon_continuity", "p_wilcoxon_continuity")):
    assert np.allclose(table[q], bh(table[p].to_numpy()), rtol=1e-9, atol=0, equal_nan=True), q
# The program counts in floats, in which two cells that differ by the last digit may change places.
log = np.log1p(cp10k)
for kind, rows in table.groupby("group", sort=False):
    assert (np.diff(rows.z) <= 0).all()
    i = (kinds == kind).to_numpy()
    for r in rows.iloc[::9].itertuples():
        j = genes.index(r.gene); u, v = log[i, j], log[~i, j]
        assert abs(r.cp10k - cp10k[i, j].mean()) < 1e-4 * max(1, r.cp10k)
        assert abs(r.log2_fold_change - np.log2((cp10k[i, j].mean() + 1) / (cp10k[~i, j].mean() + 1))) < 1e-5
        assert abs(r.share - (u > 0).mean()) < 1e-6 and abs(r.share_rest - (v > 0).mean()) < 1e-6
        assert abs(r.auroc - roc_auc_score(i, log[:, j])) < 1e-4
        assert np.isclose(r.p_wilcoxon, mannwhitneyu(u, v, use_continuity=False, method="asymptotic").pvalue, rtol=1e-2)
        assert np.isclose(r.p_welch, ttest_ind(u, v, equal_var=False).pvalue, rtol=1e-3, atol=1e-300, equal_nan=True)
print("same")
)PY";

const char* const look_at_ranking = R"PY(
import sys, warnings
warnings.simplefilter("ignore")
import anndata, numpy as np, pandas as pd
out = sys.argv[1] + "/"
a = anndata.read_h5ad(out + "data.h5ad"); b = anndata.read_h5ad(out + sys.argv[2]); table = pd.read_csv(out + "markers.csv")
r = b.uns["rank_genes_groups"]
assert r["params"]["groupby"] == "cell_type" and r["params"]["reference"] == "rest" and r["params"]["method"] == "wilcoxon"
assert r["params"]["corr_method"] == "benjamini-hochberg"
assert list(r["names"].dtype.names) == list(a.obs.cell_type.cat.categories)
assert r["scores"].dtype[0] == np.float32 and r["pvals"].dtype[0] == np.float64
for g in r["names"].dtype.names:  # as scanpy.get.rank_genes_groups_df takes it apart
    d = pd.DataFrame({k: r[k][g] for k in ("names", "scores", "logfoldchanges", "pvals", "pvals_adj")})
    t = table[table.group == g]
    assert list(d.names) == list(t.gene) and set(d.names) == set(a.var_names)
    assert np.allclose(d.scores, t.z, rtol=1e-6) and np.allclose(d.pvals, t.p_wilcoxon, rtol=1e-9, atol=0)
    assert np.allclose(d.pvals_adj, t.fdr_wilcoxon, rtol=1e-9, atol=0) and np.allclose(d.logfoldchanges, t.log2_fold_change, atol=1e-5)
assert a.obs.equals(b.obs) and (a.X != b.X).nnz == 0
b.write_h5ad(out + "again.h5ad")
again = anndata.read_h5ad(out + "again.h5ad").uns["rank_genes_groups"]
assert (again["names"] == r["names"]).all()
print("same")
)PY";

const char* const make_many_groups = R"PY(
import sys, numpy as np, pandas as pd, anndata
n = 3000; x = np.random.RandomState(0).poisson(.5, (n, 20)).astype("f4")
obs = pd.DataFrame({"g": pd.Categorical(["a type with a long name %d" % (i % 1000) for i in range(n)]),
                    "h": pd.Categorical(["type, (%d) é/µ" % (i % 200) for i in range(n)])}, index=["c%d" % i for i in range(n)])
anndata.AnnData(x, obs=obs, var=pd.DataFrame(index=["G%d" % i for i in range(20)])).write_h5ad(sys.argv[1])
)PY";

// Four patients, and a column in which nearly all cells are of one.
const char* const make_donors = R"PY(
import sys, anndata, pandas as pd
cells = list(anndata.read_h5ad(sys.argv[1]).obs_names)
pd.DataFrame({"cell": cells, "patient": ["p%d" % (i % 4) for i in range(len(cells))],
              "few": ["x" if i < len(cells) - 8 else "y" for i in range(len(cells))]}).to_csv(sys.argv[2], index=False)
)PY";

const char* const look_at_donor_ranking = R"PY(
import sys, warnings
warnings.simplefilter("ignore")
import anndata, numpy as np, pandas as pd
table = pd.read_csv(sys.argv[1]); r = anndata.read_h5ad(sys.argv[2]).uns["rank_genes_groups"]
assert r["params"]["method"] == "limma-voom" and r["params"]["groupby"] == "cell_type" and r["params"]["reference"] == "rest"
assert list(r["names"].dtype.names) == list(table.group.unique())
assert len(r["names"]) == table.gene.nunique()
for g in r["names"].dtype.names:
    t = table[table.group == g]; n = len(t)
    assert list(r["names"][g][:n]) == list(t.gene) and set(r["names"][g]) == set(table.gene)
    assert np.allclose(r["scores"][g][:n], t.t, rtol=1e-5) and np.allclose(r["pvals"][g][:n], t.p_voom, rtol=1e-9)
    assert np.allclose(r["pvals_adj"][g][:n], t.fdr_voom, rtol=1e-9) and np.allclose(r["logfoldchanges"][g][:n], t.log2_fold_change, atol=1e-5)
    assert (r["pvals"][g][n:] == 1).all() and (r["scores"][g][n:] == 0).all() and np.isnan(r["logfoldchanges"][g][n:]).all()
print("same")
)PY";

}  // namespace

class CompareTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    QString path(const QString& name) const { return m_folder.filePath(name); }
    Ran markers(const QStringList& more) const {
        return run(QStringList{"--json", "markers", "--data", path("data.h5ad"), "--group-by", "cell_type"} +
                   more);
    }
    Ran compare(const QStringList& more) const {
        return run(QStringList{"--json", "compare", "--data", path("data.h5ad")} + more);
    }

  private Q_SLOTS:
    void initTestCase() {
        QVERIFY(simulate_into(m_folder));
        const Ran ran = markers({"--out", path("markers.csv")});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        QCOMPARE(ran.last()["groups"].size(), std::size_t{4});
        QCOMPARE(ran.last()["groups"][0]["top"].size(), std::size_t{10});
        QCOMPARE(ran.last()["rows"].get<int>(), ran.last()["tests"].get<int>());
        QVERIFY(!ran.last()["notes"].empty());
    }

    void the_numbers_of_scipy() {
        REGULUS_NEED_PYTHON("anndata", "sklearn", "pandas");
        const auto looked = run_python(look, {m_folder.path()});
        QVERIFY2(looked.output.trimmed() == "same", qPrintable(looked.output + looked.errors));
    }

    // Of a copied file, and of one that had to be written anew.
    void the_ranking_that_scanpy_reads() {
        REGULUS_NEED_PYTHON("anndata", "pandas");
        const Ran ran = markers({"--out", path("ranked.h5ad")});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        const auto looked = run_python(look_at_ranking, {m_folder.path(), "ranked.h5ad"});
        QVERIFY2(looked.output.trimmed() == "same", qPrintable(looked.output + looked.errors));
        // Twice: the old ranking goes.
        const Ran twice = run({"--json", "markers", "--data", path("ranked.h5ad"), "--group-by", "cell_type",
                               "--test", "welch", "--out", path("twice.h5ad")});
        QVERIFY2(twice.exit_code == 0, twice.all().c_str());
        const auto method = run_python(
            "import anndata, sys; r = anndata.read_h5ad(sys.argv[1]).uns['rank_genes_groups']; "
            "print(r['params']['method'], len(r['names'].dtype.names))",
            {path("twice.h5ad")});
        QCOMPARE(method.output.trimmed(), QString("t-test 4"));
        QCOMPARE(markers({"--out", path("some.h5ad"), "--up"}).exit_code, 2);
        QVERIFY(!QFile::exists(path("some.h5ad")));
    }

    // What does not fit into a header is said, and no character of a name is lost.
    void rankings_of_many_groups() {
        REGULUS_NEED_PYTHON("anndata", "pandas");
        const auto made = run_python(make_many_groups, {path("many.h5ad")});
        QVERIFY2(made.exit_code == 0, qPrintable(made.errors));
        const auto rank = [&](const char* column, const QString& out) {
            return run(
                {"--json", "markers", "--data", path("many.h5ad"), "--group-by", column, "--out", out});
        };
        const Ran few = rank("h", path("h.h5ad"));
        QVERIFY2(few.exit_code == 0, few.all().c_str());
        const auto names = run_python(
            "import anndata, sys; a = anndata.read_h5ad(sys.argv[1]); "
            "print(list(a.uns['rank_genes_groups']['names'].dtype.names) == list(a.obs.h.cat.categories))",
            {path("h.h5ad")});
        QVERIFY2(names.output.trimmed() == "True", qPrintable(names.output + names.errors));
        const Ran many = rank("g", path("g.h5ad"));
        QCOMPARE(many.exit_code, 4);
        QVERIFY2(many.all().find("1000 columns") != std::string::npos, many.all().c_str());
        QVERIFY(!QFile::exists(path("g.h5ad")));
        QCOMPARE(rank("g", path("g.csv")).exit_code, 0);
    }

    void two_groups_within_some_cells() {
        const Ran pair = compare({"--of", "cell_type=B", "--against", "cell_type=NK"});
        QVERIFY2(pair.exit_code == 0, pair.all().c_str());
        QCOMPARE(pair.last()["groups"].size(), std::size_t{1});
        QCOMPARE(pair.last()["reference"].get<std::string>(), std::string("cell_type=NK"));
        const Ran rest = compare({"--of", "cell_type=B"});
        QCOMPARE(rest.last()["reference"].get<std::string>(), std::string("all others"));
        // The same as the markers of that group, which are against the rest as well.
        const Ran all = markers({});
        for (const auto& group : all.last()["groups"])
            if (group["group"] == "B")
                QVERIFY(group["top"][0]["auroc"] == rest.last()["groups"][0]["top"][0]["auroc"]);
        QCOMPARE(compare({"--of", "cell_type=B", "--against", "cell_type=B"}).exit_code, 2);
        QCOMPARE(compare({"--of", "cell_type=B", "--group", "cell_type=B"}).exit_code, 4);
        QCOMPARE(compare({"--of", "B"}).exit_code, 2);
        QCOMPARE(compare({"--of", "cell_type=C"}).exit_code, 2);
    }

    void regulators_too() {
        for (const char* const over : {"activity", "attention"}) {
            const Ran ran = markers({"--over", over, "--prior", path("prior.csv"), "--out", path("tfs.csv")});
            QVERIFY2(ran.exit_code == 0, ran.all().c_str());
            QVERIFY(ran.last()["groups"][0]["top"][0].contains("tf"));
            QVERIFY(ran.last()["groups"][0]["top"][0]["log2_fold_change"].is_null());
            QVERIFY(ran.last()["groups"][0]["top"][0]["auroc"].get<double>() > 0.6);
            QCOMPARE(ran.last()["test"].get<std::string>(), std::string("equal-depth"));
            QCOMPARE(ran.last()["groups"][0]["top"][0]["differs_at_equal_depth"].get<std::string>(),
                     std::string("yes"));
            QVERIFY(ran.last()["groups"][0]["differ_at_equal_depth"].get<int>() > 0);
            QVERIFY(ran.last()["groups"][0]["cells_depth"].get<int>() > 0);
            QFile table(path("tfs.csv"));
            QVERIFY(table.open(QIODevice::ReadOnly));
            QVERIFY(table.readLine().trimmed().endsWith(
                "fdr_welch,cells_depth,rest_depth,difference_depth,auroc_depth,z_depth,p_depth,fdr_depth,"
                "differs_at_equal_depth,p_rewired,fdr_rewired,stands_out"));
            const auto last = ran.last();
            const auto group = last["groups"][0];
            QCOMPARE(ran.last()["rewired_priors"].get<int>(), 20);
            QVERIFY(group["stand_out_by_chance"].get<double>() <= group["tested_rewired"].get<int>() / 20.0);
            QVERIFY(group["stand_out_by_chance"].get<double>() >= group["fewest_by_chance"].get<int>());
            QVERIFY(group["stand_out_by_chance"].get<double>() <= group["most_by_chance"].get<int>());
            QVERIFY(group["fewest_by_chance"].get<int>() <= group["most_by_chance"].get<int>());
            QVERIFY(group["top"][0]["p_rewired"].get<double>() >= 1 / 21.0);
            // The numbers of cells stand before what they were compared by, and p behind it.
            const QList<QByteArray> fields = table.readLine().trimmed().split(',');
            QCOMPARE(fields[19].toInt(), group["cells_depth"].get<int>());
            QCOMPARE(fields[20].toInt(), group["rest_depth"].get<int>());
            QCOMPARE(fields[27].toDouble(), group["top"][0]["p_rewired"].get<double>());
            QCOMPARE(fields[29].toStdString(), group["top"][0]["stands_out"].get<std::string>());
            const Ran without = markers({"--over", over, "--prior", path("prior.csv"), "--rewired", "0"});
            QVERIFY(!without.last()["groups"][0].contains("stand_out"));
            QVERIFY(!without.last()["groups"][0]["top"][0].contains("p_rewired"));
            QCOMPARE(markers({"--over", over, "--prior", path("prior.csv"), "--rewired", "7"}).exit_code, 2);
            const Ran plain = markers({"--over", over, "--prior", path("prior.csv"), "--test", "wilcoxon"});
            QCOMPARE(plain.last()["test"].get<std::string>(), std::string("wilcoxon"));
            QVERIFY(plain.last()["groups"][0]["top"][0].contains("fdr_depth"));
        }
        QCOMPARE(markers({"--test", "equal-depth"}).exit_code, 2);  // genes have no such test
        QCOMPARE(markers({"--rewired", "20"}).exit_code, 2);        // and follow no prior
        QCOMPARE(markers({"--over", "activity"}).exit_code, 2);
        QCOMPARE(
            markers({"--over", "activity", "--prior", path("prior.csv"), "--pseudo-count", "1"}).exit_code,
            2);
        for (const QStringList& idle :
             {QStringList{"--sign", "activating"}, QStringList{"--min-confidence", "A"},
              QStringList{"--top-targets", "5"}, QStringList{"--expand-complexes"}})
            QCOMPARE(markers(idle).exit_code, 2);
        QCOMPARE(markers({"--prior", path("prior.csv")}).exit_code, 2);
        QCOMPARE(
            markers({"--over", "activity", "--prior", path("prior.csv"), "--min-fold-change", "1"}).exit_code,
            2);
    }

    void attention_of_a_model_comes_with_its_note() {
        const Ran trained =
            run({"--json", "train", "--data", path("data.h5ad"), "--labels", "cell_type", "--prior",
                 path("prior.csv"), "--preset", "quick", "--out", path("model.safetensors")});
        QVERIFY2(trained.exit_code == 0, trained.all().c_str());
        const Ran ran = markers({"--over", "attention", "--model", path("model.safetensors")});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        QVERIFY(ran.last()["notes"].dump().find("what it was trained for") != std::string::npos);
        QCOMPARE(markers({"--over", "activity", "--model", path("model.safetensors")}).exit_code, 0);
    }

    void donors_are_the_replicates() {
        REGULUS_NEED_PYTHON("anndata", "pandas");
        const auto made = run_python(make_donors, {path("data.h5ad"), path("donors.csv")});
        QVERIFY2(made.exit_code == 0, qPrintable(made.errors));
        const QStringList with{"--obs", path("donors.csv")};
        const Ran all = markers(with + QStringList{"--donors", "patient", "--out", path("voom.csv")});
        QVERIFY2(all.exit_code == 0, all.all().c_str());
        QCOMPARE(all.last()["test"].get<std::string>(), std::string("limma-voom"));
        QVERIFY(all.last()["groups"][0]["paired"].get<bool>());
        QCOMPARE(all.last()["groups"][0]["samples"].get<int>(), 4);
        QVERIFY(all.last()["groups"][0]["top"][0]["fdr"].get<double>() < 0.05);
        QCOMPARE(all.last()["rows"].get<int>(), all.last()["tests"].get<int>());
        const auto columns = run_python(
            "import pandas as pd, sys; t = pd.read_csv(sys.argv[1]); print(*t.columns[-3:], *t.iloc[0, -3:])",
            {path("voom.csv")});
        QCOMPARE(columns.output.trimmed(), QString("donors donors_rest paired 4 4 yes"));
        for (const QStringList& idle : {QStringList{"--min-cells", "3"}, QStringList{"--pseudo-count", "1"}})
            QCOMPARE(markers(with + QStringList{"--donors", "patient"} + idle).exit_code, 2);
        // One donor with enough cells is no replicate.
        QCOMPARE(markers(with + QStringList{"--donors", "few"}).exit_code, 4);
        QCOMPARE(markers(with + QStringList{"--donors", "nobody"}).exit_code, 2);
        QCOMPARE(markers(with + QStringList{"--donors", "patient", "--min-donor-cells", "1000"}).exit_code,
                 4);
        QCOMPARE(markers(with + QStringList{"--donors", "patient", "--test", "welch"}).exit_code, 2);
        // The same numbers as a ranking; what was not tested in a group stands behind, with nothing to show.
        const Ran ranked = markers(with + QStringList{"--donors", "patient", "--out", path("donors.h5ad")});
        QVERIFY2(ranked.exit_code == 0, ranked.all().c_str());
        const auto looked = run_python(look_at_donor_ranking, {path("voom.csv"), path("donors.h5ad")});
        QVERIFY2(looked.output.trimmed() == "same", qPrintable(looked.output + looked.errors));
        QCOMPARE(
            markers(with + QStringList{"--donors", "patient", "--up", "--out", path("d.h5ad")}).exit_code, 2);
        QCOMPARE(markers(with + QStringList{"--min-donor-cells", "5"}).exit_code, 2);
    }

    void filters_leave_out_rows_and_no_tests() {
        const Ran all = markers({}),
                  some = markers({"--min-share", "0.1", "--min-fold-change", "1", "--max-fdr", "0.01", "--up",
                                  "--top", "3", "--out", path("some.csv")});
        QVERIFY2(some.exit_code == 0, some.all().c_str());
        QCOMPARE(some.last()["tests"].get<int>(), all.last()["tests"].get<int>());
        QVERIFY(some.last()["rows"].get<int>() < all.last()["tests"].get<int>() / 4);
        QVERIFY(some.last()["groups"][0]["top"].size() <= 3);
        QCOMPARE(markers({"--min-cells", "100000"}).exit_code, 4);
        QCOMPARE(markers({"--out", path("data.h5ad")}).exit_code, 2);
        QCOMPARE(markers({"--out", path("markers.xlsx")}).exit_code, 2);
    }
};

QTEST_APPLESS_MAIN(CompareTest)
#include "tst_compare.moc"
