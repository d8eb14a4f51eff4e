// The session with a model: results, regulons, layouts, files of models.
#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "tests/ui/session/small_engine.h"
#include "ui/figures/regulon_extent.h"
#include "ui/session/model_reading.h"
#include "ui/session/session.h"

using namespace regulus;
using namespace regulus::test;

class TestSessionModel : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aModelPredictsReadsOutAndLaysOut() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.setModel(smallModel());
        QVERIFY(!session.model().results);
        QTRY_VERIFY(session.model().results && session.model().regulons);
        QCOMPARE(session.model().results->predicted, (std::vector<std::int32_t>{1, 1, 1, 0, 0, 0}));
        QCOMPARE(session.model().results->confidence[0], 0.9F);
        QCOMPARE(session.model().results->confidence[4], 0.75F);
        QVERIFY(!session.model().results->learned_here);
        QVERIFY(session.model().isToken("CD14") && !session.model().isToken("ACTB"));
        QTRY_VERIFY(!session.loading());
        QCOMPARE(session.view().embedding()->key, std::string("X_umap"));  // the file's own stays
        session.view().computeEmbedding({.from = EmbeddingRequest::From::Model});
        QTRY_COMPARE(session.view().embedding()->key, std::string("model:umap"));

        session.colors().colorBy(Coloring::prediction());
        QTRY_VERIFY(session.colors().data()->coloring == session.colors().coloring());
        QCOMPARE(session.colors().data()->title, QString("predicted cell_type"));
        // Classes come in another order than the column's categories, and keep the file's colours.
        QCOMPARE(session.colors().data()->categories.colors,
                 (std::vector<std::string>{"#0000ff", "#ff0000"}));
        session.colors().colorBy(Coloring::regulon("PAX5"));
        QTRY_VERIFY(session.colors().data()->coloring == session.colors().coloring());
        QCOMPARE(session.colors().data()->values[4], 1.0F);
        QCOMPARE(session.colors().data()->values[0], 0.0F);
        QVERIFY(session.colors().data()->diverging);
        QCOMPARE(session.groups().cellsOf(predicted_column, 0).count(), 3U);

        session.setModel(nullptr);
        QVERIFY(!session.model().results && !session.model().regulons && !session.model().context);
        QVERIFY(session.colors().coloring() == Coloring::column("cell_type"));
        QCOMPARE(session.view().embedding()->key, std::string("X_umap"));
        QVERIFY(!session.groups().categorical(predicted_column));
    }

    void aModelLaysOutAFileWithoutAnEmbedding() {
        Session session(smallEngine());
        session.setDataset(smallDataset(false));
        session.setModel(smallModel());
        QTRY_VERIFY(session.model().results && session.jobs().idle());
        QVERIFY(std::ranges::any_of(session.view().embeddings(),
                                    [](const auto& e) { return e->key == "model:umap"; }));
    }

    // There is something to see before the whole of a larger dataset is read, and it says what it is.
    void theFirstRegulonsComeFromAFewCells() {
        const std::size_t cells = 3000;
        auto data = repeated(cells / 6);
        Engine engine = smallEngine();
        auto whole = std::make_shared<QSemaphore>();
        engine.regulons = [small = engine.regulons, whole, cells](Predictor& p, const ModelInput& input,
                                                                  std::span<const std::uint32_t> rows,
                                                                  Job& job) {
            if (rows.size() == cells) whole->acquire();
            return small(p, input, rows, job);
        };
        Session session(engine);
        session.setDataset(data);
        session.setModel(smallModel());
        QTRY_VERIFY(session.model().regulons && session.model().results);
        QVERIFY(session.applyingModel());
        const auto first = session.model().regulons;
        QVERIFY(first->sampled && first->preliminary);
        QVERIFY(first->regulons.rows.size() <= 400);
        QVERIFY(first->regulons.rows.size() > 300);
        QCOMPARE(extentOf(*first), QString("%1 of 3,000 cells so far").arg(first->regulons.rows.size()));
        session.colors().colorBy(Coloring::regulon("PAX5"));
        QTRY_VERIFY(session.colors().data()->coloring == session.colors().coloring());
        QVERIFY(session.colors().data()->unit.contains("cells so far"));
        whole->release();
        QTRY_VERIFY(!session.applyingModel());
        QVERIFY(!session.model().regulons->sampled && extentOf(*session.model().regulons).isEmpty());
        QTRY_VERIFY(!session.colors().data()->unit.contains("so far"));
        QCOMPARE(session.model().regulons->regulons.rows.size(), cells);
    }

    void aModelWhosePredictionsWereCancelledIsGone() {
        Engine engine = smallEngine();
        auto gate = std::make_shared<QSemaphore>();
        engine.predictor = [gate](std::shared_ptr<const ModelFile> model) -> std::unique_ptr<Predictor> {
            struct Waiting final : SmallPredictor {
                std::shared_ptr<QSemaphore> gate;
                Waiting(std::shared_ptr<const ModelFile> m, std::shared_ptr<QSemaphore> g)
                    : SmallPredictor(std::move(m)), gate(std::move(g)) {}
                Prediction predict(const MatrixSource& x, const GeneMatch& match,
                                   std::span<const std::uint32_t> rows, Job& job) override {
                    gate->acquire();
                    return SmallPredictor::predict(x, match, rows, job);
                }
            };
            return std::make_unique<Waiting>(std::move(model), gate);
        };
        Session session(engine);
        session.setDataset(repeated(200));
        session.setModel(smallModel());
        QTRY_VERIFY(session.model().regulons);
        QVERIFY(session.model().file && !session.model().results);
        session.jobs().cancel(session.jobs().list()->rows().front().id);
        QVERIFY(!session.model().file && !session.model().regulons && !session.applyingModel());
        gate->release();
        QTRY_VERIFY(session.jobs().idle());
        QVERIFY(!session.model().file && !session.model().results);
    }

    // Predictions rest on it: the window says what the command line says.
    void whatAModelMissesInTheDataIsSaid() {
        Session session(smallEngine());
        QStringList said;
        connect(&session, &Session::noticed, this, [&](const QString& text) { said << text; });
        session.setDataset(smallDataset());
        session.setModel(smallModel());
        QTRY_VERIFY(session.model().results);
        QVERIFY(said.isEmpty());
        auto model = std::make_shared<ModelFile>(*smallModel());
        model->genes.push_back("GATA1");
        session.setModel(model);
        QTRY_VERIFY(session.model().file == model);
        QTRY_VERIFY(session.jobs().idle());
        QCOMPARE(said.size(), 1);
        QVERIFY2(said[0].contains("1 of the model's 5 genes"), qPrintable(said[0]));
    }

    void aModelIsAppliedToTheAssayChosen() {
        auto data = smallDataset();
        Assay doubled = data->assays[0];
        doubled.name = "other";
        Matrix zeros(6, 4);
        for (std::size_t c = 0; c < 6; ++c) zeros(c, 3) = 1;  // MS4A1 everywhere, CD14 nowhere
        doubled.matrix = std::make_shared<InMemoryMatrix>(to_sparse(zeros));
        data->assays.push_back(doubled);
        Session session(smallEngine());
        OpenChoices choices;
        choices.assay = "other";
        session.openDataset(data, choices);
        QTRY_VERIFY(session.opened().dataset);
        session.setModel(smallModel());
        QTRY_VERIFY(session.model().results);
        QCOMPARE(session.model().context->input.assay, std::string("other"));
        QCOMPARE(session.model().results->predicted, std::vector<std::int32_t>(6, 0));
        session.setPrior(smallPrior());
        QStringList told;
        connect(&session.jobs(), &JobRunner::failed, this,
                [&](const Error& e, const QString&) { told << QString::fromUtf8(e.what()); });
        choices.assay = "no such";
        session.openDataset(data, choices);
        QTRY_COMPARE(told.size(), 1);
        QVERIFY2(told[0].contains("no such") && told[0].contains("other"), qPrintable(told[0]));
    }

    void everySaveIsMadeAndSaid() {
        QTemporaryDir folder;
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.setModel(smallModel());
        QTRY_VERIFY(session.model().results && session.jobs().idle());
        QStringList saved;
        for (const char* name : {"a.safetensors", "b.safetensors", "a.safetensors"})
            session.saveModel(folder.filePath(name), [&saved, name] { saved << name; });
        QTRY_VERIFY(session.jobs().idle());
        QCOMPARE(saved, QStringList({"a.safetensors", "b.safetensors", "a.safetensors"}));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList({"a.safetensors", "b.safetensors"}));
    }

    void aLayoutInSpaceIsAddedAndNotShown() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.view().computeEmbedding({.dimensions = 3});
        QTRY_COMPARE(session.view().embeddings().size(), 3U);
        QCOMPARE(session.view().embeddings().back()->key, std::string("expression:umap3d"));
        QCOMPARE(session.view().embedding()->key, std::string("X_umap"));
    }

    // What the file has is there; what a model makes goes before it, components after a layout.
    void mapsForSpaceAreListedTheBestFirst() {
        Session session(smallEngine());
        auto data = smallDataset(false);
        QVERIFY(session.view().spaceKey().empty());
        Matrix three(data->cells(), 3), two(data->cells(), 2);
        data->embeddings = {{"X_pca", three}, {"X_umap", two}, {"X_umap3", three}};
        session.setDataset(data);
        const std::vector<std::string> keys{"X_umap3", "expression:umap3d", "X_pca"};
        QCOMPARE(session.view().spaceKeys(), keys);
        QCOMPARE(session.view().spaceEmbedding()->key, std::string("X_umap3"));
        session.view().showInSpace("expression:umap3d");
        QVERIFY(session.view().settings().threeD && !session.view().spaceEmbedding());
        session.view().computeEmbedding({.dimensions = 3});
        QTRY_VERIFY(session.view().spaceEmbedding());
        QCOMPARE(session.view().spaceKeys(), keys);  // once each
        session.view().showInSpace("no such map");
        QCOMPARE(session.view().spaceKey(), keys.front());
        session.setModel(smallModel());
        QTRY_VERIFY(session.model().results);
        QCOMPARE(session.view().spaceKeys().front(), std::string("model:umap3d"));
        session.setDataset(smallDataset());
        QVERIFY(session.view().settings().spaceEmbedding.empty());
    }

    void aModelOfOtherGenesIsRefusedAndChangesNothing() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        QStringList told;
        connect(&session.jobs(), &JobRunner::failed, this,
                [&](const Error& e, const QString&) { told << QString::fromUtf8(e.what()); });
        auto model = smallModel();
        model->genes = {"A", "B", "C", "SPI1"};
        session.setModel(model);
        QTRY_COMPARE(told.size(), 1);
        QVERIFY(!session.model().file && !session.model().results);
        QTRY_VERIFY(!session.loading());
    }

    void resultsOfADataSetThatWasClosedAreDropped() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.setModel(smallModel());
        session.setDataset(smallDataset());
        QTRY_VERIFY(session.jobs().idle());
        QVERIFY(!session.model().results);
        QVERIFY(!session.loading());
        QCOMPARE(session.view().embedding()->key, std::string("X_umap"));
    }

    // A file that cannot be read takes nothing away.
    void aDamagedModelFileLeavesTheModelThatIsOpen() {
        QTemporaryDir folder;
        QFile damaged(folder.filePath("damaged.safetensors"));
        QVERIFY(damaged.open(QIODevice::WriteOnly) && damaged.write("no model") > 0);
        damaged.close();
        Session session(smallEngine());
        session.setDataset(smallDataset());
        const auto model = smallModel();
        session.setModel(model);
        session.openModel(damaged.fileName());  // while the first is being applied
        QTRY_VERIFY(session.jobs().idle());
        QVERIFY(session.model().file == model && session.model().results && session.model().regulons);
        QVERIFY(!session.model().regulons->preliminary);
    }
};

QTEST_GUILESS_MAIN(TestSessionModel)
#include "tst_session_model.moc"
