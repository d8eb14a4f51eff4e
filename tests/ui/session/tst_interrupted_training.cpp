// A training that comes to no end is kept, found again with its dataset, and goes on; what was saved or
// discarded leaves nothing.
#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/workflow/training_checkpoints.h"
#include "tests/ui/session/small_engine.h"
#include "ui/session/session.h"

using namespace regulus;
using namespace regulus::test;

class TestInterruptedTraining : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    static TrainRequest request() {
        TrainRequest r;
        r.options = options_for(Preset::Quick, ReadMode::Genes);
        r.preset = Preset::Quick;
        r.data.label_column = "cell_type";
        r.data.split.test = 0.3;
        r.data.split.label_fraction = 0.75;
        r.data.split.seed = 5;
        return r;
    }
    Engine engine(const std::shared_ptr<TrainingGate>& gate) const {
        Engine engine = smallEngine(gate);
        engine.trainings = m_folder.filePath("trainings").toStdString();
        return engine;
    }
    std::unique_ptr<Session> opened(const std::shared_ptr<TrainingGate>& gate) const {
        auto session = std::make_unique<Session>(engine(gate));
        session->setPrior(smallPrior());
        session->setDataset(repeated(10));
        return session;
    }
    QStringList files() const {
        return QDir(m_folder.filePath("trainings")).entryList(QDir::Files | QDir::Hidden);
    }
    // Left after two epochs, as by a window that is closed.
    void leave() const {
        auto gate = std::make_shared<TrainingGate>();
        const auto session = opened(gate);
        session->training().start(request());
        gate->permits.release(2);
        QTRY_COMPARE(session->training().progress().epoch, 2);
        QVERIFY(session->training().leavesCheckpoint());
    }

  private Q_SLOTS:
    void cleanup() { QDir(m_folder.filePath("trainings")).removeRecursively(); }

    void leftAndResumed() {
        leave();
        QCOMPARE(files().size(), 1);
        auto gate = std::make_shared<TrainingGate>();
        Session session(engine(gate));
        session.setPrior(smallPrior());
        QSignalSpy notices(&session, &Session::noticed);
        session.setDataset(repeated(10));
        QTRY_VERIFY(session.training().interrupted());
        QCOMPARE(notices.size(), 1);
        QVERIFY(notices[0][0].toString().contains("after epoch 2 of 4"));
        // What it was begun with.
        const InterruptedTraining& found = *session.training().interrupted();
        QCOMPARE(found.prior, QString("small prior"));
        QCOMPARE(requestText(found.request), requestText(request()));
        QCOMPARE(found.request.data.split.seed, std::uint64_t{5});
        session.training().resumeInterrupted();
        QVERIFY(!session.training().interrupted());  // it trains
        QTRY_COMPARE(session.training().progress().phase, TrainingPhase::Running);
        QCOMPARE(session.training().progress().epoch, 2);
        QCOMPARE(session.training().progress().history.size(), 2U);
        gate->permits.release(2);  // no more are needed
        QTRY_COMPARE(session.training().progress().phase, TrainingPhase::Done);
        QCOMPARE(session.training().progress().epoch, 4);
        // A crash would still lose the model: the file stays until that is saved.
        QCOMPARE(files().size(), 1);
        QTRY_VERIFY(session.jobs().idle());
        bool saved = false;
        session.saveModel(m_folder.filePath("m.safetensors"), [&] { saved = true; });
        QTRY_VERIFY(saved);
        QTRY_COMPARE(files(), QStringList());
    }

    // The same cells under another path are the same; others are not.
    void otherDataHaveNone() {
        leave();
        auto gate = std::make_shared<TrainingGate>();
        Session session(engine(gate));
        session.setDataset(repeated(9));
        QTRY_VERIFY(session.jobs().idle());
        QVERIFY(!session.training().interrupted());
        auto moved = repeated(10);
        moved->path = "/elsewhere/renamed.h5ad";
        session.setDataset(moved);
        QTRY_VERIFY(session.training().interrupted());
        session.close();
        QVERIFY(!session.training().interrupted());
        QCOMPARE(files().size(), 1);
    }

    void discardedLeavesNothing() {
        auto gate = std::make_shared<TrainingGate>();
        const auto session = opened(gate);
        session->training().start(request());
        gate->permits.release(2);
        QTRY_COMPARE(session->training().progress().epoch, 2);
        session->training().cancel();
        QTRY_VERIFY(session->jobs().idle());
        QCOMPARE(files(), QStringList());
        QVERIFY(!session->training().interrupted());
    }

    void anInterruptedOneCanBeDiscarded() {
        leave();
        const auto session = opened(std::make_shared<TrainingGate>());
        QTRY_VERIFY(session->training().interrupted());
        session->training().discardInterrupted();
        QVERIFY(!session->training().interrupted());
        QTRY_COMPARE(files(), QStringList());
    }

    void stoppedCanBeResumedUntilItsModelIsSaved() {
        auto gate = std::make_shared<TrainingGate>();
        const auto session = opened(gate);
        session->training().start(request());
        gate->permits.release(1);
        QTRY_COMPARE(session->training().progress().epoch, 1);
        session->training().stop();
        QTRY_COMPARE(session->training().progress().phase, TrainingPhase::Stopped);
        QTRY_VERIFY(session->training().interrupted());
        session->training().resumeInterrupted();
        gate->permits.release(3);
        QTRY_COMPARE(session->training().progress().phase, TrainingPhase::Done);
        QCOMPARE(session->training().progress().history.size(), 4U);
    }

    // Who closes a window without saving has seen the model and let it go.
    void aModelLetGoLeavesNothing() {
        for (const bool another : {false, true}) {
            auto gate = std::make_shared<TrainingGate>();
            gate->permits.release(4);
            auto session = opened(gate);
            session->training().start(request());
            QTRY_COMPARE(session->training().progress().phase, TrainingPhase::Done);
            QCOMPARE(files().size(), 1);
            QTRY_VERIFY(session->jobs().idle());
            if (another) {
                session->setModel(smallModel());
                QTRY_COMPARE(files(), QStringList());
            }
            session.reset();
            QCOMPARE(files(), QStringList());
        }
    }

    void aNewTrainingTakesItsPlace() {
        leave();
        auto gate = std::make_shared<TrainingGate>();
        const auto session = opened(gate);
        QTRY_VERIFY(session->training().interrupted());
        TrainRequest other = request();
        other.options.epochs = 3;
        session->training().start(other);
        QTRY_COMPARE(session->training().progress().phase, TrainingPhase::Running);
        QCOMPARE(session->training().progress().epoch, 0);
        QCOMPARE(files(), QStringList());
    }

    // Made in seconds: no reason to lose what took hours.
    void aModelOfRegulonsLeavesItAlone() {
        leave();
        auto gate = std::make_shared<TrainingGate>();
        gate->permits.release(4);
        const auto session = opened(gate);
        TrainRequest regulons = request();
        regulons.options = options_for(Preset::Quick);
        session->training().start(regulons);
        QVERIFY(!session->training().leavesCheckpoint());
        QTRY_COMPARE(session->training().progress().phase, TrainingPhase::Done);
        QCOMPARE(files().size(), 1);
    }

    void anotherPriorIsRefusedAndNamed() {
        leave();
        const auto session = opened(std::make_shared<TrainingGate>());
        QTRY_VERIFY(session->training().interrupted());
        auto prior = smallPrior();
        prior->name = "other prior";
        prior->edges.pop_back();
        session->setPrior(prior);
        session->training().resumeInterrupted();
        QTRY_COMPARE(session->training().progress().phase, TrainingPhase::Failed);
        QVERIFY2(session->training().progress().problem.contains("prior was small prior, and is other prior"),
                 qPrintable(session->training().progress().problem));
        QTRY_VERIFY(session->training().interrupted());  // with the right one it still goes on
        QCOMPARE(files().size(), 1);
    }

    void aDamagedOneIsSaid() {
        leave();
        QFile file(QDir(m_folder.filePath("trainings")).filePath(files().first()));
        QVERIFY(file.resize(file.size() / 2));
        auto gate = std::make_shared<TrainingGate>();
        Session session(engine(gate));
        session.setPrior(smallPrior());
        QSignalSpy notices(&session, &Session::noticed);
        session.setDataset(repeated(10));
        QTRY_COMPARE(notices.size(), 1);
        QVERIFY(notices[0][0].toString().contains("damaged"));
        QVERIFY(!session.training().interrupted());
        gate->permits.release(4);
        session.training().start(request());  // and it is in nobody's way
        QTRY_COMPARE(session.training().progress().phase, TrainingPhase::Done);
    }

    // Two windows with the same cells: what runs in one is not offered as interrupted in the other.
    void anotherWindowTrains() {
        auto gate = std::make_shared<TrainingGate>(), other = std::make_shared<TrainingGate>();
        const auto first = opened(gate);
        first->training().start(request());
        gate->permits.release(2);
        QTRY_COMPARE(first->training().progress().epoch, 2);
        // Stopped, so that what has been learned is in the file, and gone on with.
        first->training().stop();
        QTRY_VERIFY(first->training().interrupted());
        first->training().resumeInterrupted();
        QTRY_COMPARE(first->training().progress().phase, TrainingPhase::Running);
        const auto second = opened(other);
        QTRY_VERIFY(second->jobs().idle());
        QVERIFY(!second->training().interrupted());
        other->permits.release(4);
        second->training().start(request());
        QTRY_COMPARE(second->training().progress().phase, TrainingPhase::Done);
        QCOMPARE(files().size(), 1);  // and it leaves the file of the first alone
        gate->permits.release(2);
        QTRY_COMPARE(first->training().progress().phase, TrainingPhase::Done);
    }

    // A folder that cannot be written to: said once, and the training goes on.
    void nothingCanBeKept() {
        QFile inTheWay(m_folder.filePath("trainings"));
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        inTheWay.close();
        auto gate = std::make_shared<TrainingGate>();
        gate->permits.release(4);
        {
            const auto session = opened(gate);
            QSignalSpy notices(session.get(), &Session::noticed);
            session->training().start(request());
            QTRY_COMPARE(session->training().progress().phase, TrainingPhase::Done);
            const auto said = std::ranges::count_if(
                notices, [](const auto& n) { return n[0].toString().contains("cannot be resumed later"); });
            QCOMPARE(said, 1);
        }
        QVERIFY(inTheWay.remove());
    }
};

QTEST_GUILESS_MAIN(TestInterruptedTraining)
#include "tst_interrupted_training.moc"
