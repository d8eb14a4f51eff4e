// Draws up to millions of points into an image on the CPU. Few points become antialiased discs blended in
// drawing order; many become small stamps where, in every pixel, the point of the highest rank shows and the
// number of points decides how opaque it is. Both are computed band by band and give the same bytes for any
// number of threads. A plain loop into memory draws a million points tens of times faster than software
// OpenGL and gives a screen, a test and a figure the same picture.
#pragma once

#include <QImage>
#include <QRgb>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/cell_set.h"
#include "ui/render/plane_view.h"
#include "ui/render/point_colors.h"
#include "ui/render/spatial_grid.h"

namespace regulus {

// One 32-bit key a placed point, in the grid's order: what it is drawn as and above what. 0 is not drawn;
// bit 31 says emphasised, bits 16..30 the rank, bits 3..15 the index of the colour; the lowest three are 0.
struct PointKeys {
    static constexpr std::uint32_t emphasised = 0x80000000U;
    static constexpr unsigned rank_shift = 16, spare_bits = 3;
    static constexpr std::uint32_t colorOf(std::uint32_t key) noexcept { return key >> spare_bits & 0x1fffU; }

    std::vector<std::uint32_t> keys;
};

// In drawingOrder(), of a blend by the larger of both numbers; what is missing lies below everything. Points
// outside `shown`, and those of a hidden category (hidden[1 + category], may be empty), get 0. `selected` may
// be null: then none is emphasised.
PointKeys makeKeys(const SpatialGrid& grid, const PointColors& colors, const CellSet* selected,
                   const CellSet* shown, std::span<const std::uint8_t> hidden, bool mixedOrder = false);

struct RasterStyle {
    QRgb background = 0xffffffff;
    std::vector<QRgb> table;  // colours by index: PointColors::shownTable()
    double diameter = 0;      // pixels of the image; 0: chosen from the number of points in view
    double pixelRatio = 1;    // image pixels a logical pixel, for the choice of the diameter
    double opacity = 0.75;    // of a single point; where many fall on a pixel it becomes opaque
    bool dimOthers = false;   // something is selected: points that are not emphasised step back
    bool discs = false;       // antialiased however many there are: for paper, where time matters less
    bool moving = false;      // fewer points may be drawn: see drawnShare()
    // Points in grey below all others, such as the cells of the map that these were placed on; null: none.
    const SpatialGrid* ground = nullptr;
};

// The grey of the ground on this background.
QRgb groundColor(QRgb background) noexcept;

// Of one point, emphasised or not.
double singleOpacity(const RasterStyle& style, bool emphasised) noexcept;
// Its colour by index. Those that step back are light, and stay so where many lie on each other.
QRgb pointColor(const RasterStyle& style, std::size_t color, bool emphasised) noexcept;
// Diameter in logical pixels for this many points in view of a plot of so many logical pixels.
double densityDiameter(std::size_t pointsInView, double plotArea) noexcept;
// While moving, the share of points drawn (every 1, 2, 3, … th of a grid cell) once more than 1.5 million
// are in view; a still picture has them all.
int movingStride(std::size_t pointsInView) noexcept;

struct RasterResult {
    std::size_t inView = 0;
    bool discs = false;   // antialiased
    double diameter = 0;  // image pixels
};
// `image` must be Format_RGB32 (or ARGB32_Premultiplied) and is filled whole.
RasterResult drawPoints(QImage& image, const SpatialGrid& grid, const PointKeys& keys,
                        const PlaneToPixels& view, const RasterStyle& style);

}  // namespace regulus
