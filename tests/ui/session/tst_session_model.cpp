// The session with a model: results, regulons, training live, pause, stop, cancel, stale reports.
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

    static TrainRequest request() {
        TrainRequest r;
        r.data.label_column = "cell_type";
        r.data.split.test = 0.3;
        return r;
    }

    // Enough cells for every class to be split.
    static std::shared_ptr<Dataset> trainable() { return repeated(10); }

    // The cells of smallDataset() so many times over.
    static std::shared_ptr<Dataset> repeated(std::size_t times) {
        auto data = smallDataset();
        const CsrMatrix six = data->assays[0].matrix->block(0, 6);
        CsrMatrix many;
        many.cols = six.cols;
        std::vector<std::int32_t> type, donor;
        data->obs.index.clear();
        for (std::size_t repeat = 0; repeat < times; ++repeat) {
            for (std::size_t c = 0; c < 6; ++c) {
                many.push_row(six.row_columns(c), six.row_values(c));
                data->obs.index.push_back(QString("c%1").arg(data->obs.index.size()).toStdString());
                type.push_back(c < 3 ? 0 : c < 5 ? 1 : -1);
                donor.push_back(static_cast<std::int32_t>(repeat % 2));
            }
        }
        std::get<Categorical>(data->obs.columns[0].values).codes = type;
        std::get<Categorical>(data->obs.columns[1].values).codes = donor;
        data->obs.columns.pop_back();
        data->assays[0].matrix = std::make_shared<InMemoryMatrix>(many);
        data->embeddings.clear();
        data->embeddings.push_back({"X_umap", line(6 * times, 1)});
        return data;
    }

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

    // There is something to see before the whole of a larger data set is read, and it says what it is.
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

    void trainingIsSeenEpochByEpochAndEndsInResults() {
        auto gate = std::make_shared<TrainingGate>();
        Session session(smallEngine(gate));
        session.setDataset(trainable());
        session.setPrior(smallPrior());
        session.training().start(request());
        QVERIFY(session.training().progress().active());
        QTRY_COMPARE(session.training().progress().phase, TrainingPhase::Running);
        QCOMPARE(session.training().progress().epochs, 4);
        gate->permits.release(2);
        QTRY_COMPARE(session.training().progress().epoch, 2);
        QCOMPARE(session.training().progress().history.size(), 2U);
        QVERIFY(session.training().progress().snapshot);
        QCOMPARE(session.training().progress().snapshot->rows, 60U);
        gate->permits.release(2);
        QTRY_COMPARE(session.training().progress().phase, TrainingPhase::Done);
        QCOMPARE(session.training().progress().metrics.at("accuracy"), 1.0);
        QVERIFY(session.model().results && session.model().results->learned_here);
        const CellUses& uses = session.model().results->uses;
        QVERIFY(uses.known() && uses.test.count() > 0);
        QVERIFY((uses.test & uses.learned()).empty());
        QTRY_VERIFY(session.model().regulons);
        QTRY_VERIFY(!session.loading());
        QCOMPARE(session.view().embedding()->key, std::string("model:umap"));  // and the map is the model's
    }

    void pauseHoldsAndResumeGoesOn() {
        auto gate = std::make_shared<TrainingGate>();
        Session session(smallEngine(gate));
        session.setDataset(trainable());
        session.setPrior(smallPrior());
        session.training().start(request());
        QTRY_COMPARE(session.training().progress().phase, TrainingPhase::Running);
        session.training().pause();
        gate->permits.release(10);
        QTRY_COMPARE(session.training().progress().phase, TrainingPhase::Paused);
        const int held = session.training().progress().epoch;
        QVERIFY(held < 4);
        session.training().resume();
        QTRY_COMPARE(session.training().progress().phase, TrainingPhase::Done);
    }

    void stopKeepsTheBestSoFar() {
        auto gate = std::make_shared<TrainingGate>();
        Session session(smallEngine(gate));
        session.setDataset(trainable());
        session.setPrior(smallPrior());
        session.training().start(request());
        gate->permits.release(1);
        QTRY_COMPARE(session.training().progress().epoch, 1);
        session.training().stop();
        QTRY_COMPARE(session.training().progress().phase, TrainingPhase::Stopped);
        QCOMPARE(session.training().progress().history.size(), 1U);
        QVERIFY(session.model().results);
        // The picture is of the model that was kept, not of an epoch on the way.
        QVERIFY(session.training().progress().snapshot);
        QCOMPARE(session.training().progress().snapshotEpoch, 0);
    }

    // The status bar's button must not throw minutes of work away.
    void cancelInTheListStopsGently() {
        auto gate = std::make_shared<TrainingGate>();
        Session session(smallEngine(gate));
        session.setDataset(trainable());
        session.setPrior(smallPrior());
        session.training().start(request());
        QTRY_COMPARE(session.training().progress().phase, TrainingPhase::Running);
        gate->permits.release(1);
        QTRY_COMPARE(session.training().progress().epoch, 1);
        session.jobs().cancel(session.jobs().list()->rows().front().id);
        QTRY_COMPARE(session.training().progress().phase, TrainingPhase::Stopped);
        QVERIFY(session.model().results);
    }

    void cancelKeepsNothingAndLateReportsAreDropped() {
        auto gate = std::make_shared<TrainingGate>();
        Session session(smallEngine(gate));
        session.setDataset(trainable());
        session.setPrior(smallPrior());
        session.training().start(request());
        QTRY_COMPARE(session.training().progress().phase, TrainingPhase::Running);
        session.training().cancel();
        QCOMPARE(session.training().progress().phase, TrainingPhase::None);
        gate->permits.release(10);
        QTRY_VERIFY(session.jobs().idle());
        QCOMPARE(session.training().progress().phase, TrainingPhase::None);
        QVERIFY(!session.model().results);
    }

    // The window has asked; what still trained would take the opened model's place when it is done.
    void aModelThatIsOpenedEndsATraining() {
        auto gate = std::make_shared<TrainingGate>();
        Session session(smallEngine(gate));
        session.setDataset(trainable());
        session.setPrior(smallPrior());
        session.training().start(request());
        QTRY_COMPARE(session.training().progress().phase, TrainingPhase::Running);
        const auto model = smallModel();
        session.setModel(model);
        QTRY_VERIFY(session.model().results);
        gate->permits.release(10);
        QTRY_VERIFY(session.jobs().idle());
        QVERIFY(session.model().file == model && !session.model().results->learned_here);
        QCOMPARE(session.training().progress().phase, TrainingPhase::None);
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

    void aSecondTrainingReplacesTheFirst() {
        auto gate = std::make_shared<TrainingGate>();
        Session session(smallEngine(gate));
        session.setDataset(trainable());
        session.setPrior(smallPrior());
        session.training().start(request());
        QTRY_COMPARE(session.training().progress().phase, TrainingPhase::Running);
        session.training().start(request());
        gate->permits.release(20);
        QTRY_COMPARE(session.training().progress().phase, TrainingPhase::Done);
    }

    void aTrainingThatFailsSaysWhy() {
        Session session(smallEngine());
        session.setDataset(trainable());
        session.setPrior(smallPrior());
        QStringList told;
        connect(&session.jobs(), &JobRunner::failed, this, [&](const Error& e, const QString& what) {
            told << what + ": " + QString::fromUtf8(e.what());
        });
        TrainRequest r = request();
        r.data.label_column = "no such column";
        session.training().start(r);
        QTRY_COMPARE(session.training().progress().phase, TrainingPhase::Failed);
        QCOMPARE(told.size(), 1);
        QVERIFY(told[0].startsWith("Training: "));
        QVERIFY(!session.training().progress().problem.isEmpty());
    }

    void closingTheSessionWhileItTrainsEnds() {
        auto gate = std::make_shared<TrainingGate>();
        {
            Session session(smallEngine(gate));
            session.setDataset(trainable());
            session.setPrior(smallPrior());
            session.training().start(request());
            QTRY_COMPARE(session.training().progress().phase, TrainingPhase::Running);
            session.training().pause();
        }
        QVERIFY(true);  // the destructor came back
    }
};

QTEST_GUILESS_MAIN(TestSessionModel)
#include "tst_session_model.moc"
