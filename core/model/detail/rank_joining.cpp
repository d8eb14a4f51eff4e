#ifdef USE_C10D_GLOO

#include "core/model/detail/rank_joining.h"

#include <c10/util/Logging.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <exception>
#include <mutex>
#include <vector>

#include "core/base/error.h"
#include "core/model/rank_address.h"
#include "core/model/rank_host.h"
#include "core/model/rank_list.h"

namespace regulus::detail {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto connecting = std::chrono::minutes(1);  // after that
constexpr auto grace = std::chrono::seconds(10);      // for saying who did not come
constexpr auto quiet = std::chrono::seconds(5);       // before it is said that others are awaited
constexpr auto ending = std::chrono::seconds(1);  // of a killed rank 0: its connections go before its port
// Of one sum: never, for who waits notices when another rank is lost; one may have much more to do.
constexpr auto operation = std::chrono::hours(24 * 30);

// Shared by the thread that joins and the one that waits for it, which may give it up.
struct Joining {
    explicit Joining(RankPlace at) : place(std::move(at)) {}
    const RankPlace place;
    const Clock::time_point begin = Clock::now(), until = begin + place.wait;
    std::atomic<bool> given_up{false}, found{false};  // found: something listens where rank 0 should
    std::atomic<std::int64_t> here{0};
    std::mutex mutex;
    std::condition_variable changed;
    bool done = false;
    std::exception_ptr problem;
    JoinedRanks joined;
};

bool on_this_machine(const std::string& address) {
    return address == "localhost" || address == "::1" || address.starts_with("127.");
}

std::shared_ptr<gloo::transport::Device> device_for(const RankPlace& place) {
    if (const char* name = std::getenv("GLOO_SOCKET_IFNAME"); name != nullptr)
        return c10d::ProcessGroupGloo::createDeviceForInterface(name);
    if (on_this_machine(place.address)) return c10d::ProcessGroupGloo::createDeviceForHostname("127.0.0.1");
    return c10d::ProcessGroupGloo::createDefaultDevice();
}

std::string text_at(c10d::Store& store, const std::string& key) {
    const auto bytes = store.get(key);
    return {bytes.begin(), bytes.end()};
}

std::string own_machine() {
    std::array<char, 256> name{};
    gethostname(name.data(), name.size() - 1);
    return name.data();
}

void check_addresses(c10d::Store& store, int size) {
    std::vector<RankAddress> ranks;
    for (int r = 0; r < size; ++r)
        ranks.push_back(
            {text_at(store, fmt::format("machine/{}", r)), text_at(store, fmt::format("address/{}", r))});
    require_reachable(ranks);
}

// A rank says its address when it has come.
Error incomplete(c10d::Store& store, const RankPlace& place) {
    std::vector<int> missing;
    for (int r = 0; r < place.size; ++r)
        if (!store.check({fmt::format("address/{}", r)})) missing.push_back(r);
    return {
        ErrorKind::Usage,
        fmt::format("{} of {} did not come within {} s", rank_list(missing), place.size, place.wait.count()),
        fmt::format("to {}", host_text(place)),
        "Start all processes together, with srun, mpirun or torchrun; if they start slowly, give all of "
        "them a longer --wait"};
}

void come_together(Joining& joining) {
    const RankPlace& place = joining.place;
    const auto [server, store] =
        found_store(place, joining.until, joining.found, [&] { return joining.given_up.load(); });
    auto watch = std::make_shared<RankWatch>(store_of(place), place.rank, place.size);
    {
        const std::lock_guard lock(joining.mutex);
        joining.joined.server = server;
        joining.joined.store = store;
        joining.joined.watch = watch;
    }
    auto options = c10d::ProcessGroupGloo::Options::create(operation);
    options->devices = {device_for(place)};
    options->threads = 1;
    store->set(fmt::format("machine/{}", place.rank), bytes_of(own_machine()));
    store->set(fmt::format("address/{}", place.rank), bytes_of(options->devices.front()->str()));
    store->add("here", 1);
    while ((joining.here = store->add("here", 0)) < place.size) {
        if (joining.given_up) return;
        if (Clock::now() > joining.until) throw incomplete(*store, place);
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    check_addresses(*store, place.size);
    store->set("joined", bytes_of("yes"));
    auto group = c10::make_intrusive<c10d::ProcessGroupGloo>(store, place.rank, place.size, options);
    const std::lock_guard lock(joining.mutex);
    joining.joined.group = std::move(group);
}

Error not_connected(const RankPlace& place, const std::string& why) {
    return {ErrorKind::Usage,
            fmt::format("Rank {} of {} was not connected to the others", place.rank, place.size), why,
            "Look whether the machines may reach each other's ports, and start all processes again"};
}

// c10d says no more than that a connection ended.
bool rank_0_ended(const std::shared_ptr<Joining>& joining) {
    if (joining->place.rank == 0 || !joining->found) return false;
    try {
        const RankHost host(joining->place);
        const auto until = Clock::now() + ending;
        while (host.listens(Clock::now(), [] { return false; })) {
            if (Clock::now() > until) return false;
            std::this_thread::sleep_for(ending / 20);
        }
        return true;
    } catch (const Error&) {
        return false;  // its name is not known any more
    }
}

Error account_of(const std::shared_ptr<Joining>& joining, const std::exception& problem) {
    if (!rank_0_ended(joining)) return not_connected(joining->place, first_line(problem));
    return lost_error({"Rank 0 ended while the others joined " + host_text(joining->place), {}});
}

void run(const std::shared_ptr<Joining>& joining) {
    std::exception_ptr problem;
    try {
        come_together(*joining);
    } catch (const Error&) {
        problem = std::current_exception();
    } catch (const std::exception& e) {
        problem = std::make_exception_ptr(account_of(joining, e));
    }
    const std::lock_guard lock(joining->mutex);
    joining->problem = problem;
    joining->done = true;
    joining->changed.notify_all();
}

// At the end of the process, which has said its error by then: the others hear that it has, and rank 0 keeps
// the store until they have. A launcher ends it when one of them ends.
class Farewell {
  public:
    ~Farewell() {
        for (const auto& watch : m_watches) watch->finish();
        if (m_keeps_store) std::this_thread::sleep_for(RankWatch::farewell);
    }
    void expect(std::shared_ptr<RankWatch> watch, bool keeps_store) {
        const std::lock_guard lock(m_mutex);
        m_watches.push_back(std::move(watch));
        m_keeps_store = m_keeps_store || keeps_store;
    }

  private:
    std::mutex m_mutex;
    std::vector<std::shared_ptr<RankWatch>> m_watches;
    bool m_keeps_store = false;
};

// The others hear why, and the thread keeps what it works with. Returns who has said the same before.
std::string give_up(const std::shared_ptr<Joining>& joining, const std::string& did, const std::string& why) {
    joining->given_up = true;
    new std::shared_ptr(joining);
    const std::shared_ptr<RankWatch> watch = joining->joined.watch;
    if (watch == nullptr || watch->silent()) return {};
    static Farewell farewell;
    farewell.expect(watch, joining->place.rank == 0);
    return watch->fail(did, why);
}

// Of who waits for good: else the thread that joins says it.
Error too_late(const Joining& joining) {
    const RankPlace& place = joining.place;
    if (joining.here >= place.size)
        return not_connected(place, "no connection between two ranks within a minute");
    if (!joining.found) return not_connected(place, "no address for " + host_text(place));
    return {ErrorKind::Usage, "Rank 0 does not answer where the others look for it", host_text(place),
            "Set MASTER_PORT to a port that no other program has"};
}

// Throws when there is no use in waiting on; `lock` is held.
void check_progress(const std::shared_ptr<Joining>& joining, Clock::time_point until, const Job& job) {
    const std::shared_ptr<RankWatch>& watch = joining->joined.watch;
    if (watch != nullptr && watch->lost()) {
        const Verdict verdict = watch->verdict();
        give_up(joining, "ended", {});
        throw lost_error(verdict);
    }
    if (job.cancelled()) {
        give_up(joining, "was interrupted", {});
        throw Cancelled();
    }
    if (Clock::now() < until) return;
    const Error late = too_late(*joining);
    give_up(joining, "ended", late.account());
    throw late;
}

// What c10d says on standard error of every try is said here once, in an Error. TORCH_CPP_LOG_LEVEL=INFO lets
// it speak.
void silence_c10d() {
    ::setenv("TORCH_CPP_LOG_LEVEL", "FATAL", 0);
    c10::initLogging();
}

void say_who_is_awaited(const Joining& joining, Job& job) {
    const RankPlace& place = joining.place;
    const std::int64_t here = joining.here;
    if (Clock::now() < joining.begin + quiet || here >= place.size) return;
    job.progress(-1, here == 0
                         ? fmt::format("waiting for rank 0 at {}:{}", place.address, place.port)
                         : fmt::format("waiting for {} of {} processes", place.size - here, place.size));
}

}  // namespace

JoinedRanks find_each_other(const RankPlace& place, Job& job) {
    static std::once_flag once;
    std::call_once(once, silence_c10d);
    const auto joining = std::make_shared<Joining>(place);
    std::thread([joining] { run(joining); }).detach();
    auto until = joining->until + grace;
    bool all = false;
    std::unique_lock lock(joining->mutex);
    while (!joining->changed.wait_for(lock, std::chrono::milliseconds(50), [&] { return joining->done; })) {
        if (!all && joining->here >= place.size) {
            all = true;
            until = Clock::now() + connecting;
        }
        check_progress(joining, until, job);
        say_who_is_awaited(*joining, job);
    }
    if (joining->problem == nullptr) return joining->joined;
    try {
        std::rethrow_exception(joining->problem);
    } catch (const Error& error) {
        const std::string who = give_up(joining, "ended", error.account());
        if (!who.empty()) throw lost_error({who, error.account()});
        throw;
    }
}

}  // namespace regulus::detail

#endif
