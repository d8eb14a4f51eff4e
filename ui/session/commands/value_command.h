// An undoable change of one part of a session: the value before and after, and how to put one in place.
#pragma once

#include <QUndoCommand>
#include <functional>
#include <utility>

namespace regulus {

template <class T>
class ValueCommand final : public QUndoCommand {
  public:
    // merge >= 0: a later command of the same id takes this one's place in the history (a slider being
    // moved).
    ValueCommand(const QString& text, T before, T after, std::function<void(const T&)> apply, int merge)
        : QUndoCommand(text),
          m_before(std::move(before)),
          m_after(std::move(after)),
          m_apply(std::move(apply)),
          m_merge(merge) {}

    void undo() override { m_apply(m_before); }
    void redo() override { m_apply(m_after); }
    int id() const override { return m_merge; }
    bool mergeWith(const QUndoCommand* other) override {
        // The ids are equal, and one id belongs to one type.
        const auto* next = static_cast<const ValueCommand*>(other);
        if (next->text() != text()) return false;
        m_after = next->m_after;
        setObsolete(m_after == m_before);
        return true;
    }

  private:
    T m_before, m_after;
    std::function<void(const T&)> m_apply;
    int m_merge;
};

}  // namespace regulus
