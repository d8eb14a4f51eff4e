// When a training is written to its file, what goes on from there, and what is never overwritten or taken up.
#include "core/workflow/training_checkpoints.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <functional>
#include <stdexcept>

#include "tests/core/workflow/counting_trainer.h"

using namespace regulus;
using namespace regulus::test;

namespace {

class Watcher final : public TrainingObserver {
  public:
    explicit Watcher(std::string path) : m_path(std::move(path)) {}
    bool stop_wanted() const noexcept override { return stop; }
    void started(const Trainer& trainer) override { began = trainer.epoch(); }
    void after_epoch(Trainer& trainer, double, Job& job) override {
        in_file.push_back(has_checkpoint(m_path) ? load_checkpoint(m_path).state.epoch : 0);
        if (after) after(trainer, job);
    }
    void checkpoint_failed(const Error& error) override { failures.emplace_back(error.what()); }
    bool discarded() const noexcept override { return discard; }

    bool stop = false, discard = false;
    int began = -1;
    std::vector<int> in_file;  // after each epoch
    std::vector<std::string> failures;
    std::function<void(Trainer&, Job&)> after;

  private:
    std::string m_path;
};

}  // namespace

class TrainingCheckpointsTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    std::string path() const { return m_folder.filePath("m.checkpoint.safetensors").toStdString(); }
    CheckpointOptions every(double seconds, bool resume = false) const {
        return {path(), seconds, resume, true, "how it began"};
    }
    TrainingRun run(Watcher& watcher, const CheckpointOptions& options, int epochs = 4,
                    const TrainingOptions& training = {}) const {
        Job job;
        return run_training(counting_parts(epochs), {}, training, watcher, job, options);
    }

  private Q_SLOTS:
    void cleanup() { QFile::remove(QString::fromStdString(path())); }

    void the_name_stands_beside_the_model() {
        QCOMPARE(checkpoint_beside("a/m.safetensors"), std::string("a/m.checkpoint.safetensors"));
        QCOMPARE(checkpoint_beside("m.2.SafeTensors"), std::string("m.2.checkpoint.safetensors"));
    }

    void written_when_it_is_due() {
        Watcher each(path());
        run(each, every(0));
        QCOMPARE(each.in_file, (std::vector<int>{1, 2, 3, 4}));
        QCOMPARE(load_checkpoint(path()).request, std::string("how it began"));
        QCOMPARE(load_checkpoint(path()).planned, 4);
        cleanup();
        // Long before the seconds are over the last epoch is kept: what follows takes its time.
        Watcher last(path());
        run(last, every(1e6));
        QCOMPARE(last.in_file, (std::vector<int>{0, 0, 0, 4}));
        cleanup();
        Watcher never(path());
        run(never, {});
        QVERIFY(!has_checkpoint(path()));
    }

    void however_it_ends_early_whole_epochs_are_kept_data() {
        QTest::addColumn<int>("how");
        QTest::newRow("stopped") << 0;
        QTest::newRow("cancelled") << 1;
        QTest::newRow("failed") << 2;
    }
    void however_it_ends_early_whole_epochs_are_kept() {
        QFETCH(int, how);
        Watcher watcher(path());
        watcher.after = [&](Trainer& trainer, Job& job) {
            if (trainer.epoch() != 2) return;
            if (how == 0) watcher.stop = true;
            if (how == 1) job.cancel();
            if (how == 2) throw Error(ErrorKind::Memory, "Out of memory");
        };
        try {
            QVERIFY(run(watcher, every(1e6)).stopped);
            QCOMPARE(how, 0);
        } catch (const Cancelled&) {
            QCOMPARE(how, 1);
        } catch (const Error&) {
            QCOMPARE(how, 2);
        }
        QCOMPARE(load_checkpoint(path()).state.epoch, 2);
        // And it goes on from there.
        Watcher again(path());
        const double before = load_checkpoint(path()).seconds;
        QVERIFY(before > 0);
        const TrainingRun resumed = run(again, every(0, true));
        QCOMPARE(again.began, 2);
        QCOMPARE(again.in_file, (std::vector<int>{3, 4}));
        QCOMPARE(resumed.resumed, 2);
        QCOMPARE(resumed.history.size(), 4U);
        QVERIFY(resumed.seconds > before && load_checkpoint(path()).seconds > before);
    }

    void a_training_that_was_through_is_only_judged() {
        Watcher first(path());
        run(first, every(0));
        Watcher again(path());
        const TrainingRun resumed = run(again, every(0, true));
        QCOMPARE(again.began, 4);
        QVERIFY(again.in_file.empty() && !resumed.stopped);
        QCOMPARE(resumed.history.size(), 4U);
    }

    void resuming_nothing_begins() {
        Watcher watcher(path());
        const TrainingRun whole = run(watcher, every(0, true));
        QCOMPARE(watcher.began, 0);
        QCOMPARE(whole.resumed, 0);
    }

    void a_file_is_not_overwritten_unasked() {
        QFile file(QString::fromStdString(path()));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("mine") == 4);
        file.close();
        for (const bool resume : {false, true}) {
            Watcher watcher(path());
            QVERIFY_EXCEPTION_THROWN(run(watcher, every(0, resume)), Error);
            QCOMPARE(watcher.began, -1);  // nothing was begun
            QVERIFY(file.open(QIODevice::ReadOnly));
            QCOMPARE(file.readAll(), QByteArray("mine"));
            file.close();
        }
    }

    // While one writes it nobody else goes on from it, or begins another.
    void one_training_at_a_time() {
        Watcher watcher(path());
        int refused = 0;
        watcher.after = [&](Trainer&, Job&) {
            QVERIFY(checkpoint_in_use(path()));
            for (const bool resume : {false, true}) {
                Watcher second(path());
                try {
                    run(second, every(0, resume));
                } catch (const Error& error) {
                    refused += error.problem().find("another program") != std::string::npos ? 1 : 0;
                }
            }
        };
        run(watcher, every(0));
        QCOMPARE(refused, 8);
        QVERIFY(!checkpoint_in_use(path()));
        watcher.after = {};
        run(watcher, every(0, true));
    }

    void another_training_is_not_gone_on_with() {
        Watcher first(path());
        run(first, every(0));
        TrainingOptions other;
        other.patience = 9;
        Watcher watcher(path());
        try {
            run(watcher, every(0, true), 4, other);
            QFAIL("accepted");
        } catch (const Error& error) {
            QVERIFY2(error.problem().find("patience was 5, and is 9") != std::string::npos, error.what());
        }
        QCOMPARE(load_checkpoint(path()).state.epoch, 4);  // and stays for the one it belongs to
    }

    void what_nobody_wants_is_removed() {
        for (const bool at_once : {false, true}) {
            Watcher watcher(path());
            watcher.after = [&](Trainer& trainer, Job& job) {
                if (trainer.epoch() != (at_once ? 1 : 4)) return;  // in the middle; before the judging
                watcher.discard = true;
                job.cancel();
            };
            QVERIFY_EXCEPTION_THROWN(run(watcher, every(0)), Cancelled);
            QCOMPARE(watcher.in_file.back(), at_once ? 1 : 4);  // there was one
            QVERIFY(!has_checkpoint(path()));
        }
    }

    void a_full_disk_is_told_once_and_costs_nothing() {
        const std::string nowhere = m_folder.filePath("gone/m.checkpoint.safetensors").toStdString();
        Watcher watcher(nowhere);
        const TrainingRun whole = run(watcher, {nowhere, 0, false, true, {}});
        QCOMPARE(whole.history.size(), 4U);
        QCOMPARE(watcher.failures.size(), 1U);
        QVERIFY2(watcher.failures[0].find("gone/m.checkpoint") != std::string::npos,
                 watcher.failures[0].c_str());
    }

    void removing() {
        remove_checkpoint("");
        remove_checkpoint(path());  // none there
        QVERIFY(QDir(m_folder.path()).mkpath("full/x"));
        QVERIFY_EXCEPTION_THROWN(remove_checkpoint(m_folder.filePath("full").toStdString()), Error);
    }
};

QTEST_GUILESS_MAIN(TrainingCheckpointsTest)
#include "tst_training_checkpoints.moc"
