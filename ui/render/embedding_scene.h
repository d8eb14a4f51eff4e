// The map of cells: points, labels on groups, legend, caption, selection, hover. Knows no widget and nothing
// of the session; the embedding view and the figure exporter paint the same scene.
//
// A copy shares what is large with the scene it was made from. That is how a picture of very many points is
// made on another thread: prepare() a copy there, then take() what it computed.
#pragma once

#include <QFontMetricsF>
#include <QHash>
#include <QImage>
#include <memory>
#include <optional>

#include "core/base/cell_set.h"
#include "core/base/job.h"
#include "ui/render/figure_numbers.h"
#include "ui/render/figure_scene.h"
#include "ui/render/group_anchors.h"
#include "ui/render/group_contours.h"
#include "ui/render/label_placer.h"
#include "ui/render/legend_painter.h"
#include "ui/render/map_picture.h"
#include "ui/render/plane_marks.h"
#include "ui/render/point_colors.h"
#include "ui/render/scatter_raster.h"
#include "ui/render/spatial_grid.h"

namespace regulus {

enum class LegendPlace {
    OnPlot,  // names at the groups; a scale where no cells are, beside the plot where they are everywhere
    Beside,  // a list at the right
    Both,
    None,
};

class EmbeddingScene final : public FigureScene {
  public:
    // --- what is shown. Every set has the universe of the points; a null grid is an empty scene. ---
    void setPoints(std::shared_ptr<const SpatialGrid> grid);  // keeps the view unless there was none
    // Points of another dataset, in grey below these; they are not picked. Null: none.
    void setGround(std::shared_ptr<const SpatialGrid> ground);
    // size() points, not null; others than before show all categories again.
    void setColors(std::shared_ptr<const PointColors> colors);
    void setColors(PointColors colors) { setColors(std::make_shared<const PointColors>(std::move(colors))); }
    void setSelection(CellSet selected);                              // empty: nothing steps back
    void setEmphasis(CellSet cells);                                  // the others step back, even all
    void setShown(std::optional<CellSet> shown);                      // filter; nullopt: all
    void setHiddenCategories(std::vector<std::uint8_t> hidden);       // one a legend entry
    void setHighlighted(std::optional<std::uint32_t> point);          // hovered: a filled ring
    void setFocused(std::optional<std::uint32_t> point);              // looked at closely: a ring that stays
    void setBeside(std::optional<std::uint32_t> point);               // what it is compared with: one, too
    void setHighlightedCategory(std::optional<int> category);         // its legend row and label stand out
    void setCaption(const QString& caption) { m_caption = caption; }  // "UMAP of the cell embedding · …"
    void setAxisNames(const QString& x, const QString& y);            // in figures; empty: none
    // x and y are two different things: each fills its side of the plot, and has an axis with ticks.
    void setAxes(bool axes);
    void setMarks(PlaneMarks marks) { m_marks = std::move(marks); }  // over the points
    void setContours(
        std::shared_ptr<const PointColors> groups);  // that have outlines, one a point; null: none
    void setContoursNamed(bool named);               // on the map, where the colours are of numbers
    // Points lie over each other in an order of their own: by default the highest number is above, or that
    // farthest from the middle of its scale.
    void setMixedOrder(bool mixed);
    void setNote(const QString& note) { m_note = note; }            // below the plot, in figures
    void setSimulated(bool simulated) { m_simulated = simulated; }  // the mark on every such picture
    // One a point, for numbers(); shared, because there may be millions.
    void setNames(std::shared_ptr<const std::vector<std::string>> names) { m_names = std::move(names); }
    // One a point, for numbers(), where those that are drawn are rounded; null: none.
    void setExact(std::shared_ptr<const std::vector<double>> x,
                  std::shared_ptr<const std::vector<double>> y) {
        m_exactX = std::move(x), m_exactY = std::move(y);
    }
    void setTitle(const QString& title) { m_title = title; }
    void setLegendPlace(LegendPlace place) { m_place = place; }
    void setPlotLink(bool shown) { m_plotLink = shown; }  // "Scatter plot" under the legend of a blend
    void setPointSize(double logicalPixels);  // 0: chosen from the number of points in view; else 1 .. 16
    void setOpacity(double opacity);          // 0.05 .. 1 of a single point

    const PlaneMarks& marks() const { return m_marks; }
    const PointColors* contours() const { return m_contours.get(); }  // null: none
    QString outlinesText() const;  // what they are; empty where there are none
    bool hasAxes() const { return m_axes; }
    const SpatialGrid* points() const { return m_grid.get(); }
    const SpatialGrid* ground() const { return m_ground.get(); }
    const PointColors& colors() const { return *m_colors; }
    const CellSet& selection() const { return m_selected; }
    const std::vector<std::uint8_t>& hiddenCategories() const { return m_hidden; }
    LegendPlace legendPlace() const { return m_place; }
    double pointSize() const { return m_pointSize; }
    std::optional<std::uint32_t> highlighted() const { return m_highlighted; }
    std::optional<std::uint32_t> focused() const { return m_focused; }
    bool empty() const { return !m_grid || m_grid->placed() == 0; }

    // --- the view ---
    PlaneView view() const { return m_view; }
    void setView(const PlaneView& view);
    PlaneView fitted(double aspect) const;                        // all points and gates, with a margin
    PlaneView fitted(const CellSet& cells, double aspect) const;  // these points; all when none is placed
    void fit(const QRectF& area, const PaintStyle& style) { setView(fitted(plotAspect(area, style))); }

    // --- where things are when painted into `area` ---
    struct Layout {
        QRectF plot, legend;
        PlaneToPixels transform;  // relative to plot.topLeft()
        QPointF toPlane(QPointF position) const { return transform.toPlane(position - plot.topLeft()); }
        QPointF toPixel(QPointF plane) const {
            return transform.toPixel(plane.x(), plane.y()) + plot.topLeft();
        }
    };
    Layout layout(const QRectF& area, const PaintStyle& style) const;
    double plotAspect(const QRectF& area, const PaintStyle& style) const;
    std::optional<MarkGrip> gripAt(QPointF position, const Layout& layout) const;
    std::optional<std::uint32_t> pointAt(QPointF position, double radius, const Layout& layout) const;
    // Those drawn that lie nearest to a point, itself first; nothing where it has no place.
    std::vector<std::uint32_t> nearestTo(std::uint32_t point, std::size_t count) const;
    CellSet cellsIn(const QPolygonF& planePolygon) const;  // only those drawn
    // The category whose legend row, or name on the map, is at the position, as last painted; of a blend the
    // entry of its legend, or blend_plot_link.
    struct CategoryHit {
        int category;
        bool inLegend;
    };
    std::optional<CategoryHit> categoryAt(QPointF position) const;
    void scrollLegend(double pixels) const;  // of a legend longer than its place

    // --- the scale of a legend, as last painted; a blend has two ---
    const std::vector<PaintedScale>& scales() const { return m_scales; }
    std::optional<ScaleEnd> scaleEndAt(QPointF position) const;
    std::optional<int> scaleAt(QPointF position) const;  // the axis whose scale is there
    void setScaleEnd(std::optional<ScaleEnd> end);       // under the cursor: it shows a grip
    // While an end is dragged the scale stays as it was, whatever its ends become.
    bool holdScale(const ScaleEnd& end);
    void releaseScale();
    double heldValueAt(QPointF position) const;
    const Legend* scaleLegend(int axis) const;  // null: there is no such scale

    // --- a picture made elsewhere ---
    // paint() makes none itself: it moves the one it has to where the view is now, and wantsPicture() says
    // after it whether that is not what is to be shown.
    void setDeferred(bool deferred) { m_deferred = deferred; }
    bool wantsPicture() const { return m_wantsPicture; }
    // Another number whenever something was set that means a pass over all points.
    std::uint64_t revision() const { return m_revision; }
    // What is left for paint() into that area is little. pixelRatio: of the device. A pass over all points;
    // throws Cancelled. Thread: any, of a copy.
    void prepare(const QRectF& area, double pixelRatio, const PaintStyle& style, Job& job);
    // What prepare() computed for a copy made at this revision.
    void take(const EmbeddingScene& prepared);
    // The view, and what the cursor did to the legend, as far as it is the same map and the same legend.
    void keepPlace(const EmbeddingScene& before);

    // --- FigureScene ---
    void paint(QPainter& painter, const QRectF& area, const PaintStyle& style) const override;
    MapPicture picture() const;  // for a figure
    QString title() const override { return m_title.isEmpty() ? QStringLiteral("embedding") : m_title; }
    FigureNumbers numbers() const;  // one row a drawn point: cell, x, y, what it is coloured by

    // What the raster last did, for the benchmark and the status line.
    RasterResult lastRaster() const { return m_lastRaster; }

  private:
    struct Wanted {  // a picture, and what it depends on
        QSize size;
        RasterStyle style;
        PlaneToPixels view;  // pixels of the image
        std::vector<double> key;
    };
    Wanted wantedRaster(const Layout& layout, double pixelRatio, const PaintStyle& style) const;
    bool isCurrent(const Wanted& wanted) const;
    void updateRaster(const Wanted& wanted) const;
    void paintMoved(QPainter& painter, const Layout& layout, double pixelRatio) const;
    void paintRing(QPainter& painter, std::uint32_t point, bool filled, const Layout& layout,
                   const PaintStyle& style) const;
    void paintContours(QPainter& painter, const Layout& layout, const PaintStyle& style) const;
    Legend orderedScale() const;
    const PointColors& named() const;  // whose groups have their names on the map
    void paintLabels(QPainter& painter, const Layout& layout, const PaintStyle& style) const;
    void paintLegend(QPainter& painter, const Layout& layout, const PaintStyle& style) const;
    struct Name {
        LabelRequest request;
        QString text;
        int category;
    };
    std::vector<Name> namesIn(const Layout& layout, const QRectF& room, const QFontMetricsF& metrics) const;
    void paintName(QPainter& painter, const QRectF& box, const QString& text, int category,
                   const PaintStyle& style) const;
    void paintPointedName(QPainter& painter, const Layout& layout, const QRectF& room,
                          const std::optional<QRectF>& usual, const PaintStyle& style) const;
    struct ScalePlace {  // where a scale lies, and what that was chosen for
        std::uint64_t revision = 0;
        QSizeF area, size;
        std::optional<std::size_t> chosen;  // of scalePlaces(); nullopt: beside the plot
    };
    const ScalePlace& scalePlace(const QRectF& area, QSizeF size) const;
    std::vector<QRectF> scalePlaces(const QRectF& plot, QSizeF size) const;
    std::size_t cellsUnder(const QRectF& place, const Layout& layout) const;
    QRectF placeOnPlot(QPainter& painter, const Layout& layout, QSizeF size, const PaintStyle& style) const;
    void paintOverlay(QPainter& painter, const Layout& layout, const QRectF& area,
                      const PaintStyle& style) const;
    PlaneView viewOfBox(const QRectF& box, double aspect) const;
    void paintCaption(QPainter& painter, const Layout& layout, const PaintStyle& style) const;
    double paintOutlineKey(QPainter& painter, const Layout& layout, double baseline, double wanted) const;
    QImage labelPicture(const QPainter& painter, const QString& text, bool strong,
                        const PaintStyle& style) const;
    void updateKeys() const;
    void updateAnchors() const;
    RasterStyle rasterStyle(const PaintStyle& style, double pixelRatio) const;
    void touch(bool anchors);
    bool drawn(std::uint32_t point) const;
    // Of a scale the size on the plot: that decides where it goes.
    bool legendBeside(const QRectF& area, QSizeF scale) const;

    QRectF wholeBounds(bool core) const;  // of the points and the ground

    std::shared_ptr<const SpatialGrid> m_grid, m_ground;
    std::shared_ptr<const PointColors> m_colors = std::make_shared<const PointColors>();
    CellSet m_selected;
    bool m_anySelected = false;
    std::optional<CellSet> m_shown;
    std::vector<std::uint8_t> m_hidden;
    std::optional<std::uint32_t> m_highlighted, m_focused, m_beside;
    std::optional<int> m_highlightedCategory;
    static constexpr double caption_room = 28;  // pixels below the plot
    QString m_caption, m_title, m_xName, m_yName, m_note;
    bool m_axes = false, m_plotLink = false, m_mixedOrder = false, m_contoursNamed = true;
    PlaneMarks m_marks;
    std::shared_ptr<const PointColors> m_contours;
    std::shared_ptr<const std::vector<std::string>> m_names;
    std::shared_ptr<const std::vector<double>> m_exactX, m_exactY;
    bool m_simulated = false;
    LegendPlace m_place = LegendPlace::OnPlot;
    double m_pointSize = 0, m_opacity = 0.75;
    PlaneView m_view;
    bool m_hasView = false;
    std::uint64_t m_revision = 0;
    bool m_deferred = false;

    // Made when needed, from what is above.
    mutable bool m_keysStale = true, m_anchorsStale = true, m_rasterStale = true;
    mutable std::shared_ptr<const PointKeys> m_keys;
    mutable std::vector<GroupAnchor> m_anchors;
    mutable std::vector<GroupContour> m_outlines;
    mutable QImage m_raster;
    mutable QHash<QString, QImage> m_labelPictures;  // on screen; an outline is slow to stroke
    mutable std::vector<double> m_rasterKey;
    mutable PlaneToPixels m_rasterView;
    mutable bool m_wantsPicture = false;
    mutable RasterResult m_lastRaster;
    struct Spot {
        QRectF box;
        CategoryHit hit;
    };
    mutable ScalePlace m_scalePlace;
    mutable std::vector<Spot> m_spots;           // legend rows and labels, as last painted
    mutable std::vector<PaintedScale> m_scales;  // as last painted
    ScaleLook m_scaleLook;
    mutable double m_legendScroll = 0;
};

}  // namespace regulus
