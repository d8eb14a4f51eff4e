// What a view shows when it has nothing to show: what is missing, why, and the way on. And the switch between
// that page and the real content.
#pragma once

#include <QStackedWidget>

class QProgressBar;
class QPushButton;

namespace regulus {

class ToneLabel;

class StatePage : public QWidget {
    Q_OBJECT
  public:
    explicit StatePage(QWidget* parent = nullptr);

    // `button` may be empty; `working` shows a bar that moves.
    void say(const QString& title, const QString& text, const QString& button = {}, bool working = false);
    // How far that is: 0..1. The next say() forgets it.
    void showProgress(double fraction, const QString& text);
    QString title() const;
    QString text() const;

  Q_SIGNALS:
    void pressed();

  private:
    ToneLabel *m_title, *m_text;
    QPushButton* m_button;
    QProgressBar* m_bar;
};

class StateStack : public QStackedWidget {
    Q_OBJECT
  public:
    explicit StateStack(QWidget* content, QWidget* parent = nullptr);

    StatePage* page() const { return m_page; }
    QWidget* content() const { return m_content; }
    bool showsContent() const { return currentWidget() == m_content; }
    void showContent() { setCurrentWidget(m_content); }
    void say(const QString& title, const QString& text, const QString& button = {}, bool working = false);

  private:
    StatePage* m_page;
    QWidget* m_content;
};

}  // namespace regulus
