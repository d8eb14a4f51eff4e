#include "ui/views/training/curve_scene.h"

#include <QObject>
#include <algorithm>
#include <cmath>

#include "ui/models/number_text.h"
#include "ui/render/palettes.h"

namespace regulus {
namespace {

double toX(const QRectF& plot, double epoch, int last) {
    return plot.left() + (last > 1 ? (epoch - 1) / (last - 1) : 0.5) * plot.width();
}

double toY(const QRectF& plot, double value, double low, double high) {
    return plot.bottom() - (value - low) / (high - low) * plot.height();
}

// Colours that everybody tells apart, on light and on dark.
QColor firstColor(const Theme& theme) {
    return theme.accent;
}
QColor secondColor(const Theme& theme) {
    return theme.dark ? QColor(0xff, 0x9a, 0x4d) : QColor(0xc2, 0x52, 0x00);
}

}  // namespace

void CurveScene::setHistory(std::vector<EpochRecord> history, int planned, std::optional<double> baseline) {
    m_history = std::move(history);
    m_planned = planned;
    m_baseline = baseline;
}

int CurveScene::lastEpoch() const {
    return std::max(m_planned, m_history.empty() ? 1 : m_history.back().epoch);
}

std::vector<CurveScene::Curve> CurveScene::lossCurves(const Theme& theme) const {
    Curve before{QObject::tr("pretraining"), theme.mutedText, {}};
    Curve train{QObject::tr("training"), firstColor(theme), {}};
    Curve validation{QObject::tr("validation"), secondColor(theme), {}};
    for (const EpochRecord& e : m_history) {
        if (std::isfinite(e.loss)) (e.pretraining ? before : train).points.emplace_back(e.epoch, e.loss);
        if (std::isfinite(e.validation_loss) && !e.pretraining)
            validation.points.emplace_back(e.epoch, e.validation_loss);
    }
    return {before, train, validation};
}

std::vector<CurveScene::Curve> CurveScene::scoreCurves(const Theme& theme) const {
    Curve f1{QObject::tr("validation"), secondColor(theme), {}};
    for (const EpochRecord& e : m_history) {
        if (std::isfinite(e.validation_macro_f1) && !e.pretraining)
            f1.points.emplace_back(e.epoch, e.validation_macro_f1);
    }
    return {f1};
}

CurveScene::Range CurveScene::lossRange() const {
    double high = 0;
    for (const Curve& curve : lossCurves(Theme::figure()))
        for (const QPointF& p : curve.points) high = std::max(high, p.y());
    return {0, high > 0 ? high * 1.05 : 1};
}

CurveScene::Range CurveScene::scoreRange() const {
    const auto points = scoreCurves(Theme::figure()).front().points;
    if (points.empty() && !m_baseline) return {};
    double floor = m_baseline.value_or(1);
    for (const QPointF& p : points) floor = std::min(floor, p.y());
    return {std::max(0.0, std::floor((floor - 0.02) * 10) / 10), 1};
}

void CurveScene::paint(QPainter& painter, const QRectF& area, const PaintStyle& style) const {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const Range loss = lossRange(), score = scoreRange();
    const double bottom = 34.0;
    const double half = (area.height() - bottom) / 2;
    paintPlot(painter, QRectF(area.left(), area.top(), area.width(), half), style, QObject::tr("loss"),
              lossCurves(style.theme), loss.low, loss.high, false);
    paintPlot(painter, QRectF(area.left(), area.top() + half, area.width(), half + bottom), style,
              QObject::tr("macro-F1"), scoreCurves(style.theme), score.low, score.high, true);
    painter.restore();
}

void CurveScene::paintPlot(QPainter& painter, const QRectF& area, const PaintStyle& style,
                           const QString& name, const std::vector<Curve>& curves, double low, double high,
                           bool lastPlot) const {
    const Theme& theme = style.theme;
    const QFont small = style.font(painter, 11);
    const QRectF plot = area.adjusted(46.0, 22.0, -14.0, lastPlot ? -34.0 : -8.0);
    if (plot.width() < 40.0 || plot.height() < 20.0) return;
    const int last = lastEpoch();
    int pretrained = 0;
    for (const EpochRecord& e : m_history) pretrained += e.pretraining ? 1 : 0;
    if (pretrained > 0 && last > 1) {
        const double end = toX(plot, std::min(pretrained + 0.5, double(last)), last);
        painter.fillRect(QRectF(plot.topLeft(), QPointF(end, plot.bottom())), theme.raised);
    }
    const std::vector<double> ticks = niceTicks(low, high, plot.height() > 90.0 ? 5 : 3);
    const std::vector<QString> texts = tickLabels(ticks);
    painter.setFont(small);
    for (std::size_t i = 0; i < ticks.size(); ++i) {
        const double y = toY(plot, ticks[i], low, high);
        painter.setPen(QPen(theme.line, 1.0));
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter.setPen(theme.mutedText);
        painter.drawText(QRectF(area.left(), y - 8.0, 40.0, 16.0), Qt::AlignRight | Qt::AlignVCenter,
                         texts[i]);
    }
    painter.setFont(style.font(painter, 11, QFont::DemiBold));
    painter.setPen(theme.text);
    painter.drawText(QRectF(plot.left(), area.top(), plot.width(), 18.0), Qt::AlignLeft | Qt::AlignVCenter,
                     name);
    double right = plot.right();
    painter.setFont(small);
    for (auto curve = curves.rbegin(); curve != curves.rend(); ++curve) {
        if (curve->points.empty()) continue;
        const double width = QFontMetricsF(small).horizontalAdvance(curve->name);
        painter.setPen(theme.mutedText);
        painter.drawText(QRectF(right - width, area.top(), width, 18.0), Qt::AlignVCenter, curve->name);
        painter.setPen(QPen(curve->color, 2.5, Qt::SolidLine, Qt::RoundCap));
        const double y = area.top() + 9.0;
        painter.drawLine(QPointF(right - width - 20.0, y), QPointF(right - width - 8.0, y));
        right -= width + 32.0;
    }
    if (lastPlot) {
        painter.setPen(theme.mutedText);
        const std::vector<double> epochs = niceTicks(1, last, int(std::max(2.0, plot.width() / 60.0)));
        for (const double e : epochs) {
            if (e != std::floor(e) || e < 1) continue;
            painter.drawText(QRectF(toX(plot, e, last) - 20.0, plot.bottom() + 2.0, 40.0, 14.0),
                             Qt::AlignCenter, QString::number(int(e)));
        }
        painter.drawText(QRectF(plot.left(), plot.bottom() + 16.0, plot.width(), 16.0), Qt::AlignCenter,
                         QObject::tr("epoch"));
        if (m_baseline) {
            const double y = toY(plot, std::clamp(*m_baseline, low, high), low, high);
            painter.setPen(QPen(theme.mutedText, 1.5, Qt::DashLine));
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
            painter.drawText(QRectF(plot.left() + 4.0, y + 1.0, plot.width(), 14.0), Qt::AlignLeft,
                             QObject::tr("baseline on test cells"));
        }
    }
    painter.setClipRect(plot.adjusted(-4.0, -4.0, 4.0, 4.0));
    for (const Curve& curve : curves) {
        QPolygonF line;
        for (const QPointF& p : curve.points)
            line << QPointF(toX(plot, p.x(), last), toY(plot, p.y(), low, high));
        painter.setPen(QPen(curve.color, 2.0, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(line);
        painter.setPen(Qt::NoPen);
        painter.setBrush(curve.color);
        if (!line.empty()) painter.drawEllipse(line.back(), 3.0, 3.0);
    }
    painter.setClipping(false);
    paintHover(painter, plot, style, curves, low, high);
}

void CurveScene::paintHover(QPainter& painter, const QRectF& plot, const PaintStyle& style,
                            const std::vector<Curve>& curves, double low, double high) const {
    if (!m_hover || m_hover->x() < plot.left() || m_hover->x() > plot.right() || m_history.empty()) return;
    const int last = lastEpoch();
    const double at = last > 1 ? 1 + (m_hover->x() - plot.left()) / plot.width() * (last - 1) : 1;
    const int epoch = std::clamp(int(std::lround(at)), 1, m_history.back().epoch);
    const double x = toX(plot, epoch, last);
    painter.setPen(QPen(style.theme.mutedText, 1.0));
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    QStringList texts{QObject::tr("epoch %1").arg(epoch)};
    for (const Curve& curve : curves) {
        for (const QPointF& p : curve.points) {
            if (int(p.x()) != epoch) continue;
            painter.setPen(QPen(style.theme.surface, 1.5));
            painter.setBrush(curve.color);
            painter.drawEllipse(QPointF(x, toY(plot, p.y(), low, high)), 4.0, 4.0);
            texts << QStringLiteral("%1 %2").arg(curve.name, decimalText(p.y(), 3));
        }
    }
    const QFont font = style.font(painter, 11);
    const QString text = texts.join(QStringLiteral(" \u00b7 "));
    const double width = QFontMetricsF(font).horizontalAdvance(text) + 12.0;
    const double left = std::clamp(x + 6.0, plot.left(), std::max(plot.left(), plot.right() - width));
    const QRectF box(left, plot.top() + 2.0, width, 18.0);
    painter.setPen(QPen(style.theme.line, 1.0));
    painter.setBrush(style.theme.surface);
    painter.drawRoundedRect(box, 3.0, 3.0);
    painter.setFont(font);
    painter.setPen(style.theme.text);
    painter.drawText(box, Qt::AlignCenter, text);
}

}  // namespace regulus
