#include "ui/views/parts/score_bars.h"

#include <QPainter>
#include <algorithm>

#include "ui/models/number_text.h"
#include "ui/render/figure_scene.h"
#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr int row_height = 24;

}  // namespace

ScoreBars::ScoreBars(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ScoreBars::setBars(std::vector<ScoreBar> bars) {
    m_bars = std::move(bars);
    QStringList lines;
    for (const ScoreBar& bar : m_bars)
        lines << QStringLiteral("%1: %2").arg(bar.name, decimalText(bar.value, 3));
    setToolTip(lines.join(QLatin1Char('\n')));
    updateGeometry();
    update();
}

QSize ScoreBars::sizeHint() const {
    return {180, int(m_bars.size()) * row_height};
}

void ScoreBars::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme& theme = Theme::current();
    painter.setFont(theme.font(13));
    const QFontMetricsF metrics(painter.font());
    double widest = 0;
    for (const ScoreBar& bar : m_bars) widest = std::max(widest, metrics.horizontalAdvance(bar.name));
    const double names = std::min(widest, width() * 0.42), numbers = 40;
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        const ScoreBar& bar = m_bars[i];
        const QRectF row(0, double(i) * row_height, width(), row_height);
        painter.setPen(theme.text);
        painter.drawText(QRectF(0, row.top(), names, row_height), int(Qt::AlignVCenter | Qt::AlignLeft),
                         metrics.elidedText(bar.name, Qt::ElideRight, names));
        drawTabular(painter, row, decimalText(bar.value, 2));
        const QRectF track(names + 12, row.center().y() - 4, std::max(width() - names - 12 - numbers, 8.0),
                           8);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.track);
        painter.drawRoundedRect(track, 4, 4);
        QRectF filled = track;
        filled.setWidth(std::max(track.width() * std::clamp(bar.value, 0.0, 1.0), 3.0));
        painter.setBrush(bar.color.isValid() ? bar.color : theme.accent);
        painter.drawRoundedRect(filled, std::min(4.0, filled.width() / 2), std::min(4.0, filled.width() / 2));
    }
}

std::vector<ScoreBar> leadingBars(std::vector<ScoreBar> bars, std::size_t most) {
    std::stable_sort(bars.begin(), bars.end(),
                     [](const ScoreBar& a, const ScoreBar& b) { return a.value > b.value; });
    std::size_t keep = 0;
    while (keep < std::min(bars.size(), most) && (keep == 0 || bars[keep].value >= 0.01)) ++keep;
    bars.resize(keep);
    return bars;
}

}  // namespace regulus
