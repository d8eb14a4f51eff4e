// Each cell of the groups: a strip a gene, of as many means as there are pixels along it.
#include <QImage>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "core/base/parallel.h"
#include "ui/render/heatmap_scene.h"

namespace regulus {

// One row of the image a gene, one column a device pixel along the groups.
void HeatmapScene::paintEachCell(QPainter& painter, const HeatmapLayout& g, const PaintStyle& style) const {
    const Spans &groups = m_transposed ? g.columns : g.lines, &genes = m_transposed ? g.lines : g.columns;
    const double seen = m_transposed ? g.cells.width() : g.cells.height();
    const double scrolled = m_transposed ? g.scroll.x() : g.scroll.y();
    const double ratio = painter.device()->devicePixelRatioF() * std::abs(painter.worldTransform().m11());
    const int pixels = std::max(1, static_cast<int>(std::ceil(seen * ratio)));
    const int rows = static_cast<int>(m_genes.items.size());
    if (rows == 0 || groups.size() == 0) return;
    QImage image(m_transposed ? pixels : rows, m_transposed ? rows : pixels, QImage::Format_RGB32);
    const auto& map = colorTable(m_data.diverging ? ColorMap::BlueRed : ColorMap::Viridis);
    const double scale = 255.0 / (m_high - m_low);
    const QRgb paper = style.theme.surface.rgb(), none = style.theme.track.rgb();
    std::vector<QRgb*> lines;
    for (int y = 0; y < image.height(); ++y) lines.push_back(reinterpret_cast<QRgb*>(image.scanLine(y)));
    parallel_for(static_cast<std::size_t>(pixels), 64, [&](std::size_t begin, std::size_t end) {
        for (std::size_t x = begin; x < end; ++x) {
            const double from = scrolled + static_cast<double>(x) / ratio,
                         to = scrolled + static_cast<double>(x + 1) / ratio;
            const int item = groups.at((from + to) / 2);
            const auto [first, last] = item < 0 ? std::pair<std::size_t, std::size_t>()
                                                : cellsIn(static_cast<std::size_t>(item), from, to);
            for (std::size_t row = 0; row < static_cast<std::size_t>(rows); ++row) {
                QRgb color = paper;
                if (item >= 0) {
                    const double v =
                        m_cells->genes[static_cast<std::size_t>(m_genes.items[row])].mean(first, last);
                    color =
                        std::isfinite(v)
                            ? map[static_cast<std::size_t>(std::clamp((v - m_low) * scale + 0.5, 0.0, 255.0))]
                            : none;
                }
                (m_transposed ? lines[row][x] : lines[x][row]) = color;
            }
        }
    });
    painter.save();
    painter.setClipRect(g.cells);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    for (int row = 0; row < rows; ++row) {
        const auto r = static_cast<std::size_t>(row);
        const double gap = genes.extent(r) > 7 ? 1 : 0, length = pixels / ratio;
        if (m_transposed)
            painter.drawImage(QRectF(g.cells.left(), std::round(g.cells.top() - g.scroll.y() + genes.from[r]),
                                     length, std::round(genes.to[r]) - std::round(genes.from[r]) - gap),
                              image, QRectF(0, row, pixels, 1));
        else
            painter.drawImage(QRectF(std::round(g.cells.left() - g.scroll.x() + genes.from[r]), g.cells.top(),
                                     std::round(genes.to[r]) - std::round(genes.from[r]) - gap, length),
                              image, QRectF(row, 0, 1, pixels));
    }
    painter.restore();
}

}  // namespace regulus
