// regulus cluster, read by anndata and judged by scikit-learn.
#include <QFile>
#include <QTest>

#include "tests/app/command_line/run_regulus.h"

using namespace regulus::test;

namespace {

const char* const look = R"PY(
import sys, warnings, json
warnings.simplefilter("ignore")
import anndata, numpy as np, pandas as pd
from sklearn.metrics import homogeneity_score
out = sys.argv[1] + "/"
a = anndata.read_h5ad(out + "data.h5ad"); b = anndata.read_h5ad(out + "clustered.h5ad")
said = json.loads(sys.argv[2])
assert str(b.obs.leiden.dtype) == "category", b.obs.leiden.dtype
sizes = b.obs.leiden.value_counts()
assert list(b.obs.leiden.cat.categories) == [str(k) for k in range(len(said["sizes"]))]
assert [int(sizes[str(k)]) for k in range(len(sizes))] == said["sizes"]
assert said["sizes"] == sorted(said["sizes"], reverse=True)
assert (a.X != b.X).nnz == 0 and a.obs.equals(b.obs.drop(columns="leiden"))
table = pd.read_csv(out + "clustered.csv", index_col=0)
assert list(table.index) == list(a.obs_names)
assert list(table.leiden_1) == [int(k) for k in b.obs["leiden"]]
assert table.leiden_2.nunique() > table["leiden_0.2"].nunique()
score = homogeneity_score(a.obs.cell_type, b.obs.leiden)  # clusters may be parts of a type
assert score > 0.8, score
print("same")
)PY";

}  // namespace

class ClusterTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    QString path(const QString& name) const { return m_folder.filePath(name); }
    Ran cluster(const QString& out, const QStringList& more = {}) const {
        return run(QStringList{"--json", "cluster", "--data", path("data.h5ad"), "--out", path(out)} + more);
    }

  private Q_SLOTS:
    void initTestCase() { QVERIFY(simulate_into(m_folder)); }

    void types_of_cells_are_found() {
        REGULUS_NEED_PYTHON("anndata", "pandas", "sklearn");
        const Ran one = cluster("clustered.h5ad");
        QVERIFY2(one.exit_code == 0, one.all().c_str());
        QCOMPARE(one.last()["from"].get<std::string>(), std::string("30 principal components"));
        const Ran more = cluster("clustered.csv", {"--resolution", "0.2,1,2,1"});
        QVERIFY2(more.exit_code == 0, more.all().c_str());
        QCOMPARE(more.last()["columns"].size(), std::size_t{3});  // one that comes twice is made once
        const auto looked =
            run_python(look, {m_folder.path(), QString::fromStdString(one.last()["columns"][0].dump())});
        QVERIFY2(looked.output.trimmed() == "same", qPrintable(looked.output + looked.errors));
    }

    void loupe_browser_takes_them() {
        const Ran one = cluster("for_loupe.csv", {"--loupe", path("loupe.csv"), "--name", "mine"});
        QVERIFY2(one.exit_code == 0, one.all().c_str());
        QFile table(path("for_loupe.csv")), loupe(path("loupe.csv"));
        QVERIFY(table.open(QIODevice::ReadOnly) && loupe.open(QIODevice::ReadOnly));
        QCOMPARE(table.readLine(), QByteArray("cell,mine\n"));
        QCOMPARE(loupe.readLine(), QByteArray("Barcode,mine\n"));
        QCOMPARE(loupe.readAll(), table.readAll());
        const Ran two = cluster("no.csv", {"--loupe", path("no_loupe.csv"), "--resolution", "1,2"});
        QVERIFY(two.exit_code != 0 && !QFile::exists(path("no.csv")));
        for (const char* name : {"no.csv", "./no.csv", "none/../no.csv"})  // one file
            QVERIFY(cluster("no.csv", {"--loupe", path(name)}).exit_code != 0);
        QVERIFY(!QFile::exists(path("no.csv")));
        QVERIFY(cluster("no.csv", {"--loupe", path("no.h5ad")}).exit_code != 0);
    }

    void same_clusters_for_any_threads() {
        const Ran two = cluster("two.csv", {"--seed", "3"});
        const Ran one = run({"--json", "--threads", "1", "cluster", "--data", path("data.h5ad"), "--out",
                             path("one.csv"), "--seed", "3"});
        QVERIFY2(one.exit_code == 0 && two.exit_code == 0, one.all().c_str());
        QFile a(path("one.csv")), b(path("two.csv"));
        QVERIFY(a.open(QIODevice::ReadOnly) && b.open(QIODevice::ReadOnly));
        QCOMPARE(a.readAll(), b.readAll());
    }

    // Some cells are clustered and mapped as a file of them alone is.
    void a_part_is_as_a_file_of_it() {
        REGULUS_NEED_PYTHON("anndata", "pandas");
        const auto made = run_python(R"PY(
import sys, anndata
a = anndata.read_h5ad(sys.argv[1] + "/data.h5ad")
some = list(a.obs.cell_type.cat.categories)[0]
a[a.obs.cell_type == some].copy().write(sys.argv[1] + "/some.h5ad")
print(some)
)PY",
                                     {m_folder.path()});
        const QString group = "cell_type=" + made.output.trimmed();
        const QStringList few{"--neighbours", "8"};
        const Ran part = cluster("part.h5ad", few + QStringList{"--group", group});
        QVERIFY2(part.exit_code == 0, part.all().c_str());
        QVERIFY(cluster("part.csv", few + QStringList{"--group", group}).exit_code == 0);
        const auto embed = [this](const QString& data, const QString& out, const QStringList& more) {
            return run(QStringList{"--json", "embed", "--data", path(data), "--out", path(out)} + more);
        };
        QVERIFY(embed("data.h5ad", "part_map.csv", {"--group", group}).exit_code == 0);
        QVERIFY(embed("some.h5ad", "some_map.csv", {}).exit_code == 0);
        QVERIFY(run(QStringList{"cluster", "--data", path("some.h5ad"), "--out", path("some.csv")} + few)
                    .exit_code == 0);
        for (const auto& [one, other] :
             {std::pair{"part.csv", "some.csv"}, {"part_map.csv", "some_map.csv"}}) {
            QFile a(path(one)), b(path(other));
            QVERIFY(a.open(QIODevice::ReadOnly) && b.open(QIODevice::ReadOnly));
            QCOMPARE(a.readAll(), b.readAll());
        }
        // A new file has the same places, under a name that it had not.
        QVERIFY(embed("data.h5ad", "mapped.h5ad", {"--group", group, "--name", "X_part"}).exit_code == 0);
        const Ran taken = embed("mapped.h5ad", "again.h5ad", {"--name", "X_part"});
        QVERIFY2(taken.exit_code == 2 && taken.errors.contains("X_part"), taken.all().c_str());
        QCOMPARE(embed("data.h5ad", "again.csv", {"--name", "X_part"}).exit_code, 2);
        QVERIFY(!QFile::exists(path("again.h5ad")) && !QFile::exists(path("again.csv")));
        // A header is no cell; another name that is none is told.
        const auto listed = [&](const QByteArray& text) {
            QFile list(path("list.csv"));
            if (!list.open(QIODevice::WriteOnly)) return Ran{};
            list.write(text);
            list.close();
            return embed("data.h5ad", "listed.csv", {"--cells-file", path("list.csv")});
        };
        QFile table(path("part.csv"));
        QVERIFY(table.open(QIODevice::ReadOnly));
        const QByteArray cells = table.readAll();
        QCOMPARE(listed("\xef\xbb\xbf" + cells).exit_code, 0);
        QFile map(path("listed.csv"));
        QVERIFY(map.open(QIODevice::ReadOnly));
        QCOMPARE(map.readAll().count('\n'), cells.count('\n'));
        QCOMPARE(listed(cells + "nobody,0\n").exit_code, 2);
        const auto looked = run_python(R"PY(
import sys, warnings; warnings.simplefilter("ignore")
import anndata, pandas as pd
b = anndata.read_h5ad(sys.argv[1] + "/part.h5ad"); t = pd.read_csv(sys.argv[1] + "/part.csv", index_col=0)
some = b.obs.cell_type == b.obs.cell_type.cat.categories[0]
assert b.obs.leiden[~some].isna().all() and not b.obs.leiden[some].isna().any()
assert list(b.obs.leiden[some].astype(int)) == list(t.leiden) and list(t.index) == list(b.obs_names[some])
m = anndata.read_h5ad(sys.argv[1] + "/mapped.h5ad"); u = pd.read_csv(sys.argv[1] + "/part_map.csv", index_col=0)
places = pd.DataFrame(m.obsm["X_part"], index=m.obs_names)
assert places[~some].isna().all().all() and abs(places[some].values - u.values).max() < 1e-4
print("same")
)PY",
                                       {m_folder.path()});
        QVERIFY2(looked.output.trimmed() == "same", qPrintable(looked.output + looked.errors));
    }

    void refusals_data() {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<int>("code");
        QTest::newRow("resolution") << QStringList{"--resolution", "-1"} << 2;
        QTest::newRow("no number") << QStringList{"--resolution", "many"} << 2;
        QTest::newRow("neighbours") << QStringList{"--neighbours", "1"} << 2;
        QTest::newRow("name") << QStringList{"--name", ""} << 2;
        QTest::newRow("column of the file") << QStringList{"--name", "cell_type"} << 2;
        QTest::newRow("slash") << QStringList{"--name", "a/b"} << 2;
        QTest::newRow("name of the cells") << QStringList{"--name", "cell"} << 2;
        QTest::newRow("no such group") << QStringList{"--group", "cell_type=nothing"} << 2;
        QTest::newRow("no such column") << QStringList{"--group", "nothing=1"} << 2;
        QTest::newRow("model") << QStringList{"--model", "nowhere.safetensors"} << 3;
    }
    void refusals() {
        QFETCH(QStringList, options);
        QFETCH(int, code);
        const Ran ran = cluster("refused.csv", options);
        QVERIFY2(ran.exit_code == code, ran.all().c_str());
        QVERIFY(!QFile::exists(path("refused.csv")));
    }

    void the_input_is_never_the_output() {
        const Ran ran = cluster("data.h5ad");
        QVERIFY2(ran.exit_code == 2, ran.all().c_str());
    }
};

QTEST_GUILESS_MAIN(ClusterTest)
#include "tst_cluster.moc"
