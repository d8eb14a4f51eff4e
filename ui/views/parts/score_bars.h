// A few named bars from 0 to 1 with their numbers: the scores of a cell's classes, the shares of a group's.
#pragma once

#include <QColor>
#include <QWidget>
#include <vector>

namespace regulus {

struct ScoreBar {
    QString name;
    QColor color;
    double value = 0;  // 0..1
};

class ScoreBars final : public QWidget {
    Q_OBJECT
  public:
    explicit ScoreBars(QWidget* parent = nullptr);

    void setBars(std::vector<ScoreBar> bars);
    const std::vector<ScoreBar>& bars() const { return m_bars; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    std::vector<ScoreBar> m_bars;
};

// The largest scores first: those of at least 0.01, at least one and at most `most`.
std::vector<ScoreBar> leadingBars(std::vector<ScoreBar> bars, std::size_t most);

}  // namespace regulus
