// Workspaces: in and out with everything as it was, undo, what arrives meanwhile, and session files.
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>

#include "tests/ui/session/small_engine.h"
#include "ui/session/session.h"
#include "ui/session/session_file.h"

using namespace regulus;
using namespace regulus::test;

namespace {

CellSet set(std::initializer_list<std::uint32_t> rows) {
    return CellSet::of(6, std::vector<std::uint32_t>(rows));
}

const CellSet monocytes = set({0, 1, 2});

std::string map(const Session& session) {
    return session.view().embedding()->key;
}

}  // namespace

class TestWorkspaces : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void theWholeComesBackAsItWas() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        QTRY_VERIFY(session.jobs().idle());
        session.cells().setFilter("selection", set({0, 1, 2, 3, 4}));
        session.view().setCamera(PlaneView{{1, 0}, 3});
        session.workspaces().make(" monocytes ", monocytes);
        QVERIFY(session.workspaces().current());
        QCOMPARE(session.workspaces().current()->name, QString("monocytes"));
        QCOMPARE(session.cells().visible(), monocytes);
        QVERIFY(session.colors().coloring() == Coloring::column("cell_type"));  // colours are not lost
        QVERIFY(!session.view().camera());

        // What is done here stays here.
        session.colors().colorBy(Coloring::gene("CD14"));
        session.view().showEmbedding("X_pca");
        session.cells().setFilter("selection", set({0, 1}));
        QCOMPARE(session.cells().visible(), set({0, 1}));
        session.cells().clearFilters();  // all cells of the workspace
        QCOMPARE(session.cells().visible(), monocytes);
        session.workspaces().leave();
        QVERIFY(!session.workspaces().current());
        QCOMPARE(session.cells().visible(), set({0, 1, 2, 3, 4}));
        QVERIFY(session.colors().coloring() == Coloring::column("cell_type"));
        QCOMPARE(map(session), std::string("X_umap"));
        QVERIFY(session.view().camera() == (PlaneView{{1, 0}, 3}));

        session.workspaces().enter("monocytes");
        QCOMPARE(session.cells().visible(), monocytes);
        QVERIFY(session.colors().coloring() == Coloring::gene("CD14"));
        QCOMPARE(map(session), std::string("X_pca"));
    }

    // Nobody selects, compares or names what is not in it.
    void whatIsNotInItTakesNoPart() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.cells().select(set({1, 4}));
        session.workspaces().make("monocytes", monocytes);
        QCOMPARE(session.cells().selection(), set({1}));
        QVERIFY(session.comparison().setup().visibleOnly);
        session.cells().select(session.groups().cellsOf("cell_type", 1));  // B cells
        QVERIFY(session.cells().selection().empty());
        session.cells().select(set({0, 2, 5}));
        QCOMPARE(session.cells().selection(), set({0, 2}));
        session.workspaces().leave();
        QCOMPARE(session.cells().selection(), set({1, 4}));
        QVERIFY(!session.comparison().setup().visibleOnly);
        session.cells().select(set({5}));
        session.workspaces().enter("monocytes");
        QCOMPARE(session.cells().selection(), set({0, 2}));  // as it was left
        session.undoStack().undo();
        QCOMPARE(session.cells().selection(), set({5}));
    }

    void everyStepIsUndone() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.workspaces().make("monocytes", monocytes);
        session.colors().colorBy(Coloring::gene("CD14"));
        session.workspaces().make("B cells", set({3, 4}));
        QCOMPARE(session.workspaces().workspaces().all.size(), std::size_t{2});
        QCOMPARE(session.cells().visible(), set({3, 4}));
        session.undoStack().undo();
        QCOMPARE(session.workspaces().workspaces().current, QString("monocytes"));
        QCOMPARE(session.cells().visible(), monocytes);
        QVERIFY(session.colors().coloring() == Coloring::gene("CD14"));
        session.undoStack().undo();
        session.undoStack().undo();
        QVERIFY(session.workspaces().workspaces().all.empty());
        QCOMPARE(session.cells().visible().count(), std::size_t{6});
        while (session.undoStack().canRedo()) session.undoStack().redo();
        QCOMPARE(session.workspaces().workspaces().current, QString("B cells"));
        session.workspaces().remove("B cells");  // the one that is entered
        QVERIFY(!session.workspaces().current());
        QCOMPARE(session.cells().visible().count(), std::size_t{6});
        session.workspaces().remove("monocytes");
        QVERIFY(session.workspaces().workspaces().all.empty());
        session.undoStack().undo();
        session.undoStack().undo();
        QCOMPARE(session.workspaces().workspaces().current, QString("B cells"));
        QCOMPARE(session.cells().visible(), set({3, 4}));
    }

    void namesThatCannotBe() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.workspaces().make("monocytes", monocytes);
        QVERIFY(!session.workspaces().nameProblem(" ").isEmpty());
        QVERIFY(!session.workspaces().nameProblem("monocytes ").isEmpty());
        QVERIFY(session.workspaces().nameProblem("B cells").isEmpty());
        session.workspaces().make("monocytes", set({3}));
        session.workspaces().make("none", CellSet(6));
        session.workspaces().make("others", CellSet::all(7));
        QCOMPARE(session.workspaces().workspaces().all.size(), std::size_t{1});
    }

    // A map is shown in the workspace that it was asked for in, be it entered or not when it arrives.
    void aMapThatArrivesWhenOneIsBack() {
        QSemaphore go;
        Engine engine = smallEngine();
        engine.umap = [&go](const Matrix& m, const EmbeddingRequest&, const MapSeen&, Job& job) {
            while (!go.tryAcquire(1, 5)) job.checkpoint();
            return Matrix(m.rows, 2);
        };
        Session session(engine);
        session.setDataset(smallDataset());
        const std::string key = partKey(EmbeddingRequest::From::Expression, "monocytes");
        session.workspaces().make("monocytes", monocytes, key);
        session.view().computeEmbedding({}, monocytes, "monocytes");
        session.workspaces().leave();
        go.release();
        QTRY_COMPARE(session.view().embeddings().size(), std::size_t{3});
        QCOMPARE(map(session), std::string("X_umap"));  // of the whole, still
        session.workspaces().enter("monocytes");
        QCOMPARE(map(session), key);
        // Once it was shown it is a map like any other.
        session.view().showEmbedding("X_pca");
        session.workspaces().leave();
        session.workspaces().enter("monocytes");
        QCOMPARE(map(session), std::string("X_pca"));
    }

    // What was done before the workspace is undone where it was done.
    void aMapThatArrivedIsNotInEarlierSteps() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        ViewSettings plain = session.view().settings();
        plain.labels = !plain.labels;
        session.view().setSettings(plain);
        const std::string key = partKey(EmbeddingRequest::From::Expression, "monocytes");
        session.workspaces().make("monocytes", monocytes, key);
        session.view().computeEmbedding({}, monocytes, "monocytes");
        QTRY_COMPARE(map(session), key);
        session.undoStack().undo();
        QCOMPARE(map(session), std::string("X_umap"));
        session.undoStack().undo();  // the labels
        QCOMPARE(map(session), std::string("X_umap"));
        session.undoStack().redo();
        session.undoStack().redo();
        QCOMPARE(session.workspaces().workspaces().current, QString("monocytes"));
        QCOMPARE(map(session), key);  // it is there by now
    }

    void itIsLeftForWhereOneWas() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        ViewSettings space = session.view().settings();
        space.threeD = true;
        session.view().setSettings(space);
        const int steps = session.undoStack().count();
        const std::string key = partKey(EmbeddingRequest::From::Expression, "monocytes");
        session.workspaces().make("monocytes", monocytes, key);
        QCOMPARE(session.undoStack().count(), steps + 1);
        QVERIFY(!session.view().settings().threeD);  // where its map will be seen
        session.workspaces().leave();
        QVERIFY(session.view().settings().threeD);
        session.workspaces().enter("monocytes");
        session.undoStack().undo();
        QVERIFY(session.view().settings().threeD);
    }

    // The map of a workspace that is left is not shown of all cells.
    void theWholeHasAMapOfItsOwn() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.view().computeEmbedding({});
        QTRY_COMPARE(map(session), std::string("expression:umap"));
        const std::string key = partKey(EmbeddingRequest::From::Expression, "monocytes");
        session.workspaces().make("monocytes", monocytes, key);
        session.view().computeEmbedding({}, monocytes, "monocytes");
        QTRY_COMPARE(map(session), key);
        session.view().removeEmbedding("expression:umap");
        session.workspaces().leave();
        QCOMPARE(map(session), std::string("X_umap"));
    }

    // Genes are called as another prior writes them, here and there.
    // Nobody looks at all cells again for groups that are what they were.
    void hiddenGroupsAreLookedAtWhereTheyAreOthers() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.cells().setCategoryHidden("cell_type", 1, true);
        // Not what the groups say: whoever asks them sees it.
        const CellSet odd = set({0, 1, 5});
        session.cells().setFilter(categoryFilterKey("cell_type"), odd);
        session.workspaces().make("monocytes", monocytes);
        session.workspaces().leave();
        QCOMPARE(session.cells().visible(), odd);
        QCOMPARE(session.cells().hiddenCategories("cell_type"), std::set<int>{1});
        session.workspaces().enter("monocytes");
        GroupLooks looks;
        looks["cell_type"].order = {"B cell", "monocyte"};
        session.putMade("Order groups", {.own = {}, .looks = looks});
        session.workspaces().leave();
        QVERIFY(session.cells().visible() != odd);
    }

    void genesAreRenamedInAll() {
        auto data = smallDataset();
        auto var = std::make_shared<Table>();
        var->index = {"ENSG00000066336", "ENSG00000170458", "ENSG00000196092", "ENSG00000156738"};
        data->assays[0].var = var;
        const ListedRegulation versioned[] = {{"ENSG00000066336.12", "ENSG00000170458.8", 1, 0},
                                              {"ENSG00000196092.14", "ENSG00000156738.18", 1, 0}};
        Session session(smallEngine());
        session.setDataset(data);
        session.colors().colorBy(Coloring::gene("ENSG00000066336"));
        session.workspaces().make("monocytes", monocytes);
        session.colors().colorBy(Coloring::gene("ENSG00000196092", "X"));
        session.setPrior(std::make_shared<RegulatoryNetwork>(make_network("versioned", versioned)));
        QTRY_COMPARE(session.opened().genes.names->names[2], std::string("ENSG00000196092.14"));
        QVERIFY(session.colors().coloring() == Coloring::gene("ENSG00000196092.14", "X"));
        session.workspaces().leave();
        QVERIFY(session.colors().coloring() == Coloring::gene("ENSG00000066336.12"));
        QTRY_VERIFY(session.colors().data()->coloring == session.colors().coloring());
        QVERIFY(session.colors().data()->continuous());
    }

    // A column that is gone colours nothing, and hides nobody.
    void whatIsGoneSinceIsLeftOut() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        Categorical halves{{"x", "y"}, {0, 0, 0, 1, 1, 1}, {}};
        session.putColumn({"mine", std::make_shared<const Categorical>(halves), {}, true, {}, {}});
        session.colors().colorBy(Coloring::column("mine"));
        session.cells().setCategoryHidden("mine", 1, true);
        session.workspaces().make("monocytes", monocytes);
        session.removeColumn("mine");
        session.workspaces().leave();
        QVERIFY(session.colors().coloring() == Coloring::column("cell_type"));
        QCOMPARE(session.cells().visible().count(), std::size_t{6});
    }

    void sessionsHoldThem() {
        QTemporaryDir folder;
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.cells().setCategoryHidden("cell_type", 1, true);
        session.workspaces().make("monocytes", monocytes);
        session.colors().colorBy(Coloring::gene("CD14"));
        session.workspaces().make("B cells", set({3, 4}), "expression:umap of B cells");
        QVERIFY(session.sessionUnsaved());
        QVERIFY(session.unsaved().contains("workspace monocytes"));
        SessionRecord record = session.record();
        record.fingerprint = "x";
        Job job;
        const std::string path = folder.filePath("s.regulus").toStdString();
        writeSession(record, path, job);
        const SessionRecord read = readSession(path, job);
        QVERIFY(read.workspaces == record.workspaces);
        QCOMPARE(read.workspaces.current, QString("B cells"));
        QCOMPARE(read.workspaces.outside.filters.hidden.at("cell_type"), std::set<int>{1});
        QCOMPARE(read.workspaces.all[1].newMap, std::string("expression:umap of B cells"));
    }

    void anotherDatasetHasNone() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.workspaces().make("monocytes", monocytes);
        session.setDataset(smallDataset());
        QVERIFY(session.workspaces().workspaces().all.empty() && !session.workspaces().current());
        QCOMPARE(session.cells().visible().count(), std::size_t{6});
    }
};

QTEST_GUILESS_MAIN(TestWorkspaces)
#include "tst_workspaces.moc"
