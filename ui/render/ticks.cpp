#include <QLocale>
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/render/palettes.h"

namespace regulus {
namespace {

constexpr int most_decimals = 12;

const QLocale& plainEnglish() {
    static const QLocale locale(QLocale::English, QLocale::UnitedStates);
    return locale;
}

QString withTrueMinus(QString text) {
    return text.replace(QLatin1Char('-'), QChar(0x2212));
}

QString number(double value, int decimals) {
    return withTrueMinus(plainEnglish().toString(value == 0 ? 0.0 : value, 'f', decimals));
}

bool needsExponent(double magnitude) {
    return magnitude >= 1e7 || (magnitude > 0 && magnitude < 1e-4);
}

// Those that a step between numbers up to `largest` needs, which holds it as exactly as they are held.
int decimalsOf(double step, double largest) {
    const double noise = 1e-6 * step + 4 * std::numeric_limits<double>::epsilon() * largest;
    int decimals = 0;
    for (double unit = 1; step > 0 && decimals < most_decimals; unit = std::pow(10, ++decimals)) {
        const double scaled = step * unit;
        if (scaled > 0.5 && std::abs(scaled - std::round(scaled)) <= noise * unit) break;
    }
    return decimals;
}

// As many digits as tell the ticks apart, three at least.
std::vector<QString> exponents(std::span<const double> ticks, double step) {
    double largest = 0;
    for (const double t : ticks) largest = std::max(largest, std::abs(t));
    const int digits = std::clamp(static_cast<int>(std::ceil(std::log10(largest / step) - 1e-9)) + 1, 3, 15);
    std::vector<QString> labels;
    for (const double t : ticks) labels.push_back(withTrueMinus(QString::number(t, 'g', digits)));
    return labels;
}

}  // namespace

std::vector<double> niceTicks(double low, double high, int most) {
    if (!(std::isfinite(low) && std::isfinite(high))) return {};
    if (low > high) std::swap(low, high);
    if (low == high) return {low};
    most = std::max(most, 2);
    const double rough = (high - low) / most;
    if (!(rough > 0) || !std::isfinite(rough)) return {low, high};
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    double step = 10 * power;
    std::vector<double> ticks;
    for (const double factor : {1.0, 2.0, 2.5, 5.0, 10.0, 20.0}) {
        step = factor * power;
        const double first = std::ceil(low / step - 1e-9), last = std::floor(high / step + 1e-9);
        if (last - first + 1 > most) continue;
        for (double i = first; i <= last; ++i) ticks.push_back(i == 0 ? 0.0 : i * step);
        break;
    }
    if (ticks.empty()) ticks = {low, high};
    return ticks;
}

std::vector<QString> tickLabels(std::span<const double> ticks) {
    std::vector<QString> labels;
    double largest = 0, step = 0;
    for (const double t : ticks) largest = std::max(largest, std::abs(t));
    for (std::size_t i = 1; i < ticks.size(); ++i) {
        const double gap = std::abs(ticks[i] - ticks[i - 1]);
        if (gap > 0 && (step == 0 || gap < step)) step = gap;
    }
    if (step == 0) step = largest;
    if (needsExponent(largest)) return exponents(ticks, step);
    const int decimals = decimalsOf(step, largest);
    for (const double t : ticks) labels.push_back(number(t, decimals));
    return labels;
}

QString valueText(double value) {
    if (!std::isfinite(value)) return QString(QChar(0x2013));
    const double magnitude = std::abs(value);
    if (needsExponent(magnitude)) return withTrueMinus(QString::number(value, 'g', 3));
    if (value == std::round(value)) return number(value, 0);
    const int whole = magnitude >= 1 ? static_cast<int>(std::floor(std::log10(magnitude))) + 1 : 0;
    if (whole > 0) return number(value, std::max(0, 3 - whole));
    return number(value, std::min(6, 2 - static_cast<int>(std::floor(std::log10(magnitude)))));
}

QString countText(std::size_t count) {
    return plainEnglish().toString(static_cast<qulonglong>(count));
}

QString percentText(std::size_t part, std::size_t whole) {
    if (whole == 0) return QString(QChar(0x2013));
    const double percent = 100 * static_cast<double>(part) / static_cast<double>(whole);
    if (part > 0 && percent < 0.05) return QStringLiteral("<0.1 %");
    if (part < whole && percent >= 99.95) return QStringLiteral(">99.9 %");
    return QStringLiteral("%1 %").arg(percent, 0, 'f', 1);
}

}  // namespace regulus
