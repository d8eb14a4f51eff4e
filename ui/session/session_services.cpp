#include "ui/session/session_services.h"

namespace regulus {

namespace {

constexpr int undo_steps = 200;  // of at most two bitsets each: 50 MB for a million cells

}  // namespace

SessionServices::SessionServices(Engine engine, QObject* receiver, std::function<void(Changes)> notify)
    : m_receiver(receiver),
      m_jobs(new JobRunner(receiver)),
      m_engine(std::move(engine)),
      m_history(undo_steps),
      m_notify(std::move(notify)) {}

void SessionServices::end() {
    delete m_jobs;
    m_jobs = nullptr;
}

JobRequest SessionServices::request(const QString& title, const QString& key, Lane lane) const {
    return {.title = title, .lane = lane, .key = key, .receiver = m_receiver};
}

JobRequest SessionServices::loadingRequest(const QString& title, const QString& key, Lane lane) {
    JobRequest job = request(title, key, lane);
    ++m_loading;
    job.ended = [this](JobOutcome) {
        --m_loading;
        notify(Change::Busy);
    };
    notify(Change::Busy);
    return job;
}

}  // namespace regulus
