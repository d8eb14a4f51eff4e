// The mouse and the keys on the map in space, by the tool: drags turn or move the map, or draw around cells;
// clicks point, or set the corners of a polygon. With the middle button, or Space held, a drag turns or moves
// it with any tool. Knows nothing of cells.
#pragma once

#include <QObject>
#include <QPointF>
#include <QPolygonF>
#include <optional>

#include "ui/session/tool.h"
#include "ui/views/parts/polygon_pen.h"

class QKeyEvent;
class QMouseEvent;

namespace regulus {

class ScatterWidget3d;

class SpaceGestures final : public QObject {
    Q_OBJECT
  public:
    // `scatter` must outlive it.
    explicit SpaceGestures(ScatterWidget3d& scatter, QObject* parent = nullptr);

    void setTool(Tool tool);
    Tool tool() const { return m_tool; }
    void setPointsAtControl(bool control);  // under the pointer is something to click on: the cursor says so

  Q_SIGNALS:
    // Positions in the widget. Hovering ends with nullopt: the pointer left, or a button is down.
    void pointed(std::optional<QPointF> position, QPoint globalPosition);
    void clicked(QPointF position, Qt::KeyboardModifiers modifiers);  // and not dragged
    void doubleClicked(QPointF position);
    void areaDrawn(const QPolygonF& outline, Qt::KeyboardModifiers modifiers);
    void menuAsked(QPoint position);
    void selectionAsked();  // to be seen whole
    void escapePressed();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    enum class Drag { None, Pressed, Turn, Forwarded, Lasso, Rectangle };
    bool selects() const;  // with a drag
    bool press(const QMouseEvent& mouse);
    bool move(const QMouseEvent& mouse);
    bool release(const QMouseEvent& mouse);
    bool doubleClick(const QMouseEvent& mouse);
    bool pressKey(const QKeyEvent& key);
    bool takesKey(const QKeyEvent& key) const;
    void begin(const QMouseEvent& mouse);
    void click(QPointF position, Qt::KeyboardModifiers modifiers);
    void closePolygon(Qt::KeyboardModifiers modifiers);
    void drop();  // what is being drawn
    void forward(QEvent::Type type, const QMouseEvent& mouse, QPointF position, Qt::MouseButton as);
    void paint(QPainter& painter) const;
    void refresh();
    void updateCursor();

    ScatterWidget3d& m_scatter;
    QWidget* m_canvas = nullptr;  // that draws; null where 3-D is not available
    Tool m_tool = Tool::Rotate;
    Drag m_drag = Drag::None;
    Qt::MouseButton m_as = Qt::LeftButton;  // that a drag is handed on as
    bool m_space = false, m_forwarding = false, m_onControl = false;
    QPointF m_pressed, m_last;
    std::optional<QPointF> m_right;  // where the right button was pressed, and not yet dragged
    QPolygonF m_lasso;
    PolygonPen m_pen;  // its corners are pixels: the map does not move while it is open
};

}  // namespace regulus
