// A few threads that work off one queue in order.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace regulus {

class WorkerThreads {
  public:
    explicit WorkerThreads(int threads);
    ~WorkerThreads();  // joins; what still waits in the queue is dropped

    void post(std::function<void()> work);

  private:
    void run();

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::function<void()>> m_queue;
    bool m_ending = false;
    std::vector<std::thread> m_threads;
};

}  // namespace regulus
