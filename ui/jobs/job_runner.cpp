#include "ui/jobs/job_runner.h"

#include <QCoreApplication>
#include <QThread>
#include <algorithm>
#include <chrono>
#include <mutex>
#include <new>
#include <optional>

#include "ui/jobs/worker_threads.h"

namespace regulus {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int pool_threads = 3;           // reading waits for the disk; the arithmetic has threads of its own
constexpr double estimate_after_s = 1.5;  // before that, a guess of the time left jumps about

// Keeps the last progress; the GUI thread looks at it ten times a second.
class ReportingJob final : public Job {
  public:
    void progress(double fraction, std::string_view stage) override {
        const std::lock_guard lock(m_mutex);
        m_fraction = std::clamp(fraction, 0.0, 1.0);
        m_stage.assign(stage);
    }
    void begin() {
        const std::lock_guard lock(m_mutex);
        m_began = Clock::now();
    }
    void describe(JobRow& row) const {
        const std::lock_guard lock(m_mutex);
        row.running = m_began.has_value();
        row.stopping = cancelled();
        row.fraction = m_fraction;
        row.stage = QString::fromStdString(m_stage);
        row.secondsLeft = -1;
        if (!m_began || m_fraction <= 0) return;
        const double elapsed = std::chrono::duration<double>(Clock::now() - *m_began).count();
        if (elapsed > estimate_after_s) row.secondsLeft = elapsed * (1 - m_fraction) / m_fraction;
    }

  private:
    mutable std::mutex m_mutex;
    std::optional<Clock::time_point> m_began;
    double m_fraction = -1;
    std::string m_stage;
};

Error asError(std::exception_ptr thrown) {
    try {
        std::rethrow_exception(std::move(thrown));
    } catch (const Error& error) {
        return error;
    } catch (const std::bad_alloc&) {
        return {ErrorKind::Memory,
                "Out of memory for this",
                {},
                "Close other programs, or work with fewer cells or genes"};
    } catch (const std::exception& error) {
        return {ErrorKind::Internal, error.what(), {}, "Please report this with the log file"};
    } catch (...) {
        return {ErrorKind::Internal, "an unknown fault", {}, "Please report this with the log file"};
    }
}

}  // namespace

struct JobRunner::Task {
    int id = 0;
    JobRequest request;
    bool hasReceiver = false;
    ReportingJob job;
    Body body;
    // Written by the worker before finish() is queued, read by the GUI thread in it.
    Deliver deliver;
    std::exception_ptr thrown;
    bool wasCancelled = false;
    // GUI thread: already ended for the caller; the thread may still be on its way to a checkpoint.
    bool ended = false;

    QString cause() const { return request.key.isEmpty() ? request.title : request.key; }
    JobRow row() const {
        JobRow row{id, request.title, {}, -1, -1, false, false};
        job.describe(row);
        return row;
    }
};

class JobRunner::Threads {
  public:
    explicit Threads(int threads) : workers(threads) {}
    WorkerThreads workers;
};

JobRunner::JobRunner(QObject* parent)
    : QObject(parent),
      m_list(new JobListModel(this)),
      m_pool(std::make_unique<Threads>(pool_threads)),
      m_model(std::make_unique<Threads>(1)),
      m_training(std::make_unique<Threads>(1)),
      m_evidence(std::make_unique<Threads>(1)),
      m_picture(std::make_unique<Threads>(1)),
      m_writing(std::make_unique<Threads>(1)) {
    m_refresh.setInterval(100);
    connect(&m_refresh, &QTimer::timeout, this, &JobRunner::refresh);
}

JobRunner::~JobRunner() {
    for (const auto& task : m_tasks) task->job.cancel();
    // Joined in turn. What the workers have posted to this object dies with it, undelivered.
    m_writing.reset();
    m_picture.reset();
    m_evidence.reset();
    m_training.reset();
    m_model.reset();
    m_pool.reset();
}

int JobRunner::enqueue(JobRequest request, Body body) {
    Q_ASSERT(QThread::currentThread() == thread());
    if (!request.key.isEmpty()) {
        const auto waiting = m_tasks;  // a callback of the superseded job may start others
        for (const auto& task : waiting)
            if (task->request.key == request.key) stop(task, JobOutcome::Superseded);
    }
    auto task = std::make_shared<Task>();
    task->id = ++m_lastId;
    task->hasReceiver = !request.receiver.isNull();
    task->request = std::move(request);
    task->body = std::move(body);
    m_tasks.push_back(task);
    if (!task->request.quiet) m_list->append({task->id, task->request.title, {}, -1, -1, false, false});
    if (!m_refresh.isActive()) m_refresh.start();
    Q_EMIT began(task->cause());

    Threads& threads = task->request.lane == Lane::Model      ? *m_model
                       : task->request.lane == Lane::Training ? *m_training
                       : task->request.lane == Lane::Evidence ? *m_evidence
                       : task->request.lane == Lane::Picture  ? *m_picture
                       : task->request.lane == Lane::Writing  ? *m_writing
                                                              : *m_pool;
    threads.workers.post([this, task]() mutable {
        try {
            task->job.checkpoint();  // cancelled while it waited
            task->job.begin();
            task->deliver = task->body(task->job);
        } catch (const Cancelled&) {
            task->wasCancelled = true;
        } catch (...) {
            task->thrown = std::current_exception();
        }
        task->body = nullptr;  // what it captured ends on this thread, not on the GUI's
        QMetaObject::invokeMethod(
            this, [this, task] { finish(task); }, Qt::QueuedConnection);
    });
    return task->id;
}

// The thread is through: hand the value over, unless somebody gave the job up in the meantime.
void JobRunner::finish(const std::shared_ptr<Task>& task) {
    std::erase(m_tasks, task);
    m_list->remove(task->id);
    if (m_tasks.empty()) m_refresh.stop();

    const Deliver deliver = std::move(task->deliver);
    const bool abandoned = task->ended || (task->hasReceiver && task->request.receiver.isNull());
    if (!abandoned) {
        task->ended = true;
        JobOutcome outcome = JobOutcome::Done;
        if (task->wasCancelled) {
            outcome = JobOutcome::Cancelled;
        } else if (task->thrown) {
            outcome = JobOutcome::Failed;
            const Error error = asError(task->thrown);
            if (task->request.failed)
                task->request.failed(error);
            else
                Q_EMIT failed(error, task->request.title, task->cause());
        } else {
            // A fault in a callback must not cross the event loop.
            try {
                deliver();
            } catch (const Cancelled&) {
                outcome = JobOutcome::Cancelled;
            } catch (...) {
                outcome = JobOutcome::Failed;
                Q_EMIT failed(asError(std::current_exception()), task->request.title, task->cause());
            }
        }
        if (task->request.ended) task->request.ended(outcome);
    }
}

void JobRunner::stop(const std::shared_ptr<Task>& task, JobOutcome outcome) {
    task->job.cancel();
    if (task->ended) return;
    task->ended = true;
    updateList(*task);
    const bool gone = task->hasReceiver && task->request.receiver.isNull();
    if (task->request.ended && !gone) task->request.ended(outcome);
}

void JobRunner::cancel(int id) {
    const auto found = std::ranges::find_if(m_tasks, [id](const auto& task) { return task->id == id; });
    if (found == m_tasks.end()) return;
    const auto task = *found;
    if (!task->ended && task->request.gentleCancel && task->request.gentleCancel()) return;
    stop(task, JobOutcome::Cancelled);
}

void JobRunner::abandonKey(const QString& key) {
    const auto tasks = m_tasks;
    for (const auto& task : tasks)
        if (task->request.key == key) stop(task, JobOutcome::Cancelled);
}

bool JobRunner::isActive(int id) const {
    return std::ranges::any_of(m_tasks, [id](const auto& task) { return task->id == id && !task->ended; });
}

bool JobRunner::idle() const {
    return m_tasks.empty();
}

void JobRunner::updateList(const Task& task) {
    if (task.request.quiet) return;
    m_list->update(task.row());
}

void JobRunner::refresh() {
    const auto tasks = m_tasks;  // a callback may start or stop others
    for (const auto& task : tasks) {
        updateList(*task);
        const bool gone = task->hasReceiver && task->request.receiver.isNull();
        if (task->request.progressed && !task->ended && !gone) task->request.progressed(task->row());
    }
}

}  // namespace regulus
