// Galleries from the command line: the numbers are those of the file, every format is written, and what makes
// no sense is told.
#include <QTest>

#include "tests/app/command_line/figure_folder.h"

using namespace regulus::test;

namespace {

// Arguments: file, table, names. Prints how far the table is from the file.
const char* const reference = R"PY(
import sys, json, numpy as np, pandas as pd, anndata
path, table, names = sys.argv[1], sys.argv[2], sys.argv[3].split(",")
a = anndata.read_h5ad(path); t = pd.read_csv(table, index_col="cell").loc[a.obs_names]
x = pd.DataFrame(a.X.toarray().astype("f8"), index=a.obs_names, columns=a.var_names)
x = np.log1p(x.div(x.sum(axis=1), axis=0) * 1e4)
worst = float(np.abs(t[["x", "y"]].values - a.obsm["X_umap"][:, :2]).max()); differ = 0
for name in names:
    if name in a.obs: differ += int((t[name].astype(str) != a.obs[name].astype(str)).sum())
    else: worst = max(worst, float(np.abs(t[name] - x[name]).max()))
print(json.dumps({"worst": worst, "differ": differ, "rows": len(t), "columns": list(t.columns)}))
)PY";

}  // namespace

class GalleryFiguresTest : public QObject {
    Q_OBJECT
    FigureFolder m_folder;

    nlohmann::json compared(const QString& names) const {
        const ScriptResult seen = run_python(reference, {m_folder.data(), m_folder.path("a.csv"), names});
        if (seen.exit_code != 0) qWarning("%s", qPrintable(seen.errors));
        return nlohmann::json::parse(seen.output.toStdString(), nullptr, false);
    }

  private Q_SLOTS:
    void initTestCase() {
        REGULUS_NEED_PYTHON("anndata", "pandas");
        REGULUS_NEED_DATA(m_folder.data());
    }

    void numbers_are_those_of_the_file_data() {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("names");
        QTest::newRow("names") << QStringList{"--names", "MS4A1,LYZ,cell_type"} << "MS4A1,LYZ,cell_type";
        QTest::newRow("one scale") << QStringList{"--names", "LYZ,GNLY", "--one-scale"} << "LYZ,GNLY";
        QTest::newRow("groups") << QStringList{"--split-by", "cell_type", "--color-by", "LYZ"}
                                << "LYZ,cell_type";
    }
    void numbers_are_those_of_the_file() {
        QFETCH(QStringList, options);
        QFETCH(QString, names);
        const Ran ran = m_folder.figure(QStringList{"--view", "gallery"} + options);
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        const auto seen = compared(names);
        QVERIFY2(seen.value("worst", 1.0) < 2e-6, seen.dump().c_str());
        QCOMPARE(seen.value("differ", 1), 0);
        QCOMPARE(seen.value("rows", 0), 2638);
        QCOMPARE(seen["columns"].size(), std::size_t(2 + names.split(',').size()));
    }

    void every_format_has_letters_and_names() {
        for (const char* out : {"b.svg", "b.pdf", "b.png", "b.tiff"}) {
            const Ran ran = m_folder.figure({"--view", "gallery", "--names", "LYZ,CD3D,MS4A1"}, out);
            QVERIFY2(ran.exit_code == 0, ran.all().c_str());
            QVERIFY(QFileInfo(m_folder.path(out)).size() > 2000);
        }
        const QString svg = m_folder.written("b.svg");
        for (const char* name : {">a<", ">b<", ">c<", ">LYZ<", ">CD3D<", ">MS4A1<", "log1p(CP10k)"})
            QVERIFY2(svg.contains(name), name);
        const Ran split = m_folder.figure({"--view", "gallery", "--split-by", "cell_type"}, "c.svg");
        QVERIFY2(split.exit_code == 0, split.all().c_str());
        for (const char* name : {">FCGR3A+ Mono<", ">n = 480<", ">i<"})
            QVERIFY2(m_folder.written("c.svg").contains(name), name);
    }

    // With a second embedding in the file: the same cells, mirrored.
    void several_embeddings() {
        const char* const mirror =
            "import sys, anndata\na = anndata.read_h5ad(sys.argv[1])\n"
            "a.obsm['X_tsne'] = -a.obsm['X_umap'][:, :2]\na.write_h5ad(sys.argv[2])\n";
        const ScriptResult made = run_python(mirror, {m_folder.data(), m_folder.path("two.h5ad")});
        QVERIFY2(made.exit_code == 0, qPrintable(made.errors));
        const auto figure = [&](const QStringList& options) {
            return run(QStringList{"figure", "--data", m_folder.path("two.h5ad"), "--view", "gallery",
                                   "--out", m_folder.path("e.svg"), "--numbers", m_folder.path("e.csv")} +
                       options);
        };
        const auto first = [&](int line) {
            return m_folder.written("e.csv").split('\n').value(line).split(',');
        };
        Ran ran = figure({"--embeddings", "X_umap,X_tsne", "--color-by", "LYZ"});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        QCOMPARE(first(0), QString("cell,X_umap x,X_umap y,X_tsne x,X_tsne y,LYZ").split(','));
        for (const int line : {1, 200, 2638}) QCOMPARE(first(line)[3].toDouble(), -first(line)[1].toDouble());
        for (const char* name : {">UMAP<", ">t-SNE<"})
            QVERIFY2(m_folder.written("e.svg").contains(name), name);
        ran = figure({"--names", "LYZ,CD3D", "--on", "LYZ=X_tsne", "--on", "LYZ=X_umap"});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        QCOMPARE(m_folder.written("e.svg").count(">LYZ<"), 2);
        QCOMPARE(m_folder.written("e.svg").count(">t-SNE<"), 1);
        QCOMPARE(first(0).size(), 7);
        ran = figure({"--split-by", "cell_type", "--on", "NK=X_tsne"});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        QVERIFY(m_folder.written("e.svg").contains("t-SNE, n = 155"));
        for (const auto& [options, said] : std::vector<std::pair<QStringList, QString>>{
                 {{"--embeddings", "X_umap,X_pca"}, "X_pca"},
                 {{"--embeddings", "X_umap,X_umap"}, "twice"},
                 {{"--names", "LYZ", "--on", "CD3D=X_tsne"}, "not among --names"},
                 {{"--names", "LYZ", "--on", "LYZ"}, "NAME=EMBEDDING"},
                 {{"--split-by", "cell_type", "--on", "nobody=X_tsne"}, "no group"},
                 {{"--embeddings", "X_umap,X_tsne", "--embedding", "X_umap"}, "excludes"},
                 {{"--embeddings", "X_umap,X_tsne", "--one-scale"}, "--one-scale"}}) {
            ran = figure(options);
            QCOMPARE(ran.exit_code, 2);
            QVERIFY2(ran.errors.contains(said), ran.all().c_str());
        }
    }

    void regulons_of_a_prior() {
        const Ran ran = m_folder.figure(
            {"--view", "gallery", "--names", "regulon:SPI1,activity:SPI1,SPI1", "--prior", "starter"});
        QVERIFY2(ran.exit_code == 0, ran.all().c_str());
        QVERIFY2(
            m_folder.written("a.csv").startsWith("cell,x,y,SPI1 regulon (untrained attention),SPI1 regulon "
                                                 "(activity),SPI1"),
            qPrintable(m_folder.written("a.csv").left(120)));
    }

    void what_makes_no_sense_is_told_data() {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("said");
        const QStringList gallery{"--view", "gallery"};
        QTest::newRow("nothing") << gallery << "--split-by";
        QTest::newRow("both") << gallery + QStringList{"--names", "LYZ", "--split-by", "cell_type"}
                              << "either";
        QTest::newRow("colours twice")
            << gallery + QStringList{"--names", "LYZ", "--color-by", "CD3D"} << "--color-by";
        QTest::newRow("scale of groups")
            << gallery + QStringList{"--split-by", "cell_type", "--one-scale"} << "--one-scale";
        QTest::newRow("unknown") << gallery + QStringList{"--names", "LYZ,NOPE"} << "NOPE";
        QTest::newRow("no such column") << gallery + QStringList{"--split-by", "donor"} << "donor";
        QTest::newRow("of a map") << QStringList{"--names", "LYZ"} << "--view gallery";
        QTest::newRow("of plots") << gallery + QStringList{"--names", "LYZ", "--counts"} << "--counts";
        QTest::newRow("too many") << gallery + QStringList{"--names", QStringList(37, "LYZ").join(',')}
                                  << "at most 36";
    }
    void what_makes_no_sense_is_told() {
        QFETCH(QStringList, options);
        QFETCH(QString, said);
        const Ran ran = m_folder.figure(options, "never.svg");
        QCOMPARE(ran.exit_code, 2);
        QVERIFY2(ran.errors.contains(said), ran.all().c_str());
        QVERIFY(!QFile::exists(m_folder.path("never.svg")));
    }
};

QTEST_GUILESS_MAIN(GalleryFiguresTest)
#include "tst_gallery_figures.moc"
