#include "ui/render/scatter_raster.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/parallel.h"
#include "ui/render/color_math.h"
#include "ui/render/point_stamps.h"

namespace regulus {
namespace {

constexpr int band_lines = 48;                // of pixels; the keys of a band stay in the core's own cache
constexpr std::size_t disc_work = 3'000'000;  // pixels blended by discs before whole-pixel stamps take over
constexpr std::size_t moving_points = 1'500'000;
constexpr int levels = 8;  // of opacity, by the number of points on a pixel

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
    const double top = view.top - (begin - margin) / view.scale, low = view.top - (end + margin) / view.scale;
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

template <int Size>
void stampRun(const StampJob& job, SpatialGrid::Run run, int first, int last, std::uint32_t* top,
              std::uint8_t* hits) {
    const float scale = static_cast<float>(job.view.scale);
    const int size = Size > 0 ? Size : job.stamp.size;
    // Shifted by a whole number of pixels so that truncation rounds down for what is left of the image.
    constexpr float shift = 4096;
    const double half = (size - 1) / 2.0;
    const float dx = static_cast<float>(-job.view.left * job.view.scale - half + static_cast<double>(shift));
    const float dy = static_cast<float>(job.view.top * job.view.scale - half + static_cast<double>(shift));
    const float* xs = job.grid.x().data();
    const float* ys = job.grid.y().data();
    for (std::size_t i = run.begin; i < run.end; i += job.stride) {
        const std::uint32_t key = job.keys.keys[i];
        if (key == 0) continue;
        const float fx = xs[i] * scale + dx, fy = dy - ys[i] * scale;
        if (!(fx > 0 && fx < 65536 && fy > 0 && fy < 65536)) continue;
        const int x = static_cast<int>(fx) - static_cast<int>(shift);
        const int y = static_cast<int>(fy) - static_cast<int>(shift);
        if (x <= -size || x >= job.width || y <= first - size || y >= last) continue;
        for (int row = std::max(0, first - y), rows = std::min(size, last - y); row < rows; ++row) {
            int begin = 0, end = size;
            if constexpr (Size == 0) {
                begin = job.stamp.rows[static_cast<std::size_t>(row)].begin;
                end = job.stamp.rows[static_cast<std::size_t>(row)].end;
            }
            const std::ptrdiff_t base = std::ptrdiff_t{y + row - first} * job.width + x;
            for (int c = std::max(begin, -x), stop = std::min(end, job.width - x); c < stop; ++c) {
                std::uint32_t& t = top[base + c];
                if (key > t) t = key;
                std::uint8_t& n = hits[base + c];
                n = static_cast<std::uint8_t>(n + (n < levels));
            }
        }
    }
}

// Colours by index and by how many points fell on the pixel, emphasised ones after all others.
std::vector<QRgb> shades(const RasterStyle& style) {
    std::vector<QRgb> out;
    out.reserve(style.table.size() * levels * 2);
    for (const bool emphasised : {false, true}) {
        double opacity = style.opacity;
        if (style.dimOthers) opacity = emphasised ? std::max(opacity, 0.95) : opacity * 0.38;
        for (std::size_t c = 0; c < style.table.size(); ++c) {
            const QRgb color = c == 0 ? style.missing : style.table[c];
            double clear = 1;
            for (int level = 0; level < levels; ++level) {
                clear *= 1 - opacity;
                // Points that stepped back never become as strong as what is selected.
                const double alpha = style.dimOthers && !emphasised ? std::min(1 - clear, 0.55) : 1 - clear;
                out.push_back(mixColors(style.background, color, alpha));
            }
        }
    }
    return out;
}

void stampBand(const StampJob& job, const std::vector<QRgb>& shade, std::size_t colors, QRgb background,
               const Canvas& canvas, int first, int last) {
    const auto pixels = static_cast<std::size_t>(last - first) * static_cast<std::size_t>(job.width);
    thread_local std::vector<std::uint32_t> top;
    thread_local std::vector<std::uint8_t> hits;
    top.assign(pixels, 0);
    hits.assign(pixels, 0);
    for (const auto& run : job.grid.runs(planeOf(job.view, job.width, first, last, job.stamp.size + 1.0))) {
        switch (job.stamp.size) {
            case 1:
                stampRun<1>(job, run, first, last, top.data(), hits.data());
                break;
            case 2:
                stampRun<2>(job, run, first, last, top.data(), hits.data());
                break;
            default:
                stampRun<0>(job, run, first, last, top.data(), hits.data());
                break;
        }
    }
    for (int y = first; y < last; ++y) {
        QRgb* out = canvas.line(y);
        const std::size_t base = static_cast<std::size_t>(y - first) * static_cast<std::size_t>(job.width);
        for (int x = 0; x < job.width; ++x) {
            const std::uint32_t key = top[base + static_cast<std::size_t>(x)];
            if (key == 0) {
                out[x] = background;
                continue;
            }
            const std::size_t emphasis = (key & PointKeys::emphasised) != 0 ? colors : 0;
            const std::size_t level = hits[base + static_cast<std::size_t>(x)] - 1U;
            out[x] = shade[(emphasis + (key & 0xffffU)) * levels + level];
        }
    }
}

// ---- antialiased discs --------------------------------------------------------------------------------

struct Disc {
    float x, y;
    QRgb color;
    int alpha;  // 0..256
};

// Points in view, lowest rank first; equal ranks by point.
std::vector<Disc> discsInView(const SpatialGrid& grid, const PointKeys& keys, const PlaneToPixels& view,
                              const QRectF& plane, const RasterStyle& style) {
    struct Entry {
        std::uint64_t rank;
        std::uint32_t at;
    };
    std::vector<Entry> entries;
    for (const auto& run : grid.runs(plane))
        for (std::size_t i = run.begin; i < run.end; ++i)
            if (keys.keys[i] != 0)
                entries.push_back(
                    {std::uint64_t{keys.keys[i]} << 32U | grid.rows()[i], static_cast<std::uint32_t>(i)});
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.rank < b.rank; });
    std::vector<Disc> discs;
    discs.reserve(entries.size());
    for (const auto [rank, at] : entries) {
        const std::uint32_t key = keys.keys[at];
        const bool emphasised = (key & PointKeys::emphasised) != 0;
        double opacity = style.opacity;
        if (style.dimOthers) opacity = emphasised ? std::max(opacity, 0.95) : opacity * 0.5;
        const std::size_t c = key & 0xffffU;
        const QPointF p = view.toPixel(static_cast<double>(grid.x()[at]), static_cast<double>(grid.y()[at]));
        discs.push_back({static_cast<float>(p.x()), static_cast<float>(p.y()),
                         c == 0 ? style.missing : style.table[c], static_cast<int>(opacity * 256)});
    }
    return discs;
}

QRgb blend(QRgb under, QRgb over, std::uint32_t alpha) noexcept {  // alpha 0..256
    const std::uint32_t keep = 256 - alpha;
    const std::uint32_t rb = ((under & 0xff00ffU) * keep + (over & 0xff00ffU) * alpha) >> 8U & 0xff00ffU;
    const std::uint32_t g = ((under & 0x00ff00U) * keep + (over & 0x00ff00U) * alpha) >> 8U & 0x00ff00U;
    return 0xff000000U | rb | g;
}

void discBand(const std::vector<Disc>& discs, const DiscStamps& stamps, QRgb background, const Canvas& canvas,
              int first, int last) {
    for (int y = first; y < last; ++y) std::fill_n(canvas.line(y), canvas.width, background);
    const float half = static_cast<float>(stamps.size) / 2;
    for (const Disc& disc : discs) {
        const float fx = disc.x - half, fy = disc.y - half;
        const float ix = std::floor(fx), iy = std::floor(fy);
        const int x = static_cast<int>(ix), y = static_cast<int>(iy);
        if (y >= last || y + stamps.size <= first || x >= canvas.width || x + stamps.size <= 0) continue;
        constexpr int n = DiscStamps::offsets;
        const std::uint8_t* coverage = stamps.at(std::min(n - 1, static_cast<int>((fx - ix) * n)),
                                                 std::min(n - 1, static_cast<int>((fy - iy) * n)));
        for (int r = std::max(0, first - y); r < std::min(stamps.size, last - y); ++r) {
            QRgb* out = canvas.line(y + r) + x;
            const std::uint8_t* c = coverage + r * stamps.size;
            for (int k = std::max(0, -x); k < std::min(stamps.size, canvas.width - x); ++k) {
                if (c[k] == 0) continue;
                out[k] = blend(out[k], disc.color, static_cast<std::uint32_t>(disc.alpha * c[k] / 255));
            }
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
                   const CellSet* shown, std::span<const std::uint8_t> hidden) {
    PointKeys out;
    out.keys.resize(grid.placed());
    const bool continuous = colors.continuous();
    const auto rows = grid.rows();
    parallel_for(grid.placed(), 1U << 16U, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            const std::uint32_t row = rows[i];
            if (shown && !shown->contains(row)) continue;
            const std::uint32_t c = row < colors.index.size() ? colors.index[row] : 0U;
            if (c > 0 && c - 1 < hidden.size() && hidden[c - 1] != 0) continue;
            // Points without a value have the lowest rank; one of at least 1 keeps the key from being 0.
            std::uint32_t rank = 1;
            if (c > 0) rank = continuous ? (c << 6U) + (mixed(row) & 63U) : 2 + mixed(row) % 32766U;
            const bool emphasised = selected && selected->contains(row);
            out.keys[i] = (emphasised ? PointKeys::emphasised : 0U) | rank << 16U | c;
        }
    });
    return out;
}

double densityDiameter(std::size_t pointsInView, double plotArea) noexcept {
    if (pointsInView == 0) return 6;
    const double n = static_cast<double>(pointsInView);
    return std::clamp(5.4 * std::pow(2500 / n, 0.28) * std::pow(plotArea / 450000, 0.25), 1.6, 8.0);
}

int movingStride(std::size_t pointsInView) noexcept {
    return static_cast<int>((pointsInView + moving_points - 1) / std::max<std::size_t>(moving_points, 1));
}

RasterResult drawPoints(QImage& image, const SpatialGrid& grid, const PointKeys& keys,
                        const PlaneToPixels& view, const RasterStyle& style) {
    const Canvas canvas{&image, image.bits(), image.bytesPerLine(), image.width(), image.height()};
    RasterResult result;
    const QRgb background = 0xff000000U | style.background;
    const QRectF plane = planeOf(view, canvas.width, 0, canvas.height, 10);
    result.inView = grid.countIn(plane);
    const double area = double(canvas.width) * canvas.height / (style.pixelRatio * style.pixelRatio);
    result.diameter =
        style.diameter > 0 ? style.diameter : densityDiameter(result.inView, area) * style.pixelRatio;
    const double side = std::ceil(result.diameter) + 2;
    result.discs = static_cast<double>(result.inView) * side * side <= double(disc_work);
    if (result.discs) {
        const auto discs = discsInView(grid, keys, view, plane, style);
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
