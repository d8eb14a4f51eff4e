// What is on screen when nothing is open: the demo, a dataset, a model, and the files opened last.
#pragma once

#include <QAbstractButton>
#include <QWidget>

class QVBoxLayout;

namespace regulus {

class SessionSettings;

// A large button with a title, a line that explains it, and an icon.
class StartCard final : public QAbstractButton {
    Q_OBJECT
  public:
    StartCard(const char* iconName, const QString& title, const QString& text, QWidget* parent = nullptr);
    QSize sizeHint() const override { return {420, 64}; }

  protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent*) override { update(); }
    void leaveEvent(QEvent*) override { update(); }

  private:
    const char* m_icon;
    QString m_title, m_text;
};

class StartPage final : public QWidget {
    Q_OBJECT
  public:
    explicit StartPage(SessionSettings& settings, QWidget* parent = nullptr);

    void refresh();  // the recent files

  Q_SIGNALS:
    void demoWanted();
    void realDemoWanted();
    void openWanted();
    void modelWanted();
    void sessionWanted();
    void fileWanted(const QString& path);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    SessionSettings& m_settings;
    QWidget* m_recent;
    QVBoxLayout* m_recentColumn;
};

}  // namespace regulus
