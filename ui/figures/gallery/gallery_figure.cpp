#include "ui/figures/gallery/gallery_figure.h"

#include <algorithm>
#include <cmath>

#include "ui/figures/blend_key.h"
#include "ui/figures/figure_key.h"
#include "ui/figures/panel_letter.h"
#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr double margin = 1, gap = 3, key_gap = 1;   // mm
constexpr double usual_map = 24, least_map = 10;     // mm, widths and heights of maps
constexpr double longest_bar = 30, shared_bar = 45;  // mm
constexpr int most_key_columns = 8;

// Apart from the name of what is coloured.
bool sameKey(const Legend& a, const Legend& b) {
    if (a.kind != b.kind || a.unit != b.unit) return false;
    if (a.kind == Legend::Kind::Scale) return a.map == b.map && a.low == b.low && a.high == b.high;
    return a.title == b.title && a.entries.size() == b.entries.size() &&
           std::ranges::equal(a.entries, b.entries, [](const LegendEntry& x, const LegendEntry& y) {
               return x.label == y.label && x.color == y.color;
           });
}

bool sameTitle(const std::vector<GalleryMap>& maps) {
    return std::ranges::all_of(maps, [&](const GalleryMap& map) {
        return map.picture.colors.legend.title == maps.front().picture.colors.legend.title;
    });
}

bool oneKey(const std::vector<GalleryMap>& maps) {
    return std::ranges::all_of(maps, [&](const GalleryMap& map) {
        return sameKey(map.picture.colors.legend, maps.front().picture.colors.legend);
    });
}

bool hasScale(const GalleryMap& map) {
    return map.picture.colors.legend.kind == Legend::Kind::Scale;
}

// The unit of all scales where they have one in common: it is then said once.
QString commonUnit(const std::vector<GalleryMap>& maps) {
    QString unit;
    for (const GalleryMap& map : maps) {
        const QString& own = map.picture.colors.legend.unit;
        if (!hasScale(map)) continue;
        if (own.isEmpty() || (!unit.isEmpty() && own != unit)) return {};
        unit = own;
    }
    return unit;
}

FigureDrawing keyOf(const GalleryMap& map, Legend legend, bool named, bool unit, double room, double longest,
                    double points) {
    if (legend.kind == Legend::Kind::Categories) {
        if (!named) legend.title.clear();
        return categoryKey(legend, map.picture.hidden, room, most_key_columns, points);
    }
    if (legend.kind == Legend::Kind::Blend) {
        if (!named) legend.title.clear();
        if (!unit) legend.unit.clear();
        return blendKey(legend, room, std::min(0.6 * longest, 0.6 * room), points);
    }
    if (legend.kind != Legend::Kind::Scale) return {};
    ScaleKey scale = scaleKeyOf(legend);
    if (!named) scale.title.clear();
    if (!unit) scale.unit.clear();
    return lyingScale(scale, room, std::min(longest, 0.85 * room), points);
}

// The grid, in mm: the sizes that do not depend on how high the maps are.
class Grid {
  public:
    Grid(const std::vector<GalleryMap>& maps, double room, double points, bool keyed)
        : m_maps(maps), m_points(points) {
        const std::size_t n = maps.size();
        const double usual = std::max(usual_map, 3.5 * lineHeight(points) + 14);
        const auto fits = static_cast<std::size_t>(std::max(1.0, std::floor((room + gap) / (usual + gap))));
        const std::size_t most = std::min(fits, n), lines = (n + most - 1) / most;
        columns = (n + lines - 1) / lines;
        rows = (n + columns - 1) / columns;
        width = (room - gap * static_cast<double>(columns - 1)) / static_cast<double>(columns);
        heads.assign(rows, 0);
        feet.assign(rows, 0);
        const bool units = commonUnit(maps).isEmpty();
        for (std::size_t i = 0; i < n; ++i) {
            double& head = heads[i / columns];
            head = std::max(head, lineHeight(points) * static_cast<double>(headOf(i).size()) + 0.5);
            FigureDrawing key;
            if (keyed)
                key = keyOf(maps[i], maps[i].picture.colors.legend, false, units, width, longest_bar, points);
            double& foot = feet[i / columns];
            if (!key.page.isEmpty()) foot = std::max(foot, key_gap + key.page.height());
            keys.push_back(std::move(key));
        }
    }

    QStringList headOf(std::size_t i) const {
        const GalleryMap& map = m_maps[i];
        QStringList lines = wrapped(map.title, width - indent(), {m_points, true, map.italic});
        if (!map.note.isEmpty()) lines += wrapped(map.note, width - indent(), {m_points});
        return lines;
    }
    // Of what stands beside a letter.
    double indent() const {
        const std::size_t n = m_maps.size();
        return n < 2 ? 0
                     : textWidth(n > 26 ? QStringLiteral("mm") : QStringLiteral("m"), {m_points, true}) + 0.8;
    }
    // All but the maps themselves.
    double fixedHeight() const {
        double height = gap * static_cast<double>(rows - 1);
        for (std::size_t r = 0; r < rows; ++r) height += heads[r] + feet[r];
        return height;
    }

    std::size_t columns = 1, rows = 1;
    double width = 0;
    std::vector<double> heads, feet;  // a row each: names above its maps, keys below them
    std::vector<FigureDrawing> keys;  // a map each

  private:
    const std::vector<GalleryMap>& m_maps;
    double m_points;
};

void writeHead(FigureDrawing& drawing, const Grid& grid, const GalleryMap& map, std::size_t i, QPointF at,
               double points) {
    const Theme paper = Theme::figure();
    if (grid.indent() > 0) drawing.write({panelLetter(i)}, at, {points, true}, paper.text);
    const double left = at.x() + grid.indent(), room = grid.width - grid.indent();
    const FigureFont bold{points, true, map.italic};
    const double top = drawing.write(wrapped(map.title, room, bold), {left, at.y()}, bold, paper.text);
    if (!map.note.isEmpty())
        drawing.write(wrapped(map.note, room, {points}), {left, top}, {points}, paper.mutedText);
}

// That of the first, with the ends that values of any map lie beyond.
Legend sharedLegend(const std::vector<GalleryMap>& maps) {
    Legend legend = maps.front().picture.colors.legend;
    for (const GalleryMap& map : maps) {
        legend.clippedLow |= map.picture.colors.legend.clippedLow;
        legend.clippedHigh |= map.picture.colors.legend.clippedHigh;
    }
    return legend;
}

// What stands once below all maps: the key that they share, or the unit of their own scales.
struct Foot {
    FigureDrawing key;
    QStringList note;
    double height = 0;
};

Foot footOf(const std::vector<GalleryMap>& maps, bool shared, double room, double points) {
    Foot foot;
    if (shared)
        foot.key = keyOf(maps.front(), sharedLegend(maps), sameTitle(maps), true, room, shared_bar, points);
    if (const QString unit = commonUnit(maps); !shared && !unit.isEmpty())
        foot.note = wrapped(QStringLiteral("Colour: %1.").arg(unit), room, {points});
    if (!foot.key.page.isEmpty()) foot.height += gap + foot.key.page.height();
    if (!foot.note.isEmpty())
        foot.height += key_gap + lineHeight(points) * static_cast<double>(foot.note.size());
    return foot;
}

void writeFoot(FigureDrawing& drawing, const Foot& foot, double top, double points) {
    if (!foot.key.page.isEmpty()) {
        drawing.legend = QRectF(QPointF(margin, top + gap), foot.key.page);
        drawing.add(foot.key, drawing.legend.topLeft());
    }
    if (!foot.note.isEmpty())
        drawing.write(foot.note, {margin, top + key_gap}, {points}, Theme::figure().mutedText);
}

// Width / height between those of all maps, which may be of several embeddings.
double usualAspect(const std::vector<MapFigure>& maps) {
    double sum = 0;
    for (const MapFigure& map : maps) sum += std::log(map.aspect());
    return std::exp(sum / static_cast<double>(maps.size()));
}

// Heads, plots of that height and keys; returns where they end.
double placeMaps(FigureDrawing& drawing, const Grid& grid, const std::vector<GalleryMap>& maps, double top,
                 double height, double points) {
    for (std::size_t i = 0; i < maps.size(); ++i) {
        const std::size_t row = i / grid.columns, column = i % grid.columns;
        if (column == 0 && row > 0) top += grid.heads[row - 1] + height + grid.feet[row - 1] + gap;
        const QPointF at(margin + static_cast<double>(column) * (grid.width + gap), top);
        writeHead(drawing, grid, maps[i], i, at, points);
        const QRectF plot(at + QPointF(0, grid.heads[row]), QSizeF(grid.width, height));
        drawing.plots.push_back(plot);
        drawing.add(grid.keys[i], plot.bottomLeft() + QPointF(0, key_gap));
    }
    return top + grid.heads.back() + height + grid.feet.back();
}

}  // namespace

MapPicture galleryLook(MapPicture map) {
    map.colors = {};
    map.xName.clear();
    map.marks = {};  // gates would cover small maps
    map.simulated = false;
    return map;
}

GalleryMap galleryMap(const GalleryPane& pane, MapPicture look, const QString& place) {
    GalleryMap map{std::move(look), pane.title, place, pane.italic};
    map.picture.colors = *pane.drawn;
    map.picture.hidden.clear();
    map.picture.title = pane.title;
    if (!pane.own) return map;
    map.note = QStringLiteral("n = %1").arg(countText(pane.own->count()));
    if (!place.isEmpty()) map.note = QStringLiteral("%1, %2").arg(place, map.note);
    map.picture.selected = map.picture.selected.empty() ? *pane.own : map.picture.selected & *pane.own;
    map.picture.stepBack = true;
    return map;
}

GalleryFigure::GalleryFigure(GalleryPicture picture)
    : m_title(std::move(picture.title)), m_maps(std::move(picture.maps)), m_simulated(picture.simulated) {
    for (const GalleryMap& map : m_maps) m_figures.emplace_back(map.picture);
}

FigureDrawing GalleryFigure::layOut(const FigurePage& page, Job& job) const {
    FigureDrawing drawing;
    drawing.page = QSizeF(page.widthMm, page.heightMm > 0 ? page.heightMm : least_map);
    if (m_maps.empty()) {
        drawing.problems << QStringLiteral("There is nothing to draw.");
        return drawing;
    }
    const double points = page.textPoints, room = page.widthMm - 2 * margin;
    const bool shared = m_maps.size() > 1 && oneKey(m_maps);
    const Grid grid(m_maps, room, points, !shared);
    const Foot foot = footOf(m_maps, shared, room, points);
    job.checkpoint();
    const double top = m_simulated ? drawing.mark(margin, points) : margin;
    const double fixed = top + grid.fixedHeight() + foot.height + margin;
    const double height = page.heightMm > 0 ? (page.heightMm - fixed) / static_cast<double>(grid.rows)
                                            : grid.width / usualAspect(m_figures);
    const double end = placeMaps(drawing, grid, m_maps, top, std::max(height, least_map), points);
    writeFoot(drawing, foot, end, points);
    const double needed = end + foot.height + margin;
    if (grid.width < least_map)
        drawing.problems << QStringLiteral("The maps need more width, or smaller text.");
    if (page.heightMm > 0 && needed > page.heightMm + 0.01) drawing.problems << heightProblem(needed);
    drawing.page.setHeight(page.heightMm > 0 ? page.heightMm : needed);
    return drawing;
}

void GalleryFigure::paintPlot(QPainter& painter, const QRectF& plot, std::size_t which,
                              const PlotStyle& style, Job& job) const {
    m_figures.at(which).paintPlot(painter, plot, 0, style, job);
}

QString GalleryFigure::remark(PointsAs as) const {
    std::size_t points = 0;
    for (const GalleryMap& map : m_maps) points += map.picture.points ? map.picture.points->placed() : 0;
    return remarkOn(points, as);
}

}  // namespace regulus
