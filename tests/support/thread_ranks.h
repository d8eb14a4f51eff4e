// Ranks that are threads of one process, for tests of what several processes compute together.
#pragma once

#include <barrier>
#include <cstring>
#include <exception>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "core/base/ranks.h"

namespace regulus::test {

// What they hand to each other.
struct ThreadMeeting {
    explicit ThreadMeeting(int size) : here(size), places(static_cast<std::size_t>(size)) {}
    std::barrier<> here;
    std::vector<void*> places;
};

class ThreadRanks final : public Ranks {
  public:
    ThreadRanks(std::shared_ptr<ThreadMeeting> meeting, int rank)
        : m_meeting(std::move(meeting)), m_rank(rank) {}
    int rank() const noexcept override { return m_rank; }
    int size() const noexcept override { return static_cast<int>(m_meeting->places.size()); }

  protected:
    void add_up(std::span<double> values) override { add(values); }
    void add_up(std::span<float> values) override { add(values); }
    void hand_out(std::span<std::byte> bytes, int from) override {
        m_meeting->places[static_cast<std::size_t>(m_rank)] = bytes.data();
        m_meeting->here.arrive_and_wait();
        const void* source = m_meeting->places[static_cast<std::size_t>(from)];
        if (m_rank != from) std::memcpy(bytes.data(), source, bytes.size());
        m_meeting->here.arrive_and_wait();
    }

  private:
    template <class Value>
    void add(std::span<Value> values) {
        m_meeting->places[static_cast<std::size_t>(m_rank)] = values.data();
        m_meeting->here.arrive_and_wait();
        std::vector<Value> sum(values.size(), 0);
        for (void* place : m_meeting->places)
            for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += static_cast<Value*>(place)[i];
        m_meeting->here.arrive_and_wait();
        std::memcpy(values.data(), sum.data(), values.size_bytes());
    }

    std::shared_ptr<ThreadMeeting> m_meeting;
    int m_rank;
};

// Calls work(ranks) for every rank, each on a thread of its own.
inline void with_ranks(int size, const std::function<void(std::shared_ptr<Ranks>)>& work) {
    const auto meeting = std::make_shared<ThreadMeeting>(size);
    std::vector<std::thread> threads;
    for (int r = 0; r < size; ++r)
        threads.emplace_back([&, r] { work(std::make_shared<ThreadRanks>(meeting, r)); });
    for (std::thread& thread : threads) thread.join();
}

}  // namespace regulus::test
