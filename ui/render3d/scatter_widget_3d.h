// A scatter plot in space: drag rotates, Shift and drag (or the middle button) pans, the wheel or the right
// button zooms; arrow keys, + and -, and Home do the same from the keyboard.
//
// VTK is loaded when the first of these widgets is made, so a window makes one only when 3-D is asked for.
// Where there is no OpenGL the widget says so in words instead.
#pragma once

#include <QColor>
#include <QRgb>
#include <QString>
#include <QWidget>
#include <optional>
#include <span>

#include "ui/render/camera_3d.h"

namespace regulus {

class ScatterView3d;
class SpaceOverlay;

// Asks for the OpenGL that 3-D needs (3.2 core). Call before the QApplication is made: later calls have no
// effect on windows that exist.
void prepare_opengl_format();

class ScatterWidget3d : public QWidget {
    Q_OBJECT
  public:
    explicit ScatterWidget3d(QWidget* parent = nullptr);

    // Why nothing can be drawn here, in words for a person; empty when it can.
    const QString& unavailableReason() const { return m_reason; }

    // As in ScatterView3d; without effect where 3-D is not available.
    void setPoints(std::span<const float> xyz, std::span<const QRgb> colors);
    void setColors(std::span<const QRgb> colors);
    void setPointSize(double pixels);
    void setBackground(const QColor& color);
    void resetCamera();
    void setCamera(const Camera3d& camera);
    Camera3d camera() const;                             // looks from the front where 3-D is not available
    SpaceOverlay* overlay() const { return m_overlay; }  // null where 3-D is not available

  Q_SIGNALS:
    void cameraMoved();  // or the size of the picture; its points are elsewhere
    // Positions in this widget. Hovering ends with nullopt: the pointer left, or a button is down.
    void pointed(std::optional<QPointF> position, QPoint globalPosition);
    void clicked(QPointF position, Qt::KeyboardModifiers modifiers);  // and not dragged

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void showReason();

    ScatterView3d* m_view = nullptr;  // its widget is a child of this one
    SpaceOverlay* m_overlay = nullptr;
    std::optional<QPointF> m_pressed;  // and not yet dragged away
    QString m_reason;
};

}  // namespace regulus
