// Long work off the GUI thread. A callable `T(Job&)` runs on a thread of its lane; its value comes back to a
// callback on the GUI thread. Nothing here ever runs a nested event loop.
//
// Latest wins: a job with a key cancels the job of the same key that is waiting or running, and the older
// one's value is dropped even when it had already been computed (the idea of KDAB/hotspot's jobtracker.h).
#pragma once

#include <QObject>
#include <QPointer>
#include <QString>
#include <QTimer>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/job.h"
#include "ui/jobs/job_list_model.h"

namespace regulus {

enum class Lane {
    Pool,      // reading, colours, embeddings: a few threads
    Model,     // predictions and attention: one thread, in order
    Training,  // one thread of its own, so that a click is answered while a model trains
    Evidence,  // one thread of its own: an evaluation takes long, and no training waits for it
    Picture,   // what is on screen, while files are read: one thread of its own
    Writing,   // files a person asked for: one thread, in order
};

enum class JobOutcome { Done, Failed, Cancelled, Superseded };

struct JobRequest {
    QString title;  // "Reading pbmc3k.h5ad"
    Lane lane = Lane::Pool;
    QString key = {};                            // latest wins; empty: independent of all others
    bool quiet = false;                          // too short to be listed (a gene's colour)
    QPointer<QObject> receiver = nullptr;        // callbacks are dropped once it is gone; null: no receiver
    std::function<void(JobOutcome)> ended = {};  // GUI thread, after the value was handed over or instead
    std::function<void(const Error&)> failed = {};  // takes the error instead of the presenter
    // Ten times a second until it ends, for a job that shows itself elsewhere than in the list.
    std::function<void(const JobRow&)> progressed = {};
    // Asked first when the person cancels; true: it has seen to it itself (a training that keeps its best).
    std::function<bool()> gentleCancel = {};
};

// Thread: every member from the GUI thread alone; callbacks arrive there too.
class JobRunner final : public QObject {
    Q_OBJECT
  public:
    explicit JobRunner(QObject* parent = nullptr);
    ~JobRunner() override;  // cancels everything, joins every thread, delivers nothing more

    // Runs work(job) -> T and hands T (or nothing, for void) to done. Returns the job's id, > 0.
    template <class Work, class Done>
    int start(JobRequest request, Work work, Done done) {
        using Value = std::invoke_result_t<Work&, Job&>;
        return enqueue(
            std::move(request), [work = std::move(work), done = std::move(done)](Job& job) mutable {
                if constexpr (std::is_void_v<Value>) {
                    work(job);
                    return Deliver([done = std::move(done)]() mutable { done(); });
                } else {
                    auto value = std::make_shared<Value>(work(job));
                    return Deliver([value, done = std::move(done)]() mutable { done(std::move(*value)); });
                }
            });
    }

    // What a person's cancel button does. Unless the job sees to it itself, its value is never delivered
    // after this returns, and its thread ends at the work's next checkpoint.
    void cancel(int id);
    // The same from the code, without asking the job: its work is of no use any more.
    void abandonKey(const QString& key);
    bool isActive(int id) const;
    bool idle() const;  // nothing waits, runs or is being delivered

    // Every listed job, oldest first.
    JobListModel* list() const { return m_list; }

  Q_SIGNALS:
    // The one place where failures arrive; the presenter listens. A cancel is not a failure. `cause` is the
    // job's key, or its title where it has none; empty: the title.
    void failed(const regulus::Error& error, const QString& title, const QString& cause = {});
    // What may have failed before under this cause is tried anew.
    void began(const QString& cause);

  private:
    using Deliver = std::function<void()>;
    using Body = std::function<Deliver(Job&)>;
    struct Task;
    class Threads;

    int enqueue(JobRequest request, Body body);
    void finish(const std::shared_ptr<Task>& task);
    void stop(const std::shared_ptr<Task>& task, JobOutcome outcome);
    void updateList(const Task& task);
    void refresh();

    JobListModel* m_list;
    QTimer m_refresh;  // carries the progress of all jobs to the list ten times a second
    int m_lastId = 0;
    std::vector<std::shared_ptr<Task>> m_tasks;  // not ended yet
    std::unique_ptr<Threads> m_pool, m_model, m_training, m_evidence, m_picture, m_writing;
};

}  // namespace regulus
