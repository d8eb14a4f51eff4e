// Shows a ConfusionScene and turns mouse and keys into fields.
#pragma once

#include <QWidget>

#include "ui/views/confusion/confusion_scene.h"

namespace regulus {

class ConfusionCanvas final : public QWidget {
    Q_OBJECT
  public:
    explicit ConfusionCanvas(QWidget* parent = nullptr);

    ConfusionScene& scene() { return m_scene; }
    QSize sizeHint() const override { return {560, 420}; }
    QSize minimumSizeHint() const override { return {240, 160}; }

  Q_SIGNALS:
    void fieldClicked(std::size_t row, std::size_t column, Qt::KeyboardModifiers modifiers);
    void columnClicked(std::size_t column, Qt::KeyboardModifiers modifiers);
    void rowClicked(std::size_t row, Qt::KeyboardModifiers modifiers);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    ConfusionScene m_scene;
    std::optional<ConfusionScene::Field> m_cursor;  // where the arrow keys are
};

}  // namespace regulus
