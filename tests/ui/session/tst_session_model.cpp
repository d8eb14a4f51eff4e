// The session with a model: results, regulons, training live, pause, stop, cancel, stale reports.
#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "tests/ui/session/small_engine.h"
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
        QVERIFY(!session.results());
        QTRY_VERIFY(session.results() && session.regulons());
        QCOMPARE(session.results()->predicted, (std::vector<std::int32_t>{1, 1, 1, 0, 0, 0}));
        QCOMPARE(session.results()->confidence[0], 0.9F);
        QCOMPARE(session.results()->confidence[4], 0.75F);
        QVERIFY(!session.results()->learnedHere);
        QVERIFY(session.isToken("CD14") && !session.isToken("ACTB"));
        QTRY_VERIFY(!session.loading());
        QCOMPARE(session.embedding()->key, std::string("X_umap"));  // the file's own stays
        session.computeEmbedding({.from = EmbeddingRequest::From::Model});
        QTRY_COMPARE(session.embedding()->key, std::string("model:umap"));

        session.colorBy(Coloring::prediction());
        QTRY_VERIFY(session.colorData()->coloring == session.coloring());
        QCOMPARE(session.colorData()->title, QString("predicted cell_type"));
        // Classes come in another order than the column's categories, and keep the file's colours.
        QCOMPARE(session.colorData()->categories.colors, (std::vector<std::string>{"#0000ff", "#ff0000"}));
        session.colorBy(Coloring::regulon("PAX5"));
        QTRY_VERIFY(session.colorData()->coloring == session.coloring());
        QCOMPARE(session.colorData()->values[4], 1.0F);
        QCOMPARE(session.colorData()->values[0], 0.0F);
        QVERIFY(session.colorData()->diverging);
        QCOMPARE(session.cellsOf(predicted_column, 0).count(), 3U);

        session.setModel(nullptr);
        QVERIFY(!session.results() && !session.regulons() && !session.modelContext());
        QVERIFY(session.coloring() == Coloring::column("cell_type"));
        QCOMPARE(session.embedding()->key, std::string("X_umap"));
        QVERIFY(!session.categorical(predicted_column));
    }

    void aModelLaysOutAFileWithoutAnEmbedding() {
        Session session(smallEngine());
        session.setDataset(smallDataset(false));
        session.setModel(smallModel());
        QTRY_VERIFY(session.results() && session.jobs().idle());
        QVERIFY(
            std::ranges::any_of(session.embeddings(), [](const auto& e) { return e->key == "model:umap"; }));
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
        QTRY_VERIFY(session.regulons() && session.results());
        QVERIFY(session.applyingModel());
        const auto first = session.regulons();
        QVERIFY(first->sampled && first->preliminary);
        QVERIFY(first->regulons.rows.size() <= 400);
        QVERIFY(first->regulons.rows.size() > 300);
        QCOMPARE(first->extent(), QString("%1 of 3,000 cells so far").arg(first->regulons.rows.size()));
        session.colorBy(Coloring::regulon("PAX5"));
        QTRY_VERIFY(session.colorData()->coloring == session.coloring());
        QVERIFY(session.colorData()->unit.contains("cells so far"));
        whole->release();
        QTRY_VERIFY(!session.applyingModel());
        QVERIFY(!session.regulons()->sampled && session.regulons()->extent().isEmpty());
        QTRY_VERIFY(!session.colorData()->unit.contains("so far"));
        QCOMPARE(session.regulons()->regulons.rows.size(), cells);
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
        QTRY_VERIFY(session.regulons());
        QVERIFY(session.model() && !session.results());
        session.jobs().cancel(session.jobs().list()->rows().front().id);
        QVERIFY(!session.model() && !session.regulons() && !session.applyingModel());
        gate->release();
        QTRY_VERIFY(session.jobs().idle());
        QVERIFY(!session.model() && !session.results());
    }

    void theFirstCellsHoldEveryGroup() {
        std::vector<std::int32_t> codes(10000, 0);
        for (std::size_t c = 9990; c < 10000; ++c) codes[c] = 1;  // rare, and at the end
        const auto chosen = firstCells(codes.size(), codes, 400);
        QVERIFY(chosen.size() <= 400 && chosen.size() > 380);
        QVERIFY(std::ranges::is_sorted(chosen));
        QVERIFY(std::ranges::adjacent_find(chosen) == chosen.end());
        QVERIFY(std::ranges::count_if(chosen, [&](auto c) { return codes[c] == 1; }) >= 8);
        QVERIFY(chosen.front() == 0 && chosen[200] > 4000 && chosen[200] < 6000);  // spread
        QCOMPARE(firstCells(100, {}, 400).size(), 100U);
        std::vector<std::int32_t> each(2000);
        for (std::size_t c = 0; c < each.size(); ++c) each[c] = static_cast<std::int32_t>(c);
        QVERIFY(firstCells(each.size(), each, 400).size() <= 400);  // more groups than cells are taken
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
        QTRY_VERIFY(session.dataset());
        session.setModel(smallModel());
        QTRY_VERIFY(session.results());
        QCOMPARE(session.modelContext()->input.assay, std::string("other"));
        QCOMPARE(session.results()->predicted, std::vector<std::int32_t>(6, 0));
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
        QTRY_VERIFY(session.results() && session.jobs().idle());
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
        session.computeEmbedding({.dimensions = 3});
        QTRY_COMPARE(session.embeddings().size(), 3U);
        QCOMPARE(session.embeddings().back()->key, std::string("expression:umap3d"));
        QCOMPARE(session.embedding()->key, std::string("X_umap"));
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
        QVERIFY(!session.model() && !session.results());
        QTRY_VERIFY(!session.loading());
    }

    void resultsOfADataSetThatWasClosedAreDropped() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.setModel(smallModel());
        session.setDataset(smallDataset());
        QTRY_VERIFY(session.jobs().idle());
        QVERIFY(!session.results());
        QVERIFY(!session.loading());
        QCOMPARE(session.embedding()->key, std::string("X_umap"));
    }

    void trainingIsSeenEpochByEpochAndEndsInResults() {
        auto gate = std::make_shared<TrainingGate>();
        Session session(smallEngine(gate));
        session.setDataset(trainable());
        session.setPrior(smallPrior());
        session.train(request());
        QVERIFY(session.training().active());
        QTRY_COMPARE(session.training().phase, TrainingPhase::Running);
        QCOMPARE(session.training().epochs, 4);
        gate->permits.release(2);
        QTRY_COMPARE(session.training().epoch, 2);
        QCOMPARE(session.training().history.size(), 2U);
        QVERIFY(session.training().snapshot);
        QCOMPARE(session.training().snapshot->rows, 60U);
        gate->permits.release(2);
        QTRY_COMPARE(session.training().phase, TrainingPhase::Done);
        QCOMPARE(session.training().metrics.at("accuracy"), 1.0);
        QVERIFY(session.results() && session.results()->learnedHere);
        const CellUses& uses = session.results()->uses;
        QVERIFY(uses.known() && uses.test.count() > 0);
        QVERIFY((uses.test & uses.learned()).empty());
        QTRY_VERIFY(session.regulons());
        QTRY_VERIFY(!session.loading());
        QCOMPARE(session.embedding()->key, std::string("model:umap"));  // and the map is the model's
    }

    void pauseHoldsAndResumeGoesOn() {
        auto gate = std::make_shared<TrainingGate>();
        Session session(smallEngine(gate));
        session.setDataset(trainable());
        session.setPrior(smallPrior());
        session.train(request());
        QTRY_COMPARE(session.training().phase, TrainingPhase::Running);
        session.pauseTraining();
        gate->permits.release(10);
        QTRY_COMPARE(session.training().phase, TrainingPhase::Paused);
        const int held = session.training().epoch;
        QVERIFY(held < 4);
        session.resumeTraining();
        QTRY_COMPARE(session.training().phase, TrainingPhase::Done);
    }

    void stopKeepsTheBestSoFar() {
        auto gate = std::make_shared<TrainingGate>();
        Session session(smallEngine(gate));
        session.setDataset(trainable());
        session.setPrior(smallPrior());
        session.train(request());
        gate->permits.release(1);
        QTRY_COMPARE(session.training().epoch, 1);
        session.stopTraining();
        QTRY_COMPARE(session.training().phase, TrainingPhase::Stopped);
        QCOMPARE(session.training().history.size(), 1U);
        QVERIFY(session.results());
    }

    // The status bar's button must not throw minutes of work away.
    void cancelInTheListStopsGently() {
        auto gate = std::make_shared<TrainingGate>();
        Session session(smallEngine(gate));
        session.setDataset(trainable());
        session.setPrior(smallPrior());
        session.train(request());
        QTRY_COMPARE(session.training().phase, TrainingPhase::Running);
        gate->permits.release(1);
        QTRY_COMPARE(session.training().epoch, 1);
        session.jobs().cancel(session.jobs().list()->rows().front().id);
        QTRY_COMPARE(session.training().phase, TrainingPhase::Stopped);
        QVERIFY(session.results());
    }

    void cancelKeepsNothingAndLateReportsAreDropped() {
        auto gate = std::make_shared<TrainingGate>();
        Session session(smallEngine(gate));
        session.setDataset(trainable());
        session.setPrior(smallPrior());
        session.train(request());
        QTRY_COMPARE(session.training().phase, TrainingPhase::Running);
        session.cancelTraining();
        QCOMPARE(session.training().phase, TrainingPhase::None);
        gate->permits.release(10);
        QTRY_VERIFY(session.jobs().idle());
        QCOMPARE(session.training().phase, TrainingPhase::None);
        QVERIFY(!session.results());
    }

    void aSecondTrainingReplacesTheFirst() {
        auto gate = std::make_shared<TrainingGate>();
        Session session(smallEngine(gate));
        session.setDataset(trainable());
        session.setPrior(smallPrior());
        session.train(request());
        QTRY_COMPARE(session.training().phase, TrainingPhase::Running);
        session.train(request());
        gate->permits.release(20);
        QTRY_COMPARE(session.training().phase, TrainingPhase::Done);
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
        session.train(r);
        QTRY_COMPARE(session.training().phase, TrainingPhase::Failed);
        QCOMPARE(told.size(), 1);
        QVERIFY(told[0].startsWith("Training: "));
        QVERIFY(!session.training().problem.isEmpty());
    }

    void closingTheSessionWhileItTrainsEnds() {
        auto gate = std::make_shared<TrainingGate>();
        {
            Session session(smallEngine(gate));
            session.setDataset(trainable());
            session.setPrior(smallPrior());
            session.train(request());
            QTRY_COMPARE(session.training().phase, TrainingPhase::Running);
            session.pauseTraining();
        }
        QVERIFY(true);  // the destructor came back
    }
};

QTEST_GUILESS_MAIN(TestSessionModel)
#include "tst_session_model.moc"
