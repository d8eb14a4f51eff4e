// Sessions as golden pictures show them: made data, with or without a model, and work that does not end
// before it may, for pages that say what is being waited for.
#pragma once

#include <QThread>
#include <atomic>
#include <functional>

#include "core/base/cell_loop.h"
#include "tests/golden/golden_picture.h"
#include "tests/ui/views/immune_session.h"

namespace regulus::test {

// Work that waits: every job that asks it stays until the gate is gone, or it is cancelled.
class HeldWork {
  public:
    HeldWork() : m_open(std::make_shared<std::atomic<bool>>(false)) {}
    ~HeldWork() { *m_open = true; }
    HeldWork(const HeldWork&) = delete;
    HeldWork& operator=(const HeldWork&) = delete;

    std::function<void(Job&)> wait() const {
        return [open = m_open](Job& job) {
            while (!*open) {
                job.checkpoint();
                QThread::msleep(1);
            }
        };
    }

  private:
    std::shared_ptr<std::atomic<bool>> m_open;
};

inline std::unique_ptr<Session> sessionOf(std::shared_ptr<Dataset> dataset, bool prior = true,
                                          Engine engine = immuneEngine()) {
    auto session = std::make_unique<Session>(std::move(engine));
    session->setDataset(std::move(dataset));
    if (prior) session->setPrior(immunePrior());
    settle(*session);
    return session;
}

inline CellSet cellsOfType(int type) {
    return cells_where(immune_cells, [&](std::size_t cell) { return typeOf(cell) == type; });
}

}  // namespace regulus::test
