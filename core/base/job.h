// Long work says how far it is and can be stopped. A core function takes a Job&, calls progress() now and
// then and checkpoint() at least every 100 ms; checkpoint() throws Cancelled once somebody called cancel().
#pragma once

#include <atomic>
#include <exception>
#include <string_view>

namespace regulus {

class Cancelled : public std::exception {
  public:
    const char* what() const noexcept override { return "cancelled"; }
};

// Thread: progress() and checkpoint() from the thread that works, cancel() from any.
class Job {
  public:
    Job() = default;
    Job(const Job&) = delete;
    Job& operator=(const Job&) = delete;
    virtual ~Job() = default;

    // fraction in 0..1 of the whole job, below 0 where nobody knows; stage is a short phrase for a person
    // ("reading cells").
    virtual void progress(double /*fraction*/, std::string_view /*stage*/) {}
    virtual bool cancelled() const noexcept { return m_cancelled.load(std::memory_order_relaxed); }
    virtual void cancel() noexcept { m_cancelled.store(true, std::memory_order_relaxed); }

    void checkpoint() const {
        if (cancelled()) throw Cancelled();
    }

  private:
    std::atomic<bool> m_cancelled{false};
};

// A part of a job: its 0..1 is begin..end of the whole.
class PartJob final : public Job {
  public:
    PartJob(Job& whole, double begin, double end) : m_whole(whole), m_begin(begin), m_end(end) {}
    void progress(double fraction, std::string_view stage) override {
        m_whole.progress(fraction < 0 ? fraction : m_begin + fraction * (m_end - m_begin), stage);
    }
    bool cancelled() const noexcept override { return m_whole.cancelled(); }
    void cancel() noexcept override { m_whole.cancel(); }

  private:
    Job& m_whole;
    double m_begin, m_end;
};

// Lets a part be cancelled with the whole, on any thread, and says nothing of how far it is.
class QuietJob final : public Job {
  public:
    explicit QuietJob(const Job& whole) : m_whole(whole) {}
    bool cancelled() const noexcept override { return m_whole.cancelled(); }

  private:
    const Job& m_whole;
};

}  // namespace regulus
