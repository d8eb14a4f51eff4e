// The session with a model: results, regulons, training live, pause, stop, cancel, stale reports.
#include <QSignalSpy>
#include <QTest>

#include "tests/ui/session/small_engine.h"
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

    // More cells than smallDataset(), so that every class can be split.
    static std::shared_ptr<Dataset> trainable() {
        auto data = smallDataset();
        const CsrMatrix six = data->assays[0].matrix->block(0, 6);
        CsrMatrix many;
        many.cols = six.cols;
        std::vector<std::int32_t> type, donor;
        data->obs.index.clear();
        for (int repeat = 0; repeat < 10; ++repeat) {
            for (std::size_t c = 0; c < 6; ++c) {
                many.push_row(six.row_columns(c), six.row_values(c));
                data->obs.index.push_back(QString("c%1").arg(data->obs.index.size()).toStdString());
                type.push_back(c < 3 ? 0 : c < 5 ? 1 : -1);
                donor.push_back(repeat % 2);
            }
        }
        std::get<Categorical>(data->obs.columns[0].values).codes = type;
        std::get<Categorical>(data->obs.columns[1].values).codes = donor;
        data->obs.columns.pop_back();
        data->assays[0].matrix = std::make_shared<InMemoryMatrix>(many);
        data->embeddings.clear();
        data->embeddings.push_back({"X_umap", line(60, 1)});
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
        QCOMPARE(session.colorData()->title, QString("predicted cell_type"));
        // Classes come in another order than the column's categories, and keep the file's colours.
        QCOMPARE(session.colorData()->categories.colors, (std::vector<std::string>{"#0000ff", "#ff0000"}));
        session.colorBy(Coloring::regulon("PAX5"));
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
        QVERIFY(session.results()->test.count() > 0);
        QVERIFY((session.results()->test & session.results()->train).empty());
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
