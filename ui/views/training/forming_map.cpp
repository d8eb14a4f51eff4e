#include "ui/views/training/forming_map.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr std::size_t most_drawn = 20000;  // a small picture holds no more

struct Frame {
    double left = 0, top = 0, scale = 1;
};

// Fits the points between the 1st and 99th percentile of each axis, so that one stray cell does not shrink
// all.
Frame frameOf(const Matrix& points, std::size_t step, const QRectF& area) {
    std::vector<float> xs, ys;
    for (std::size_t i = 0; i < points.rows; i += step) {
        if (!std::isfinite(points(i, 0)) || !std::isfinite(points(i, 1))) continue;
        xs.push_back(points(i, 0));
        ys.push_back(points(i, 1));
    }
    if (xs.empty()) return {};
    const auto at = [](std::vector<float>& values, double share) {
        const auto place = std::ptrdiff_t(share * double(values.size() - 1));
        std::nth_element(values.begin(), values.begin() + place, values.end());
        return double(values[std::size_t(place)]);
    };
    const double x0 = at(xs, 0.01), x1 = at(xs, 0.99), y0 = at(ys, 0.01), y1 = at(ys, 0.99);
    const double width = std::max(x1 - x0, 1e-6) * 1.12, height = std::max(y1 - y0, 1e-6) * 1.12;
    Frame frame;
    frame.scale = std::min(area.width() / width, area.height() / height);
    frame.left = area.center().x() - frame.scale * (x0 + x1) / 2;
    frame.top = area.center().y() + frame.scale * (y0 + y1) / 2;
    return frame;
}

}  // namespace

FormingMap::FormingMap(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void FormingMap::show(std::shared_ptr<const Matrix> points, std::vector<QRgb> colors) {
    m_points = std::move(points);
    m_colors = std::move(colors);
    update();
}

void FormingMap::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& theme = Theme::current();
    if (!m_points || m_points->rows == 0 || m_points->cols < 2) {
        painter.setPen(theme.mutedText);
        painter.setFont(theme.font(12));
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap,
                         tr("The embedding appears here after the first epoch."));
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const std::size_t step = std::max<std::size_t>(1, m_points->rows / most_drawn);
    const Frame frame = frameOf(*m_points, step, QRectF(rect()).adjusted(6, 6, -6, -6));
    const double radius = m_points->rows > 5000 ? 1.0 : m_points->rows > 500 ? 1.6 : 2.4;
    for (std::size_t i = 0; i < m_points->rows; i += step) {
        const double x = frame.left + frame.scale * double((*m_points)(i, 0));
        const double y = frame.top - frame.scale * double((*m_points)(i, 1));
        if (!std::isfinite(x) || !std::isfinite(y)) continue;
        QColor color = i < m_colors.size() ? QColor::fromRgb(m_colors[i]) : theme.accent;
        color.setAlphaF(0.8F);
        painter.setBrush(color);
        painter.drawEllipse(QPointF(x, y), radius, radius);
    }
}

}  // namespace regulus
