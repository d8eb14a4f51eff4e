// Shows a CurveScene; hover reads an epoch.
#pragma once

#include <QWidget>

#include "ui/views/training/curve_scene.h"

namespace regulus {

class CurveWidget final : public QWidget {
    Q_OBJECT
  public:
    explicit CurveWidget(QWidget* parent = nullptr);

    CurveScene& scene() { return m_scene; }
    QSize sizeHint() const override { return {520, 300}; }
    QSize minimumSizeHint() const override { return {240, 170}; }

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    CurveScene m_scene;
};

}  // namespace regulus
