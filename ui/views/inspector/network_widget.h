// Shows a NetworkScene: hover tells the numbers of an edge, a click asks for that gene.
#pragma once

#include <QWidget>

#include "ui/views/inspector/network_scene.h"

namespace regulus {

class NetworkWidget final : public QWidget {
    Q_OBJECT
  public:
    explicit NetworkWidget(QWidget* parent = nullptr);

    NetworkScene& scene() { return m_scene; }
    const NetworkScene& scene() const { return m_scene; }
    // What the two sides of its pairs are called.
    void setNames(const QString& first, const QString& second) { m_first = first, m_second = second; }
    const QString& firstName() const { return m_first; }
    const QString& secondName() const { return m_second; }
    QSize sizeHint() const override { return {320, 220}; }
    QSize minimumSizeHint() const override { return {200, 150}; }

  Q_SIGNALS:
    void geneClicked(const QString& gene);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    NetworkScene m_scene;
    QString m_first, m_second;
};

}  // namespace regulus
