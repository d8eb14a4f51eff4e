// Jobs: values come back on the GUI thread, the latest wins, a cancel ends the thread, errors are told once.
#include "ui/jobs/job_runner.h"

#include <QAbstractItemModelTester>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>
#include <QThread>
#include <atomic>

using namespace regulus;

namespace {

// Works until it is told to end or cancelled, as a core function does.
void workUntil(const std::atomic<bool>& end, Job& job) {
    while (!end) {
        job.checkpoint();
        QThread::msleep(1);
    }
}

}  // namespace

class TestJobRunner : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void valueComesBackOnTheGuiThread() {
        JobRunner runner;
        QThread* worked = nullptr;
        QThread* delivered = nullptr;
        int value = 0;
        runner.start(
            {.title = "sum"},
            [&](Job&) {
                worked = QThread::currentThread();
                return 42;
            },
            [&](int v) {
                delivered = QThread::currentThread();
                value = v;
            });
        QCOMPARE(value, 0);  // start() returns before anything is delivered
        QTRY_COMPARE(value, 42);
        QCOMPARE(delivered, thread());
        QVERIFY(worked != thread());
        QTRY_VERIFY(runner.idle());
    }

    void moveOnlyValuesAndVoid() {
        JobRunner runner;
        std::unique_ptr<int> got;
        bool ran = false;
        runner.start(
            {.title = "pointer"}, [](Job&) { return std::make_unique<int>(7); },
            [&](std::unique_ptr<int> v) { got = std::move(v); });
        runner.start(
            {.title = "nothing"}, [](Job&) {}, [&] { ran = true; });
        QTRY_VERIFY(got && ran);
        QCOMPARE(*got, 7);
    }

    void theLatestOfAKeyWins() {
        JobRunner runner;
        QStringList order;
        std::atomic<bool> end{false};
        auto ended = [&](const QString& who) {
            return [&order, who](JobOutcome o) {
                order << who + (o == JobOutcome::Superseded ? " superseded" : " done");
            };
        };
        runner.start(
            {.title = "old", .key = "gene", .ended = ended("old")},
            [&](Job& job) {
                workUntil(end, job);
                return 1;
            },
            [&](int) { order << "old value"; });
        runner.start(
            {.title = "other", .key = "else", .ended = ended("other")}, [](Job&) { return 3; },
            [&](int) { order << "other value"; });
        QTRY_COMPARE(order, QStringList({"other value", "other done"}));
        runner.start(
            {.title = "new", .key = "gene", .ended = ended("new")}, [](Job&) { return 2; },
            [&](int) { order << "new value"; });
        QCOMPARE(order.last(), QString("old superseded"));
        QTRY_COMPARE(order.last(), QString("new done"));
        QTRY_VERIFY(runner.idle());
        QVERIFY(!order.contains("old value"));
    }

    // The value of the old job is computed and already on its way when the new one starts.
    void aStaleValueThatWasAlreadyComputedIsDropped() {
        JobRunner runner;
        QStringList got;
        runner.start(
            {.title = "old", .key = "k"}, [&](Job&) { return 1; }, [&](int) { got << "old"; });
        // No event is processed while this thread sleeps, so the value waits to be delivered.
        QThread::msleep(50);
        runner.start(
            {.title = "new", .key = "k"}, [&](Job&) { return 2; }, [&](int) { got << "new"; });
        QTRY_VERIFY(runner.idle());
        QCOMPARE(got, QStringList("new"));
    }

    void cancelEndsTheJobAtItsCheckpointAndSaysNothing() {
        JobRunner runner;
        QSignalSpy failures(&runner, &JobRunner::failed);
        QSemaphore started;
        std::atomic<bool> sawCancel{false};
        QStringList order;
        const std::atomic<bool> never{false};
        const int id = runner.start(
            {.title = "long",
             .ended = [&](JobOutcome o) { order << (o == JobOutcome::Cancelled ? "cancelled" : "?"); }},
            [&](Job& job) {
                started.release();
                try {
                    workUntil(never, job);
                } catch (const Cancelled&) {
                    sawCancel = true;
                    throw;
                }
            },
            [&] { order << "value"; });
        started.acquire();
        QVERIFY(runner.isActive(id));
        runner.cancel(id);
        QCOMPARE(order, QStringList("cancelled"));  // the caller is free at once
        QVERIFY(!runner.isActive(id));
        QTRY_VERIFY(runner.idle());  // and the thread ends by itself
        QVERIFY(sawCancel);
        QCOMPARE(order, QStringList("cancelled"));
        QCOMPARE(failures.count(), 0);
        QCOMPARE(runner.list()->rowCount(), 0);
    }

    void aJobCancelledWhileItWaitsNeverRuns() {
        JobRunner runner;
        std::atomic<bool> end{false};
        bool ran = false;
        runner.start(
            {.title = "first", .lane = Lane::Model}, [&](Job& job) { workUntil(end, job); }, [] {});
        const int second = runner.start(
            {.title = "second", .lane = Lane::Model}, [&](Job&) { ran = true; }, [] {});
        runner.cancel(second);
        end = true;
        QTRY_VERIFY(runner.idle());
        QVERIFY(!ran);
    }

    void theModelLaneKeepsOrder() {
        JobRunner runner;
        QStringList order;
        for (int i = 0; i < 5; ++i)
            runner.start(
                {.title = "m", .lane = Lane::Model}, [i](Job&) { return i; },
                [&](int v) { order << QString::number(v); });
        QTRY_COMPARE(order.join(' '), QString("0 1 2 3 4"));
    }

    void errorsReachThePresenterOrTheirOwner() {
        JobRunner runner;
        QStringList told, own;
        connect(&runner, &JobRunner::failed, this, [&](const Error& e, const QString& title) {
            told << title + ": " + QString::fromUtf8(e.what());
        });
        runner.start(
            {.title = "Reading"},
            [](Job&) { throw Error(ErrorKind::Input, "not HDF5", "a.h5ad", "Choose another"); }, [] {});
        QTRY_COMPARE(told.size(), 1);
        QCOMPARE(told[0], QString("Reading: not HDF5 (a.h5ad). Choose another"));
        runner.start(
            {.title = "Reading",
             .failed = [&](const Error& e) { own << QString::fromStdString(e.problem()); }},
            [](Job&) { throw std::bad_alloc(); }, [] {});
        QTRY_COMPARE(own.size(), 1);
        QVERIFY(own[0].contains("memory"));
        // A callback that throws does not cross the event loop.
        runner.start(
            {.title = "Showing"}, [](Job&) { return 1; }, [](int) { throw std::runtime_error("odd"); });
        QTRY_COMPARE(told.size(), 2);
        QVERIFY(told[1].startsWith("Showing: odd"));
    }

    void callbacksOfAReceiverThatIsGoneAreDropped() {
        JobRunner runner;
        bool called = false;
        auto receiver = std::make_unique<QObject>();
        runner.start(
            {.title = "t", .receiver = receiver.get(), .ended = [&](JobOutcome) { called = true; }},
            [](Job&) { return 1; }, [&](int) { called = true; });
        receiver.reset();
        QTRY_VERIFY(runner.idle());
        QVERIFY(!called);
    }

    void destructionCancelsAndJoins() {
        std::atomic<int> running{0};
        bool delivered = false;
        {
            JobRunner runner;
            const std::atomic<bool> never{false};
            QSemaphore started;
            for (const Lane lane : {Lane::Pool, Lane::Model, Lane::Training}) {
                runner.start(
                    {.title = "t", .lane = lane},
                    [&](Job& job) {
                        ++running;
                        started.release();
                        struct Leave {
                            std::atomic<int>& n;
                            ~Leave() { --n; }
                        } leave{running};
                        workUntil(never, job);
                    },
                    [&] { delivered = true; });
            }
            runner.start(
                {.title = "waits", .lane = Lane::Model}, [](Job&) {}, [&] { delivered = true; });
            started.acquire(3);
        }
        QCOMPARE(running.load(), 0);
        QCoreApplication::processEvents();
        QVERIFY(!delivered);
    }

    void theListShowsStageFractionAndStopping() {
        JobRunner runner;
        QAbstractItemModelTester tester(runner.list(),
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        std::atomic<bool> end{false};
        std::atomic<bool> deaf{true};
        const int id = runner.start(
            {.title = "Reading"},
            [&](Job& job) {
                job.progress(0.25, "reading cells");
                while (deaf) QThread::msleep(1);  // no checkpoint for a while
                workUntil(end, job);
            },
            [] {});
        runner.start(
            {.title = "quiet", .quiet = true}, [&](Job& job) { workUntil(end, job); }, [] {});
        QCOMPARE(runner.list()->rowCount(), 1);
        const auto text = [&](int column) { return runner.list()->index(0, column).data().toString(); };
        QTRY_COMPARE(text(JobListModel::Stage), QString("reading cells"));
        QCOMPARE(text(JobListModel::Title), QString("Reading"));
        QCOMPARE(text(JobListModel::Progress), QString("25 %"));
        QCOMPARE(runner.list()->index(0, 0).data(JobListModel::IdRole).toInt(), id);
        runner.cancel(id);
        QCOMPARE(text(JobListModel::Stage), QString("stopping"));
        deaf = false;
        QTRY_COMPARE(runner.list()->rowCount(), 0);
        end = true;
        QTRY_VERIFY(runner.idle());
    }

    void aQuietJobTellsItsOwnerHowFarItIs() {
        JobRunner runner;
        std::atomic<bool> end{false};
        QObject receiver;
        std::vector<JobRow> heard;
        bool done = false;
        const int id = runner.start(
            {.title = "preview",
             .quiet = true,
             .receiver = &receiver,
             .progressed =
                 [&](const JobRow& row) {
                     QCOMPARE(QThread::currentThread(), thread());
                     heard.push_back(row);
                 }},
            [&](Job& job) {
                job.progress(0.5, "reading the table");
                workUntil(end, job);
            },
            [&] { done = true; });
        QTRY_VERIFY(!heard.empty() && heard.back().fraction == 0.5);
        QCOMPARE(heard.back().id, id);
        QCOMPARE(heard.back().stage, QString("reading the table"));
        QCOMPARE(runner.list()->rowCount(), 0);
        end = true;
        QTRY_VERIFY(done);
        const std::size_t before = heard.size();
        // Once it was given up, or its receiver is gone, nothing more is told.
        end = false;
        auto* gone = new QObject;
        const auto count = [&](const JobRow&) { heard.push_back({}); };
        runner.start(
            {.title = "orphan", .quiet = true, .receiver = gone, .progressed = count},
            [&](Job& job) { workUntil(end, job); }, [] {});
        const int given_up = runner.start(
            {.title = "given up", .quiet = true, .progressed = count},
            [&](Job& job) {
                while (!end) QThread::msleep(1);
                job.checkpoint();
            },
            [] {});
        delete gone;
        runner.cancel(given_up);
        QTest::qWait(350);
        const std::size_t after = heard.size();
        end = true;
        QCOMPARE(after, before);
        QTRY_VERIFY(runner.idle());
    }

    void timeLeftIsSaidAsPeopleSayIt() {
        QCOMPARE(timeLeftText(-1), QString());
        QCOMPARE(timeLeftText(0.2), QString("almost done"));
        QCOMPARE(timeLeftText(12), QString("15 s left"));
        QCOMPARE(timeLeftText(70), QString("1 min left"));
        QCOMPARE(timeLeftText(3600 * 2), QString("2.0 h left"));
    }
};

QTEST_GUILESS_MAIN(TestJobRunner)
#include "tst_job_runner.moc"
