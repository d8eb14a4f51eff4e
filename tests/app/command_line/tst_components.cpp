// regulus embed --components: principal components as numpy finds them, and the same by several processes.
#include <QFile>
#include <QTest>

#include "tests/app/command_line/rank_group.h"
#include "tests/app/command_line/run_regulus.h"

using namespace regulus::test;

namespace {

// What it is to compute, by numpy alone.
const char* const by_numpy = R"PY(
import sys, anndata, numpy as np, pandas as pd
folder = sys.argv[1] + "/"
a = anndata.read_h5ad(folder + "data.h5ad")
x = a.X.toarray().astype(float); x = np.log1p(1e4 * x / x.sum(1, keepdims=True))
genes = np.sort(np.argsort(-x.var(0), kind="stable")[:2000]); genes = genes[x.var(0)[genes] > 0]
z = np.clip((x[:, genes] - x[:, genes].mean(0)) / x[:, genes].std(0), -10, 10); z -= z.mean(0)
u, s, v = np.linalg.svd(z, full_matrices=False)
expected = u[:, :7] * s[:7]
signs = np.sign(v[np.arange(7), np.abs(v[:7]).argmax(1)])
expected = expected * signs
b = anndata.read_h5ad(folder + "once.h5ad")
found = b.obsm["X_pca"]
assert found.shape == (a.n_obs, 7) and (a.X != b.X).nnz == 0 and a.obs.equals(b.obs)
off = np.abs(found - expected).max() / np.abs(expected).max()
assert off < 1e-4, off
t = pd.read_csv(folder + "once.csv", index_col=0)
assert list(t.columns) == [f"pc{k + 1}" for k in range(7)] and list(t.index) == list(a.obs_names)
assert np.allclose(t.to_numpy(), found, rtol=1e-5, atol=1e-6)
print("same")
)PY";

// The largest difference between two results, over the largest number of the first.
const char* const compare = R"PY(
import sys, anndata, numpy as np, pandas as pd
def read(path):
    if path.endswith("h5ad"): return anndata.read_h5ad(path).obsm["X_pca"]
    return pd.read_csv(path, index_col=0, sep="\t" if path.endswith("tsv") else ",").to_numpy()
a, b = read(sys.argv[1]), np.vstack([read(p) for p in sys.argv[2:]])
print(np.abs(a - b).max() / np.abs(a).max() if a.shape == b.shape else 9)
)PY";

}  // namespace

class TestComponents : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    QString at(const QString& name) const { return m_folder.filePath(name); }
    QStringList embed(const QString& out, const QStringList& more = {}) const {
        return QStringList{"--json", "--threads", "1", "embed", "--components", "7", "--out", at(out)} + more;
    }
    QStringList whole() const { return {"--data", at("data.h5ad")}; }
    // Those that wrote something; empty when one of them failed.
    QStringList parts(int size, const QString& name, const QStringList& more = {}) const {
        Group group(size, embed(name + "-{rank}.part", whole() + QStringList{"--distributed"} + more));
        QStringList files;
        for (const Ran& one : group.ended()) {
            if (one.exit_code != 0) qWarning("%s", one.all().c_str());
            if (one.exit_code == 0) files << at(QStringLiteral("%1-%2.part").arg(name).arg(files.size()));
        }
        return files.size() == size ? files : QStringList();
    }
    double off(const QStringList& files) const {
        const auto ran = run_python(compare, files);
        bool number = false;
        const double value = ran.output.trimmed().toDouble(&number);
        if (!number) qWarning("%s", qPrintable(ran.errors));
        return number ? value : 9;
    }

  private Q_SLOTS:
    void initTestCase() {
        REGULUS_NEED_PYTHON("anndata", "pandas");
        QVERIFY(simulate_into(m_folder, 601));
        for (const char* out : {"once.h5ad", "once.csv"}) {
            const Ran ran = run(embed(out, whole()));
            QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        }
    }

    void as_numpy_finds_them() {
        const auto looked = run_python(by_numpy, {m_folder.path()});
        QVERIFY2(looked.output.trimmed() == "same", qPrintable(looked.output + looked.errors));
    }

    void same_as_one_process_data() {
        QTest::addColumn<int>("size");
        QTest::addColumn<QString>("ending");
        for (const int size : {1, 2, 4})
            for (const char* ending : {"h5ad", "csv", "tsv"})
                QTest::addRow("%d, %s", size, ending) << size << ending;
    }
    void same_as_one_process() {
        QFETCH(int, size);
        QFETCH(QString, ending);
        const QStringList made = parts(size, "many");
        QCOMPARE(made.size(), size);
        const QString out = at("collected." + ending);
        const Ran ran = run(QStringList{"collect", "--out", out} + made);
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        const double found = off({at("once.h5ad"), out});
        QVERIFY2(found < 1e-5, qPrintable(QString::number(found)));
    }

    // Each shard has its own file, and all of them the components of all cells.
    void shards_have_the_components_of_all() {
        const auto cut = run_python(
            "import sys, anndata\na = anndata.read_h5ad(sys.argv[1] + '/data.h5ad')\n"
            "for r, s in enumerate((slice(0, 200), slice(200, None))):\n"
            "    a[s].copy().write_h5ad(f'{sys.argv[1]}/shard-{r}.h5ad')\n",
            {m_folder.path()});
        QVERIFY2(cut.errors.isEmpty() || QFile::exists(at("shard-1.h5ad")), qPrintable(cut.errors));
        for (const char* ending : {"h5ad", "csv"}) {
            const QString out = QStringLiteral("own-{rank}.") + ending;
            Group group(2, embed(out, {"--shard", at("shard-{rank}.h5ad"), "--distributed"}));
            for (const Ran& one : group.ended()) QVERIFY2(one.exit_code == 0, one.all().c_str());
            const double found = off({at("once.h5ad"), at(QStringLiteral("own-0.") + ending),
                                      at(QStringLiteral("own-1.") + ending)});
            QVERIFY2(found < 1e-5, qPrintable(QString::number(found)));
        }
    }

    // Loadings and neighbours of the file are of its own components.
    void components_of_the_file_stay() {
        const auto made = run_python(
            "import sys, anndata\na = anndata.read_h5ad(sys.argv[1] + '/data.h5ad')\n"
            "a.obsm['X_pca'] = a.X[:, :3].toarray()\na.write_h5ad(sys.argv[1] + '/its_own.h5ad')\n",
            {m_folder.path()});
        QVERIFY2(QFile::exists(at("its_own.h5ad")), qPrintable(made.errors));
        const QStringList data{"--data", at("its_own.h5ad")};
        Ran ran = run(embed("both.h5ad", data));
        QVERIFY2(ran.exit_code == 0 && ran.errors.contains("X_pca_regulus"), ran.all().c_str());
        Group group(2, embed("both-{rank}.part", data + QStringList{"--distributed"}));
        for (const Ran& one : group.ended()) QVERIFY2(one.exit_code == 0, one.all().c_str());
        ran = run({"collect", "--out", at("both_parts.h5ad"), at("both-0.part"), at("both-1.part")});
        QVERIFY2(ran.exit_code == 0 && ran.errors.contains("X_pca_regulus"), ran.all().c_str());
        const auto looked = run_python(
            "import sys, anndata, numpy as np\n"
            "a, once, *b = (anndata.read_h5ad(sys.argv[1] + '/' + n + '.h5ad').obsm\n"
            "               for n in ('its_own', 'once', 'both', 'both_parts'))\n"
            "for c in b:\n"
            "    assert np.array_equal(c['X_pca'], a['X_pca'])\n"
            "    assert np.abs(c['X_pca_regulus'] - once['X_pca']).max() < 1e-5 * "
            "np.abs(once['X_pca']).max()\n"
            "print('same')\n",
            {m_folder.path()});
        QVERIFY2(looked.output.trimmed() == "same", qPrintable(looked.output + looked.errors));
    }

    // Before anything is computed: the shards are not even opened.
    void a_shard_is_not_written_over() {
        for (const char* name : {"kept-0.h5ad", "kept-1.h5ad"}) {
            QFile file(at(name));
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write("no shard") > 0);
        }
        Group group(2, embed("kept-{rank}.h5ad", {"--shard", at("kept-{rank}.h5ad"), "--distributed"}));
        for (const Ran& one : group.ended()) {
            QVERIFY2(one.exit_code == 2 || one.exit_code == 8, one.all().c_str());
            QVERIFY2(one.errors.contains("The output file is also an input"), one.all().c_str());
        }
    }

    void parts_of_other_runs_are_refused() {
        const QStringList first = parts(2, "first"), second = parts(2, "second", {"--seed", "1"}),
                          third = parts(3, "third");
        QCOMPARE(first.size() + second.size() + third.size(), 7);
        const auto collect = [&](const QStringList& files) {
            return run(QStringList{"collect", "--out", at("mixed.csv")} + files);
        };
        Ran ran = collect({first[0]});
        QVERIFY2(ran.exit_code == 2 && ran.errors.contains("300:601") &&
                     ran.errors.contains("run all ranks again"),
                 ran.all().c_str());
        ran = collect({first[0], second[1]});
        QVERIFY2(ran.exit_code == 2 && ran.errors.contains("differ in --seed"), ran.all().c_str());
        ran = collect({first[0], third[1], third[2]});
        QVERIFY2(ran.exit_code == 2, ran.all().c_str());
        QVERIFY(!QFile::exists(at("mixed.csv")));
    }

    void refused_data() {
        QTest::addColumn<QStringList>("more");
        QTest::addColumn<QString>("out");
        QTest::addColumn<QString>("named");
        const auto row = [](const char* name, const QStringList& more, const char* out, const char* named) {
            QTest::newRow(name) << more << out << named;
        };
        row("a model", whole() + QStringList{"--model", "m.safetensors"}, "x.csv", "--model");
        row("of a map", whole() + QStringList{"--min-dist", "0.2"}, "x.csv", "--min-dist");
        row("no part", whole() + QStringList{"--distributed"}, "x-{rank}.csv", ".part");
        row("one name", whole() + QStringList{"--distributed"}, "x.part", "{rank}");
        row("a part of one process", whole(), "x.part", ".csv");
        row("some cells", whole() + QStringList{"--distributed", "--group", "cell_type=a"}, "x-{rank}.part",
            "--distributed takes all cells");
        row("no data", {}, "x.csv", "--data is required");
    }
    void refused() {
        QFETCH(QStringList, more);
        QFETCH(QString, out);
        QFETCH(QString, named);
        const QStringList command = embed(out, more);
        std::vector<Ran> ranks;
        if (more.contains("--distributed")) {
            Group group(1, command);
            ranks = group.ended();
        } else {
            ranks.push_back(run(command));
        }
        QVERIFY2(ranks.front().exit_code == 2, ranks.front().all().c_str());
        QVERIFY2(ranks.front().errors.contains(named), ranks.front().all().c_str());
    }

    // A map is made by one process.
    void maps_are_not_distributed() {
        const Ran ran = run(QStringList{"embed", "--distributed", "--out", at("map.csv")} + whole());
        QVERIFY2(ran.exit_code == 2 && ran.errors.contains("A map is made by one process"),
                 ran.all().c_str());
    }

    void more_processes_than_cells() {
        const auto cut = run_python(
            "import sys, anndata\nanndata.read_h5ad(sys.argv[1] + '/data.h5ad')[:2].copy()"
            ".write_h5ad(sys.argv[1] + '/two.h5ad')\n",
            {m_folder.path()});
        QVERIFY2(QFile::exists(at("two.h5ad")), qPrintable(cut.errors));
        Group group(3, embed("few-{rank}.part", {"--data", at("two.h5ad"), "--distributed"}));
        for (const Ran& one : group.ended()) {
            QVERIFY2(one.exit_code == 2 || one.exit_code == 8, one.all().c_str());
            QVERIFY2(one.errors.contains("more processes than cells"), one.all().c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestComponents)
#include "tst_components.moc"
