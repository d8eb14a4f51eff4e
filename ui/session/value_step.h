// A step of undo: one part of a session before and after a gesture, and how to put one in place.
#pragma once

#include <QScopeGuard>
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
    MergeThreshold = 5,
    MergeViews = 6,
    MergeSecondScale = 7,  // of a blend
    MergeGates = 1000,
    MergeNames = 1 << 24  // of names that are typed, one id each time that somebody does
};

// What a History tells its steps, and they tell it.
struct HistoryNow {
    bool held = false;  // nothing is applied or merged
    int applying = 0;   // steps that are being applied: the stack is at work on them
};

// What a History can do with a step without knowing its values.
class Step : public QUndoCommand {
  public:
    using QUndoCommand::QUndoCommand;
    virtual bool changesNothing() const = 0;
    virtual bool changesPlace() const = 0;      // see changes_place
    virtual std::unique_ptr<Step> taken() = 0;  // the same step in a new object; this one is empty then
};

// Whether a step of these leads to another workspace: what is shown before it and behind it is not the same.
template <class T>
inline constexpr bool changes_place = false;

template <class T>
class ValueStep final : public Step {
  public:
    using Apply = std::function<void(const T&)>;
    // `merge`: of a slider being moved, a MergeId.
    ValueStep(const QString& text, T before, T after, Apply apply, int merge, std::shared_ptr<HistoryNow> now)
        : Step(text),
          m_before(std::move(before)),
          m_after(std::move(after)),
          m_apply(std::move(apply)),
          m_merge(merge),
          m_now(std::move(now)) {}

    void undo() override { apply(m_before); }
    void redo() override { apply(m_after); }
    int id() const override { return m_merge; }
    bool mergeWith(const QUndoCommand* other) override {
        // The ids are equal, and so are the types.
        const auto* next = static_cast<const ValueStep*>(other);
        if (m_now->held || next->text() != text()) return false;
        m_after = next->m_after;
        setObsolete(changesNothing());
        return true;
    }
    bool changesNothing() const override { return m_before == m_after; }
    bool changesPlace() const override { return changes_place<T>; }
    std::unique_ptr<Step> taken() override {
        return std::make_unique<ValueStep>(text(), std::move(m_before), std::move(m_after),
                                           std::move(m_apply), m_merge, m_now);
    }
    void patch(const std::function<void(T&)>& change) {
        change(m_before);
        change(m_after);
    }

  private:
    void apply(const T& value) {
        if (m_now->held) return;
        ++m_now->applying;
        const auto done = qScopeGuard([this] { --m_now->applying; });
        m_apply(value);
    }

    T m_before, m_after;
    Apply m_apply;
    int m_merge;
    std::shared_ptr<HistoryNow> m_now;
};

}  // namespace regulus
