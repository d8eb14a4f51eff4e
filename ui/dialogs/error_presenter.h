// The one place where failures are shown: a bar in the window that says what happened, where, and what to do,
// and blocks nothing.
#pragma once

#include <QFrame>
#include <vector>

#include "core/base/error.h"

class QToolButton;

namespace regulus {

class JobRunner;
class ToneLabel;

class ErrorPresenter final : public QFrame {
    Q_OBJECT
  public:
    explicit ErrorPresenter(QWidget* parent = nullptr);

    // Listens to jobs.failed.
    void listenTo(const JobRunner& jobs);
    void present(const Error& error, const QString& during);
    void say(const QString& text);  // a notice that is no failure
    void dismiss();                 // the present one; the next one shows, if any

    QString text() const;
    int waiting() const { return static_cast<int>(m_messages.size()); }

  protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    struct Message {
        QString what, where, remedy;
        bool failure = true;
        bool operator==(const Message&) const = default;
    };
    void queue(Message message);
    void refresh();

    std::vector<Message> m_messages;  // the newest last; that one shows
    ToneLabel *m_what, *m_rest;
    QToolButton *m_copy, *m_close;
};

}  // namespace regulus
