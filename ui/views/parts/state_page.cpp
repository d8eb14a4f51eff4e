#include "ui/views/parts/state_page.h"

#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/views/parts/tone_label.h"

namespace regulus {

StatePage::StatePage(QWidget* parent)
    : QWidget(parent),
      m_title(new ToneLabel(Tone::Text)),
      m_text(new ToneLabel(Tone::Muted)),
      m_button(new QPushButton),
      m_bar(new QProgressBar) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(8);
    column->addStretch(2);
    for (ToneLabel* label : {m_title, m_text}) {
        label->setAlignment(Qt::AlignHCenter);
        label->setWordWrap(true);
        column->addWidget(label);
    }
    m_bar->setTextVisible(false);
    m_bar->setFixedSize(160, 6);
    column->addSpacing(4);
    column->addWidget(m_bar, 0, Qt::AlignHCenter);
    column->addWidget(m_button, 0, Qt::AlignHCenter);
    column->addStretch(3);
    connect(m_button, &QPushButton::clicked, this, &StatePage::pressed);
    say({}, {});
}

void StatePage::say(const QString& title, const QString& text, const QString& button, bool working) {
    m_title->setText(title);
    m_text->setText(text);
    m_button->setText(button);
    m_button->setVisible(!button.isEmpty());
    m_bar->setRange(0, 0);
    m_bar->setVisible(working);
}

void StatePage::showProgress(double fraction, const QString& text) {
    m_text->setText(text);
    m_bar->setRange(0, 1000);
    m_bar->setValue(qRound(1000 * fraction));
}

QString StatePage::title() const {
    return m_title->text();
}
QString StatePage::text() const {
    return m_text->text();
}

StateStack::StateStack(QWidget* content, QWidget* parent)
    : QStackedWidget(parent), m_page(new StatePage), m_content(content) {
    addWidget(m_page);
    addWidget(m_content);
}

void StateStack::say(const QString& title, const QString& text, const QString& button, bool working) {
    m_page->say(title, text, button, working);
    setCurrentWidget(m_page);
}

}  // namespace regulus
