// A step of undo: one part of a session before and after a gesture, and how to put one in place.
#pragma once

#include <QUndoCommand>
#include <functional>
#include <memory>
#include <utility>

namespace regulus {

// Steps of one id and text become one while nothing else comes between; an id belongs to one type.
enum MergeId {
    NoMerge = -1,
    MergePoints = 1,
    MergeFilters = 2,
    MergeColumns = 3,
    MergeScale = 4,
    MergeGates = 1000
};

// What a History can do with a step without knowing its values.
class Step : public QUndoCommand {
  public:
    using QUndoCommand::QUndoCommand;
    virtual bool changesNothing() const = 0;
    virtual std::unique_ptr<Step> taken() = 0;  // the same step in a new object; this one is empty then
};

template <class T>
class ValueStep final : public Step {
  public:
    using Apply = std::function<void(const T&)>;
    // `merge`: of a slider being moved, a MergeId.
    // While *held, nothing is applied or merged.
    ValueStep(const QString& text, T before, T after, Apply apply, int merge,
              std::shared_ptr<const bool> held)
        : Step(text),
          m_before(std::move(before)),
          m_after(std::move(after)),
          m_apply(std::move(apply)),
          m_merge(merge),
          m_held(std::move(held)) {}

    void undo() override {
        if (!*m_held) m_apply(m_before);
    }
    void redo() override {
        if (!*m_held) m_apply(m_after);
    }
    int id() const override { return m_merge; }
    bool mergeWith(const QUndoCommand* other) override {
        // The ids are equal, and so are the types.
        const auto* next = static_cast<const ValueStep*>(other);
        if (*m_held || next->text() != text()) return false;
        m_after = next->m_after;
        setObsolete(changesNothing());
        return true;
    }
    bool changesNothing() const override { return m_before == m_after; }
    std::unique_ptr<Step> taken() override {
        return std::make_unique<ValueStep>(text(), std::move(m_before), std::move(m_after),
                                           std::move(m_apply), m_merge, m_held);
    }
    void patch(const std::function<void(T&)>& change) {
        change(m_before);
        change(m_after);
    }

  private:
    T m_before, m_after;
    Apply m_apply;
    int m_merge;
    std::shared_ptr<const bool> m_held;
};

}  // namespace regulus
