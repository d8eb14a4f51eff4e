#include "ui/session/history.h"

#include <vector>

namespace regulus {

// The stack gives its commands away as constant; they are this object's own.
int History::placeBegins() const {
    for (int i = m_stack.index(); i > 0; --i)
        if (const Step* one = step(i - 1); one && one->changesPlace()) return i;
    return 0;
}

Step* History::step(int i) const {
    return static_cast<Step*>(const_cast<QUndoCommand*>(m_stack.command(i)));
}

void History::clear() {
    if (m_now->applying == 0) {
        m_stack.clear();
        m_clearing = m_now->held = false;
        return;
    }
    // The stack would be emptied under the step that it is applying: none of its steps does anything from
    // here on, and they go when the event loop is back.
    m_clearing = m_now->held = true;
    QMetaObject::invokeMethod(
        &m_stack, [this] { clear(); }, Qt::QueuedConnection);
}

// A QUndoStack lets go of single commands only by undoing them: it is filled anew.
void History::takeOutEmpty() {
    // The stack would be emptied under the step that it is undoing.
    if (m_clearing) return;
    if (m_now->applying > 0) {
        QMetaObject::invokeMethod(
            &m_stack, [this] { takeOutEmpty(); }, Qt::QueuedConnection);
        return;
    }
    std::vector<std::unique_ptr<Step>> kept;
    int index = 0;
    bool any = false;
    for (int i = 0; i < m_stack.count() && !any; ++i) any = step(i)->changesNothing();
    if (!any) return;
    for (int i = 0; i < m_stack.count(); ++i) {
        if (step(i)->changesNothing()) continue;
        index += i < m_stack.index() ? 1 : 0;
        kept.push_back(step(i)->taken());
    }
    m_now->held = true;
    m_stack.clear();
    for (auto& step : kept) m_stack.push(step.release());
    m_stack.setIndex(index);
    m_now->held = false;
}

}  // namespace regulus
