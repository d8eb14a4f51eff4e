// The gestures that can be undone, and what becomes of them when something changes that was no gesture: a
// layout that arrived, a model that went. Undoing an older gesture must bring neither back.
//
// Thread: the GUI thread.
#pragma once

#include <QUndoStack>

#include "ui/session/value_step.h"

namespace regulus {

class History {
  public:
    explicit History(int most) { m_stack.setUndoLimit(most); }

    QUndoStack& stack() { return m_stack; }
    void clear();

    // Applies `after`. Nothing when the two are equal. merge: see ValueStep.
    // No step while another one is being applied: it is a consequence of that one, and the stack would let go
    // of the step that it is at work on.
    template <class T>
    void push(const QString& text, const T& before, const T& after, std::function<void(const T&)> apply,
              int merge = NoMerge) {
        if (before == after) return;
        if (m_now->applying > 0 || m_clearing) return apply(after);
        m_stack.push(new ValueStep<T>(text, before, after, std::move(apply), merge, m_now));
    }

    // Puts a change into every T that is kept, undone ones too. Steps that then change nothing are taken out,
    // at once or, while a step is being applied, when the event loop is back.
    // Applies nothing: what is shown is the caller's to change.
    // `hereOnly`: only in the steps since the workspace was entered or left.
    template <class T>
    void patch(const std::function<void(T&)>& change, bool hereOnly = false) {
        for (int i = hereOnly ? placeBegins() : 0; i < m_stack.count(); ++i)
            if (auto* step = dynamic_cast<ValueStep<T>*>(this->step(i))) step->patch(change);
        takeOutEmpty();
    }

  private:
    Step* step(int i) const;
    int placeBegins() const;
    void takeOutEmpty();

    bool m_clearing = false;  // as soon as the stack is at rest
    std::shared_ptr<HistoryNow> m_now = std::make_shared<HistoryNow>();
    QUndoStack m_stack;  // last: its queued calls end with it
};

}  // namespace regulus
