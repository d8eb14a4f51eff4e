// `regulus similar` on PBMC 3k: the genes and their r are those of numpy, over all cells and over a group.
#include <QTemporaryDir>
#include <QTest>

#include "tests/app/command_line/run_regulus.h"

using namespace regulus::test;

namespace {

// Arguments: dataset, table, gene, label or "". Prints the largest difference and what was compared.
const char* const reference = R"PY(
import sys, json, numpy as np, pandas as pd, anndata
a = anndata.read_h5ad(sys.argv[1])
x = a.X.toarray().astype("f8")
x = np.log1p(x / x.sum(1, keepdims=True) * 1e4)
if sys.argv[4]: x = x[(a.obs["cell_type"] == sys.argv[4]).values]
j = list(a.var_names).index(sys.argv[3])
present = (x > 0).sum(0)
c = x - x.mean(0); s = np.sqrt((c ** 2).sum(0)); s[s == 0] = np.nan
r = pd.Series(c.T @ c[:, j] / (s * s[j]), index=a.var_names)
keep = (present >= 10) & np.isfinite(r.values); keep[j] = False
t = pd.read_csv(sys.argv[2], keep_default_na=False).set_index("gene")
print(json.dumps(dict(same=bool(set(t.index) == set(r.index[keep])), worst=float((t["r"] - r[t.index]).abs().max()),
  cells=bool((t["cells"] == pd.Series(present, index=a.var_names)[t.index]).all()),
  falling=bool((np.diff(t["r"]) <= 0).all()), genes=len(t), top=list(r[keep].sort_values(ascending=False).index[:5]))))
)PY";

}  // namespace

class SimilarTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    QString path(const QString& name) const { return m_folder.filePath(name); }
    QString data() const { return data_file("pbmc3k/pbmc3k_seurat.h5ad"); }

  private Q_SLOTS:
    void initTestCase() {
        REGULUS_NEED_PYTHON("anndata");
        REGULUS_NEED_DATA(data());
    }

    void as_numpy_data() {
        QTest::addColumn<QString>("gene");
        QTest::addColumn<QString>("group");
        QTest::newRow("all") << "MS4A1"
                             << "";
        QTest::newRow("a group") << "FCER1A"
                                 << "DC";
    }
    void as_numpy() {
        QFETCH(QString, gene);
        QFETCH(QString, group);
        QStringList options{"--json", "similar", "--data",      data(),  "--gene",
                            gene,     "--out",   path("s.csv"), "--top", "5"};
        if (!group.isEmpty())
            options << "--group"
                    << "cell_type=" + group;
        const Ran ran = run(options);
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        const ScriptResult seen =
            run_python(QString::fromUtf8(reference), {data(), path("s.csv"), gene, group});
        QVERIFY2(seen.exit_code == 0, qPrintable(seen.errors));
        const auto expected = nlohmann::json::parse(seen.output.toStdString());
        for (const char* const fact : {"same", "cells", "falling"})
            QVERIFY2(expected[fact].get<bool>(), seen.output.toUtf8().constData());
        QVERIFY2(expected["worst"].get<double>() < 1e-5, seen.output.toUtf8().constData());
        QCOMPARE(ran.last()["compared"].get<int>(), expected["genes"].get<int>());
        for (std::size_t i = 0; i < 5; ++i)
            QCOMPARE(ran.last()["genes"][i]["gene"].get<std::string>(),
                     expected["top"][i].get<std::string>());
    }

    // A file that does not fit into the memory that is allowed gives the same bytes.
    void within_little_memory() {
        Ran ran = run({"similar", "--data", data(), "--gene", "LYZ", "--out", path("a.csv")});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        ran = run({"--memory", "1M", "--threads", "3", "similar", "--data", data(), "--gene", "LYZ", "--out",
                   path("b.csv")});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        QFile a(path("a.csv")), b(path("b.csv"));
        QVERIFY(a.open(QIODevice::ReadOnly) && b.open(QIODevice::ReadOnly));
        QCOMPARE(a.readAll(), b.readAll());
        QVERIFY(a.size() > 100'000);
    }

    // Scaled values, and one NaN, are refused for what they are; the warning promises nothing else.
    void values_that_cannot_be_compared_data() {
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("assay");
        QTest::addColumn<QString>("said");
        QTest::newRow("scaled") << "-0.5"
                                << "X"
                                << "Genes are not compared on X: its values are";
        QTest::newRow("NaN") << "nan"
                             << "X"
                             << "Genes are not compared on X: it has NaN";
        QTest::newRow("NaN, not named") << "nan"
                                        << ""
                                        << "NaN";
    }
    void values_that_cannot_be_compared() {
        QFETCH(QString, value);
        QFETCH(QString, assay);
        QFETCH(QString, said);
        const ScriptResult made = run_python(QStringLiteral(R"PY(
import sys, numpy as np, pandas as pd, anndata
r = np.random.RandomState(0)
x = r.randn(60, 30) if sys.argv[2] != "nan" else r.poisson(2, (60, 30)).astype("f4")
x[3, 5] = float(sys.argv[2])
anndata.AnnData(x.astype("f4"), obs=pd.DataFrame(index=["c%d" % i for i in range(60)]),
                var=pd.DataFrame(index=["g%d" % i for i in range(30)])).write_h5ad(sys.argv[1])
)PY"),
                                             {path("odd.h5ad"), value});
        QVERIFY2(made.exit_code == 0, qPrintable(made.errors));
        QStringList options{"similar", "--data", path("odd.h5ad"), "--gene", "g1"};
        if (!assay.isEmpty()) options << "--assay" << assay;
        const Ran ran = run(options);
        QVERIFY2(ran.exit_code != 0 && ran.errors.contains(said), ran.all().c_str());
        const QString all = QString::fromStdString(ran.all());
        QVERIFY2(!all.contains("trained") && !all.contains("shown and compared"), qPrintable(all));
    }

    void what_is_written_is_said() {
        const Ran ran =
            run({"similar", "--data", data(), "--gene", "LYZ", "--out", path("w.csv"), "--top", "0"});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        QFile file(path("w.csv"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto rows = file.readAll().count('\n') - 1;
        QVERIFY(rows > 1000);
        const QString text = QString::fromStdString(ran.all()).remove(',');
        QVERIFY2(text.contains(QStringLiteral("%1 genes written to").arg(rows)), ran.all().c_str());
    }

    void what_makes_no_sense_is_said() {
        const Ran none = run({"similar", "--data", data(), "--gene", "NOSUCHGENE", "--out", path("x.csv")});
        QCOMPARE(none.exit_code, 2);
        QVERIFY2(none.errors.contains("NOSUCHGENE"), none.all().c_str());
        const Ran few =
            run({"similar", "--data", data(), "--gene", "FCER1A", "--group", "cell_type=Platelet"});
        QVERIFY2(few.exit_code != 0 && few.errors.contains("too few"), few.all().c_str());
        QVERIFY2(few.errors.contains("The gene is in 0 of ") || few.errors.contains("The gene is in 1 of "),
                 few.all().c_str());
        QCOMPARE(run({"similar", "--data", data()}).exit_code, 2);
        QCOMPARE(run({"similar", "--data", data(), "--gene", "LYZ", "--top", "-1"}).exit_code, 2);
        QVERIFY(!QFile::exists(path("x.csv")));
    }
};

QTEST_GUILESS_MAIN(SimilarTest)
#include "tst_similar.moc"
