// A gallery on paper: maps in a grid with letters, each with its name above it and its key below, or one key
// for all where it is the same.
#pragma once

#include "ui/figures/gallery/gallery_panes.h"
#include "ui/figures/map_figure.h"
#include "ui/render/figure_numbers.h"

namespace regulus {

struct GalleryMap {
    MapPicture picture;
    QString title, note;  // "MS4A1"; "1,204 cells", may be empty
    bool italic = false;
};

struct GalleryPicture {
    QString title;  // of the figure's file
    std::vector<GalleryMap> maps;
    bool simulated = false;
};

// What the maps of a gallery have in common with `map`: all but its colours, its axes, and what a figure says
// once.
MapPicture galleryLook(MapPicture map);

// How the maps are drawn, but for their colours and which cells are selected: as `look`, which shows the
// same points. Cells of a pane that are not its own are drawn under its own. `place`: the name of its
// embedding, where the maps of a figure are of several.
GalleryMap galleryMap(const GalleryPane& pane, MapPicture look, const QString& place = {});

class GalleryFigure final : public Figure {
  public:
    explicit GalleryFigure(GalleryPicture picture);

    QString title() const override { return m_title; }
    FigureDrawing layOut(const FigurePage& page, Job& job) const override;
    void paintPlot(QPainter& painter, const QRectF& plot, std::size_t which, const PlotStyle& style,
                   Job& job) const override;
    QString remark(PointsAs points) const override;

  private:
    QString m_title;
    std::vector<GalleryMap> m_maps;
    bool m_simulated;
    std::vector<MapFigure> m_figures;  // of the maps
};

// `looks`: a pane each. `groups`, `column`: of panes that are split, the column's name and values. A row a
// cell that a map draws: its name, x, y, and what it is coloured by in each map; of groups, the colour's
// value once and the group. Of panes with several keys of maps, x and y are those of each, under its key.
FigureNumbers galleryNumbers(std::span<const GalleryPane> panes, std::span<const MapPicture> looks,
                             const std::vector<std::string>& cells, const std::string& groups,
                             const Categorical* column);

}  // namespace regulus
