#include "ui/views/parts/histogram_bars.h"

#include <algorithm>
#include <cmath>

#include "ui/render/color_math.h"
#include "ui/render/palettes.h"
#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr double stepped_back = 0.35;  // share of their colour that cells beside marked ones keep

}  // namespace

double HistogramAxis::valueAt(double x) const {
    return from + std::clamp((x - area.left()) / area.width(), 0.0, 1.0) * (to - from);
}

void paintHistogram(QPainter& painter, const HistogramAxis& axis, const ValueHistogram& histogram,
                    const HistogramColors& colors, std::span<const std::size_t> marked) {
    const auto& counts = histogram.counts;
    if (counts.empty()) return;
    const double most = std::sqrt(static_cast<double>(std::ranges::max(counts)));
    const double step = (histogram.high - histogram.low) / static_cast<double>(counts.size());
    const double last = static_cast<double>(colors.colors.size() - 1);
    painter.setPen(Qt::NoPen);
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] == 0) continue;
        const double from = histogram.low + step * static_cast<double>(i);
        const double left = axis.xOf(from), right = std::max(axis.xOf(from + step), left + 1.5);
        const double t = std::clamp((from + step / 2 - colors.low) / (colors.high - colors.low), 0.0, 1.0);
        const QRgb color = colors.colors[static_cast<std::size_t>(std::lround(t * last))];
        const auto bar = [&](std::size_t cells, QRgb with) {
            const double height = axis.area.height() * std::sqrt(static_cast<double>(cells)) / most;
            painter.setBrush(QColor::fromRgb(with));
            painter.drawRect(QRectF(left, axis.area.bottom() - height, right - left, height));
        };
        if (marked.empty()) {
            bar(counts[i], color);
            continue;
        }
        bar(counts[i], mixColors(Theme::current().panel.rgb(), color, stepped_back));
        if (marked[i] > 0) bar(marked[i], color);
    }
}

void paintHistogramAxis(QPainter& painter, const HistogramAxis& axis, double room) {
    const Theme& theme = Theme::current();
    painter.setPen(QPen(theme.mutedText, 1));
    painter.drawLine(axis.area.bottomLeft(), axis.area.bottomRight());
    painter.setFont(theme.font(11));
    const auto ticks = niceTicks(axis.from, axis.to);
    const auto labels = tickLabels(ticks);
    for (std::size_t i = 0; i < ticks.size(); ++i)
        painter.drawText(QRectF(axis.xOf(ticks[i]) - 40, axis.area.bottom() + 4, 80, room - 6),
                         Qt::AlignHCenter | Qt::AlignTop, labels[i]);
}

}  // namespace regulus
