// Undo beside what no gesture changed: a layout that arrived, a model that went.
#include <QTest>
#include <QUndoStack>

#include "tests/ui/session/small_engine.h"
#include "ui/session/session.h"

using namespace regulus;
using namespace regulus::test;

class TestSessionUndo : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    // What a job brings back is no gesture: undoing an older gesture never switches the map back.
    void undoKeepsTheLayoutThatArrived() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.view().showEmbedding("X_pca");
        ViewSettings settings = session.view().settings();
        settings.pointSize = 4;
        session.view().setSettings(settings);
        session.view().computeEmbedding({});
        QTRY_COMPARE(session.view().embedding()->key, std::string("expression:umap"));
        session.undoStack().undo();
        QCOMPARE(session.view().settings().pointSize, 0.0);
        QCOMPARE(session.view().embedding()->key, std::string("expression:umap"));
        QVERIFY(!session.undoStack().canUndo());  // the choice of a map before it is no step any more
        session.undoStack().redo();
        QCOMPARE(session.view().settings().pointSize, 4.0);
        QCOMPARE(session.view().embedding()->key, std::string("expression:umap"));
        session.view().showEmbedding("X_umap");  // a gesture after it is undone as ever
        session.undoStack().undo();
        QCOMPARE(session.view().embedding()->key, std::string("expression:umap"));
    }

    void whatBelongedToAModelGoesWithIt() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.setModel(smallModel());
        QTRY_VERIFY(session.model().results && session.jobs().idle());
        session.view().computeEmbedding({.from = EmbeddingRequest::From::Model});
        QTRY_COMPARE(session.view().embedding()->key, std::string("model:umap"));
        session.cells().setCategoryHidden("donor_id", 0, true);
        session.cells().setCategoryHidden(predicted_column, 0, true);
        session.colors().colorBy(Coloring::prediction());
        session.colors().colorBy(Coloring::regulon("SPI1"));
        session.colors().colorBy(Coloring::column("donor_id"));
        session.view().showEmbedding("X_pca");
        QCOMPARE(session.cells().visible().count(), 1U);
        session.setModel(nullptr);
        QCOMPARE(session.cells().visible().count(), 3U);  // the donor stays hidden
        QVERIFY(session.cells().hiddenCategories(predicted_column).empty());
        QCOMPARE(session.view().embedding()->key, std::string("X_pca"));
        // Nothing of it comes back, and no step does nothing.
        QCOMPARE(session.undoStack().count(), 3);  // hide the donor, colour by donors, show X_pca
        session.undoStack().undo();
        QCOMPARE(session.view().embedding()->key, std::string("X_umap"));
        session.undoStack().undo();
        QVERIFY(session.colors().coloring() == Coloring::column("cell_type"));
        session.undoStack().undo();
        QCOMPARE(session.cells().visible().count(), 6U);
        QVERIFY(!session.undoStack().canUndo());
        while (session.undoStack().canRedo()) session.undoStack().redo();
        QCOMPARE(session.cells().visible().count(), 3U);
        QTRY_VERIFY(session.jobs().idle());
    }

    void aMapOfAModelThatIsGoneDoesNotComeBack() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.setModel(smallModel());
        QTRY_VERIFY(session.model().results && session.jobs().idle());
        session.view().computeEmbedding({.from = EmbeddingRequest::From::Model});
        QTRY_COMPARE(session.view().embedding()->key, std::string("model:umap"));
        session.view().removeEmbedding("model:umap");
        session.undoStack().undo();
        QCOMPARE(session.view().embedding()->key, std::string("model:umap"));
        session.undoStack().redo();
        QCOMPARE(session.view().embedding()->key, std::string("X_umap"));
        session.setModel(nullptr);
        QVERIFY(!session.undoStack().canUndo());
        QTRY_VERIFY(session.jobs().idle());
    }

    // One that was computed again under the same name is not replaced by the one before.
    void aMapComputedAgainStays() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.view().computeEmbedding({});
        QTRY_COMPARE(session.view().embedding()->key, std::string("expression:umap"));
        session.view().removeEmbedding("expression:umap");
        session.view().computeEmbedding({});
        QTRY_COMPARE(session.view().embedding()->key, std::string("expression:umap"));
        const auto shown = session.view().embedding();
        while (session.undoStack().canUndo()) session.undoStack().undo();
        QCOMPARE(session.view().embedding(), shown);
        QTRY_VERIFY(session.jobs().idle());
    }

    void stepsOfAPlotSayWhatTheyDo() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        const auto step = [&](auto&& change) {
            PlotSettings plot = session.plots().settings();
            change(plot);
            session.plots().set(plot);
            return session.undoStack().undoText();
        };
        QCOMPARE(step([](auto& p) { p.look.kind = PlotKind::Violins; }), QString("Show violins"));
        QCOMPARE(step([](auto& p) { p.names = " CD14\nLYZ "; }), QString("Plot CD14 LYZ"));
        const QString many = step([](auto& p) { p.names = QString("MS4A1, ").repeated(20); });
        QVERIFY2(many.startsWith("Plot MS4A1, MS4A1") && many.size() < 50, qPrintable(many));
        QCOMPARE(step([](auto& p) { p.names.clear(); }), QString("Plot markers of each group"));
        QCOMPARE(step([](auto& p) { p.column = "donor_id"; }), QString("Plot groups of donor_id"));
        QCOMPARE(step([](auto& p) { p.split = "donor_id"; }), QString("Split the plot by donor_id"));
        QCOMPARE(step([](auto& p) { p.look.swapped = true; }), QString("Swap axes"));
        QCOMPARE(step([](auto& p) { p.look.swapped = false; }), QString("Swap axes"));
        QCOMPARE(step([](auto& p) { p.look.tree = true; }), QString("Show dendrogram"));
        QCOMPARE(step([](auto& p) { p.look.tree = false; }), QString("Hide dendrogram"));
        QCOMPARE(step([](auto& p) { p.look.clusterGenes = true; }), QString("Cluster genes"));
        QCOMPARE(step([](auto& p) { p.look.clusterGenes = false; }), QString("Do not cluster genes"));
        QCOMPARE(step([](auto& p) { p.look.counts = true; }), QString("Show counts"));
        QCOMPARE(step([](auto& p) { p.look.counts = false; }), QString("Show shares"));
    }

    // Codes of another model's classes mean other cells.
    void filtersOnPredictionsDoNotOutliveTheirModel() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.setModel(smallModel());
        QTRY_VERIFY(session.model().results && session.jobs().idle());
        session.cells().isolateCategory(predicted_column, 1);
        session.colors().colorBy(Coloring::prediction());
        QTRY_VERIFY(session.colors().data()->coloring == session.colors().coloring());
        QCOMPARE(session.cells().visible().count(), 3U);
        auto other = smallModel();
        other->classes = {"other", "another"};
        session.setModel(other);
        QTRY_VERIFY(session.model().file == other && session.model().results && session.jobs().idle());
        QCOMPARE(session.cells().visible().count(), 6U);
        QVERIFY(session.cells().hiddenCategories(predicted_column).empty());
        while (session.undoStack().canUndo()) session.undoStack().undo();
        QCOMPARE(session.cells().visible().count(), 6U);
        while (session.undoStack().canRedo()) session.undoStack().redo();
        QCOMPARE(session.cells().visible().count(), 6U);
        // The colouring is of the new model's classes.
        QVERIFY(session.colors().coloring() == Coloring::prediction());
        QTRY_COMPARE(session.colors().data()->points->legend.entries.size(), 2U);
        QCOMPARE(session.colors().data()->points->legend.entries[0].label, QString("other"));
    }

    void aRegulonThatAnotherModelLacksColoursNothing() {
        Engine engine = smallEngine();
        auto renamed = std::make_shared<bool>(false);
        engine.regulons = [small = engine.regulons, renamed](auto&&... of) {
            RegulonAttention r = small(std::forward<decltype(of)>(of)...);
            if (*renamed) r.tfs[0] = "GATA1";
            return r;
        };
        Session session(engine);
        session.setDataset(smallDataset());
        session.setModel(smallModel());
        QTRY_VERIFY(session.model().regulons && session.jobs().idle());
        session.colors().colorBy(Coloring::regulon("SPI1"));
        QTRY_VERIFY(session.colors().data()->coloring == session.colors().coloring());
        QStringList told;
        connect(&session.jobs(), &JobRunner::failed, this,
                [&](const Error& e, const QString&) { told << QString::fromUtf8(e.what()); });
        *renamed = true;
        session.setModel(smallModel());
        QTRY_VERIFY(session.model().regulons && session.model().regulons->column("GATA1") >= 0);
        QVERIFY(session.colors().coloring() == Coloring::column("cell_type"));
        QTRY_VERIFY(session.jobs().idle());
        QVERIFY2(told.isEmpty(), qPrintable(told.join("; ")));
        QVERIFY(!session.undoStack().canUndo());
    }
};

QTEST_GUILESS_MAIN(TestSessionUndo)
#include "tst_session_undo.moc"
