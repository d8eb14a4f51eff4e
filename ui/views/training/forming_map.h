// The cell embedding as it forms during training: a small scatter of its principal plane.
#pragma once

#include <QImage>
#include <QWidget>
#include <memory>
#include <vector>

#include "core/data/matrix.h"

namespace regulus {

class FormingMap final : public QWidget {
    Q_OBJECT
  public:
    explicit FormingMap(QWidget* parent = nullptr);

    // `points` is cells × 2 (null: nothing yet); one colour a cell, or none.
    void show(std::shared_ptr<const Matrix> points, std::vector<QRgb> colors);
    QSize sizeHint() const override { return {300, 240}; }
    QSize minimumSizeHint() const override { return {160, 120}; }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    std::shared_ptr<const Matrix> m_points;
    std::vector<QRgb> m_colors;
};

}  // namespace regulus
