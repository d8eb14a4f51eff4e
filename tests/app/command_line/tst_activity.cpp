// regulus activity, read by anndata and computed again by numpy.
#include <QFile>
#include <QTest>

#include "tests/app/command_line/run_regulus.h"

using namespace regulus::test;

namespace {

const char* const look = R"PY(
import sys, warnings
warnings.simplefilter("ignore")
import anndata, numpy as np, pandas as pd
out = sys.argv[1] + "/"
a = anndata.read_h5ad(out + "data.h5ad"); b = anndata.read_h5ad(out + "scored.h5ad"); net = pd.read_csv(out + "prior.csv")
x = a.X.toarray().astype("f8"); x = np.log1p(1e4 * x / x.sum(1, keepdims=True)); genes = list(a.var_names); n = len(genes)
net = net[net.target.isin(genes)]
names = [t for t, size in net.groupby("source", sort=False).size().items() if size >= 5]
def ulm(tf):
    w = np.zeros(n); part = net[net.source == tf]; w[[genes.index(t) for t in part.target]] = part.weight
    r = np.array([np.corrcoef(w, row)[0, 1] for row in x]); return r * np.sqrt((n - 2) / (1 - r * r))
scores = b.obsm["score_ulm"]
assert sorted(scores.columns) == sorted(names), (list(scores.columns), names)
assert len(names) > 5 and list(scores.index) == list(a.obs_names)
for tf in names: assert np.abs(scores[tf] - ulm(tf)).max() < 1e-3, tf
for key in a.obsm: assert np.array_equal(a.obsm[key], b.obsm[key])
assert (a.X != b.X).nnz == 0 and a.obs.equals(b.obs)
table = pd.read_csv(out + "some.csv", index_col=0)
kind = a.obs.cell_type == "B"
assert list(table.index) == list(a.obs_names[kind]) and np.allclose(table, scores[kind], atol=1e-6)
table = anndata.read_h5ad(out + "from_table.h5ad")
assert np.allclose(table.obsm["score_ulm"], scores, atol=1e-3)
print("same")
)PY";

}  // namespace

class ActivityTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    QString path(const QString& name) const { return m_folder.filePath(name); }
    Ran score(const QString& out, const QStringList& more = {}, const QString& data = "data.h5ad") const {
        return run(QStringList{"--json", "activity", "--data", path(data), "--prior", path("prior.csv"),
                               "--out", path(out)} +
                   more);
    }

  private Q_SLOTS:
    void initTestCase() { QVERIFY(simulate_into(m_folder)); }

    void the_numbers_of_numpy() {
        REGULUS_NEED_PYTHON("anndata", "pandas");
        const Ran scored = score("scored.h5ad");
        QVERIFY2(scored.exit_code == 0, scored.all().c_str());
        QCOMPARE(scored.last()["cells"].get<int>(), 400);
        QCOMPARE(scored.last()["values"].get<std::string>(), std::string("X (counts)"));
        const Ran some = score("some.csv", {"--group", "cell_type=B"});
        QVERIFY2(some.exit_code == 0, some.all().c_str());
        QVERIFY(some.last()["tfs"] == scored.last()["tfs"]);
        // Of a file of another kind, which cannot be copied.
        const auto made = run_python(
            "import anndata, sys; a = anndata.read_h5ad(sys.argv[1] + '/data.h5ad'); "
            "a.to_df().to_csv(sys.argv[1] + '/table.csv')",
            {m_folder.path()});
        QVERIFY2(made.exit_code == 0, qPrintable(made.errors));
        const Ran table = score("from_table.h5ad", {}, "table.csv");
        QVERIFY2(table.exit_code == 0, table.all().c_str());
        const auto looked = run_python(look, {m_folder.path()});
        QVERIFY2(looked.output.trimmed() == "same", qPrintable(looked.output + looked.errors));
        // Scores are no map.
        QVERIFY(!run({"info", path("scored.h5ad")}).output.contains("score_ulm (2"));
    }

    void fewer_targets_are_enough_when_asked_for() {
        const int five = score("five.csv").last()["tfs"].get<int>();
        const int one = score("one.csv", {"--min-targets", "1"}).last()["tfs"].get<int>();
        QVERIFY2(one > five, qPrintable(QString("%1 %2").arg(one).arg(five)));
        const Ran none = score("none.csv", {"--min-targets", "1000"});
        QCOMPARE(none.exit_code, 4);
        QVERIFY2(none.errors.contains("has 1000 targets"), none.all().c_str());
        QVERIFY(!QFile::exists(path("none.csv")));
    }

    // The same numbers beside attention, one row per cell and TF.
    void explained_by_the_prior_alone() {
        REGULUS_NEED_PYTHON("anndata", "pandas");
        const Ran scored = score("all.csv");
        const Ran explained = run({"--json", "explain", "--data", path("data.h5ad"), "--prior",
                                   path("prior.csv"), "--out", path("explained.csv")});
        QVERIFY2(explained.exit_code == 0, explained.all().c_str());
        const auto looked = run_python(R"PY(
import sys, anndata, numpy as np, pandas as pd
out = sys.argv[1] + "/"
t = pd.read_csv(out + "explained.csv"); s = pd.read_csv(out + "all.csv", index_col=0); a = anndata.read_h5ad(out + "data.h5ad")
assert list(t.columns) == ["cell", "tf", "attention", "mrna", "activity", "targets", "family"]
wide = lambda c: t.pivot(index="cell", columns="tf", values=c).loc[list(a.obs_names)]
assert np.allclose(wide("attention").sum(1), 1, atol=1e-4)
act = wide("activity"); assert set(act.columns) <= set(s.columns) and np.allclose(act, s[act.columns], atol=1e-5)
x = a.to_df(); x = np.log1p(1e4 * x.div(x.sum(1), axis=0)); assert np.allclose(wide("mrna"), x[act.columns], atol=1e-4)
assert (t.targets >= 5).all()
print("same")
)PY",
                                       {m_folder.path()});
        QVERIFY2(looked.output.trimmed() == "same", qPrintable(looked.output + looked.errors));
        const QStringList neither{"explain", "--data", path("data.h5ad"), "--out", path("none.csv")};
        QCOMPARE(run(neither).exit_code, 2);
        const QStringList prior = neither + QStringList{"--prior", path("prior.csv")};
        QCOMPARE(run(prior + QStringList{"--head", "4"}).exit_code, 2);
        QCOMPARE(run(prior + QStringList{"--layer", "0"}).exit_code, 2);
        QCOMPARE(run(prior + QStringList{"--contributions"}).exit_code, 2);
        QCOMPARE(run(prior + QStringList{"--class", "one"}).exit_code, 2);
    }

    void what_cannot_be_written() {
        QCOMPARE(score("some.h5ad", {"--group", "cell_type=B"}).exit_code, 2);
        QCOMPARE(score("data.h5ad").exit_code, 2);
        QCOMPARE(score("scores.xlsx").exit_code, 2);
        QVERIFY(!QFile::exists(path("some.h5ad")));
        const Ran large = score("large.h5ad", {"--memory", "1K"});
        QVERIFY2(large.exit_code == 7 && large.errors.contains("Write a .csv"), large.all().c_str());
    }
};

QTEST_APPLESS_MAIN(ActivityTest)
#include "tst_activity.moc"
