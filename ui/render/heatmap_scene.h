// TF × group (or any named matrix) as a heatmap: clustered, with dendrograms, blocks and bars beside it,
// coloured with a labelled scale, names in italics, chips for groups, hover and selection. With cells it
// shows each cell of the groups, as many together as fall on a pixel. Knows no widget and nothing of the
// session.
#pragma once

#include <optional>
#include <set>

#include "ui/render/figure_scene.h"
#include "ui/render/heatmap_arrangement.h"
#include "ui/render/heatmap_layout.h"
#include "ui/render/palettes.h"
#include "ui/render/point_colors.h"

namespace regulus {

class HeatmapScene final : public FigureScene {
  public:
    // All sizes must agree. Clusters; resets scroll.
    void setData(HeatmapData data) { show(std::move(data), m_look); }
    void setLook(const HeatmapLook& look) { show(std::move(m_data), look); }
    void show(HeatmapData data, const HeatmapLook& look);
    // The same with what arranged() gave for the two, and, for every gene shown, the cells behind the groups.
    void show(HeatmapData data, const HeatmapLook& look, HeatmapArrangement arrangement,
              std::shared_ptr<const HeatmapCells> cells = nullptr);
    const HeatmapData& data() const { return m_data; }
    const HeatmapLook& look() const { return m_look; }
    const HeatmapCells* cells() const { return m_cells.get(); }  // null: groups are shown
    const std::shared_ptr<const HeatmapCells>& sharedCells() const { return m_cells; }
    bool empty() const { return m_data.values.empty(); }

    // Opens or closes a gene that others are shown below; it stays so with other data.
    void toggle(int gene);
    bool opens(int gene) const;
    void setTransposed(bool transposed);  // genes down, groups across
    bool transposed() const { return m_transposed; }

    struct Cell {
        int group = -1, gene = -1;  // indices into data(); -1 for the whole row or column
        bool operator==(const Cell&) const = default;
    };
    struct Branch {  // of the dendrogram of genes, or of groups
        bool ofGenes = false;
        int merge = 0;
        bool operator==(const Branch&) const = default;
    };
    void setHovered(std::optional<Cell> cell) { m_hovered = cell; }
    std::optional<Cell> hovered() const { return m_hovered; }
    void setHoveredBranch(std::optional<Branch> branch) { m_branch = branch; }
    std::optional<Branch> hoveredBranch() const { return m_branch; }
    void setSelectedGroup(std::optional<int> group) { m_selectedGroup = group; }
    void setSelectedGene(std::optional<int> gene) { m_selectedGene = gene; }
    // Hits of the last painted picture. A cell, a row's name (gene -1) or a column's name (group -1):
    std::optional<Cell> cellAt(QPointF position) const;
    std::optional<Branch> branchAt(QPointF position) const;
    std::vector<int> membersOf(const Branch& branch) const;  // indices into data(), in the order drawn
    // The smallest branch that an item, or another branch, is below.
    std::optional<Branch> branchAbove(const Cell& cell, bool ofGenes) const;
    std::optional<Branch> branchAbove(const Branch& branch) const;
    // What a drag from one place to another covers along the groups: groups, in the order drawn, or with
    // cells() places of these.
    std::vector<int> groupsBetween(QPointF from, QPointF to) const;
    std::vector<std::uint32_t> cellsBetween(QPointF from, QPointF to) const;  // of the dataset
    void setDragged(std::optional<std::pair<QPointF, QPointF>> drag) { m_drag = drag; }
    bool draggedFrom() const { return m_drag.has_value(); }
    // Rich text: names, value, cells; of a place among cells() what falls on its pixel.
    QString tooltip(const Cell& cell, QPointF position = {-1, -1}) const;
    QString branchTooltip(const Branch& branch) const;
    const std::vector<int>& shownGenes() const { return m_genes.items; }    // in the order drawn
    const std::vector<int>& shownGroups() const { return m_groups.items; }  // in the order drawn
    const HeatmapAxis& genes() const { return m_genes; }
    const HeatmapAxis& groups() const { return m_groups; }
    QString groupName(int group) const;   // of one set aside with its number of cells
    QString geneName(int gene) const;     // of one below another with a mark before it
    float value(const Cell& cell) const;  // NaN: not applicable
    // Whether a gene that is known in all groups is the same in those that count.
    bool isEven(int gene) const;
    // Whether at least one rewired prior gives as much: drawn small.
    bool muted(const Cell& cell) const;
    QRgb color(float value) const;  // of a finite value
    Legend legend() const;          // a scale
    QString note() const;           // how many TFs of how many, from which cells, beside rewired priors
    QString remarks() const;        // all that the last painted picture says below itself
    bool compared() const { return m_data.reference.rewired > 0; }

    // Zoom: smallest width of a column in logical pixels (8..80; of groups of cells their mean, and up to a
    // few pixels a cell); the rest scrolls. nullopt: fit to the area.
    void setColumnWidth(std::optional<double> pixels);
    std::optional<double> columnWidth() const { return m_columnWidth; }
    void setScroll(QPointF pixels) const;  // clamped when painted
    QPointF scroll() const { return m_scroll; }
    QSizeF contentSize() const { return m_content; }  // of the last painted picture
    QSizeF viewportSize() const { return m_viewport; }

    void paint(QPainter& painter, const QRectF& area, const PaintStyle& style) const override;
    QString title() const override {
        return m_data.title.isEmpty() ? QStringLiteral("heatmap") : m_data.title;
    }

  private:
    void layOut(const QPainter& painter, const QRectF& area, const PaintStyle& style) const;
    void layOut(const QPainter& painter, const QRectF& area, const PaintStyle& style, bool columnTree) const;
    void placeTracks(HeatmapLayout& g, const QRectF& inner, bool columnTree) const;
    void fitCells(HeatmapLayout& g, const QPainter& painter, const PaintStyle& style) const;
    Spans spansOf(bool ofLines, double room, double least, double most) const;
    void chooseRange();
    bool sameValues(float low, float high) const;  // but for rounding
    void expand();                                 // the entries, and what is below those that are open
    bool isBelow(int gene) const;
    bool isEntry(int gene) const;
    QString markedName(int gene) const;  // with a mark where it opens
    const HeatmapAxis& lineAxis() const { return m_transposed ? m_genes : m_groups; }
    const HeatmapAxis& columnAxis() const { return m_transposed ? m_groups : m_genes; }
    const HeatmapBar& lineBar() const { return m_transposed ? m_data.geneBar : m_data.groupBar; }
    const HeatmapBar& columnBar() const { return m_transposed ? m_data.groupBar : m_data.geneBar; }
    int lines() const { return int(lineAxis().items.size()); }
    int columns() const { return int(columnAxis().items.size()); }
    Cell at(int line, int column) const;
    std::size_t placeOf(const Cell& cell) const;  // in groups × genes
    QString shareText() const;
    QString standingText() const;
    QString shownText() const;  // which genes of how many
    QString lineName(int line) const;
    QString columnName(int column) const;
    // Of one group along the axis of groups: places of the cells between two offsets of its span.
    std::pair<std::size_t, std::size_t> cellsIn(std::size_t item, double from, double to) const;
    double alongGroups(QPointF position) const;  // in the content
    const Spans& groupSpans() const { return m_transposed ? m_last.columns : m_last.lines; }

    void paintCells(QPainter& painter, const HeatmapLayout& g, const PaintStyle& style) const;
    void paintEachCell(QPainter& painter, const HeatmapLayout& g, const PaintStyle& style) const;
    void paintFrames(QPainter& painter, const HeatmapLayout& g, const PaintStyle& style) const;
    void paintLineNames(QPainter& painter, const HeatmapLayout& g, const PaintStyle& style) const;
    double nameBase(const HeatmapLayout& g) const;  // lower end of column names
    double leanAt(double y) const;
    void paintColumnNames(QPainter& painter, const HeatmapLayout& g, const PaintStyle& style) const;
    void paintChip(QPainter& painter, const QRectF& box, int group, const PaintStyle& style) const;
    void paintKey(QPainter& painter, const HeatmapLayout& g, const PaintStyle& style) const;
    void paintNote(QPainter& painter, const HeatmapLayout& g, const PaintStyle& style) const;
    void paintParts(QPainter& painter, const HeatmapLayout& g, const PaintStyle& style) const;
    void paintTracks(QPainter& painter, const HeatmapLayout& g, const PaintStyle& style) const;

    HeatmapData m_data;
    HeatmapLook m_look;
    std::shared_ptr<const HeatmapCells> m_cells;
    HeatmapArrangement m_arranged;  // as given: entries alone
    HeatmapAxis m_groups, m_genes;  // as drawn
    std::set<QString> m_open;       // names of genes
    bool m_transposed = false;
    double m_low = 0, m_high = 1;
    bool m_beyondLow = false, m_beyondHigh = false;  // values of fields lie beyond the scale
    std::optional<Cell> m_hovered;
    std::optional<Branch> m_branch;
    std::optional<std::pair<QPointF, QPointF>> m_drag;
    std::optional<int> m_selectedGroup, m_selectedGene;
    std::optional<double> m_columnWidth;
    mutable bool m_treeLeftOut = false;  // of the columns, of the last painted picture
    mutable QPointF m_scroll;
    mutable QSizeF m_content, m_viewport;
    mutable HeatmapLayout m_last;
};

}  // namespace regulus
