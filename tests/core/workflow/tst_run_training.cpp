// The training loop, with a trainer that needs no Torch: who is told what, when it pauses, stops and ends.
#include "core/workflow/run_training.h"

#include <QStringList>
#include <QTest>

#include <atomic>
#include <thread>

#include "tests/core/workflow/counting_trainer.h"

using namespace regulus;
using namespace regulus::test;

namespace {

class Witness final : public TrainingObserver {
  public:
    bool stop_wanted() const noexcept override {
        return stop || (stop_at_question > 0 && --stop_at_question == 0);
    }
    void started(const Trainer& trainer) override {
        told << QStringLiteral("start %1").arg(trainer.epochs());
    }
    void before_epoch(const Trainer& trainer, Job& job) override {
        told << QStringLiteral("before %1").arg(trainer.epoch() + 1);
        if (before) before(trainer, job);
    }
    void after_epoch(Trainer& trainer, double so_far, Job& job) override {
        told << QStringLiteral("after %1").arg(trainer.epoch());
        seconds.push_back(so_far);
        if (after) after(trainer, job);
    }
    void finishing(const Trainer&, bool stopped) override { told << (stopped ? "stopped" : "finish"); }

    bool stop = false;
    mutable std::atomic<int> stop_at_question{0};
    std::function<void(const Trainer&, Job&)> before;
    std::function<void(Trainer&, Job&)> after;
    QStringList told;
    std::vector<double> seconds;
};

class Progress final : public Job {
  public:
    void progress(double fraction, std::string_view stage) override {
        rising = rising && fraction >= at;
        at = fraction;
        stages << QString::fromUtf8(stage.data(), static_cast<qsizetype>(stage.size()));
    }
    double at = 0;
    bool rising = true;
    QStringList stages;
};

}  // namespace

class RunTrainingTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void runs_through() {
        Witness witness;
        Progress job;
        const TrainingRun run = run_training(counting_parts(2), {}, {}, witness, job);
        QCOMPARE(witness.told.join(", "),
                 QStringLiteral("start 2, before 1, after 1, before 2, after 2, finish"));
        QVERIFY(!run.stopped);
        QCOMPARE(run.history.size(), 2U);
        QVERIFY(witness.seconds[0] > 0 && witness.seconds[1] > witness.seconds[0] &&
                run.seconds >= witness.seconds[1]);
        QVERIFY(job.rising);
        QCOMPARE(job.at, 1.0);
        QVERIFY(job.stages.contains("epoch 2/2"));
    }

    // A pause, or a picture, costs nobody's training time.
    void waiting_is_not_training() {
        Witness witness;
        const auto wait = [] { std::this_thread::sleep_for(std::chrono::milliseconds(300)); };
        witness.before = [&](const Trainer&, Job&) { wait(); };
        witness.after = [&](Trainer&, Job&) { wait(); };
        Job job;
        const auto begin = std::chrono::steady_clock::now();
        const TrainingRun run = run_training(counting_parts(2), {}, {}, witness, job);
        const std::chrono::duration<double> all = std::chrono::steady_clock::now() - begin;
        QVERIFY2(run.seconds + 1.2 <= all.count(), qPrintable(QString::number(run.seconds)));  // slept: 1.2 s
    }

    void a_stop_keeps_whole_epochs() {
        Witness witness;
        witness.after = [&](Trainer& trainer, Job&) { witness.stop = trainer.epoch() == 2; };
        Job job;
        const TrainingRun run = run_training(counting_parts(5), {}, {}, witness, job);
        QVERIFY(run.stopped);
        QCOMPARE(run.history.size(), 2U);
        QCOMPARE(witness.told.last(), QStringLiteral("stopped"));
    }

    // Wherever it comes, an epoch is whole or not there.
    void a_stop_inside_an_epoch() {
        int stopped = 0, cancelled = 0;
        for (int question = 1; question < 40; ++question) {
            Witness witness;
            witness.stop_at_question = question;
            Job job;
            try {
                const TrainingRun run = run_training(counting_parts(3), {}, {}, witness, job);
                stopped += run.stopped;
                QCOMPARE(run.history.size(), static_cast<std::size_t>(witness.seconds.size()));
                QCOMPARE(run.stopped, run.history.size() < 3);
            } catch (const Cancelled&) {
                ++cancelled;
                QVERIFY(witness.seconds.empty());  // nothing to keep yet
            }
        }
        QVERIFY(stopped > 3);
        QVERIFY(cancelled > 3);
    }

    void a_cancel_keeps_nothing() {
        for (const int at : {1, 2}) {
            Witness witness;
            witness.after = [&](Trainer& trainer, Job& job) {
                if (trainer.epoch() == at) job.cancel();
            };
            Job job;
            QVERIFY_EXCEPTION_THROWN(run_training(counting_parts(2), {}, {}, witness, job), Cancelled);
            QCOMPARE(witness.told.contains("finish"),
                     at == 2);  // even after the last epoch: judging is a job, too
        }
    }
};

QTEST_GUILESS_MAIN(RunTrainingTest)
#include "tst_run_training.moc"
