#ifdef USE_C10D_GLOO

#include "core/model/detail/rank_joining.h"

#include <c10/util/Logging.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <exception>
#include <future>
#include <mutex>
#include <vector>

#include "core/base/error.h"
#include "core/model/rank_address.h"
#include "core/model/rank_host.h"
#include "core/model/rank_list.h"

namespace regulus::detail {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto rendezvous = std::chrono::minutes(2);  // until all are there
constexpr auto connecting = std::chrono::minutes(1);  // after that
constexpr auto answering = std::chrono::seconds(15);  // of a store that others keep, and of the own one
constexpr auto grace = std::chrono::seconds(10);      // for saying who did not come
constexpr auto quiet = std::chrono::seconds(5);       // before it is said that others are awaited
// Of one sum: never, for who waits notices when another rank is lost; one may have much more to do.
constexpr auto operation = std::chrono::hours(24 * 30);

// Shared by the thread that joins and the one that waits for it, which may give it up.
struct Joining {
    explicit Joining(RankPlace at) : place(std::move(at)) {}
    const RankPlace place;
    const Clock::time_point until = Clock::now() + rendezvous;
    std::atomic<bool> given_up{false}, found{false};  // found: something listens where rank 0 should
    std::atomic<std::int64_t> here{0};
    std::mutex mutex;
    std::condition_variable changed;
    bool done = false;
    std::exception_ptr problem;
    JoinedRanks joined;
};

// Rank 0 speaks to its own store over the loopback, whatever the others call its machine.
c10::intrusive_ptr<c10d::TCPStore> store_at(const RankPlace& place, bool server) {
    c10d::TCPStoreOptions options;
    options.port = static_cast<std::uint16_t>(place.port);
    options.isServer = server;
    options.waitWorkers = false;
    options.timeout = rendezvous;
    return c10::make_intrusive<c10d::TCPStore>(place.rank == 0 ? "127.0.0.1" : place.address, options);
}

bool on_this_machine(const std::string& address) {
    return address == "localhost" || address == "::1" || address.starts_with("127.");
}

std::shared_ptr<gloo::transport::Device> device_for(const RankPlace& place) {
    if (const char* name = std::getenv("GLOO_SOCKET_IFNAME"); name != nullptr)
        return c10d::ProcessGroupGloo::createDeviceForInterface(name);
    if (on_this_machine(place.address)) return c10d::ProcessGroupGloo::createDeviceForHostname("127.0.0.1");
    return c10d::ProcessGroupGloo::createDefaultDevice();
}

std::vector<std::uint8_t> bytes_of(const std::string& text) {
    return {text.begin(), text.end()};
}

std::string text_at(c10d::Store& store, const std::string& key) {
    const auto bytes = store.get(key);
    return {bytes.begin(), bytes.end()};
}

// All are told, unless they have begun: a process too many is then no reason to end.
[[noreturn]] void refuse(c10d::Store& store, const RankPlace& place, const std::string& why) {
    if (!store.check({"joined"})) store.compareSet("verdict", {}, bytes_of(why));
    if (place.rank == 0) std::this_thread::sleep_for(RankWatch::farewell);  // with it the store goes
    throw Error(ErrorKind::Usage, why, {},
                "Give each process a RANK of its own, from 0 to WORLD_SIZE - 1, all of them the same "
                "WORLD_SIZE, and another run another MASTER_PORT");
}

// Before anybody takes this process for a rank.
void introduce(c10d::Store& store, const RankPlace& place) {
    const auto said = store.compareSet("size", {}, bytes_of(std::to_string(place.size)));
    const std::string size(said.begin(), said.end());
    if (size != std::to_string(place.size))
        refuse(store, place,
               fmt::format("Rank {} was started as one of {} processes, another rank as one of {}",
                           place.rank, place.size, size));
    if (store.add(fmt::format("rank/{}", place.rank), 1) > 1)
        refuse(store, place, fmt::format("Two processes were started as rank {}", place.rank));
}

// Somebody has the port of this rank 0. If that is another rank 0, whose ranks may wait for this one under
// its right number, they are told; if it is no store at all, it may never answer.
void tell_other_rank_0(const RankPlace& place) {
    std::packaged_task<void()> task([place] { introduce(*store_at(place, false), place); });
    std::future<void> told = task.get_future();
    std::thread(std::move(task)).detach();
    if (told.wait_for(answering) != std::future_status::ready) return;
    try {
        told.get();
    } catch (const Error&) {
        throw;
    } catch (const std::exception&) {
        // No store.
    }
}

// "Address already in use", of all that c10d says of a port.
std::string system_reason(const std::exception& problem) {
    const std::string text = problem.what();
    const std::size_t number = text.find("(errno: "), begin = text.find(" - ", number);
    if (number == std::string::npos || begin == std::string::npos) return first_line(problem);
    return text.substr(begin + 3, text.find(')', begin) - begin - 3);
}

c10::intrusive_ptr<c10d::TCPStore> opened_store(const RankPlace& place) {
    try {
        return store_at(place, true);
    } catch (const std::exception& e) {
        tell_other_rank_0(place);
        throw Error(ErrorKind::Usage, fmt::format("Rank 0 cannot listen at port {}", place.port),
                    system_reason(e), "Set MASTER_PORT to a free port of its machine");
    }
}

// Of rank 0 its own, through which all others must find it, too.
c10::intrusive_ptr<c10d::TCPStore> own_store(Joining& joining) {
    const RankPlace& place = joining.place;
    const RankHost host(place);
    const auto stop = [&] { return joining.given_up.load(); };
    const bool first = place.rank == 0;
    c10::intrusive_ptr<c10d::TCPStore> own;
    if (first) own = opened_store(place);
    joining.found = host.listens(first ? Clock::now() + answering : joining.until, stop);
    if (joining.found) return first ? own : store_at(place, false);
    if (first)
        throw Error(ErrorKind::Usage, "Rank 0 does not run where the others look for it", host_text(place),
                    "Set MASTER_ADDR to the machine of rank 0");
    throw Error(ErrorKind::Usage, "Rank 0 did not come within two minutes",
                "nobody listens at " + host_text(place),
                "Start all processes together, and set MASTER_ADDR and MASTER_PORT to where rank 0 runs");
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
    return {ErrorKind::Usage,
            fmt::format("{} of {} did not come within two minutes", rank_list(missing), place.size),
            fmt::format("to {}", host_text(place)),
            "Start all processes together, with srun, mpirun or torchrun"};
}

void come_together(Joining& joining) {
    const RankPlace& place = joining.place;
    const auto store = own_store(joining);
    introduce(*store, place);
    auto watch = std::make_shared<RankWatch>(store_at(place, false), place.rank, place.size);
    {
        const std::lock_guard lock(joining.mutex);
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

void run(const std::shared_ptr<Joining>& joining) {
    std::exception_ptr problem;
    try {
        come_together(*joining);
    } catch (const Error&) {
        problem = std::current_exception();
    } catch (const std::exception& e) {
        problem = std::make_exception_ptr(not_connected(joining->place, first_line(e)));
    }
    const std::lock_guard lock(joining->mutex);
    joining->problem = problem;
    joining->done = true;
    joining->changed.notify_all();
}

// The others hear why, and the thread keeps what it works with.
void give_up(const std::shared_ptr<Joining>& joining, const std::string& why) {
    joining->given_up = true;
    new std::shared_ptr(joining);
    const std::shared_ptr<RankWatch> watch = joining->joined.watch;
    if (watch == nullptr || watch->silent()) return;
    watch->fail(why);
    if (joining->place.rank == 0) std::this_thread::sleep_for(RankWatch::farewell);
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
        const std::string why = watch->verdict();
        give_up(joining, why);
        throw Error(ErrorKind::Rank, why, {}, "Look at what that rank said, and start all of them again");
    }
    if (job.cancelled()) {
        give_up(joining, "interrupted");
        throw Cancelled();
    }
    if (Clock::now() < until) return;
    const Error late = too_late(*joining);
    give_up(joining, late.account());
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
    if (Clock::now() < joining.until - rendezvous + quiet || here >= place.size) return;
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
        give_up(joining, error.account());
        throw;
    }
}

}  // namespace regulus::detail

#endif
