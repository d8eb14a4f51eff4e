// The cells of the map in space under the pointer: names of groups, hover, clicks, and the cells that an area
// is drawn around. What takes a pass over the cells, that is where they are on screen and where names belong,
// is computed in jobs, once the camera stands still.
#pragma once

#include <QObject>
#include <QTimer>
#include <optional>
#include <utility>
#include <vector>

#include "ui/render/space_index.h"
#include "ui/render/space_points.h"
#include "ui/session/session.h"

namespace regulus {

class ScatterWidget3d;
class SpaceGestures;

// What the map shows. Null points: nothing.
struct SpaceShown {
    std::shared_ptr<const Matrix> points;
    std::shared_ptr<const PointColors> colors;
    std::shared_ptr<const std::vector<SpaceRank>> ranks;  // one a cell, or empty; null: as empty
    double pointSize = 0;                                 // logical pixels
};

class SpacePointing final : public QObject {
    Q_OBJECT
  public:
    // All must outlive it.
    SpacePointing(Session& session, ScatterWidget3d& scatter, SpaceGestures& gestures,
                  QObject* parent = nullptr);
    ~SpacePointing() override;

    // Again after other points, colours, or filters.
    void show(SpaceShown shown);
    void setPointSize(double pixels);
    bool ready() const { return m_seen != nullptr; }  // a cell under the pointer is known
    std::optional<std::uint32_t> cellAt(QPointF position) const;
    std::size_t inView() const;  // of the cells, as far as that is known; else all that are shown

  Q_SIGNALS:
    void located();  // it became known where the cells are on screen

  private:
    void placeNames();
    void look();
    void point(std::optional<QPointF> position, QPoint global);
    void click(QPointF position, Qt::KeyboardModifiers modifiers);
    void doubleClick(QPointF position);
    void take(const QPolygonF& outline, Qt::KeyboardModifiers modifiers);
    void select(const QPolygonF& outline, Qt::KeyboardModifiers modifiers);
    void showRings();
    QString card(std::uint32_t cell) const;
    DrawnPoint drawn() const;

    Session& m_session;
    ScatterWidget3d& m_scatter;
    SpaceGestures& m_gestures;
    SpaceShown m_shown;
    CellSet m_visible;  // of the last show()
    std::shared_ptr<const SeenPoints> m_seen;
    std::shared_ptr<const SpaceIndex> m_index;  // of the cells of the last show(); there before m_seen is
    std::optional<std::pair<QPolygonF, Qt::KeyboardModifiers>> m_waiting;  // an area, for m_seen
    std::optional<std::uint32_t> m_hovered;
    QTimer m_settle;  // after the camera's last movement
    QString m_key;
};

}  // namespace regulus
