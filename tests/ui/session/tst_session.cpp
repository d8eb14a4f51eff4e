// The session: selection algebra, filters, undo, colours, and what opening a file shows before any model.
#include "ui/session/session.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>

#include "tests/ui/session/small_engine.h"

using namespace regulus;
using namespace regulus::test;

namespace {

CellSet set(std::initializer_list<std::uint32_t> rows) {
    return CellSet::of(6, std::vector<std::uint32_t>(rows));
}

QString text(const CellSet& cells) {
    QStringList rows;
    for (const std::uint32_t row : cells.rows()) rows << QString::number(row);
    return rows.join(' ');
}

// Collects what changed until it is asked.
class Changed : public QObject {
  public:
    explicit Changed(Session& session) {
        connect(&session, &Session::changed, this, [this](Changes what) { m_seen |= what; });
    }
    Changes take() { return std::exchange(m_seen, {}); }
    bool has(Change what) const { return m_seen.testFlag(what); }

  private:
    Changes m_seen;
};

}  // namespace

class TestSession : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void nothingOpenIsAState() {
        Session session(smallEngine());
        QVERIFY(!session.opened().dataset);
        QVERIFY(!session.view().embedding());
        QVERIFY(session.colors().data());
        session.cells().select(CellSet(0));
        session.cells().invertSelection();
        session.colors().colorBy(Coloring::gene("SPI1"));
        session.training().start({});
        session.view().computeEmbedding({});
        session.focus().setCell(3);
        QCOMPARE(session.undoStack().count(), 0);
        QVERIFY(!session.focus().cell());
    }

    void aFileShowsItsOwnEmbeddingAndLabelsAtOnce() {
        Session session(smallEngine());
        Changed changed(session);
        session.setDataset(smallDataset());
        QVERIFY(changed.has(Change::Dataset) && changed.has(Change::ColorData) &&
                changed.has(Change::Embedding));
        QCOMPARE(session.view().embedding()->key,
                 std::string("X_umap"));  // before X_pca, which comes first in the file
        QCOMPARE(session.view().embedding()->title, QString("UMAP"));
        QCOMPARE(session.view().embeddings().size(), 2U);
        QCOMPARE(session.opened().labelColumn(), std::string("cell_type"));
        QVERIFY(session.colors().coloring() == Coloring::column("cell_type"));
        QVERIFY(session.colors().data()->categorical());
        QCOMPARE(session.colors().data()->categories.colors[1], std::string("#0000ff"));
        QCOMPARE(session.cells().visible().count(), 6U);
        QCOMPARE(session.jobs().list()->rowCount(), 0);  // and nothing had to be computed that would show
        QTRY_VERIFY(session.jobs().idle());
        QCOMPARE(session.opened().geneColumn("PAX5"), 2);
        QCOMPARE(session.opened().geneColumn("NONE"), -1);
    }

    void aFileWithoutAnEmbeddingGetsOne() {
        Session session(smallEngine());
        session.setDataset(smallDataset(false));
        QVERIFY(!session.view().embedding());
        QVERIFY(session.loading());
        QTRY_VERIFY(session.view().embedding());
        QCOMPARE(session.view().embedding()->key, std::string("expression:umap"));
        QCOMPARE(session.view().embedding()->coordinates->rows, 6U);
        QTRY_VERIFY(!session.loading());
    }

    void selectionAlgebra_data() {
        QTest::addColumn<int>("mode");
        QTest::addColumn<QString>("after");
        QTest::newRow("replace") << int(SelectMode::Replace) << "2 3";
        QTest::newRow("add") << int(SelectMode::Add) << "0 1 2 3";
        QTest::newRow("subtract") << int(SelectMode::Subtract) << "0 1";
        QTest::newRow("intersect") << int(SelectMode::Intersect) << "2";
    }
    void selectionAlgebra() {
        QFETCH(int, mode);
        QFETCH(QString, after);
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.cells().select(set({0, 1, 2}));
        session.cells().select(set({2, 3}), SelectMode(mode));
        QCOMPARE(text(session.cells().selection()), after);
        session.undoStack().undo();
        QCOMPARE(text(session.cells().selection()), QString("0 1 2"));
        session.undoStack().undo();
        QCOMPARE(text(session.cells().selection()), QString());
        session.undoStack().redo();
        session.undoStack().redo();
        QCOMPARE(text(session.cells().selection()), after);
    }

    void invertStaysWithinWhatIsVisible() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.cells().setFilter("test", set({0, 1, 2, 3}));
        session.cells().select(set({1}));
        session.cells().invertSelection();
        QCOMPARE(text(session.cells().selection()), QString("0 2 3"));
        session.cells().selectAll();
        QCOMPARE(text(session.cells().selection()), QString("0 1 2 3"));
    }

    void hoverIsNoStepOfUndo() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        Changed changed(session);
        session.cells().setHighlight(set({4}));
        QVERIFY(changed.take() == Changes(Change::Highlight));
        session.cells().setHighlight(set({4}));
        QVERIFY(!changed.take());  // nothing new, nothing said
        QCOMPARE(session.undoStack().count(), 0);
        session.cells().select(set({1}));
        QCOMPARE(text(session.cells().highlight()), QString("4"));  // three different things
        QCOMPARE(session.cells().visible().count(), 6U);
    }

    void selectingTheSameAgainIsNoStep() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.cells().select(set({1, 2}));
        session.cells().select(set({1, 2}));
        session.cells().select(set({1}), SelectMode::Add);
        QCOMPARE(session.undoStack().count(), 1);
        QCOMPARE(session.undoStack().undoText(), QString("Select 2 cells"));
    }

    void filtersOfDifferentViewsAreCombined() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.cells().setFilter("confidence", set({0, 1, 2, 3}));
        session.cells().setFilter("table", set({1, 3, 5}));
        QCOMPARE(text(session.cells().visible()), QString("1 3"));
        session.cells().setFilter("table", set({0, 1, 5}));  // the same key replaces
        QCOMPARE(text(session.cells().visible()), QString("0 1"));
        session.cells().clearFilter("confidence");
        QCOMPARE(text(session.cells().visible()), QString("0 1 5"));
        session.undoStack().undo();
        QCOMPARE(text(session.cells().visible()), QString("0 1"));
        session.cells().clearFilters();
        QCOMPARE(session.cells().visible().count(), 6U);
        session.undoStack().undo();
        QCOMPARE(text(session.cells().visible()), QString("0 1"));
    }

    void hidingAndIsolatingCategories() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.cells().setCategoryHidden("cell_type", 0, true);
        QCOMPARE(text(session.cells().visible()), QString("3 4 5"));  // the unlabelled cell stays
        session.cells().setCategoryHidden("donor_id", 1, true);
        QCOMPARE(text(session.cells().visible()), QString("4"));
        session.cells().setCategoryHidden("cell_type", 0, false);
        QCOMPARE(text(session.cells().visible()), QString("0 2 4"));
        QVERIFY(session.cells().hiddenCategories("cell_type").empty());
        session.cells().clearFilters();
        session.cells().isolateCategory("cell_type", 1);
        QCOMPARE(text(session.cells().visible()), QString("3 4"));
        session.cells().isolateCategory("cell_type", 0);
        QCOMPARE(text(session.cells().visible()), QString("0 1 2"));
        session.cells().isolateCategory("cell_type", 0);  // the second time shows all
        QCOMPARE(session.cells().visible().count(), 6U);
        session.undoStack().undo();
        QCOMPARE(text(session.cells().visible()), QString("0 1 2"));
        QCOMPARE(session.cells().hiddenCategories("cell_type").size(), 2U);  // B and the unlabelled
        session.cells().setCategoryHidden("cell_type", 99, true);
        session.cells().setCategoryHidden("depth", 0, true);
        QCOMPARE(text(session.cells().visible()), QString("0 1 2"));
    }

    void viewSlidersAreOneStep() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        for (const double size : {2.0, 3.0, 4.0}) {
            ViewSettings settings = session.view().settings();
            settings.pointSize = size;
            session.view().setSettings(settings);
        }
        QCOMPARE(session.undoStack().count(), 1);
        session.view().showEmbedding("X_pca");
        QCOMPARE(session.view().embedding()->title, QString("PCA"));
        QCOMPARE(session.undoStack().count(), 2);
        session.undoStack().undo();
        session.undoStack().undo();
        QCOMPARE(session.view().settings().pointSize, 0.0);
        QCOMPARE(session.view().embedding()->key, std::string("X_umap"));
    }

    void labelsCanBeChosenAndUndone() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.setLabelColumn("donor_id");
        QTRY_COMPARE(session.opened().labelColumn(), std::string("donor_id"));
        QCOMPARE(session.opened().labels->classes.size(), 2U);
        session.undoStack().undo();
        QCOMPARE(session.opened().labelColumn(), std::string("cell_type"));
        QStringList told;
        connect(&session.jobs(), &JobRunner::failed, this,
                [&](const Error& e, const QString&) { told << QString::fromStdString(e.problem()); });
        session.setLabelColumn("depth");
        QTRY_COMPARE(told.size(), 1);
        QCOMPARE(session.opened().labelColumn(), std::string("cell_type"));
    }

    void anotherDataSetForgetsEverythingOfTheFirst() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.setPrior(smallPrior());
        session.cells().select(set({1}));
        session.cells().setFilter("x", set({1, 2}));
        session.focus().compareCells(0, 1);
        session.focus().compareCells(0, 77);  // there is no such cell
        session.focus().setPinned(77);
        QVERIFY(session.focus().pinned() == std::optional<std::uint32_t>(0));
        session.focus().setTf("SPI1");
        session.colors().colorBy(Coloring::gene("SPI1"));
        auto other = smallDataset();
        session.setDataset(other);
        QCOMPARE(session.opened().dataset, std::shared_ptr<const Dataset>(other));
        QVERIFY(session.cells().selection().empty());
        QCOMPARE(session.cells().visible().count(), 6U);
        QVERIFY(!session.focus().cell() && !session.focus().pinned() && session.focus().tf().empty());
        QCOMPARE(session.undoStack().count(), 0);
        QVERIFY(session.opened().prior);
        QTRY_VERIFY(session.jobs().idle());
        QVERIFY(session.colors().data()->coloring == Coloring::column("cell_type"));
        session.close();
        QVERIFY(!session.opened().dataset);
        QCOMPARE(session.opened().cells(), 0U);
    }

    void genesThatCannotBeMadeQuickAreSaid() {
        class Slow final : public MatrixSource {
          public:
            explicit Slow(std::shared_ptr<const MatrixSource> source) : m_source(std::move(source)) {}
            std::size_t cells() const override { return m_source->cells(); }
            std::size_t genes() const override { return m_source->genes(); }
            CsrMatrix block(std::size_t begin, std::size_t end) const override {
                return m_source->block(begin, end);
            }
            std::string prepare(Job&) const override { return "The cache is full"; }

          private:
            std::shared_ptr<const MatrixSource> m_source;
        };
        Session session(smallEngine());
        QSignalSpy noticed(&session, &Session::noticed);
        session.setDataset(smallDataset());
        QTRY_VERIFY(session.jobs().idle());
        QCOMPARE(noticed.size(), 0);
        auto data = smallDataset();
        for (Assay& assay : data->assays) assay.matrix = std::make_shared<Slow>(assay.matrix);
        session.setDataset(data);
        QTRY_COMPARE(noticed.size(), 1);
        QVERIFY(noticed[0][0].toString().contains("The cache is full"));
    }

    // Genes are called as the prior calls them, and by that of now.
    void anotherPriorNamesTheGenes() {
        auto data = smallDataset();
        auto var = std::make_shared<Table>();
        var->index = {"ENSG00000066336", "ENSG00000170458", "ENSG00000196092", "ENSG00000156738"};
        data->assays[0].var = var;
        const ListedRegulation plain[] = {{"ENSG00000066336", "ENSG00000170458", 1, 0},
                                          {"ENSG00000196092", "ENSG00000156738", 1, 0}};
        const ListedRegulation versioned[] = {{"ENSG00000066336.12", "ENSG00000170458.8", 1, 0},
                                              {"ENSG00000196092.14", "ENSG00000156738.18", 1, 0}};
        Session session(smallEngine());
        session.setPrior(std::make_shared<RegulatoryNetwork>(make_network("plain", plain)));
        session.setDataset(data);
        QTRY_VERIFY(session.jobs().idle());
        QCOMPARE(session.opened().geneColumn("ENSG00000196092"), 2);
        session.colors().colorBy(Coloring::gene("ENSG00000066336"));
        session.colors().colorBy(Coloring::gene("ENSG00000196092"));
        QTRY_VERIFY(session.jobs().idle());
        Changed changed(session);
        session.setPrior(std::make_shared<RegulatoryNetwork>(make_network("versioned", versioned)));
        QTRY_COMPARE(session.opened().genes.names->names[2], std::string("ENSG00000196092.14"));
        QVERIFY(changed.has(Change::Genes));
        QCOMPARE(session.opened().geneColumn("ENSG00000196092.14"), 2);
        QCOMPARE(session.opened().geneColumn("ENSG00000196092"), -1);
        // What was coloured by a gene stays coloured by it, in undo, too.
        QVERIFY(session.colors().coloring() == Coloring::gene("ENSG00000196092.14"));
        QTRY_VERIFY(session.colors().data()->coloring == session.colors().coloring());
        QVERIFY(session.colors().data()->continuous());
        session.undoStack().undo();
        QVERIFY(session.colors().coloring() == Coloring::gene("ENSG00000066336.12"));
        session.colors().colorBy(Coloring::regulon("ENSG00000196092.14", RegulonMeasure::Activity));
        QTRY_VERIFY(session.colors().data()->coloring == session.colors().coloring());
        QVERIFY(session.colors().data()->continuous());
        QTRY_VERIFY(session.jobs().idle());
    }

    void aPriorThatIsReadTooLateDoesNotReplaceTheOneChosen() {
        Session session(smallEngine());
        QTemporaryDir folder;
        QFile file(folder.filePath("late.csv"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("source,target,confidence\nA,B,A\nA,C,E\n");
        file.close();
        session.openPrior(file.fileName());
        auto chosen = std::make_shared<RegulatoryNetwork>();
        session.setPrior(chosen, "/data/chosen.csv");
        QTRY_VERIFY(session.jobs().idle());
        QCOMPARE(session.opened().priorPath, QString("/data/chosen.csv"));
        QVERIFY(session.opened().prior == chosen);
        // Without a word about it, as its authors advise; else as asked.
        session.openPrior(file.fileName());
        QTRY_COMPARE(session.opened().priorPath, file.fileName());
        QCOMPARE(session.opened().prior->edges.size(), 1U);
        QCOMPARE(session.opened().priorOptions.worst_confidence, 'C');
        session.openPrior(file.fileName(), PriorOptions{});
        QTRY_COMPARE(session.opened().prior->edges.size(), 2U);
    }

    void cellsOfACategory() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        QCOMPARE(text(session.groups().cellsOf("cell_type", 1)), QString("3 4"));
        QCOMPARE(text(session.groups().cellsOf("cell_type", -1)), QString("5"));
        QCOMPARE(text(session.groups().cellsOf("nothing", 0)), QString());
        QVERIFY(!session.groups().categorical(predicted_column));
    }
};

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
