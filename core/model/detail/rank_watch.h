// Notices that a process ended or hangs. Each one adds to a counter in the store every half second; rank 0,
// which holds the store, looks at all of them and writes a verdict that all read. What says so first stands.
#pragma once

#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "core/base/error.h"

namespace regulus::detail {

// What went wrong, without the stack trace that c10 adds.
std::string first_line(const std::exception& problem);

struct Verdict {
    std::string who;  // "Rank 1 of 4 ended"; "" when nobody was lost
    std::string why;  // what that rank has said itself; "" when it said nothing
    int rank = -1;    // which one that is, where there is a why
};
Error lost_error(const Verdict& verdict);

class RankWatch {
  public:
    // The others get to know of a verdict within a beat; then the store may go.
    static constexpr auto farewell = std::chrono::seconds(3);

    // `store`: a connection of its own to rank 0's.
    RankWatch(c10::intrusive_ptr<c10d::Store> store, int rank, int size);
    // Rank 0 waits for the others, who need its store.
    ~RankWatch();

    // This process is done: it has said what it had to say, and ends no training by ending. Before the watch
    // is taken down, unless silent() then.
    void finish() noexcept;

    bool lost() const noexcept;
    // The store does not answer: a thread may wait for it for good, and the watch cannot be taken down.
    bool silent() const noexcept;
    // Who was lost.
    Verdict verdict() const;
    // The same once it is known; nobody after that time.
    Verdict verdict_within(std::chrono::milliseconds time) const;
    // This process ends by itself; the others will say so, once it has said why and finish()ed, or in its
    // place after some seconds. As Ranks::fail().
    std::string fail(const std::string& did, const std::string& why) noexcept;

  private:
    using Clock = std::chrono::steady_clock;

    void run();
    void beat();
    void look_at_others();
    void look_at_verdict();
    // Waits for some seconds until the rank of the verdict has said it.
    bool says_why(const Verdict& verdict) noexcept;
    // Asks the store, not for longer than that takes where it answers; else it is silent() from then on. A
    // stopped rank 0 would hold who asks for good. "" where it does not answer.
    std::string ask(std::function<std::string(c10d::Store&)> what) noexcept;
    void found(const Verdict& verdict);
    bool finished(int rank);

    c10::intrusive_ptr<c10d::Store> m_store;
    const int m_rank, m_size;
    std::atomic<bool> m_lost{false}, m_failed{false}, m_mute{false}, m_finished{false};
    std::atomic<Clock::rep> m_answered;  // when the store last answered
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_changed;
    Verdict m_verdict;
    bool m_stop = false;
    // Of its own thread alone.
    Verdict m_heard_of;  // may not have been said yet
    Clock::time_point m_heard_at;
    std::vector<std::int64_t> m_beats;
    std::vector<Clock::time_point> m_heard;
    std::thread m_thread;
};

}  // namespace regulus::detail
