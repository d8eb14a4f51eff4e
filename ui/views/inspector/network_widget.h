// Shows the network of an opened TF. Hover tells the numbers of an edge, a click or Return asks for that
// gene. Names are dragged, and stay where they were put while the TF is open; the ground is dragged to pan.
// The wheel zooms where the network has the keyboard, and with Ctrl everywhere; else what lies around it
// scrolls. A double click on the ground lays out again.
#pragma once

#include <QWidget>
#include <optional>

#include "ui/figures/figure_drawing.h"
#include "ui/figures/network/network_picture.h"

namespace regulus {

class NetworkWidget final : public QWidget {
    Q_OBJECT
  public:
    explicit NetworkWidget(QWidget* parent = nullptr);

    // Of the TF that is shown already, names stay where they were put.
    void setPicture(NetworkPicture picture);
    const NetworkPicture& picture() const { return m_picture; }
    // Undoes what was moved, and fits.
    void layOutAgain();
    void fit();
    bool isMoved() const { return !m_picture.moved.empty(); }
    double zoom() const { return m_zoom; }
    // A target, or "" for the TF; none: nothing is pointed at or has the keyboard's frame.
    const std::optional<QString>& current() const { return m_current; }
    // Where its name is, in pixels; empty where it is not shown.
    QRectF boxOf(const QString& gene) const;

    QSize sizeHint() const override { return {320, 220}; }
    QSize minimumSizeHint() const override { return {200, 150}; }

  Q_SIGNALS:
    void geneClicked(const QString& gene);  // "": the TF
    void menuAsked(const std::optional<QString>& gene, const QPoint& global);

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    double scale() const;   // pixels a millimetre
    QRectF ground() const;  // pixels: what the names are placed in
    void draw();
    void setCurrent(const std::optional<QString>& gene);
    void step(int by);
    void zoomAt(QPointF at, double factor);
    void moveTo(const QString& gene, QPointF center);
    std::optional<QString> geneAt(QPointF position) const;
    QString told(const QString& gene) const;

    NetworkPicture m_picture;
    FigureDrawing m_drawing;
    std::optional<QString> m_current;
    double m_zoom = 1;
    QPointF m_pan;  // pixels
    struct Press {
        std::optional<QString> gene;  // none: the ground
        QPointF at, from;             // the pointer; the middle of the name, or the pan, as they were
        bool dragged = false;
    };
    std::optional<Press> m_press;
};

}  // namespace regulus
