// The session while it trains: live reports, pause, stop, cancel, what is stale.
#include <QSignalSpy>
#include <QTest>

#include "tests/ui/session/small_engine.h"
#include "ui/session/session.h"

using namespace regulus;
using namespace regulus::test;

class TestSessionTraining : public QObject {
    Q_OBJECT

    static TrainRequest request() {
        TrainRequest r;
        r.data.label_column = "cell_type";
        r.data.split.test = 0.3;
        return r;
    }

    // Enough cells for every class to be split.
    static std::shared_ptr<Dataset> trainable() { return repeated(10); }

  private Q_SLOTS:
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

QTEST_GUILESS_MAIN(TestSessionTraining)
#include "tst_session_training.moc"
