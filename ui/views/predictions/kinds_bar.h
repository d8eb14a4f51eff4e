// The cells that somebody who judges a model looks at first, one click away: wrong and sure, right and
// unsure, unassigned, each with its number.
#pragma once

#include <QWidget>
#include <array>

#include "ui/models/prediction_table.h"

class QPushButton;

namespace regulus {

class KindsBar final : public QWidget {
    Q_OBJECT
  public:
    explicit KindsBar(QWidget* parent = nullptr);

    // By kind; what their numbers are called and from which on they are sure.
    void show(const std::array<std::size_t, 4>& counts, const PredictionTable& table, double threshold);
    void setKind(PredictionKind kind);  // says nothing
    QPushButton* button(PredictionKind kind) const;

  Q_SIGNALS:
    void chosen(regulus::PredictionKind kind);  // All: the one that was chosen is so no more

  private:
    std::array<QPushButton*, 3> m_buttons;
};

}  // namespace regulus
