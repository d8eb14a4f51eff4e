// The map in space. Made when 3-D is first asked for, because an OpenGL widget makes Qt compose the whole
// window through OpenGL.
#pragma once

#include <QJsonObject>
#include <QTimer>
#include <QWidget>
#include <functional>

#include "ui/figures/figure.h"
#include "ui/render/figure_numbers.h"
#include "ui/render/point_colors.h"
#include "ui/render/space_marker.h"
#include "ui/render/space_order.h"
#include "ui/session/counted_colors.h"
#include "ui/session/session.h"

namespace regulus {

class LegendPanel;
class ScatterWidget3d;
class SpaceGestures;
class SpacePointing;
class StateStack;
class ToneLabel;

class Map3d final : public QWidget {
    Q_OBJECT
  public:
    explicit Map3d(Session& session, QWidget* parent = nullptr);

    // The embedding it shows: one with three dimensions or more; null while it is being computed.
    std::shared_ptr<const ShownEmbedding> embedding() const { return m_embedding; }
    ScatterWidget3d* scatter() const { return m_scatter; }
    LegendPanel* legend() const { return m_legend; }
    StateStack* states() const { return m_stack; }
    const SpacePointing& pointing() const { return *m_pointing; }
    double drawnSize() const;                                        // diameter of its points, logical pixels
    std::optional<std::uint32_t> cellAt(const QPoint& place) const;  // as a click there would find it
    std::shared_ptr<const Figure> figure() const;  // as it is seen; null where there is nothing to see
    QStringList directions() const;                // "UMAP 1", …
    // The places and colours of the cells shown, made in a job; null where there are none.
    std::function<FigureNumbers()> numbers() const;

  public Q_SLOTS:
    void fit();
    void zoomToSelection();
    void lookAlong(std::size_t direction);  // 0, 1 or 2

  Q_SIGNALS:
    void menuAsked(QPoint place);  // in this widget
    void planeAsked();             // the map in the plane instead
    void plotAsked();              // of the two numbers that the cells are coloured by, against each other

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void hear(Changes what);
    void pullPoints();
    void clear();
    void placeCamera();
    void keepCamera();
    void pullColors();
    void pullLook();
    void pullLegend();
    void pullPointing();
    void pullPointSize();
    void pullState();
    void press();
    void toggleGroup(int category, Qt::KeyboardModifiers modifiers);
    void compute();
    std::shared_ptr<const PointColors> pointColors() const;
    const CellSet& strong() const;  // the cells that step forward; empty: none
    std::vector<QRgb> colors() const;
    SpaceMarker marker() const;
    void rankCells();                           // once for each state of what is seen
    std::vector<SpaceRank> drawnRanks() const;  // one a drawn point, or empty

    Session& m_session;
    std::shared_ptr<const ShownEmbedding> m_embedding;
    mutable CountedColors m_counted;
    std::vector<std::uint32_t> m_cells;                     // those that are drawn
    CellSet m_strong;                                       // as it was last drawn
    std::shared_ptr<const std::vector<SpaceRank>> m_ranks;  // one a cell, or empty
    std::weak_ptr<const PointColors> m_ranked;              // the colours that they are of
    bool m_rankedMixed = false;                             // and the order
    std::string m_asked;                                    // key of the layout that is being computed
    QJsonObject m_places;  // cameras of a session that was opened, by map, until the map is shown
    QTimer m_settle;       // after the last movement the camera is kept
    ScatterWidget3d* m_scatter;
    LegendPanel* m_legend;
    StateStack* m_stack;
    SpaceGestures* m_gestures;
    SpacePointing* m_pointing;
    ToneLabel* m_caption;
    enum class Page { Content, NoOpenGl, NoMap, Computing, NoCells } m_page = Page::Content;
};

}  // namespace regulus
