#include "ui/dialogs/error_presenter.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLoggingCategory>
#include <QPainter>
#include <QToolButton>
#include <QUndoStack>
#include <QVBoxLayout>

#include "ui/jobs/job_runner.h"
#include "ui/render/theme.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {

namespace {

constexpr int confirmed_ms = 8000;

}  // namespace

ErrorPresenter::ErrorPresenter(QWidget* parent)
    : QFrame(parent),
      m_what(new ToneLabel(Tone::Text)),
      m_rest(new ToneLabel(Tone::Muted)),
      m_copy(new QToolButton),
      m_close(new QToolButton) {
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Problem"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(20, 8, 12, 8);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    for (ToneLabel* label : {m_what, m_rest}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        words->addWidget(label);
    }
    row->addLayout(words, 1);
    m_copy->setText(tr("Copy"));
    m_close->setText(tr("Close"));
    for (QToolButton* button : {m_copy, m_close}) {
        button->setAutoRaise(true);
        row->addWidget(button, 0, Qt::AlignTop);
    }
    connect(m_copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(text()); });
    connect(m_close, &QToolButton::clicked, this, &ErrorPresenter::dismiss);
    m_confirmed.setSingleShot(true);
    m_confirmed.setInterval(confirmed_ms);
    connect(&m_confirmed, &QTimer::timeout, this, [this] { withdraw(m_confirmation); });
    hide();
}

void ErrorPresenter::listenTo(const JobRunner& jobs) {
    connect(&jobs, &JobRunner::failed, this, &ErrorPresenter::present);
    connect(&jobs, &JobRunner::began, this, &ErrorPresenter::withdraw);
}

void ErrorPresenter::present(const Error& error, const QString& during, const QString& cause) {
    qWarning("%s: %s", qUtf8Printable(during), error.what());
    queue({cause.isEmpty() ? during : cause, QString::fromStdString(error.problem()),
           QString::fromStdString(error.where()), QString::fromStdString(error.remedy()), true});
}

void ErrorPresenter::say(const QString& text, const QString& cause) {
    queue({cause, text, {}, {}, false});
}

// The stack is looked at when it is at rest: while steps are taken out of it, it is empty for a moment.
void ErrorPresenter::sayOfStep(const QString& text, const QString& cause, const QUndoStack& steps) {
    queue({cause, text, {}, {}, false, steps.index()});
    connect(&steps, &QUndoStack::indexChanged, this, &ErrorPresenter::lookAtSteps,
            Qt::ConnectionType(Qt::QueuedConnection | Qt::UniqueConnection));
}

void ErrorPresenter::lookAtSteps() {
    const auto* steps = qobject_cast<QUndoStack*>(sender());
    if (!steps) return;
    const int now = steps->index();
    if (std::erase_if(m_messages, [now](const Message& m) { return m.step > now; }) > 0) refresh();
}

void ErrorPresenter::confirm(const QString& text, const QString& cause) {
    say(text, cause);
    m_confirmation = cause;
    m_confirmed.start();
}

void ErrorPresenter::queue(Message message) {
    if (message.cause == m_confirmation) m_confirmed.stop();
    std::erase_if(m_messages, [&](const Message& m) { return m.cause == message.cause; });
    m_messages.push_back(std::move(message));
    refresh();
}

void ErrorPresenter::withdraw(const QString& cause) {
    if (std::erase_if(m_messages, [&](const Message& m) { return m.cause == cause; }) > 0) refresh();
}

void ErrorPresenter::withdrawAllBut(const QStringList& causes) {
    if (std::erase_if(m_messages, [&](const Message& m) { return !causes.contains(m.cause); }) > 0) refresh();
}

void ErrorPresenter::dismiss() {
    if (!m_messages.empty()) m_messages.pop_back();
    refresh();
}

QString ErrorPresenter::text() const {
    if (m_messages.empty()) return {};
    const Message& m = m_messages.back();
    QStringList parts{m.what, m.where, m.remedy};
    parts.removeAll(QString());
    return parts.join(QLatin1Char('\n'));
}

void ErrorPresenter::refresh() {
    setVisible(!m_messages.empty());
    if (m_messages.empty()) return;
    const Message& m = m_messages.back();
    const int others = waiting() - 1;
    m_what->setText(m.what);
    m_close->setText(others ? tr("Close (%1 more)").arg(others) : tr("Close"));
    QStringList rest{m.where, m.remedy};
    rest.removeAll(QString());
    m_rest->setText(rest.join(QStringLiteral(" · ")));
    m_rest->setVisible(!rest.isEmpty());
    update();
}

void ErrorPresenter::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) update();
}

void ErrorPresenter::paintEvent(QPaintEvent*) {
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.raised);
    const bool failure = !m_messages.empty() && m_messages.back().failure;
    painter.fillRect(QRect(0, 0, 4, height()), failure ? theme.negative : theme.accent);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.line);
}

}  // namespace regulus
