#include "core/model/detail/gloo_ranks.h"

#include "core/base/error.h"

#ifdef USE_C10D_GLOO

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/model/detail/rank_joining.h"

namespace regulus::detail {
namespace {

// A verdict comes within the patience of the watch.
constexpr auto verdict_time = std::chrono::seconds(15);

// What one sum or spread is: the same on all ranks, or Gloo would add up other things in silence, or end the
// process from a thread of its own where sizes differ.
struct Operation {
    enum Kind : std::int64_t { Doubles, Floats, Spread } kind;
    std::int64_t count, from;
};

class GlooRanks final : public Ranks {
  public:
    GlooRanks(const RankPlace& place, JoinedRanks joined)
        : m_rank(place.rank),
          m_size(place.size),
          m_stores(static_cast<RankStore&&>(joined)),
          m_watch(std::move(joined.watch)),
          m_group(std::move(joined.group)) {}
    ~GlooRanks() override {
        // Its threads may wait for who does not come any more; they end with the process.
        if (m_broken || m_watch->lost()) m_group.release();
        m_watch->finish();
        if (m_watch->silent()) new std::shared_ptr(std::move(m_watch));
    }

    int rank() const noexcept override { return m_rank; }
    int size() const noexcept override { return m_size; }
    bool lost() const noexcept override { return m_watch->lost(); }
    void check() const override {
        if (lost()) throw lost_error(m_watch->verdict());
    }
    std::string fail(const std::string& did, const std::string& why) noexcept override {
        m_broken = true;
        return m_watch->fail(did, why);
    }

  protected:
    void add_up(std::span<double> values) override { add_up(values.data(), values.size(), at::kDouble); }
    void add_up(std::span<float> values) override { add_up(values.data(), values.size(), at::kFloat); }

    void hand_out(std::span<std::byte> bytes, int from) override {
        agree({Operation::Spread, static_cast<std::int64_t>(bytes.size()), from});
        std::vector<at::Tensor> tensors{
            at::from_blob(bytes.data(), {static_cast<std::int64_t>(bytes.size())}, at::kByte)};
        c10d::BroadcastOptions options;
        options.rootRank = from;
        wait([&] { return m_group->broadcast(tensors, options); });
    }

  private:
    void add_up(void* values, std::size_t count, at::ScalarType type) {
        if (count == 0) return;
        agree({type == at::kDouble ? Operation::Doubles : Operation::Floats, static_cast<std::int64_t>(count),
               0});
        reduce(values, count, type, c10d::ReduceOp::SUM);
    }

    template <class Reduction>
    void reduce(void* values, std::size_t count, at::ScalarType type, Reduction reduction) {
        std::vector<at::Tensor> tensors{at::from_blob(values, {static_cast<std::int64_t>(count)}, type)};
        c10d::AllreduceOptions options;
        options.reduceOp = reduction;
        wait([&] { return m_group->allreduce(tensors, options); });
    }

    // A message of one size before each: the largest of what the ranks are about to do, and the smallest.
    void agree(const Operation& own) {
        std::array<std::int64_t, 6> most{own.kind, own.count, own.from, -own.kind, -own.count, -own.from};
        reduce(most.data(), most.size(), at::kLong, c10d::ReduceOp::MAX);
        if (most[0] == -most[3] && most[1] == -most[4] && most[2] == -most[5]) return;
        std::vector<std::int64_t> all(3 * static_cast<std::size_t>(m_size), 0);
        const std::array<std::int64_t, 3> mine{own.kind, own.count, own.from};
        std::ranges::copy(mine, all.begin() + 3 * m_rank);
        reduce(all.data(), all.size(), at::kLong, c10d::ReduceOp::SUM);
        int other = 1;
        while (other + 1 < m_size && std::equal(all.begin(), all.begin() + 3, all.begin() + 3 * other))
            ++other;
        m_broken = true;
        throw lost_error({fmt::format("Rank {} and rank 0 do not compute the same", other), {}});
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
            const Verdict verdict = m_watch->verdict_within(verdict_time);
            throw lost_error(verdict.who.empty()
                                 ? Verdict{"The connection to another rank broke: " + first_line(e), {}}
                                 : verdict);
        }
    }

    static void wait_a_little(c10d::Work& work) {
        try {
            work.wait(std::chrono::milliseconds(200));
        } catch (const std::exception&) {
            // The time was over, or something broke: who waits asks whether it is completed, and then why.
        }
    }

    const int m_rank, m_size;
    bool m_broken = false;
    RankStore m_stores;  // ends after what works with it
    std::shared_ptr<RankWatch> m_watch;
    c10::intrusive_ptr<c10d::ProcessGroupGloo> m_group;
};

}  // namespace

std::unique_ptr<Ranks> join_by_gloo(const RankPlace& place, Job& job) {
    return std::make_unique<GlooRanks>(place, find_each_other(place, job));
}

}  // namespace regulus::detail

#else

namespace regulus::detail {

std::unique_ptr<Ranks> join_by_gloo(const RankPlace&, Job&) {
    throw Error(ErrorKind::Usage, "This build of Regulus runs in one process: its LibTorch came without Gloo",
                {}, "Build it with Debian's libtorch-dev and libgloo-dev, or without --distributed");
}

}  // namespace regulus::detail

#endif
