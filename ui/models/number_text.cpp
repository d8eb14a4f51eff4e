#include "ui/models/number_text.h"

#include <cmath>

namespace regulus {
namespace {

const QString unknown = QStringLiteral("\u2013");

}  // namespace

QString decimalText(double value, int digits) {
    if (!std::isfinite(value)) return unknown;
    QString text = QString::number(std::abs(value), 'f', digits);
    const bool zero = text.toDouble() == 0.0;
    if (value < 0 && !zero) text.prepend(QChar(0x2212));
    return text;
}

QString countText(std::size_t count, const QString& singular, const QString& plural) {
    return countText(count) + QLatin1Char(' ') + (count == 1 ? singular : plural);
}

QString probabilityText(double value) {
    constexpr double least = 1e-300, plain = 0.001;
    if (!std::isfinite(value)) return unknown;
    if (value < least) return QStringLiteral("<1e\u2212300");
    if (value >= plain) return decimalText(value, 3);
    return QString::number(value, 'e', 0).replace(QLatin1Char('-'), QChar(0x2212));
}

QString timesText(double ratio) {
    if (!std::isfinite(ratio)) return unknown;
    return decimalText(ratio, ratio < 1.995 ? 2 : ratio < 9.95 ? 1 : 0) + QStringLiteral("\u2009\u00d7");
}

QString durationText(double seconds) {
    if (!std::isfinite(seconds) || seconds < 0) return unknown;
    const auto whole = static_cast<long long>(std::llround(seconds));
    if (whole < 60) return QStringLiteral("%1 s").arg(whole);
    const long long minutes = (whole + 30) / 60;
    if (minutes < 60) return QStringLiteral("%1 min").arg(minutes);
    return QStringLiteral("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
}

}  // namespace regulus
