#include "ui/figures/text_measure.h"

#include <QFontMetricsF>
#include <QTextBoundaryFinder>
#include <algorithm>

namespace regulus {
namespace {

// Large enough that no metric is rounded.
constexpr int measured_pixels = 512;
// Of the size of the text: 1.117 is ascent and descent of the face.
constexpr double leading = 1.16;

QFontMetricsF metricsOf(const FigureFont& font) {
    QFont large = figureFont(font);
    large.setPixelSize(measured_pixels);
    return QFontMetricsF(large);
}

double toMm(double pixels, double points) {
    return pixels / measured_pixels * points * mm_per_point;
}

bool mayBreakAfter(QChar c) {
    return c.isSpace() || QStringLiteral("-_/,;:|").contains(c);
}

// Where a line may end: first the longest piece that ends at a word and fits, else the longest that fits.
qsizetype lineEnd(const QString& text, double room, const FigureFont& font) {
    QTextBoundaryFinder letters(QTextBoundaryFinder::Grapheme, text);
    qsizetype word = 0, fits = 0;
    for (qsizetype at = letters.toNextBoundary(); at > 0; at = letters.toNextBoundary()) {
        QString piece = text.left(at);
        while (piece.endsWith(QLatin1Char(' '))) piece.chop(1);
        if (fits > 0 && textWidth(piece, font) > room) break;
        fits = at;
        if (at == text.size() || mayBreakAfter(text[at - 1])) word = at;
    }
    return word > 0 ? word : fits;
}

}  // namespace

QFont figureFont(const FigureFont& font) {
    QFont f(QStringLiteral("Liberation Sans"));
    f.setStyleHint(QFont::SansSerif);
    f.setHintingPreference(QFont::PreferNoHinting);
    f.setWeight(font.bold ? QFont::Bold : QFont::Normal);
    f.setItalic(font.italic);
    f.setKerning(false);  // vector formats place whole words: every reader then adds up the same widths
    return f;
}

double textWidth(const QString& text, const FigureFont& font) {
    return toMm(metricsOf(font).horizontalAdvance(text), font.points);
}

double textAscent(double points) {
    return toMm(metricsOf({points}).ascent(), points);
}

double textDescent(double points) {
    return toMm(metricsOf({points}).descent(), points);
}

double lineHeight(double points) {
    return leading * points * mm_per_point;
}

QStringList wrapped(const QString& text, double room, const FigureFont& font) {
    QStringList lines;
    QString rest = text.simplified();
    while (!rest.isEmpty()) {
        if (textWidth(rest, font) <= room) {
            lines << rest;
            break;
        }
        const qsizetype end = lineEnd(rest, room, font);
        lines << rest.left(end).trimmed();
        rest = rest.mid(end).trimmed();
    }
    if (lines.isEmpty()) lines << QString();
    return lines;
}

double widestLine(const QStringList& lines, const FigureFont& font) {
    double widest = 0;
    for (const QString& line : lines) widest = std::max(widest, textWidth(line, font));
    return widest;
}

}  // namespace regulus
