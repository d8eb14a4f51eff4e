// The map in space under the pointer: names of groups, hover, clicks. What takes a pass over the cells, that
// is where they are on screen and where names belong, is computed in jobs, once the camera stands still.
#pragma once

#include <QObject>
#include <QTimer>
#include <optional>

#include "ui/render/space_points.h"
#include "ui/session/session.h"

namespace regulus {

class ScatterWidget3d;

class SpacePointing final : public QObject {
    Q_OBJECT
  public:
    // Both must outlive it.
    SpacePointing(Session& session, ScatterWidget3d& scatter, QObject* parent = nullptr);
    ~SpacePointing() override;

    // What the map shows now; again after other points, colours, or filters. Null: nothing.
    void show(std::shared_ptr<const Matrix> points, std::shared_ptr<const PointColors> colors,
              double pointSize);
    bool ready() const { return m_seen != nullptr; }  // a cell under the pointer is known
    std::optional<std::uint32_t> cellAt(QPointF position) const;

  private:
    void placeNames();
    void look();
    void point(std::optional<QPointF> position, QPoint global);
    void click(QPointF position, Qt::KeyboardModifiers modifiers);
    void showHighlight();
    DrawnPoint drawn() const;

    Session& m_session;
    ScatterWidget3d& m_scatter;
    std::shared_ptr<const Matrix> m_points;
    std::shared_ptr<const PointColors> m_colors;
    double m_pointSize = 0;  // device pixels
    std::shared_ptr<const SeenPoints> m_seen;
    std::optional<std::uint32_t> m_hovered;
    QTimer m_settle;  // after the camera's last movement
    QString m_key;
};

}  // namespace regulus
