// TF × cells on paper: a strip a TF, the cells of each group beside each other, names of groups above with a
// line to each that is narrower than its name is high.
#pragma once

#include <array>
#include <memory>

#include "ui/figures/matrix_figure.h"
#include "ui/render/heatmap_cells.h"

namespace regulus {

class CellsFigure final : public Figure {
  public:
    explicit CellsFigure(const HeatmapScene& scene);  // with cells

    QString title() const override { return m_picture.title; }
    FigureDrawing layOut(const FigurePage& page, Job& job) const override;
    // One plot a TF.
    void paintPlot(QPainter& painter, const QRectF& plot, std::size_t which, const PlotStyle& style,
                   Job& job) const override;

  private:
    struct Run {
        std::size_t first, last;  // places of the cells of a group
    };
    struct Span {
        double from, to;
    };
    std::vector<Span> spansIn(double width) const;  // of the groups, mm
    double groupNames(FigureDrawing& drawing, const QRectF& room, double points) const;

    MatrixPicture m_picture;  // rows: TFs; columns: groups; no fields
    std::shared_ptr<const HeatmapCells> m_cells;
    std::vector<int> m_tfs;  // one a row
    std::vector<Run> m_groups;
    std::size_t m_count = 0;  // of their cells
    double m_low, m_high;
    const std::array<QRgb, 256>& m_map;
};

}  // namespace regulus
