// What the parts of a session work with: jobs, undo, the one signal.
//
// Thread: the GUI thread.
#pragma once

#include <QString>
#include <functional>

#include "ui/jobs/job_runner.h"
#include "ui/session/changes.h"
#include "ui/session/engine.h"
#include "ui/session/history.h"

namespace regulus {

class SessionServices {
  public:
    // Jobs answer to `receiver`, which owns their runner. `notify` is called after every change.
    SessionServices(Engine engine, QObject* receiver, std::function<void(Changes)> notify);

    JobRunner& jobs() const { return *m_jobs; }
    const Engine& engine() const { return m_engine; }
    History& history() { return m_history; }
    void notify(Changes what) const { m_notify(what); }

    // A later job of the same key takes the place of the one before.
    JobRequest request(const QString& title, const QString& key, Lane lane = Lane::Pool) const;
    // The same for what fills an empty view.
    JobRequest loadingRequest(const QString& title, const QString& key, Lane lane = Lane::Pool);
    bool loading() const { return m_loading > 0; }

    void end();  // joins the threads of all jobs; nothing can be started after it

  private:
    QObject* m_receiver;
    JobRunner* m_jobs;
    Engine m_engine;
    History m_history;
    std::function<void(Changes)> m_notify;
    int m_loading = 0;
};

}  // namespace regulus
