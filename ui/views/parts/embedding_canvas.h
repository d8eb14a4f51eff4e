// The widget under the map of cells: turns wheel, drags, keys and clicks into views of the scene and into
// gestures. Knows the scene and nothing of the session.
#pragma once

#include <QPolygonF>
#include <QTimer>
#include <QWidget>
#include <optional>

#include "ui/render/embedding_scene.h"
#include "ui/session/selection_model.h"
#include "ui/session/tool.h"
#include "ui/views/parts/polygon_pen.h"

namespace regulus {

class EmbeddingCanvas final : public QWidget {
    Q_OBJECT
  public:
    explicit EmbeddingCanvas(QWidget* parent = nullptr);

    EmbeddingScene& scene() { return m_scene; }
    const EmbeddingScene& scene() const { return m_scene; }
    // Another scene in the place of this one; of the same map, what a person made of the view stays.
    void show(EmbeddingScene scene);
    // What is shown is no longer what was asked for: it says so.
    void setOutdated(bool outdated);
    bool isOutdated() const { return m_outdated; }
    void setTool(Tool tool);
    Tool tool() const { return m_tool; }

    // The view that the others have; nullopt: all cells. Says nothing.
    void showView(const std::optional<PlaneView>& view);
    // Its pictures are made elsewhere: pictureWanted() asks for one, takePicture() shows it.
    void setDeferred();
    void takePicture(const EmbeddingScene& prepared);  // nothing when something else was set since

    // An area that is drawn is a gate rather than a selection.
    void setDrawsOutline(bool draws) { m_drawsOutline = draws; }
    // The ends of the legend's scale can be dragged.
    void setScaleDragged(bool dragged) { m_scaleDragged = dragged; }

    void fit();
    void fitTo(const CellSet& cells);
    void zoomBy(double factor);  // about the middle; > 1 comes closer
    void zoomAt(QPointF position, double factor);
    void panBy(QPointF pixels);
    EmbeddingScene::Layout sceneLayout() const;
    std::optional<std::uint32_t> pointAt(QPointF position) const;  // near enough to be meant

    bool isFitted() const { return m_fitted; }  // all cells, not what somebody zoomed to

  Q_SIGNALS:
    void viewChanged(const std::optional<regulus::PlaneView>& view);  // by a gesture; nullopt: all cells
    void pictureWanted();
    void pointHovered(std::optional<std::uint32_t> point, QPoint globalPosition);
    void pointClicked(std::uint32_t point, Qt::KeyboardModifiers modifiers);
    void areaPicked(const regulus::CellSet& cells, regulus::SelectMode mode);
    // In units of the plane; a box by its corners, the low x and y first. Its points are few enough to edit.
    void outlineDrawn(const QPolygonF& corners, bool box);
    // What the marks of the scene have become; `done` when the mouse lets go, and when the drag is taken
    // back.
    void markMoved(const regulus::MarkGrip& grip, bool done);
    void categoryClicked(int category, bool inLegend, Qt::KeyboardModifiers modifiers);
    void categoryDoubleClicked(int category);
    // An end of the legend's scale is dragged; when the mouse lets go, or when the drag is taken back.
    void scaleEndMoved(const regulus::ScaleEnd& end, double value);
    void scaleEndLeft(const regulus::ScaleEnd& end, bool kept);
    void scaleDoubleClicked(int axis);
    void escapePressed();
    void zoomToSelectionAsked();

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;

  private:
    enum class Drag { None, Pressed, Pan, Lasso, Rectangle, Mark, Scale };
    void setMoving();
    void refit();
    void hover(QPointF position, QPoint global);
    void beginDrag(QPointF position);
    void dragMark(QPointF position);
    void endMark(bool keep);
    void endScale(bool keep);
    QString legendTip(QPointF position) const;
    void finishPick(Qt::KeyboardModifiers modifiers);
    void take(const QPolygonF& plane, bool box, Qt::KeyboardModifiers modifiers);
    void setCorner(QPointF position, Qt::KeyboardModifiers modifiers);
    void closePolygon(Qt::KeyboardModifiers modifiers);
    bool polygonKey(const QKeyEvent& event) const;
    void takePolygonKey(const QKeyEvent& event);
    void click(QPointF position, Qt::KeyboardModifiers modifiers);
    QPolygonF pickedPolygon() const;  // in pixels
    void updateCursor();

    EmbeddingScene m_scene;
    Tool m_tool = Tool::Lasso;
    Drag m_drag = Drag::None;
    bool m_panDrag = false, m_space = false, m_moving = false, m_fitted = true, m_keyboardFocus = false;
    bool m_outdated = false, m_deferred = false, m_drawsOutline = false;
    bool m_scaleDragged = false;
    ScaleEnd m_scaleEnd;       // that is dragged
    MarkGrip m_grip;           // that is dragged
    PlaneMarks m_marksBefore;  // the drag
    QPointF m_pressed, m_last;
    QPolygonF m_lasso;
    PolygonPen m_pen;
    QTimer m_settle;  // after the last movement the picture is drawn in full
};

}  // namespace regulus
