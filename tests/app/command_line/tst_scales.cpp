// A model of counts applied to the same cells on other scales, layers beside X, donors that decide the class.
#include <QTemporaryDir>
#include <QTest>
#include <set>

#include "tests/app/command_line/run_regulus.h"

using namespace regulus::test;

namespace {

// The same cells as many files; where a name begins with "bad", nothing can be made of the values.
const char* const make_files = R"PY(
import sys, warnings
warnings.simplefilter("ignore")
import anndata, numpy as np, pandas as pd, scipy.sparse as sp
out = sys.argv[1] + "/"
a = anndata.read_h5ad(out + "data.h5ad")
m = sp.csr_matrix(a.X).astype("f8"); depth = np.asarray(m.sum(1)).ravel(); rng = np.random.default_rng(0)
def cp(total, m=m): return (sp.diags(total / np.asarray(m.sum(1)).ravel()) @ m).tocsr()
def each(x, f): x = x.copy(); x.data = f(x.data); return x
log2 = lambda x: np.log2(1 + x)
log = each(cp(1e4), np.log1p)
def save(name, x, layers={}, obs=None):
    b = anndata.AnnData(sp.csr_matrix(x).astype("f4"), a.obs.copy() if obs is None else obs, a.var.copy())
    for k, v in layers.items(): b.layers[k] = sp.csr_matrix(v).astype("f4")
    b.write_h5ad(out + name + ".h5ad")
for name, x in {"log10k": log, "log100k": each(cp(1e5), np.log1p), "log_cpm": each(cp(1e6), np.log1p), "log2_cpm": each(cp(1e6), log2),
                "log10_10k": each(cp(1e4), lambda x: np.log10(1 + x)), "cp10k": cp(1e4), "tpm": cp(1e6), "shares": cp(1), "roots": each(cp(1e4), np.sqrt),
                "log_median": each(cp(np.median(depth)), np.log1p), "log_counts": each(m, np.log1p),
                "fractions": each(m, lambda x: x * rng.uniform(0.9, 0.999, x.size)), "twice": each(log, np.log1p)}.items(): save(name, x)
factors = np.median(depth) / depth * rng.uniform(0.7, 1.4, len(depth)); some = np.arange(m.shape[1]) < 0.6 * m.shape[1]
def selected(name, x, known=True, **obs):
    table = a.obs.assign(**obs) if known else a.obs.drop(columns=["n_counts"])
    b = anndata.AnnData(sp.csr_matrix(x)[:, some].astype("f4"), table, a.var[some].copy()); b.write_h5ad(out + name + ".h5ad")
selected("selected_10k", log); selected("selected_median", each(cp(np.median(depth)), np.log1p))
selected("bad_factors", each((sp.diags(factors) @ m).tocsr(), np.log1p))
selected("selected_factors", each((sp.diags(factors) @ m).tocsr(), np.log1p), size_factors=1 / factors, total_counts=depth)
selected("selected_counts", m); selected("selected_logs", each(m, np.log1p))
selected("counts_alone", m, known=False); selected("logs_alone", each(m, np.log1p), known=False); selected("log10k_after", each(cp(1e4, m[:, some]), np.log1p) @ sp.eye(some.sum(), m.shape[1]).tocsr())
selected("selected_rounded", each(log, lambda x: x.round(3)))
selected("bad_rounded", each(each(cp(2e3), np.log1p), lambda x: x.round(2)), known=False)
centre = np.exp(np.asarray(each(m, np.log1p).mean(1)).ravel())
selected("bad_clr", each((sp.diags(1 / centre) @ m).tocsr(), np.log1p))
save("bad_mixed", sp.vstack([m[:200], log[200:]]))
save("bad_mask", each(m, np.ones_like))
save("bad_noise", each(log, lambda x: x * rng.uniform(0.5, 1.5, x.size)))
half = each(m, lambda x: rng.binomial(x.astype(int), 0.1))
save("layers", log, {"ambiguous": half, "mask": each(m, np.ones_like), "spliced": m, "unspliced": half})
obs = a.obs.copy(); types = sorted(set(obs["cell_type"]))
obs["disease"] = pd.Categorical(["healthy" if i % 8 < 4 else "ill" for i in range(len(obs))])
obs["donor"] = pd.Categorical(["d%d" % (i % 8) for i in range(len(obs))])
obs["sorted"] = pd.Categorical(["p%d" % types.index(t) for t in obs["cell_type"]])
save("donors", m, obs=obs)
)PY";

}  // namespace

class ScalesTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString path(const QString& name) const { return m_folder.filePath(name); }
    static QStringList labels_of(const QString& table) {
        QFile file(table);
        if (!file.open(QIODevice::ReadOnly)) return {};
        QStringList labels;
        const QStringList lines = QString::fromUtf8(file.readAll()).split('\n', Qt::SkipEmptyParts);
        for (const QString& line : lines.mid(1)) labels << line.split(',').value(1);
        return labels;
    }
    Ran train(const QString& data, const QString& column, const QStringList& more = {}) const {
        return run(QStringList{"--json", "train", "--data", path(data + ".h5ad"), "--labels", column,
                               "--prior", path("prior.csv"), "--preset", "quick", "--out",
                               path(data + ".safetensors")} +
                   more);
    }
    Ran predict(const QString& data, const QString& model, const QString& out) const {
        return run({"--json", "predict", "--data", path(data + ".h5ad"), "--model",
                    path(model + ".safetensors"), "--out", path(out)});
    }

  private Q_SLOTS:
    void initTestCase() {
        REGULUS_NEED_PYTHON("anndata");
        QVERIFY(simulate_into(m_folder));
        const auto made = run_python(make_files, {m_folder.path()});
        QVERIFY2(made.exit_code == 0, qPrintable(made.output + made.errors));
        const Ran trained = train("data", "cell_type");
        QVERIFY2(trained.exit_code == 0, trained.all().c_str());
        QCOMPARE(trained.last()["values"].get<std::string>(), std::string("X (counts)"));
        QVERIFY2(predict("data", "data", "counts.csv").exit_code == 0, "counts");
    }

    void scales_that_can_be_undone_are_predicted_as_counts_data() {
        QTest::addColumn<QString>("words");
        QTest::newRow("log10k") << "X (log-normalised)";
        QTest::newRow("log100k") << "log1p of counts per 100,000";
        QTest::newRow("log_cpm") << "log1p of counts per million";
        QTest::newRow("log2_cpm") << "log2(x + 1) of counts per million";
        QTest::newRow("log10_10k") << "log10(x + 1) of counts per 10,000";
        QTest::newRow("cp10k") << "counts per 10,000";
        QTest::newRow("tpm") << "counts per million";
        QTest::newRow("shares") << "shares of each cell";
        QTest::newRow("roots") << "square root of counts per 10,000";
        QTest::newRow("log_median") << "log1p of counts scaled to";
        QTest::newRow("log_counts") << "log1p of counts";
        QTest::newRow("fractions") << "counts with fractions";
        QTest::newRow("twice") << "log1p, applied twice";
    }
    void scales_that_can_be_undone_are_predicted_as_counts() {
        QFETCH(QString, words);
        const QString data = QTest::currentDataTag();
        const Ran ran = predict(data, "data", data + ".csv");
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        const auto values = QString::fromStdString(ran.last()["values"].get<std::string>());
        QVERIFY2(values.contains(words), qPrintable(values));
        const QStringList truth = labels_of(path("counts.csv")), called = labels_of(path(data + ".csv"));
        QCOMPARE(called.size(), 400);
        int same = 0;
        for (int i = 0; i < called.size(); ++i) same += called[i] == truth[i];
        QVERIFY2(same >= (data == "fractions" ? 390 : 400), qPrintable(QString::number(same)));
    }

    void others_are_refused_data() {
        for (const char* name :
             {"bad_mixed", "bad_mask", "bad_noise", "bad_factors", "bad_clr", "bad_rounded"}) {
            if (std::string(name) == "bad_mixed") QTest::addColumn<QString>("data");
            QTest::newRow(name) << name;
        }
    }
    void others_are_refused() {
        QFETCH(QString, data);
        const Ran ran = predict(data, "data", data + ".csv");
        QCOMPARE(ran.exit_code, 4);
        QVERIFY2(ran.errors.contains("scale") || ran.errors.contains("no counts"), ran.all().c_str());
        QVERIFY(!QFile::exists(path(data + ".csv")));
        // Training learns from them, with a warning; the model then fits the same cells, and says so of
        // others.
        if (data == "bad_rounded") QVERIFY2(ran.errors.contains("rounded to 0.01"), ran.all().c_str());
        const Ran trained = train(data, "cell_type");
        QVERIFY2(trained.exit_code == 0, trained.all().c_str());
        QVERIFY2(trained.errors.contains("alone"), trained.all().c_str());
        QCOMPARE(predict(data, data, "own.csv").exit_code, 0);
    }

    // Genes were taken out after scaling, to a total that the values still tell or columns of obs do.
    void selected_genes() {
        QVERIFY2(predict("selected_10k", "data", "selected_10k.csv").exit_code == 0, "CP10k");
        for (const char* data : {"selected_median", "selected_rounded", "selected_factors"}) {
            const QString out = QString(data) + ".csv";
            const Ran ran = predict(data, "data", out);
            QVERIFY2(ran.exit_code == 0, ran.all().c_str());
            QVERIFY2(!ran.errors.contains("total"), ran.all().c_str());
            QCOMPARE(labels_of(path(out)), labels_of(path("selected_10k.csv")));
        }
    }

    // Of counts the sums tell nothing of the genes that are not there; a column of obs does.
    void counts_of_selected_genes() {
        for (const char* data : {"selected_counts", "selected_logs"}) {
            const QString out = QString(data) + ".csv";
            const Ran ran = predict(data, "data", out);
            QVERIFY2(ran.exit_code == 0, ran.all().c_str());
            QVERIFY2(ran.errors.contains("cells are scaled by their totals in 'n_counts'"),
                     ran.all().c_str());
            QVERIFY2(!ran.errors.contains("predictions may be wrong"), ran.all().c_str());
            QCOMPARE(labels_of(path(out)), labels_of(path("selected_10k.csv")));
        }
    }
    void totals_of_fewer_genes_are_said() {
        for (const char* data : {"counts_alone", "logs_alone", "log10k_after"}) {
            const Ran ran = predict(data, "data", "alone.csv");
            QVERIFY2(ran.exit_code == 0, ran.all().c_str());
            QVERIFY2(ran.errors.contains("all values are higher here, and predictions may be wrong"),
                     ran.all().c_str());
        }
        const Ran trained = train("counts_alone", "cell_type");
        QVERIFY2(trained.exit_code == 0, trained.all().c_str());
        const Ran more = predict("data", "counts_alone", "more.csv");
        QVERIFY2(more.errors.contains("so all values are lower, and predictions may be wrong"),
                 more.all().c_str());
        QVERIFY(!predict("counts_alone", "counts_alone", "own.csv").errors.contains("may be wrong"));
        QVERIFY(!predict("log10k", "data", "own.csv").errors.contains("may be wrong"));
    }

    void the_layer_that_x_was_made_of() {
        const Ran info = run({"--json", "info", path("layers.h5ad")});
        QCOMPARE(info.last()["modelling_assay"].get<std::string>(), std::string("spliced"));
        const Ran trained = train("layers", "cell_type");
        QCOMPARE(trained.last()["assay"].get<std::string>(), std::string("spliced"));
        QCOMPARE(predict("layers", "layers", "layers.csv").last()["assay"].get<std::string>(),
                 std::string("spliced"));
    }

    void donors_that_decide_the_class() {
        const Ran ran = train("donors", "disease", {"--split-by", "donor"});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        QVERIFY(ran.last()["accuracy"].is_number());
        // One donor a class: nothing that is tested can be learned.
        const Ran one = train("donors", "cell_type", {"--split-by", "sorted"});
        QVERIFY2(one.exit_code == 0, one.all().c_str());
        for (const char* metric : {"accuracy", "macro_f1"}) QVERIFY(one.last()[metric].is_null());
        QVERIFY2(one.errors.contains("undefined") && one.errors.contains("Split by class"),
                 one.all().c_str());
    }
};

QTEST_APPLESS_MAIN(ScalesTest)
#include "tst_scales.moc"
