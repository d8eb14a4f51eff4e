#ifdef USE_C10D_GLOO

#include "core/model/detail/rank_store.h"

#include <fmt/format.h>

#include <exception>
#include <future>
#include <thread>

#include "core/base/error.h"
#include "core/model/detail/rank_watch.h"
#include "core/model/rank_host.h"

namespace regulus::detail {
namespace {

constexpr auto answering = std::chrono::seconds(15);  // of a store that others keep, and of the own one

c10::intrusive_ptr<c10d::TCPStore> store_at(const RankPlace& place, const std::string& address, bool server) {
    c10d::TCPStoreOptions options;
    options.port = static_cast<std::uint16_t>(place.port);
    options.isServer = server;
    options.waitWorkers = false;
    options.timeout = rendezvous;
    return c10::make_intrusive<c10d::TCPStore>(address, options);
}

// All are told, unless they have begun: a process too many is then no reason to end.
[[noreturn]] void refuse(c10d::Store& store, const RankPlace& place, const std::string& why) {
    if (!store.check({"joined"})) store.compareSet("verdict", {}, bytes_of(why));
    if (place.rank == 0) std::this_thread::sleep_for(RankWatch::farewell);  // with it the store goes
    throw Error(
        ErrorKind::Usage, why, {},
        "Give each process a RANK of its own, from 0 to WORLD_SIZE - 1, and all the same WORLD_SIZE; or "
        "another run may use the same MASTER_PORT: give this one another");
}

// Before anybody takes this process for a rank.
void introduce(c10d::Store& store, const RankPlace& place) {
    const auto said = store.compareSet("size", {}, bytes_of(std::to_string(place.size)));
    const std::string size(said.begin(), said.end());
    if (size != std::to_string(place.size))
        refuse(store, place,
               fmt::format("At {}:{}, rank {} was started as one of {} processes, another rank as one of {}",
                           place.address, place.port, place.rank, place.size, size));
    if (store.add(fmt::format("rank/{}", place.rank), 1) > 1)
        refuse(store, place,
               fmt::format("Two processes were started as rank {}, at {}:{}", place.rank, place.address,
                           place.port));
}

std::string free_port_remedy(const RankPlace& place) {
    if (!place.after_torchrun) return "Set MASTER_PORT to a free port of its machine";
    return fmt::format(
        "torchrun keeps MASTER_PORT ({}), and Regulus takes the port after it: give torchrun --master_port a "
        "number that is free, as is the one after it",
        place.port - 1);
}

// Somebody has the port of this rank 0. If that is another rank 0, whose ranks may wait for this one under
// its right number, they are told; if it is no store at all, it may never answer.
void tell_other_rank_0(const RankPlace& place) {
    if (RankHost(place).speaks_first()) return;
    std::packaged_task<void()> task([place] { introduce(*store_of(place), place); });
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
        return store_at(place, "127.0.0.1", true);
    } catch (const std::exception& e) {
        tell_other_rank_0(place);
        throw Error(ErrorKind::Usage, fmt::format("Rank 0 cannot listen at port {}", place.port),
                    system_reason(e), free_port_remedy(place));
    }
}

}  // namespace

c10::intrusive_ptr<c10d::TCPStore> store_of(const RankPlace& place) {
    return store_at(place, place.address, false);
}

std::vector<std::uint8_t> bytes_of(const std::string& text) {
    return {text.begin(), text.end()};
}

RankStore found_store(const RankPlace& place, std::chrono::steady_clock::time_point until,
                      std::atomic<bool>& found, const std::function<bool()>& stop) {
    const RankHost host(place);
    RankStore stores;
    if (place.rank == 0) {
        stores.server = opened_store(place);
        until = std::chrono::steady_clock::now() + answering;
    }
    found = host.listens(until, stop);
    if (!found && place.rank == 0)
        throw Error(ErrorKind::Usage, "Rank 0 does not run where the others look for it", host_text(place),
                    "Set MASTER_ADDR to the machine of rank 0");
    if (!found)
        throw Error(ErrorKind::Usage, "Rank 0 did not come within two minutes",
                    "nobody listens at " + host_text(place),
                    "Start all processes together, and set MASTER_ADDR and MASTER_PORT to where rank 0 runs");
    if (place.rank > 0 && host.speaks_first())
        throw Error(ErrorKind::Usage, "Another program has the port of rank 0", host_text(place),
                    free_port_remedy(place));
    stores.store = store_of(place);
    introduce(*stores.store, place);
    return stores;
}

}  // namespace regulus::detail

#endif
