// The final numbers: model beside baseline, and what they mean in words.
#pragma once

#include <QWidget>
#include <vector>

#include "ui/views/training/training_verdict.h"

namespace regulus {

class ToneLabel;

class VerdictBox final : public QWidget {
    Q_OBJECT
  public:
    explicit VerdictBox(QWidget* parent = nullptr);

    void show(std::vector<MetricRow> rows, const QString& words);
    QString words() const;

  private:
    class Numbers;
    Numbers* m_numbers;
    ToneLabel* m_words;
};

}  // namespace regulus
