// Shows a figure as the exporter draws it, in the colours of the theme, at the width of the widget: as high
// as the room there is, where its text fits, else little higher, or as high as it is on paper. Hover, click,
// keys, and names that are dragged to another place.
#pragma once

#include <QWidget>
#include <functional>
#include <memory>
#include <optional>

#include "ui/figures/figure.h"

namespace regulus {

class PlotCanvas final : public QWidget {
    Q_OBJECT
  public:
    explicit PlotCanvas(QWidget* parent = nullptr);

    void setFigure(std::shared_ptr<const Figure> figure);  // null: nothing
    const std::shared_ptr<const Figure>& figure() const { return m_figure; }
    void setRoom(int height);  // of what is seen of it, pixels
    // The text of a tooltip; empty for none.
    void setWords(std::function<QString(const FigureSpot&)> words) { m_words = std::move(words); }
    const FigureDrawing& drawing() const { return m_drawing; }
    std::optional<FigureSpot> spotAt(QPointF position) const;
    QRectF boxOf(const FigureSpot& spot) const;  // pixels
    QString problem() const;                     // why it cannot be drawn well at this width
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

  Q_SIGNALS:
    void hovered(std::optional<regulus::FigureSpot> spot);
    void clicked(regulus::FigureSpot spot, Qt::KeyboardModifiers modifiers);
    void doubleClicked(regulus::FigureSpot spot);  // after a click; or the key C
    void moved(bool rows, int from, int to);       // a name was put where another was
    void escapePressed();
    void laidOut();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    double scale() const;                            // pixels a mm
    int pixels(const FigureDrawing& drawing) const;  // its height
    FigureDrawing laidOutAt(int width) const;
    void layOutAgain();
    void setHovered(std::optional<FigureSpot> spot);
    void drag(QPointF position);
    void moveHovered(int rows, int columns);

    std::shared_ptr<const Figure> m_figure;
    std::function<QString(const FigureSpot&)> m_words;
    FigureDrawing m_drawing;
    std::optional<FigureSpot> m_hovered, m_pressed, m_target;  // target: of a name that is being dragged
    QPointF m_pressedAt;
    int m_laidWidth = -1;  // that the drawing is of
    int m_room = 0;
    mutable std::pair<int, int> m_otherHeight{-1, 0};  // the width that was asked for last, and its height
    bool m_dragging = false;
};

}  // namespace regulus
