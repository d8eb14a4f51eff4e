#include "ui/render/scatter_raster.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "core/base/parallel.h"
#include "ui/render/blend_colors.h"
#include "ui/render/color_math.h"
#include "ui/render/drawing_order.h"
#include "ui/render/point_stamps.h"

namespace regulus {
namespace {

constexpr int band_lines = 48;                // of pixels; the keys of a band stay in the core's own cache
constexpr std::size_t disc_work = 2'000'000;  // pixels blended by discs before whole-pixel stamps take over
constexpr double stepped_back = 0.3;          // share of their colour that cells beside a selection keep
constexpr std::size_t moving_points = 1'500'000;
constexpr std::uint32_t count_mask = (1U << PointKeys::spare_bits) - 1;
constexpr int levels = count_mask;  // of opacity, by the number of points on a pixel

std::uint32_t mixed(std::uint32_t v) noexcept {  // the finaliser of MurmurHash3
    v ^= v >> 16U;
    v *= 0x85ebca6bU;
    v ^= v >> 13U;
    v *= 0xc2b2ae35U;
    return v ^ (v >> 16U);
}

struct Canvas {
    QImage* image;
    std::uint8_t* bits;
    std::ptrdiff_t stride;
    int width, height;
    QRgb* line(int y) const { return reinterpret_cast<QRgb*>(bits + y * stride); }
};

// Where a band of image lines lies in the plane, with a margin for the size of a point.
QRectF planeOf(const PlaneToPixels& view, int width, int begin, int end, double margin) {
    const double left = view.left - margin / view.scale, right = view.left + (width + margin) / view.scale;
    const double top = view.top - (begin - margin) / view.yScale(),
                 low = view.top - (end + margin) / view.yScale();
    return {QPointF(left, low), QPointF(right, top)};
}

// ---- whole-pixel stamps -------------------------------------------------------------------------------

struct StampJob {
    const SpatialGrid& grid;
    const PointKeys& keys;
    PlaneToPixels view;
    PixelStamp stamp;
    std::size_t stride;
    int width;
};

// A pixel holds the highest key that fell on it and, in the key's lowest bits, how many did.
inline void hit(std::uint32_t& pixel, std::uint32_t key) noexcept {
    const std::uint32_t n = pixel & count_mask, highest = pixel & ~count_mask;
    pixel = (key > highest ? key : highest) | (n + (n < count_mask));
}

template <int Size>
void stampAt(const StampJob& job, int x, int y, int first, int last, std::uint32_t key, std::uint32_t* band) {
    const int size = Size > 0 ? Size : job.stamp.size;
    const int width = job.width;
    if (x >= 0 && y >= first && x + size <= width && y + size <= last) {
        std::uint32_t* out = band + std::ptrdiff_t{y - first} * width + x;
        for (int row = 0; row < size; ++row, out += width) {
            if constexpr (Size > 0) {
                for (int c = 0; c < Size; ++c) hit(out[c], key);
            } else {
                const PixelStamp::Span span = job.stamp.rows[static_cast<std::size_t>(row)];
                for (int c = span.begin; c < span.end; ++c) hit(out[c], key);
            }
        }
        return;
    }
    for (int row = std::max(0, first - y), rows = std::min(size, last - y); row < rows; ++row) {
        const PixelStamp::Span span = job.stamp.rows[static_cast<std::size_t>(row)];
        std::uint32_t* out = band + std::ptrdiff_t{y + row - first} * width + x;
        for (int c = std::max(span.begin, -x), end = std::min(span.end, width - x); c < end; ++c)
            hit(out[c], key);
    }
}

template <int Size>
void stampRun(const StampJob& job, SpatialGrid::Run run, int first, int last, std::uint32_t* band) {
    constexpr std::size_t block = 256;
    const int size = Size > 0 ? Size : job.stamp.size;
    const float scale = static_cast<float>(job.view.scale), yScale = static_cast<float>(job.view.yScale());
    // Shifted by a whole number of pixels so that truncation rounds down for what is left of the image, and
    // held in a range that integers can take.
    constexpr float shift = 4096, most = 60000;
    const double half = (size - 1) / 2.0;
    const float dx = static_cast<float>(-job.view.left * job.view.scale - half + static_cast<double>(shift));
    const float dy = static_cast<float>(job.view.top * job.view.yScale() - half + static_cast<double>(shift));
    const float* xs = job.grid.x().data();
    const float* ys = job.grid.y().data();
    const auto wide = static_cast<unsigned>(job.width + size - 1),
               high = static_cast<unsigned>(last - first + size - 1);
    const int left = static_cast<int>(shift) - size + 1, top = left + first;
    std::array<int, block> px, py;
    for (std::size_t at = run.begin; at < run.end; at += block) {
        const std::size_t n = std::min(block, run.end - at);
        for (std::size_t i = 0; i < n; ++i) {
            px[i] = static_cast<int>(std::clamp(xs[at + i] * scale + dx, 0.0F, most));
            py[i] = static_cast<int>(std::clamp(dy - ys[at + i] * yScale, 0.0F, most));
        }
        for (std::size_t i = (job.stride - (at - run.begin) % job.stride) % job.stride; i < n;
             i += job.stride) {
            const std::uint32_t key = job.keys.keys[at + i];
            if (key == 0 || static_cast<unsigned>(px[i] - left) >= wide ||
                static_cast<unsigned>(py[i] - top) >= high)
                continue;
            stampAt<Size>(job, px[i] - static_cast<int>(shift), py[i] - static_cast<int>(shift), first, last,
                          key, band);
        }
    }
}

// Colours by index and by how many points fell on the pixel, emphasised ones after all others.
std::vector<QRgb> shades(const RasterStyle& style) {
    std::vector<QRgb> out;
    out.reserve(style.table.size() * levels * 2);
    for (const bool emphasised : {false, true}) {
        const double opacity = singleOpacity(style, emphasised);
        for (std::size_t c = 0; c < style.table.size(); ++c) {
            const QRgb color = pointColor(style, c, emphasised);
            double clear = 1;
            for (int level = 0; level < levels; ++level) {
                clear *= 1 - opacity;
                out.push_back(mixColors(style.background, color, 1 - clear));
            }
        }
    }
    return out;
}

// `background`: nullopt leaves what is there where no point is.
void stampBand(const StampJob& job, const std::vector<QRgb>& shade, std::size_t colors,
               std::optional<QRgb> background, const Canvas& canvas, int first, int last) {
    const auto pixels = static_cast<std::size_t>(last - first) * static_cast<std::size_t>(job.width);
    thread_local std::vector<std::uint32_t> band;
    band.assign(pixels, 0);
    for (const auto& run : job.grid.runs(planeOf(job.view, job.width, first, last, job.stamp.size + 1.0))) {
        switch (job.stamp.size) {
            case 1:
                stampRun<1>(job, run, first, last, band.data());
                break;
            case 2:
                stampRun<2>(job, run, first, last, band.data());
                break;
            default:
                stampRun<0>(job, run, first, last, band.data());
                break;
        }
    }
    for (int y = first; y < last; ++y) {
        QRgb* out = canvas.line(y);
        const std::uint32_t* in = band.data() + std::ptrdiff_t{y - first} * job.width;
        for (int x = 0; x < job.width; ++x) {
            const std::uint32_t key = in[x];
            if (key == 0) {
                if (background) out[x] = *background;
                continue;
            }
            const std::size_t emphasis = (key & PointKeys::emphasised) != 0 ? colors : 0;
            out[x] = shade[(emphasis + PointKeys::colorOf(key)) * levels + (key & count_mask) - 1];
        }
    }
}

// ---- antialiased discs --------------------------------------------------------------------------------

struct Disc {
    float x, y;
    QRgb color;
    int alpha;  // 0..256
};

// Points in view, lowest rank first; equal ranks as they lie in the grid. A counting sort in two passes of
// eight bits of emphasis and rank.
std::vector<std::uint32_t> inDrawingOrder(const SpatialGrid& grid, const PointKeys& keys,
                                          const QRectF& plane) {
    std::vector<std::uint32_t> order, sorted;
    for (const auto& run : grid.runs(plane))
        for (std::size_t i = run.begin; i < run.end; ++i)
            if (keys.keys[i] != 0) order.push_back(static_cast<std::uint32_t>(i));
    sorted.resize(order.size());
    for (const unsigned shift : {PointKeys::rank_shift, PointKeys::rank_shift + 8}) {
        std::array<std::uint32_t, 257> start{};
        for (const std::uint32_t i : order) ++start[(keys.keys[i] >> shift & 0xffU) + 1];
        for (std::size_t d = 0; d < 256; ++d) start[d + 1] += start[d];
        for (const std::uint32_t i : order) sorted[start[keys.keys[i] >> shift & 0xffU]++] = i;
        order.swap(sorted);
    }
    return order;
}

std::vector<Disc> discsInView(const SpatialGrid& grid, const PointKeys& keys, const PlaneToPixels& view,
                              const QRectF& plane, const RasterStyle& style) {
    std::vector<Disc> discs;
    for (const std::uint32_t at : inDrawingOrder(grid, keys, plane)) {
        const std::uint32_t key = keys.keys[at];
        const std::size_t c = PointKeys::colorOf(key);
        const QPointF p = view.toPixel(static_cast<double>(grid.x()[at]), static_cast<double>(grid.y()[at]));
        const bool emphasised = (key & PointKeys::emphasised) != 0;
        const double opacity = singleOpacity(style, emphasised);
        discs.push_back({static_cast<float>(p.x()), static_cast<float>(p.y()),
                         pointColor(style, c, emphasised), static_cast<int>(opacity * 256)});
    }
    return discs;
}

QRgb blend(QRgb under, QRgb over, std::uint32_t alpha) noexcept {  // alpha 0..256
    const std::uint32_t keep = 256 - alpha;
    const std::uint32_t rb = ((under & 0xff00ffU) * keep + (over & 0xff00ffU) * alpha) >> 8U & 0xff00ffU;
    const std::uint32_t g = ((under & 0x00ff00U) * keep + (over & 0x00ff00U) * alpha) >> 8U & 0x00ff00U;
    return 0xff000000U | rb | g;
}

void discBand(const std::vector<Disc>& discs, const DiscStamps& stamps, std::optional<QRgb> background,
              const Canvas& canvas, int first, int last) {
    for (int y = first; background && y < last; ++y) std::fill_n(canvas.line(y), canvas.width, *background);
    const int size = stamps.size;
    for (const Disc& disc : discs) {
        const float fx = disc.x - stamps.radius, fy = disc.y - stamps.radius;
        const float ix = std::floor(fx), iy = std::floor(fy);
        const int x = static_cast<int>(ix), y = static_cast<int>(iy);
        if (y >= last || y + size <= first || x >= canvas.width || x + size <= 0) continue;
        constexpr int n = DiscStamps::offsets;
        const std::uint8_t* coverage = stamps.at(std::min(n - 1, static_cast<int>((fx - ix) * n)),
                                                 std::min(n - 1, static_cast<int>((fy - iy) * n)));
        const int begin = std::max(0, -x), end = std::min(size, canvas.width - x);
        for (int r = std::max(0, first - y); r < std::min(size, last - y); ++r) {
            QRgb* out = canvas.line(y + r) + x;
            const std::uint8_t* c = coverage + r * size;
            for (int k = begin; k < end; ++k)
                out[k] = blend(out[k], disc.color,
                               static_cast<std::uint32_t>(disc.alpha * (c[k] + (c[k] >> 7))) >> 8U);
        }
    }
}

void forBands(int height, const std::function<void(int, int)>& work) {
    parallel_for(static_cast<std::size_t>(height), band_lines, [&work](std::size_t begin, std::size_t end) {
        work(static_cast<int>(begin), static_cast<int>(end));
    });
}

}  // namespace

PointKeys makeKeys(const SpatialGrid& grid, const PointColors& colors, const CellSet* selected,
                   const CellSet* shown, std::span<const std::uint8_t> hidden, bool mixedOrder) {
    PointKeys out;
    out.keys.resize(grid.placed());
    const DrawingOrder order = drawingOrder(colors.legend, mixedOrder);
    const unsigned spread = colors.blended() ? 4 : 6;  // bits that are left for equal values to be mixed in
    const std::uint32_t noise = (1U << spread) - 1;
    const auto rows = grid.rows();
    parallel_for(grid.placed(), 1U << 16U, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            const std::uint32_t row = rows[i];
            if (shown && !shown->contains(row)) continue;
            const std::uint32_t c = row < colors.index.size() ? colors.index[row] : 0U;
            if (c > 0 && c - 1 < hidden.size() && hidden[c - 1] != 0) continue;
            // Points without a label have the lowest rank; one of at least 1 keeps the key from being 0.
            std::uint32_t rank = 1;
            if (c > 0 && colors.table[c] != missing_color)
                rank = order == DrawingOrder::Mixed
                           ? 2 + mixed(row) % 32766U
                           : (valueRank(order, colors.blended(), c) << spread) + (mixed(row) & noise);
            const bool emphasised = selected && selected->contains(row);
            out.keys[i] = (emphasised ? PointKeys::emphasised : 0U) | rank << PointKeys::rank_shift |
                          c << PointKeys::spare_bits;
        }
    });
    return out;
}

double singleOpacity(const RasterStyle& style, bool emphasised) noexcept {
    if (!style.dimOthers) return style.opacity;
    return emphasised ? std::max(style.opacity, 0.95) : style.opacity;
}

QRgb pointColor(const RasterStyle& style, std::size_t color, bool emphasised) noexcept {
    if (!style.dimOthers || emphasised) return style.table[color];
    return mixColors(style.background, style.table[color], stepped_back);
}

double densityDiameter(std::size_t pointsInView, double plotArea) noexcept {
    if (pointsInView == 0) return 6;
    const double n = static_cast<double>(pointsInView);
    return std::clamp(5.4 * std::pow(2500 / n, 0.28) * std::pow(plotArea / 450000, 0.25), 1.6, 8.0);
}

int movingStride(std::size_t pointsInView) noexcept {
    return static_cast<int>((pointsInView + moving_points - 1) / std::max<std::size_t>(moving_points, 1));
}

QRgb groundColor(QRgb background) noexcept {
    constexpr double ink = 0.16;
    return mixColors(background, qGray(background) > 127 ? qRgb(0, 0, 0) : qRgb(255, 255, 255), ink);
}

namespace {

void drawGround(QImage& image, const PlaneToPixels& view, const RasterStyle& style) {
    RasterStyle grey = style;
    grey.ground = nullptr;
    grey.table = {groundColor(style.background)};
    grey.dimOthers = false;
    grey.opacity = 0.9;
    PointKeys keys;
    keys.keys.assign(style.ground->placed(), 1U << PointKeys::rank_shift);
    drawPoints(image, *style.ground, keys, view, grey);
}

}  // namespace

RasterResult drawPoints(QImage& image, const SpatialGrid& grid, const PointKeys& keys,
                        const PlaneToPixels& view, const RasterStyle& style) {
    const Canvas canvas{&image, image.bits(), image.bytesPerLine(), image.width(), image.height()};
    RasterResult result;
    std::optional<QRgb> background = 0xff000000U | style.background;
    if (style.ground != nullptr) {
        drawGround(image, view, style);
        background.reset();
    }
    const QRectF plane = planeOf(view, canvas.width, 0, canvas.height, 10);
    result.inView = grid.countIn(plane);
    const double area = double(canvas.width) * canvas.height / (style.pixelRatio * style.pixelRatio);
    result.diameter =
        style.diameter > 0 ? style.diameter : densityDiameter(result.inView, area) * style.pixelRatio;
    const double side = std::ceil(result.diameter) + 1;
    result.discs = style.discs || static_cast<double>(result.inView) * side * side <=
                                      double(disc_work) / (style.moving ? 2 : 1);
    if (result.discs) {
        // Large ones reach in from farther outside.
        const QRectF reached = planeOf(view, canvas.width, 0, canvas.height, result.diameter / 2 + 2);
        const auto discs = discsInView(grid, keys, view, reached, style);
        const DiscStamps stamps(result.diameter);
        forBands(canvas.height, [&](int a, int b) { discBand(discs, stamps, background, canvas, a, b); });
        return result;
    }
    const int size = std::max(1, static_cast<int>(std::lround(result.diameter)));
    const auto stride = static_cast<std::size_t>(style.moving ? std::max(1, movingStride(result.inView)) : 1);
    const StampJob job{grid, keys, view, PixelStamp::round(size), stride, canvas.width};
    const auto shade = shades(style);
    forBands(canvas.height,
             [&](int a, int b) { stampBand(job, shade, style.table.size(), background, canvas, a, b); });
    return result;
}

}  // namespace regulus
