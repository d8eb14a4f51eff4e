// regulus embed --into: cells of one file on the map of another; regulus demo --real.
#include <QDir>
#include <QFile>
#include <QTest>

#include "tests/app/command_line/run_regulus.h"

using namespace regulus::test;

class TestEmbedInto : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    QString path(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    Ran into(const char* out, const QStringList& more = {}) const {
        return run(QStringList{"--json", "embed", "--data", path("data.h5ad"), "--into", path("map.h5ad"),
                               "--out", path(out)} +
                   more);
    }
    QByteArray content(const char* name) const {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

  private Q_SLOTS:
    void initTestCase() {
        QVERIFY(simulate_into(m_folder, 300));
        QVERIFY(run({"embed", "--data", path("data.h5ad"), "--out", path("map.h5ad")}).exit_code == 0);
    }

    void a_table_and_a_new_file() {
        const Ran table = into("placed.csv");
        QVERIFY2(table.exit_code == 0, table.all().c_str());
        QVERIFY(table.last().at("map") == "X_umap");
        QVERIFY(table.last().at("cells") == 300);
        QVERIFY(table.last().at("genes") == table.last().at("variable_genes"));
        QVERIFY(table.last().at("unlike_reference").get<int>() <= 3);  // the same cells: a hundredth
        QVERIFY(content("placed.csv")
                    .startsWith("cell,umap1,umap2,regulus_reference_distance,regulus_unlike_reference\n"));
        QCOMPARE(content("placed.csv").count('\n'), 301);
        const Ran again = into("again.csv", {"--threads", "1"});
        QVERIFY(again.exit_code == 0 && content("again.csv") == content("placed.csv"));
        REGULUS_NEED_PYTHON("anndata");
        const Ran file = into("placed.h5ad", {"--embedding", "X_umap", "--name", "X_on_map"});
        QVERIFY2(file.exit_code == 0, file.all().c_str());
        const auto seen = run_python(R"PY(
import sys, anndata, numpy as np
new, old = (anndata.read_h5ad(sys.argv[1] + n) for n in ("/placed.h5ad", "/map.h5ad"))
x, m = new.obsm["X_on_map"], old.obsm["X_umap"]
assert x.shape == m.shape and np.isfinite(x).all()
# Each cell is its own nearest neighbour there, at distance 0, and begins on itself.
print(np.median(np.linalg.norm(x - m, axis=1)) < .35 * m.std(), (new.obs.regulus_reference_distance > 1).mean() <= .01,
      list(new.obs.regulus_unlike_reference.cat.categories))
)PY",
                                     {m_folder.path()});
        QVERIFY2(seen.output.startsWith("True True"), qPrintable(seen.output + seen.errors));
    }

    void what_cannot_be_is_refused() {
        const Ran none = into("no.csv", {"--embedding", "X_tsne"});
        QVERIFY2(none.exit_code == 2 && none.errors.contains("no map X_tsne"), none.all().c_str());
        QVERIFY(into("no.csv", {"--name", "X"}).exit_code == 2);  // a table has no name for it
        QVERIFY(into("no.csv", {"--dimensions", "3"}).exit_code == 2);
        QVERIFY(into("no.csv", {"--components", "3"}).exit_code == 2);
        QVERIFY(into("no.png").exit_code == 2);
        const Ran alone =
            run({"embed", "--data", path("data.h5ad"), "--embedding", "X_umap", "--out", path("no.csv")});
        QVERIFY2(alone.exit_code == 2, alone.all().c_str());
        const Ran itself = run({"embed", "--data", path("data.h5ad"), "--into", path("map.h5ad"), "--out",
                                path("map.h5ad"), "--name", "X_again"});
        QVERIFY2(itself.exit_code == 2, itself.all().c_str());
        QVERIFY(!QFile::exists(path("no.csv")));
    }

    void a_real_demo_needs_its_server_once() {
        qputenv("XDG_DATA_HOME", path("home").toUtf8());
        qputenv("REGULUS_DEMO", "http://127.0.0.1:9/demo");
        const Ran offline = run({"demo", "--real"});
        QVERIFY2(offline.exit_code != 0 && offline.errors.contains("could not be reached"),
                 offline.all().c_str());
        QVERIFY(run({"demo", "--real", "--out", path("folder")}).exit_code == 2);
        QVERIFY(run({"demo"}).exit_code == 2);
        const QString real = data_file("pbmc68k/10x_pbmc68k_reduced.h5ad");
        REGULUS_NEED_DATA(real);
        QVERIFY(QDir().mkpath(path("home/regulus/demo")));
        QVERIFY(QFile::copy(real, path("home/regulus/demo/10x_pbmc68k_reduced.h5ad")));
        const Ran kept = run({"--json", "demo", "--real"});
        QVERIFY2(kept.exit_code == 0, kept.all().c_str());
        QVERIFY(kept.last().at("was_kept").get<bool>());
        QCOMPARE(QString::fromStdString(kept.last().at("path")),
                 path("home/regulus/demo/10x_pbmc68k_reduced.h5ad"));
    }
};

QTEST_APPLESS_MAIN(TestEmbedInto)
#include "tst_embed_into.moc"
