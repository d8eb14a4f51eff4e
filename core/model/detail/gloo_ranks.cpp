#include "core/model/detail/gloo_ranks.h"

#include "core/base/error.h"

#ifdef USE_C10D_GLOO

#include <ATen/ATen.h>
#include <fmt/format.h>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include <cstdlib>
#include <limits>

#include "core/model/detail/rank_watch.h"

namespace regulus::detail {
namespace {

constexpr auto rendezvous = std::chrono::minutes(2);
// Of one sum: never, for who waits notices when another rank is lost; one may have much more to do.
constexpr auto operation = std::chrono::hours(24 * 30);
// A verdict comes within the patience of the watch.
constexpr auto verdict_time = std::chrono::seconds(15);

c10::intrusive_ptr<c10d::TCPStore> store_at(const RankPlace& place, bool server) {
    c10d::TCPStoreOptions options;
    options.port = static_cast<std::uint16_t>(place.port);
    options.isServer = server;
    options.waitWorkers = false;
    options.timeout = rendezvous;
    return c10::make_intrusive<c10d::TCPStore>(place.address, options);
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

class GlooRanks final : public Ranks {
  public:
    explicit GlooRanks(const RankPlace& place)
        : m_rank(place.rank),
          m_size(place.size),
          m_store(store_at(place, place.rank == 0)),
          m_watch(std::make_unique<RankWatch>(store_at(place, false), place.rank, place.size)) {
        wait_for_all();
        auto options = c10d::ProcessGroupGloo::Options::create(operation);
        options->devices = {device_for(place)};
        options->threads = 1;
        m_group = c10::make_intrusive<c10d::ProcessGroupGloo>(m_store, m_rank, m_size, options);
    }
    ~GlooRanks() override {
        // Its threads may wait for who does not come any more; they end with the process.
        if (m_broken || m_watch->lost()) m_group.release();
        if (m_watch->silent()) m_watch.release();
    }

    int rank() const noexcept override { return m_rank; }
    int size() const noexcept override { return m_size; }
    bool lost() const noexcept override { return m_watch->lost(); }
    void check() const override {
        if (lost()) refuse(m_watch->verdict());
    }
    void fail(const std::string& why) noexcept override {
        m_broken = true;
        m_watch->fail(why);
    }

    void spread(std::span<std::byte> bytes, int from) override {
        if (bytes.empty()) return;
        std::vector<at::Tensor> tensors{
            at::from_blob(bytes.data(), {static_cast<std::int64_t>(bytes.size())}, at::kByte)};
        c10d::BroadcastOptions options;
        options.rootRank = from;
        wait([&] { return m_group->broadcast(tensors, options); });
    }

  protected:
    void add_up(std::span<double> values) override { add_up(values.data(), values.size(), at::kDouble); }
    void add_up(std::span<float> values) override { add_up(values.data(), values.size(), at::kFloat); }

  private:
    // The store counts who is there.
    void wait_for_all() {
        m_store->add("here", 1);
        const auto until = std::chrono::steady_clock::now() + rendezvous;
        std::int64_t here = 0;
        while ((here = m_store->add("here", 0)) < m_size) {
            check();
            if (std::chrono::steady_clock::now() > until)
                throw Error(ErrorKind::Usage,
                            fmt::format("{} of {} processes came within two minutes", here, m_size), {},
                            "Start all of them together, with srun, mpirun or torchrun");
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    }

    void add_up(void* values, std::size_t count, at::ScalarType type) {
        if (count == 0) return;
        std::vector<at::Tensor> tensors{at::from_blob(values, {static_cast<std::int64_t>(count)}, type)};
        wait([&] { return m_group->allreduce(tensors); });
    }

    template <class Start>
    void wait(const Start& start) {
        check();
        try {
            const c10::intrusive_ptr<c10d::Work> work = start();
            while (!work->isCompleted()) {
                check();
                wait_a_little(*work);
            }
            work->wait();  // throws what went wrong
        } catch (const Error&) {
            m_broken = true;
            throw;
        } catch (const std::exception& e) {  // a connection was closed; the watch knows whose
            m_broken = true;
            std::string why = m_watch->verdict_within(verdict_time);
            refuse(why.empty() ? std::string("The connection to another rank broke: ") + e.what() : why);
        }
    }

    static void wait_a_little(c10d::Work& work) {
        try {
            work.wait(std::chrono::milliseconds(200));
        } catch (const std::exception&) {
            if (work.isCompleted()) throw;  // else the time was over
        }
    }

    [[noreturn]] static void refuse(const std::string& why) {
        throw Error(ErrorKind::Rank, why, {}, "Look at what that rank said, and start all of them again");
    }

    const int m_rank, m_size;
    bool m_broken = false;
    c10::intrusive_ptr<c10d::TCPStore> m_store;
    std::unique_ptr<RankWatch> m_watch;
    c10::intrusive_ptr<c10d::ProcessGroupGloo> m_group;
};

}  // namespace

std::unique_ptr<Ranks> join_by_gloo(const RankPlace& place) {
    try {
        return std::make_unique<GlooRanks>(place);
    } catch (const Error&) {
        throw;
    } catch (const std::exception& e) {
        throw Error(ErrorKind::Usage, "The processes did not find each other",
                    fmt::format("rank {} of {}, {}:{}: {}", place.rank, place.size, place.address, place.port,
                                e.what()),
                    "Set MASTER_ADDR to the machine of rank 0, and MASTER_PORT to a free port there");
    }
}

}  // namespace regulus::detail

#else

namespace regulus::detail {

std::unique_ptr<Ranks> join_by_gloo(const RankPlace&) {
    throw Error(ErrorKind::Usage, "This build of Regulus runs in one process: its LibTorch came without Gloo",
                {}, "Build it with Debian's libtorch-dev and libgloo-dev, or without --distributed");
}

}  // namespace regulus::detail

#endif
