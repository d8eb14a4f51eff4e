// Processes that do one piece of work together, each with a part of the cells: ranks 0 to size − 1, as MPI
// calls them. What is a sum over cells is added up over all of them. One process is the trivial case of the
// same code; core/model/process_group.h joins several.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace regulus {

// Every member but rank(), size(), lost(), check() and fail() is called by all ranks, in the same order, with
// spans of the same size, from one thread. They throw Error(Rank) that names the rank when one of the others
// ended or does not answer.
class Ranks {
  public:
    Ranks() = default;
    Ranks(const Ranks&) = delete;
    Ranks& operator=(const Ranks&) = delete;
    virtual ~Ranks() = default;

    virtual int rank() const noexcept { return 0; }
    virtual int size() const noexcept { return 1; }

    // Each value becomes its sum over the ranks: the same bytes on all of them, and from run to run with as
    // many ranks.
    void sum(std::span<double> values);
    void sum(std::span<float> values);
    // The bytes of rank `from` on all of them.
    void spread(std::span<std::byte> bytes, int from);
    // What each rank says, in their order. Of any length.
    std::vector<std::string> gather(std::string_view text);
    // Returns when all ranks have come here.
    void barrier();

    // What they said to each other so far: calls of sum() and the bytes of its arguments; the same of
    // spread().
    struct Traffic {
        std::uint64_t sums = 0, summed_bytes = 0, spreads = 0, spread_bytes = 0;
    };
    Traffic traffic() const noexcept;

    // Whether another rank ended or does not answer, which is noticed within 20 seconds; thread: any.
    virtual bool lost() const noexcept { return false; }
    // Throws the Error that says which one.
    virtual void check() const {}
    // Before this process ends: the others end, once it has said `why` (may be empty), with an Error(Rank) of
    // "Rank 1 of 4" and what it `did`, such as "ended", and why in where(); in problem(), if it does not come
    // to say it. Returns who ended before for the same reason, and has said it: "Rank 0 of 4 ended"; else "".
    virtual std::string fail(const std::string& /*did*/, const std::string& /*why*/) noexcept { return {}; }

  protected:
    virtual void add_up(std::span<double> /*values*/) {}
    virtual void add_up(std::span<float> /*values*/) {}
    virtual void hand_out(std::span<std::byte> /*bytes*/, int /*from*/) {}

  private:
    std::atomic<std::uint64_t> m_sums{0}, m_summed{0}, m_spreads{0}, m_spread{0};
};

// Alone; the same object each time.
const std::shared_ptr<Ranks>& one_process();

}  // namespace regulus
