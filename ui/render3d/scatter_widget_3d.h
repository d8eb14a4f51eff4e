// A scatter plot in space: drag rotates, Shift and drag (or the middle button) pans, the wheel or the right
// button zooms; arrow keys, + and -, and Home or 0 do the same from the keyboard.
//
// VTK is loaded when the first of these widgets is made, so a window makes one only when 3-D is asked for.
// Where there is no OpenGL the widget says so in words instead.
#pragma once

#include <QColor>
#include <QRgb>
#include <QString>
#include <QTimer>
#include <QWidget>
#include <array>
#include <optional>
#include <span>
#include <vector>

#include "ui/render/camera_3d.h"
#include "ui/render/space_order.h"

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

    // As in ScatterView3d, with the ranks of the points, see space_order.h; without effect where 3-D is not
    // available. Of very many points a part is drawn while the camera moves, all of them once it stands
    // still.
    void setPoints(std::vector<float> xyz, std::span<const QRgb> colors, std::vector<SpaceRank> ranks = {});
    void setColors(std::span<const QRgb> colors, std::vector<SpaceRank> ranks = {});
    void setPointSize(double pixels);
    void setBackground(const QColor& color);
    void resetCamera();
    void zoomBy(double factor);
    void setCamera(const Camera3d& camera);
    Camera3d camera() const;                             // looks from the front where 3-D is not available
    SpaceOverlay* overlay() const { return m_overlay; }  // null where 3-D is not available
    QWidget* canvas() const;                             // that has mouse and keys; null where there is none

  Q_SIGNALS:
    void cameraMoved();  // or the size of the picture; its points are elsewhere

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void showReason();
    void arrange(const Camera3d& camera);
    void thin();
    bool isFitted() const;

    ScatterView3d* m_view = nullptr;  // its widget is a child of this one
    SpaceOverlay* m_overlay = nullptr;
    std::vector<float> m_xyz;
    std::vector<SpaceRank> m_ranks;
    std::vector<std::uint32_t> m_order;               // of the points, as they were last arranged
    std::optional<std::array<double, 3>> m_arranged;  // the direction that they are in order for
    Camera3d m_seenFrom;                              // of the last picture
    bool m_thinned = false;                           // it has not all of the points
    std::optional<Camera3d> m_fitted;                 // the camera that sees all points, until it is moved
    QTimer m_still;                                   // after the camera moved
    QString m_reason;
};

}  // namespace regulus
