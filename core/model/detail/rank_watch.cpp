#ifdef USE_C10D_GLOO

#include "core/model/detail/rank_watch.h"

#include <fmt/format.h>

#include <charconv>
#include <future>

namespace regulus::detail {
namespace {

constexpr auto interval = std::chrono::milliseconds(500);
// A process that did not get to run for that long is taken for dead.
constexpr auto patience = std::chrono::seconds(12);
// Of the store to one question, on a busy machine.
constexpr auto answering = std::chrono::seconds(6);
// For a rank that failed to say why, before the others say it themselves.
constexpr auto speaking = std::chrono::seconds(3);

std::string beat_of(int rank) {
    return fmt::format("beat/{}", rank);
}
// In the store, who, the number of that rank and why are lines. What was said before stays, and is returned.
std::string judge(c10d::Store& store, const std::string& text) {
    const auto stands = store.compareSet("verdict", {}, {text.begin(), text.end()});
    return {stands.begin(), stands.end()};
}
Verdict verdict_in(const std::string& text) {
    const std::size_t who = text.find('\n'), rank = text.find('\n', who + 1);
    if (who == std::string::npos || rank == std::string::npos) return {text, {}};
    Verdict verdict{text.substr(0, who), text.substr(rank + 1)};
    std::from_chars(text.data() + who + 1, text.data() + rank, verdict.rank);
    return verdict;
}
// Of a rank that did not come to say it: who hears of it has the reason alone.
Verdict in_full(const Verdict& verdict) {
    return {verdict.why.empty() ? verdict.who : verdict.who + ": " + verdict.why, {}};
}
std::string done_of(int rank) {
    return fmt::format("done/{}", rank);
}

}  // namespace

std::string first_line(const std::exception& problem) {
    const std::string text = problem.what();
    return text.substr(0, text.find('\n'));
}

Error lost_error(const Verdict& verdict) {
    return {ErrorKind::Rank, verdict.who, verdict.why,
            "Look at what that rank said, and start all of them again"};
}

RankWatch::RankWatch(c10::intrusive_ptr<c10d::Store> store, int rank, int size)
    : m_store(std::move(store)),
      m_rank(rank),
      m_size(size),
      m_answered(Clock::now().time_since_epoch().count()),
      m_beats(static_cast<std::size_t>(size), -1),
      m_heard(static_cast<std::size_t>(size), Clock::now()) {
    m_thread = std::thread([this] { run(); });
}

void RankWatch::finish() noexcept {
    if (m_finished.exchange(true) || lost()) return;
    ask([done = done_of(m_rank)](c10d::Store& store) {
        store.add(done, 1);
        return std::string();
    });
}

std::string RankWatch::ask(std::function<std::string(c10d::Store&)> what) noexcept {
    try {
        std::packaged_task<std::string()> task(
            [store = m_store, what = std::move(what)] { return what(*store); });
        std::future<std::string> answer = task.get_future();
        std::thread(std::move(task)).detach();
        if (answer.wait_for(answering) == std::future_status::ready) return answer.get();
        m_mute = true;
    } catch (const std::exception&) {
        // Nobody is left to be asked.
    }
    return {};
}

RankWatch::~RankWatch() {
    finish();
    try {
        const auto since = Clock::now();
        // Only who failed is in a hurry.
        for (int r = 1; m_rank == 0 && r < m_size; ++r) {
            while (!finished(r) && !(m_failed && Clock::now() - since > farewell) && !lost())
                std::this_thread::sleep_for(interval / 10);
        }
        if (lost() && m_rank == 0) std::this_thread::sleep_for(farewell);
    } catch (const std::exception&) {
        // The store is gone, and with it everybody who could be told.
    }
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_changed.notify_all();
    if (m_mute) {  // its thread waits for the store, too, and ends with the process
        new c10::intrusive_ptr<c10d::Store>(m_store);
        m_thread.detach();
        return;
    }
    m_thread.join();
}

bool RankWatch::finished(int rank) {
    return m_store->add(done_of(rank), 0) > 0;
}

bool RankWatch::silent() const noexcept {
    const Clock::duration silence(Clock::now().time_since_epoch().count() - m_answered.load());
    return m_mute || (!m_lost && silence > patience);
}

bool RankWatch::lost() const noexcept {
    return m_lost || silent();
}

Verdict RankWatch::verdict() const {
    const std::lock_guard lock(m_mutex);
    return m_verdict.who.empty() && lost() ? Verdict{"Rank 0 does not answer any more", {}} : m_verdict;
}

Verdict RankWatch::verdict_within(std::chrono::milliseconds time) const {
    const auto until = Clock::now() + time;
    while (!lost() && Clock::now() < until) std::this_thread::sleep_for(interval / 10);
    return verdict();
}

std::string RankWatch::fail(const std::string& did, const std::string& why) noexcept {
    m_failed = true;
    const std::string own = fmt::format("Rank {} of {} {}", m_rank, m_size, did);
    const bool told = lost();
    const Verdict stands = told ? verdict() : verdict_in(ask([own, why, rank = m_rank](c10d::Store& store) {
        return judge(store, why.empty() ? own : fmt::format("{}\n{}\n{}", own, rank, why));
    }));
    if (stands.who == own || why.empty() || stands.why != why) return {};
    return told || says_why(stands) ? stands.who : std::string();
}

bool RankWatch::says_why(const Verdict& verdict) noexcept {
    const auto until = Clock::now() + speaking;
    while (!silent()) {
        const std::string done = ask([key = done_of(verdict.rank)](c10d::Store& store) {
            return std::string(store.add(key, 0) > 0 ? "yes" : "");
        });
        if (!done.empty()) return true;
        if (Clock::now() > until) break;
        std::this_thread::sleep_for(interval / 10);
    }
    return false;
}

void RankWatch::run() {
    while (true) {
        try {
            beat();
        } catch (const std::exception&) {
            // A launcher that has ended rank 0 may not have let it speak.
            found(m_heard_of.who.empty() ? Verdict{"Rank 0 ended", {}} : in_full(m_heard_of));
        }
        std::unique_lock lock(m_mutex);
        if (m_stop || m_changed.wait_for(lock, interval, [&] { return m_stop; })) return;
        if (m_lost) m_changed.wait(lock, [&] { return m_stop; });
        if (m_stop) return;
    }
}

void RankWatch::beat() {
    m_store->add(beat_of(m_rank), 1);
    if (m_rank == 0) look_at_others();
    if (!m_failed && m_store->check({"verdict"})) look_at_verdict();
    m_answered = Clock::now().time_since_epoch().count();
}

// A launcher ends all ranks when the first has ended. So who has something to say goes first: it is done when
// it has said it.
void RankWatch::look_at_verdict() {
    if (m_heard_of.who.empty()) {
        const auto text = m_store->get("verdict");
        m_heard_of = verdict_in({text.begin(), text.end()});
        m_heard_at = Clock::now();
    }
    if (m_heard_of.why.empty() || finished(m_heard_of.rank))
        found(m_heard_of);
    else if (Clock::now() - m_heard_at > speaking)
        found(in_full(m_heard_of));
}

// Who never gave a sign may still come; how long that may take is decided where they join.
void RankWatch::look_at_others() {
    for (int r = 1; r < m_size; ++r) {
        const auto at = static_cast<std::size_t>(r);
        const std::int64_t beats = m_store->add(beat_of(r), 0);
        if (beats != m_beats[at]) {
            m_beats[at] = beats;
            m_heard[at] = Clock::now();
        } else if (beats > 0 && Clock::now() - m_heard[at] > patience && !finished(r)) {
            judge(*m_store, fmt::format("Rank {} of {} ended, or does not answer any more", r, m_size));
        }
    }
}

void RankWatch::found(const Verdict& verdict) {
    const std::lock_guard lock(m_mutex);
    if (m_verdict.who.empty()) m_verdict = verdict;
    m_lost = true;
}

}  // namespace regulus::detail

#endif
