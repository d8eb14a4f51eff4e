#include "ui/views/training/curve_scene.h"

#include <QObject>
#include <algorithm>
#include <cmath>

#include "core/base/plain_number.h"
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

void CurveScene::paint(QPainter& painter, const QRectF& area, const PaintStyle& style) const {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const auto losses = lossCurves(style.theme), scores = scoreCurves(style.theme);
    double low = 0, high = 0;
    for (const Curve& curve : losses) {
        for (const QPointF& p : curve.points) high = std::max(high, p.y());
    }
    if (high <= 0) high = 1;
    double floor = 1;
    for (const QPointF& p : scores.front().points) floor = std::min(floor, p.y());
    if (m_baseline) floor = std::min(floor, *m_baseline);
    floor = std::max(0.0, std::floor((floor - 0.02) * 10) / 10);
    if (scores.front().points.empty() && !m_baseline) floor = 0;
    const double bottom = style.px(34);
    const double half = (area.height() - bottom) / 2;
    paintPlot(painter, QRectF(area.left(), area.top(), area.width(), half), style, QObject::tr("loss"),
              losses, low, high * 1.05, false);
    paintPlot(painter, QRectF(area.left(), area.top() + half, area.width(), half + bottom), style,
              QObject::tr("macro-F1"), scores, floor, 1, true);
    painter.restore();
}

void CurveScene::paintPlot(QPainter& painter, const QRectF& area, const PaintStyle& style,
                           const QString& name, const std::vector<Curve>& curves, double low, double high,
                           bool lastPlot) const {
    const Theme& theme = style.theme;
    const QFont small = style.font(painter, 11);
    const QRectF plot =
        area.adjusted(style.px(46), style.px(22), -style.px(14), lastPlot ? -style.px(34) : -style.px(8));
    if (plot.width() < style.px(40) || plot.height() < style.px(20)) return;
    const int last = lastEpoch();
    int pretrained = 0;
    for (const EpochRecord& e : m_history) pretrained += e.pretraining ? 1 : 0;
    if (pretrained > 0 && last > 1) {
        const double end = toX(plot, std::min(pretrained + 0.5, double(last)), last);
        painter.fillRect(QRectF(plot.topLeft(), QPointF(end, plot.bottom())), theme.raised);
    }
    const std::vector<double> ticks = niceTicks(low, high, plot.height() > style.px(90) ? 5 : 3);
    const std::vector<QString> texts = tickLabels(ticks);
    painter.setFont(small);
    for (std::size_t i = 0; i < ticks.size(); ++i) {
        const double y = toY(plot, ticks[i], low, high);
        painter.setPen(QPen(theme.line, style.px(1)));
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter.setPen(theme.mutedText);
        painter.drawText(QRectF(area.left(), y - style.px(8), style.px(40), style.px(16)),
                         Qt::AlignRight | Qt::AlignVCenter, texts[i]);
    }
    painter.setFont(style.font(painter, 11, QFont::DemiBold));
    painter.setPen(theme.text);
    painter.drawText(QRectF(plot.left(), area.top(), plot.width(), style.px(18)),
                     Qt::AlignLeft | Qt::AlignVCenter, name);
    double right = plot.right();
    painter.setFont(small);
    for (auto curve = curves.rbegin(); curve != curves.rend(); ++curve) {
        if (curve->points.empty()) continue;
        const double width = QFontMetricsF(small).horizontalAdvance(curve->name);
        painter.setPen(theme.mutedText);
        painter.drawText(QRectF(right - width, area.top(), width, style.px(18)), Qt::AlignVCenter,
                         curve->name);
        painter.setPen(QPen(curve->color, style.px(2.5), Qt::SolidLine, Qt::RoundCap));
        const double y = area.top() + style.px(9);
        painter.drawLine(QPointF(right - width - style.px(20), y), QPointF(right - width - style.px(8), y));
        right -= width + style.px(32);
    }
    if (lastPlot) {
        painter.setPen(theme.mutedText);
        const std::vector<double> epochs =
            niceTicks(1, last, int(std::max(2.0, plot.width() / style.px(60))));
        for (const double e : epochs) {
            if (e != std::floor(e) || e < 1) continue;
            painter.drawText(QRectF(toX(plot, e, last) - style.px(20), plot.bottom() + style.px(2),
                                    style.px(40), style.px(14)),
                             Qt::AlignCenter, QString::number(int(e)));
        }
        painter.drawText(QRectF(plot.left(), plot.bottom() + style.px(16), plot.width(), style.px(16)),
                         Qt::AlignCenter, QObject::tr("epoch"));
        if (m_baseline) {
            const double y = toY(plot, std::clamp(*m_baseline, low, high), low, high);
            painter.setPen(QPen(theme.mutedText, style.px(1.5), Qt::DashLine));
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
            painter.drawText(QRectF(plot.left() + style.px(4), y + style.px(1), plot.width(), style.px(14)),
                             Qt::AlignLeft, QObject::tr("baseline on test cells"));
        }
    }
    painter.setClipRect(plot.adjusted(-style.px(4), -style.px(4), style.px(4), style.px(4)));
    for (const Curve& curve : curves) {
        QPolygonF line;
        for (const QPointF& p : curve.points)
            line << QPointF(toX(plot, p.x(), last), toY(plot, p.y(), low, high));
        painter.setPen(QPen(curve.color, style.px(2), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(line);
        painter.setPen(Qt::NoPen);
        painter.setBrush(curve.color);
        if (!line.empty()) painter.drawEllipse(line.back(), style.px(3), style.px(3));
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
    painter.setPen(QPen(style.theme.mutedText, style.px(1)));
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    QStringList texts{QObject::tr("epoch %1").arg(epoch)};
    for (const Curve& curve : curves) {
        for (const QPointF& p : curve.points) {
            if (int(p.x()) != epoch) continue;
            painter.setPen(QPen(style.theme.surface, style.px(1.5)));
            painter.setBrush(curve.color);
            painter.drawEllipse(QPointF(x, toY(plot, p.y(), low, high)), style.px(4), style.px(4));
            texts << QStringLiteral("%1 %2").arg(curve.name, decimalText(p.y(), 3));
        }
    }
    const QFont font = style.font(painter, 11);
    const QString text = texts.join(QStringLiteral(" \u00b7 "));
    const double width = QFontMetricsF(font).horizontalAdvance(text) + style.px(12);
    const double left = std::clamp(x + style.px(6), plot.left(), std::max(plot.left(), plot.right() - width));
    const QRectF box(left, plot.top() + style.px(2), width, style.px(18));
    painter.setPen(QPen(style.theme.line, style.px(1)));
    painter.setBrush(style.theme.surface);
    painter.drawRoundedRect(box, style.px(3), style.px(3));
    painter.setFont(font);
    painter.setPen(style.theme.text);
    painter.drawText(box, Qt::AlignCenter, text);
}

FigureNumbers CurveScene::numbers() const {
    FigureNumbers numbers;
    numbers.columns = {"epoch", "pretraining", "loss", "validation_loss", "validation_macro_f1", "seconds"};
    for (const EpochRecord& e : m_history) {
        numbers.rows.push_back({std::to_string(e.epoch), e.pretraining ? "1" : "0", plain_number(e.loss),
                                plain_number(e.validation_loss), plain_number(e.validation_macro_f1),
                                plain_number(e.seconds)});
    }
    return numbers;
}

}  // namespace regulus
