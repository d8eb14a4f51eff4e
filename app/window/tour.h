// Bubbles that show a newcomer around; dismissed, they never come back by themselves.
#pragma once

#include <QFrame>
#include <QPointer>
#include <vector>

class QPushButton;

namespace regulus {

class ToneLabel;

struct TourStop {
    QPointer<QWidget> target;  // the bubble points at it; stops whose target is not visible are skipped
    QString title, text;
};

class Tour final : public QFrame {
    Q_OBJECT
  public:
    // A child of `window`, placed over its other children.
    Tour(std::vector<TourStop> stops, QWidget* window);

    void start();
    int position() const { return m_at; }
    QString titleText() const;

  Q_SIGNALS:
    void dismissed();  // at the end, or by the person

  protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void go(int to);
    void place();

    std::vector<TourStop> m_stops;
    int m_at = -1;
    QPoint m_tip;  // what the arrow points at, in own coordinates
    ToneLabel *m_title, *m_text, *m_count;
    QPushButton *m_next, *m_never;
};

}  // namespace regulus
