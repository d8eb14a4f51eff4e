// TF × group (or any named matrix) as a heatmap: clustered, coloured with a labelled scale, names in
// italics, chips for groups, hover and selection. Knows no widget and nothing of the session.
#pragma once

#include <QStringList>
#include <optional>
#include <set>
#include <vector>

#include "core/data/matrix.h"
#include "ui/render/figure_numbers.h"
#include "ui/render/figure_scene.h"
#include "ui/render/heatmap_order.h"
#include "ui/render/heatmap_reference.h"
#include "ui/render/palettes.h"
#include "ui/render/point_colors.h"

namespace regulus {

struct HeatmapData {
    Matrix values;              // groups × genes; NaN: not applicable, drawn hatched
    QStringList groups, genes;  // names of rows and columns
    // One a gene: the gene below which it is shown once that is opened, or -1; empty: none is below another.
    std::vector<int> under;
    std::vector<QRgb> groupColors;    // one a group (missing_color: no label), or empty: no chips
    std::vector<int> groupCodes;      // what the caller knows each group by, or empty
    std::vector<std::size_t> counts;  // cells of each group, or empty
    // The last so many groups are of few cells: shown last, their names with their counts, and without a say
    // in which genes are shown, in their order and in the range of the colours.
    std::size_t aside = 0;
    // One a gene: those with the largest are shown where there is no room for all; empty: the spread of its
    // values over the groups.
    std::vector<double> importance;
    QString importanceName;        // "%1 % of their variance lies between groups": the median of those shown
    QString valueName, valueUnit;  // "choice"; "log ratio", may be empty
    QString title;
    bool diverging = true;  // around 0
    bool simulated = false;
    QString note;  // muted, below, may be empty
    HeatmapReference reference;
    bool comparing = false;  // the reference is on its way
};

class HeatmapScene final : public FigureScene {
  public:
    void setData(HeatmapData data);  // all sizes must agree; clusters, resets scroll
    const HeatmapData& data() const { return m_data; }
    bool empty() const { return m_data.values.empty(); }

    // At most this many genes, the most important; 0: all. Default 40.
    void setGeneLimit(int most);
    int geneLimit() const { return m_limit; }
    // Opens or closes a gene that others are shown below; it stays so with other data.
    void toggle(int gene);
    bool opens(int gene) const;
    void setClustered(bool rows, bool columns);
    void setTransposed(bool transposed);  // genes down, groups across
    bool transposed() const { return m_transposed; }

    struct Cell {
        int group = -1, gene = -1;  // indices into data(); -1 for the whole row or column
        bool operator==(const Cell&) const = default;
    };
    void setHovered(std::optional<Cell> cell) { m_hovered = cell; }
    std::optional<Cell> hovered() const { return m_hovered; }
    void setSelectedGroup(std::optional<int> group) { m_selectedGroup = group; }
    void setSelectedGene(std::optional<int> gene) { m_selectedGene = gene; }
    // The hit of the last painted picture: a cell, a row's name (gene -1) or a column's name (group -1).
    std::optional<Cell> cellAt(QPointF position) const;
    QString tooltip(const Cell& cell) const;                   // rich text: names, value, cells in the group
    std::vector<int> shownGenes() const { return m_genes; }    // in the order drawn
    std::vector<int> shownGroups() const { return m_groups; }  // in the order drawn
    QString groupName(int group) const;                        // of one set aside with its number of cells
    QString geneName(int gene) const;                          // of one below another with a mark before it
    float value(const Cell& cell) const;                       // NaN: not applicable
    // Whether at least one rewired prior gives as much: drawn small.
    bool muted(const Cell& cell) const;
    QRgb color(float value) const;  // of a finite value
    Legend legend() const;          // a scale
    QString note() const;           // how many TFs of how many, from which cells, beside rewired priors
    bool compared() const { return m_data.reference.rewired > 0; }

    // Zoom: smallest width of a column in logical pixels (8..80); the rest scrolls. nullopt: fit to the area.
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
    FigureNumbers numbers() const;

  private:
    struct Geometry {
        QRectF cells;                  // what is seen of the matrix
        QRectF rowNames, columnNames;  // left of it and above it
        QRectF scale, key, note;
        double cellWidth = 0, cellHeight = 0;
        double nameAngle = 0;  // of column names, degrees: 0, -45 or -90
        double nameSize = 12;  // logical pixels
        QPointF scroll;
        QRectF cellBox(int line, int column) const {
            return {cells.left() - scroll.x() + column * cellWidth,
                    cells.top() - scroll.y() + line * cellHeight, cellWidth, cellHeight};
        }
    };
    Geometry geometry(const QPainter& painter, const QRectF& area, const PaintStyle& style) const;
    void fitCells(Geometry& g, const QPainter& painter, const PaintStyle& style) const;
    void chooseRange();
    void reorder();
    bool isBelow(int gene) const;
    std::vector<int> shownEntries() const;  // without those below others
    QString markedName(int gene) const;     // with a mark where it opens
    int lines() const { return int(m_transposed ? m_genes.size() : m_groups.size()); }
    int columns() const { return int(m_transposed ? m_groups.size() : m_genes.size()); }
    Cell at(int line, int column) const;
    std::size_t placeOf(const Cell& cell) const;  // in groups × genes
    QString shareText() const;
    QString standingText() const;
    QString lineName(int line) const;
    QString columnName(int column) const;
    QString noteText() const;  // below the picture
    void paintCells(QPainter& painter, const Geometry& g, const PaintStyle& style) const;
    void paintFrames(QPainter& painter, const Geometry& g, const PaintStyle& style) const;
    void paintLineNames(QPainter& painter, const Geometry& g, const PaintStyle& style) const;
    double nameBase(const Geometry& g) const;  // lower end of column names
    double leanAt(double y) const;
    void paintColumnNames(QPainter& painter, const Geometry& g, const PaintStyle& style) const;
    void paintChip(QPainter& painter, const QRectF& box, int group, const PaintStyle& style) const;
    void paintKey(QPainter& painter, const Geometry& g, const PaintStyle& style) const;
    void paintNote(QPainter& painter, const Geometry& g, const PaintStyle& style) const;

    HeatmapData m_data;
    int m_limit = 40;
    std::set<QString> m_open;  // names of genes
    bool m_clusterRows = true, m_clusterColumns = true, m_transposed = false;
    std::vector<int> m_groups, m_genes;  // in the order drawn
    double m_low = 0, m_high = 1;
    bool m_beyondLow = false, m_beyondHigh = false;  // values of fields lie beyond the scale
    std::optional<Cell> m_hovered;
    std::optional<int> m_selectedGroup, m_selectedGene;
    std::optional<double> m_columnWidth;
    mutable QPointF m_scroll;
    mutable QSizeF m_content, m_viewport;
    mutable Geometry m_last;
};

}  // namespace regulus
