// The one place where failures are shown: a bar in the window that says what happened, where, and what to do,
// and blocks nothing. Every notice has a cause: a newer one of the same cause takes its place, and it goes
// when its cause is gone.
#pragma once

#include <QFrame>
#include <QStringList>
#include <QTimer>
#include <vector>

#include "core/base/error.h"

class QToolButton;
class QUndoStack;

namespace regulus {

class JobRunner;
class ToneLabel;

class ErrorPresenter final : public QFrame {
    Q_OBJECT
  public:
    explicit ErrorPresenter(QWidget* parent = nullptr);

    // Failures of jobs are shown until the job is tried again.
    void listenTo(const JobRunner& jobs);
    void present(const Error& error, const QString& during, const QString& cause = {});  // empty: `during`
    void say(const QString& text, const QString& cause);  // a notice that is no failure
    // Of the step that was just done: goes when that is undone.
    void sayOfStep(const QString& text, const QString& cause, const QUndoStack& steps);
    void confirm(const QString& text, const QString& cause);  // the same, and it goes by itself
    void withdraw(const QString& cause);
    void withdrawAllBut(const QStringList& causes);
    void dismiss();  // the present one; the next one shows, if any

    QString text() const;
    int waiting() const { return static_cast<int>(m_messages.size()); }

  protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    struct Message {
        QString cause, what, where, remedy;
        bool failure = true;
        int step = -1;  // of the stack of steps; -1: it is of none
    };
    void queue(Message message);
    void lookAtSteps();
    void refresh();

    std::vector<Message> m_messages;  // the newest last; that one shows
    QTimer m_confirmed{this};         // runs while a confirmation shows
    QString m_confirmation;           // its cause
    ToneLabel *m_what, *m_rest;
    QToolButton *m_copy, *m_close;
};

}  // namespace regulus
