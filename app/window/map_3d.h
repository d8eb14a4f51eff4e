// The map in space. Made when 3-D is first asked for, because an OpenGL widget makes Qt compose the whole
// window through OpenGL.
#pragma once

#include <QJsonObject>
#include <QTimer>
#include <QWidget>

#include "ui/figures/figure.h"
#include "ui/render/point_colors.h"
#include "ui/session/session.h"

namespace regulus {

class ScatterWidget3d;
class SpacePointing;
class ToneLabel;

class Map3d final : public QWidget {
    Q_OBJECT
  public:
    explicit Map3d(Session& session, QWidget* parent = nullptr);

    // The embedding it shows: one with three dimensions; null while it is being computed.
    std::shared_ptr<const ShownEmbedding> embedding() const { return m_embedding; }
    ScatterWidget3d* scatter() const { return m_scatter; }
    const SpacePointing& pointing() const { return *m_pointing; }
    std::shared_ptr<const Figure> figure() const;  // as it is seen; null where there is nothing to see

  private:
    void hear(Changes what);
    void pullPoints();
    void clear();
    void placeCamera();
    void keepCamera();
    void pullColors();
    void pullCaption();
    void pullPointing();
    PointColors pointColors() const;
    std::vector<QRgb> colors() const;
    double pointSize() const;  // device pixels

    Session& m_session;
    std::shared_ptr<const ShownEmbedding> m_embedding;
    std::vector<std::uint32_t> m_cells;  // those that are drawn
    std::string m_asked;                 // key of the layout that is being computed
    QJsonObject m_places;  // cameras of a session that was opened, by map, until the map is shown
    QTimer m_settle;       // after the last movement the camera is kept
    ScatterWidget3d* m_scatter;
    SpacePointing* m_pointing;
    ToneLabel* m_caption;
};

}  // namespace regulus
