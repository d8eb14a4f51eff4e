// Columns of cells that are made in the window: what follows for labels, colours, filters and undo, and
// files.
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>

#include "core/base/error.h"
#include "tests/support/test_data.h"
#include "tests/ui/session/small_engine.h"
#include "ui/render/palettes.h"
#include "ui/session/named_selection.h"
#include "ui/session/session.h"

using namespace regulus;
using namespace regulus::test;

namespace {

OwnColumn made(const std::string& name, std::vector<std::string> categories,
               std::vector<std::int32_t> codes) {
    return {name,
            std::make_shared<const Categorical>(Categorical{std::move(categories), std::move(codes), {}}),
            QStringLiteral("a test")};
}

// Communities by the place of a point, as many as the resolution says.
Communities byPlace(const CsrMatrix& graph, const LeidenOptions& options) {
    const auto count = static_cast<std::int32_t>(options.resolution);
    Communities found;
    found.sizes.assign(static_cast<std::size_t>(count), 0);
    for (std::size_t i = 0; i < graph.rows; ++i) {
        found.of.push_back(static_cast<std::int32_t>(i) % count);
        ++found.sizes[static_cast<std::size_t>(found.of.back())];
    }
    return found;
}

Engine clusterEngine(std::shared_ptr<int> graphs) {
    Engine engine = smallEngine();
    engine.components = [graphs](const MatrixSource& values, const ComponentOptions&, Job&) {
        ++*graphs;
        Matrix points(values.cells(), 2);
        for (std::size_t i = 0; i < points.rows; ++i) points(i, 0) = static_cast<float>(i * i);
        return points;
    };
    engine.leiden = [](const CsrMatrix& graph, const LeidenOptions& options, Job&) {
        return byPlace(graph, options);
    };
    return engine;
}

}  // namespace

class TestSessionColumns : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void aColumnIsGroupsLikeAnyOther() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.putColumn(made("mine", {"x", "y"}, {0, 0, 1, 1, 1, -1}));
        QVERIFY(session.groups().categorical("mine"));
        QCOMPARE(session.groups().sizes("mine"), (std::vector<std::size_t>{2, 3, 1}));
        QCOMPARE(session.groups().cellsOf("mine", 1).rows(), (std::vector<std::uint32_t>{2, 3, 4}));
        QCOMPARE(session.groups().names(),
                 (std::vector<std::string>{"cell_type", "donor_id", "depth", "mine"}));
        session.colors().colorBy(Coloring::column("mine"));
        QTRY_VERIFY(session.colors().data()->coloring == Coloring::column("mine"));
        QCOMPARE(session.colors().data()->categories.categories, (std::vector<std::string>{"x", "y"}));
        QCOMPARE(session.opened().dataset->obs.columns.size(), std::size_t{3});  // the file's are its own
    }

    void scoresAreNumbersLikeAnyOther() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        const auto scores = [](const std::string& name, std::vector<double> values) {
            Numeric numbers;
            numbers.values = std::move(values);
            return OwnColumn{name, nullptr, QStringLiteral("a test"), false,
                             std::make_shared<const Numeric>(std::move(numbers))};
        };
        session.putColumns({scores("one", {0, 1, 2, 3, 4, 5}), scores("two", {5, 4, 3, 2, 1, 0})});
        QCOMPARE(session.undoStack().count(), 1);  // one step
        QVERIFY(!session.groups().categorical("one"));
        QVERIFY(!session.opened().labelColumnNames().empty());
        for (const std::string& name : session.opened().labelColumnNames()) QVERIFY(name != "one");
        session.colors().colorBy(Coloring::column("two"));
        QTRY_VERIFY(session.colors().data()->coloring == Coloring::column("two"));
        QCOMPARE(session.colors().data()->values, (std::vector<float>{5, 4, 3, 2, 1, 0}));
        session.putColumn(scores("two", {0, 0, 0, 0, 0, 1}));  // the map follows
        QTRY_COMPARE(session.colors().data()->values, (std::vector<float>{0, 0, 0, 0, 0, 1}));
        // Groups take no place of scores, nor scores of groups; a part that is wrong leaves all as it is.
        QVERIFY(!session.columnProblem("one").isEmpty());
        QVERIFY(session.columnProblem("one", true).isEmpty());
        session.putColumn(made("one", {"x"}, {0, 0, 0, 0, 0, 0}));
        QVERIFY(ownColumn(session.opened().own, "one")->numbers);
        session.putColumns({scores("three", {1, 1, 1, 1, 1, 1}), scores("short", {1})});
        QVERIFY(!ownColumn(session.opened().own, "three"));
        QTemporaryDir folder;
        const QString csv = folder.filePath("scores.csv");
        session.saveColumns(csv);
        QTRY_VERIFY(session.jobs().idle() && QFile::exists(csv));
        QFile file(csv);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QList<QByteArray> lines = file.readAll().trimmed().split('\n');
        QCOMPARE(lines.size(), 7);
        QCOMPARE(lines.front().trimmed(), QByteArray("cell,one,two"));
        QVERIFY2(lines.back().trimmed().endsWith(",5,1"), lines.back());
        session.undoStack().undo();
        QTRY_COMPARE(session.colors().data()->values, (std::vector<float>{5, 4, 3, 2, 1, 0}));
        session.undoStack().undo();
        session.undoStack().undo();
        QVERIFY(session.opened().own.empty());
        QVERIFY(session.colors().coloring() != Coloring::column("two"));
    }

    void undoTakesItBack() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.putColumn(made("mine", {"x"}, {0, 0, 0, 0, 0, 0}));
        session.putColumn(made("mine", {"z"}, {0, 0, 0, -1, -1, -1}));
        QCOMPARE(session.undoStack().count(), 2);
        session.undoStack().undo();
        QCOMPARE(session.groups().categorical("mine")->categories, std::vector<std::string>{"x"});
        session.undoStack().undo();
        QVERIFY(!session.groups().categorical("mine"));
        session.undoStack().redo();
        QCOMPARE(session.groups().sizes("mine"), (std::vector<std::size_t>{6, 0}));
    }

    void aSliderIsOneStep() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        for (int i = 0; i < 5; ++i)
            session.putColumn(made("mine", {std::to_string(i)}, {0, 0, 0, 0, 0, 0}), true);
        QCOMPARE(session.undoStack().count(), 1);
        QCOMPARE(session.groups().categorical("mine")->categories, std::vector<std::string>{"4"});
        session.putColumn(made("other", {"a"}, {0, 0, 0, 0, 0, 0}), true);  // another column is another step
        QCOMPARE(session.undoStack().count(), 2);
    }

    void whatHangsOnItFollows() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.putColumn(made("mine", {"x", "y"}, {0, 0, 1, 1, 1, -1}));
        session.setLabelColumn("mine");
        QTRY_COMPARE(session.opened().labelColumn(), std::string("mine"));
        QCOMPARE(session.opened().labels->classes, (std::vector<std::string>{"x", "y"}));
        QCOMPARE(session.opened().labelColumnNames().back(), std::string("mine"));
        session.colors().colorBy(Coloring::column("mine"));
        session.cells().setCategoryHidden("mine", 0, true);
        QCOMPARE(session.cells().visible().count(), 4U);
        // Other values: labels and colours are read anew, a code that was hidden means other cells.
        session.putColumn(made("mine", {"p", "q", "r"}, {0, 0, 1, 1, 2, 2}));
        QCOMPARE(session.opened().labels->classes, (std::vector<std::string>{"p", "q", "r"}));
        QCOMPARE(session.cells().visible().count(), 6U);
        QTRY_COMPARE(session.colors().data()->categories.categories.size(), std::size_t{3});
        // One class is no set of labels.
        session.putColumn(made("mine", {"all"}, {0, 0, 0, 0, 0, 0}));
        QCOMPARE(session.opened().labelColumn(), std::string("cell_type"));
        session.removeColumn("mine");
        QVERIFY(session.colors().coloring() == Coloring::column("cell_type"));
        QVERIFY(!session.groups().categorical("mine"));
        QTRY_VERIFY(session.jobs().idle());
    }

    // And comes back with what was hidden by it.
    void aColumnWhoseGroupsWereHiddenIsUndone() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.putColumn(made("mine", {"x", "y"}, {0, 0, 1, 1, 1, -1}));
        session.cells().setCategoryHidden("mine", 0, true);
        const int steps = session.undoStack().count();
        for (int i = 0; i < 2; ++i) session.undoStack().undo();
        QCOMPARE(session.cells().visible().count(), 6U);
        while (session.undoStack().canRedo()) session.undoStack().redo();
        QCOMPARE(session.undoStack().count(), steps);
        QCOMPARE(session.cells().visible().count(), 4U);
        session.removeColumn("mine");
        QCOMPARE(session.cells().visible().count(), 6U);
        session.undoStack().undo();
        QCOMPARE(session.cells().visible().count(), 4U);
        while (session.undoStack().canUndo()) session.undoStack().undo();
        QCOMPARE(session.cells().visible().count(), 6U);
        QTRY_VERIFY(session.jobs().idle());
    }

    void whatWentWithAColumnComesBackWithIt() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.putColumn(made("mine", {"x", "y"}, {0, 0, 1, 1, 1, -1}));
        session.setLabelColumn("mine");
        QTRY_COMPARE(session.opened().labelColumn(), std::string("mine"));
        session.colors().colorBy(Coloring::column("mine"));
        session.removeColumn("mine");
        QCOMPARE(session.opened().labelColumn(), std::string("cell_type"));
        QVERIFY(session.colors().coloring() == Coloring::column("cell_type"));
        session.undoStack().undo();
        QCOMPARE(session.opened().labelColumn(), std::string("mine"));
        QVERIFY(session.colors().coloring() == Coloring::column("mine"));
        session.undoStack().redo();
        QCOMPARE(session.opened().labelColumn(), std::string("cell_type"));
        QVERIFY(session.colors().coloring() == Coloring::column("cell_type"));
        // What somebody chose meanwhile stays: as when a column of that name is made anew.
        session.colors().colorBy(Coloring::gene("CD14"));
        session.putColumn(made("mine", {"x", "y"}, {0, 0, 1, 1, 1, -1}));
        QVERIFY(session.colors().coloring() == Coloring::gene("CD14"));
        QTRY_VERIFY(session.jobs().idle());
    }

    void namesThatCannotBe_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"", "  ", "cell_type", "depth", "a/b", "_index", "regulus:predicted"})
            QTest::newRow(*name ? name : "empty") << QString(name);
    }
    void namesThatCannotBe() {
        QFETCH(QString, name);
        Session session(smallEngine());
        session.setDataset(smallDataset());
        QVERIFY(!session.columnProblem(name.toStdString()).isEmpty());
        session.putColumn(made(name.toStdString(), {"x"}, {0, 0, 0, 0, 0, 0}));
        QVERIFY(session.opened().own.empty());
        session.putColumn(made("short", {"x"}, {0, 0}));  // not one code a cell
        QVERIFY(session.opened().own.empty());
    }

    void anotherDatasetHasNone() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.putColumn(made("mine", {"x"}, {0, 0, 0, 0, 0, 0}));
        QVERIFY(session.columnsUnsaved());
        session.setDataset(smallDataset());
        QVERIFY(session.opened().own.empty());
        QVERIFY(!session.groups().categorical("mine"));
        QVERIFY(!session.columnsUnsaved());
    }

    void aTrainingCanLearnThem() {
        auto gate = std::make_shared<TrainingGate>();
        Engine engine = smallEngine(gate);
        const auto seen = std::make_shared<std::vector<std::int32_t>>();
        engine.trainer = [seen, gate](TrainingInput input, TrainingOptions,
                                      Job&) -> std::unique_ptr<Trainer> {
            *seen = input.labels;
            return std::make_unique<SmallTrainer>(std::move(input), gate);
        };
        Session session(engine);
        session.setDataset(smallDataset());
        session.setPrior(smallPrior());
        session.putColumn(made("mine", {"x", "y"}, {0, 0, 0, 1, 1, 1}));
        gate->permits.release(100);
        TrainRequest request;
        request.data.label_column = "mine";
        session.training().start(request);
        QTRY_VERIFY(!session.training().progress().active());
        QVERIFY2(session.training().progress().problem.isEmpty(),
                 qPrintable(session.training().progress().problem));
        QTRY_VERIFY(session.model().file);
        QCOMPARE(*seen, (std::vector<std::int32_t>{0, 0, 0, 1, 1, 1}));
    }

    void clustersTakeOneGraphForAllResolutions() {
        const auto graphs = std::make_shared<int>(0);
        Session session(clusterEngine(graphs));
        session.setDataset(smallDataset());
        QTRY_VERIFY(session.jobs().idle());
        const int before = *graphs;
        ClusterRequest request{.neighbours = 3, .resolution = 2};
        QVERIFY(!session.clusters().hasGraph(request));
        session.clusters().start(request);
        QVERIFY(session.clusters().state().busy());
        QTRY_COMPARE(session.clusters().state().phase, ClusterState::Phase::Ready);
        QCOMPARE(session.groups().categorical("leiden")->categories, (std::vector<std::string>{"0", "1"}));
        QVERIFY(session.colors().coloring() == Coloring::column("leiden"));
        request.resolution = 3;
        QVERIFY(session.clusters().hasGraph(request));
        session.clusters().start(request);
        QTRY_COMPARE(session.clusters().state().sizes.size(), std::size_t{3});
        QCOMPARE(session.groups().categorical("leiden")->categories.size(), std::size_t{3});
        QCOMPARE(*graphs, before + 1);
        request.neighbours = 4;
        QVERIFY(!session.clusters().hasGraph(request));
        QVERIFY(session.opened().own.front().origin.contains("resolution 3"));
        session.setDataset(smallDataset());
        QCOMPARE(session.clusters().state().phase, ClusterState::Phase::Idle);
        QVERIFY(!session.clusters().hasGraph(ClusterRequest{.neighbours = 3}));
        QTRY_VERIFY(session.jobs().idle());
    }

    void clustersThatFailSaySo() {
        Engine engine = clusterEngine(std::make_shared<int>(0));
        engine.leiden = [](const CsrMatrix&, const LeidenOptions&, Job&) -> Communities {
            throw Error(ErrorKind::Memory, "There is not enough memory");
        };
        Session session(engine);
        session.setDataset(smallDataset());
        session.clusters().start({.neighbours = 3});
        QTRY_COMPARE(session.clusters().state().phase, ClusterState::Phase::Failed);
        QVERIFY(session.clusters().state().problem.contains("not enough memory"));
        QVERIFY(session.opened().own.empty());
    }

    void aSelectionGetsAName() {
        const auto cells = [](std::vector<std::uint32_t> rows) { return CellSet::of(6, rows); };
        const auto first = withNamed(nullptr, cells({0, 1}), "a");
        QCOMPARE(first->codes, (std::vector<std::int32_t>{0, 0, -1, -1, -1, -1}));
        const auto second = withNamed(first.get(), cells({1, 2}), "b");
        QCOMPARE(second->categories, (std::vector<std::string>{"a", "b"}));
        QCOMPARE(second->codes, (std::vector<std::int32_t>{0, 1, 1, -1, -1, -1}));
        const auto third = withNamed(second.get(), cells({0, 1}), "b");  // a has no cells left
        QCOMPARE(third->categories, std::vector<std::string>{"b"});
        QCOMPARE(third->codes, (std::vector<std::int32_t>{0, 0, 0, -1, -1, -1}));
        QCOMPARE(categoricalColors(*second)[0], categoricalColors(*first)[0]);
        QCOMPARE(categoricalColors(*third)[0], categoricalColors(*second)[1]);  // b keeps its colour
        Categorical colored{{"Mono", "B"}, {0, 0, 0, 1, 1, -1}, {"#ff0000", "#0000ff"}};
        const auto copy = withNamed(&colored, cells({5}), "new");
        QCOMPARE(copy->categories, (std::vector<std::string>{"Mono", "B", "new"}));
        QCOMPARE(copy->colors[0], std::string("#ff0000"));  // what there was keeps its colour
        QCOMPARE(copy->colors.size(), std::size_t{3});
    }

    void filesHoldThem() {
        QTemporaryDir folder;
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.putColumn(made("mine", {"a, b", "y"}, {0, 0, 1, 1, 1, -1}));
        session.putColumn(made("leiden", {"0", "1"}, {0, 1, 0, 1, 0, 1}));
        bool saved = false;
        const QString csv = folder.filePath("columns.csv");
        session.saveColumns(csv, [&] { saved = true; });
        QTRY_VERIFY(saved);
        QVERIFY(!session.columnsUnsaved());
        QFile file(csv);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("cell,mine,leiden\nc0,\"a, b\",0\nc1,\"a, b\",1\nc2,y,0\nc3,y,1\n"
                                            "c4,y,0\nc5,,1\n"));
        session.undoStack().undo();
        QVERIFY(session.columnsUnsaved());  // one less than in the file
    }

    void mapsAreWrittenBesideThem() {
        REGULUS_NEED_PYTHON("anndata");
        QTemporaryDir folder;
        Session session(smallEngine());
        session.setDataset(smallDataset());
        QVERIFY(!session.hasOwn());
        session.view().computeEmbedding({});
        QTRY_COMPARE(session.view().embeddings().size(), std::size_t{3});  // maps stand as they were finished
        session.view().computeEmbedding({}, CellSet::of(6, std::vector<std::uint32_t>{1, 4, 5}),
                                        QStringLiteral("T cells"));
        QTRY_COMPARE(session.view().embeddings().size(), std::size_t{4});
        QVERIFY(session.hasOwn());
        QCOMPARE(session.unsaved(), QStringList{"T cells"});  // that of all cells can be made again
        for (const char* name : {"maps.h5ad", "maps.csv"}) {
            bool saved = false;
            session.saveColumns(folder.filePath(name), [&] { saved = true; });
            QTRY_VERIFY(saved);
        }
        QVERIFY(!session.columnsUnsaved());
        const ScriptResult result = run_python(QStringLiteral(R"(
import sys, anndata, numpy as np, csv
a = anndata.read_h5ad(sys.argv[1] + "/maps.h5ad")
print(sorted(a.obsm.keys()))  # the file's own is not replaced
part = np.asarray(a.obsm["X_umap_T_cells"])
print(part.shape, np.isfinite(part[:, 0]).nonzero()[0].tolist())
rows = list(csv.reader(open(sys.argv[1] + "/maps.csv")))
print(rows[0], [r[3] == "" for r in rows[1:]])
assert np.allclose([float(r[3]) for r in rows[1:] if r[3]], part[[1, 4, 5], 0])
)"),
                                               {folder.path()});
        QCOMPARE(result.output.trimmed(),
                 QString("['X_pca', 'X_umap', 'X_umap_2', 'X_umap_T_cells']\n(6, 2) [1, 4, 5]\n"
                         "['cell', 'umap_2_1', 'umap_2_2', 'umap_T_cells_1', 'umap_T_cells_2'] "
                         "[True, False, True, True, False, False]"));
    }

    void anndataReadsThem() {
        REGULUS_NEED_PYTHON("anndata");
        QTemporaryDir folder;
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.putColumn(made("mine", {"x", "y"}, {0, 0, 1, 1, 1, -1}));
        bool saved = false;
        const QString path = folder.filePath("columns.h5ad");
        session.saveColumns(path, [&] { saved = true; });
        QTRY_VERIFY(saved);
        const ScriptResult result = run_python(QStringLiteral(R"(
import sys, anndata, json
a = anndata.read_h5ad(sys.argv[1])
print(json.dumps([a.obs['mine'].astype(object).where(a.obs['mine'].notna(), None).tolist(), a.obs['cell_type'].tolist()[:2],
                  list(a.uns['mine_colors']), a.X.shape]))
)"),
                                               {path});
        QCOMPARE(
            result.output.trimmed(),
            QString(
                R"([["x", "x", "y", "y", "y", null], ["Mono", "Mono"], ["#e69f00", "#0072b2"], [6, 4]])"));
    }
};

QTEST_GUILESS_MAIN(TestSessionColumns)
#include "tst_session_columns.moc"
