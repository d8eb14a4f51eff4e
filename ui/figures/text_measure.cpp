#include "ui/figures/text_measure.h"

#include <QFontMetricsF>
#include <QRegularExpression>
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

// What belongs to a number that goes on: "2,638", "1.5", a group of three after a thin space.
bool inNumber(const QString& text, qsizetype at) {
    const auto digit = [&](qsizetype i) { return i >= 0 && i < text.size() && text[i].isDigit(); };
    if (digit(at - 1) && digit(at)) return true;
    const auto joins = [&](qsizetype i) {
        return i >= 0 && i < text.size() && !text[i].isLetterOrNumber() && text[i] != QLatin1Char(' ');
    };
    return (digit(at - 1) && joins(at) && digit(at + 1)) || (digit(at) && joins(at - 1) && digit(at - 2));
}

// Whether a line may end before that letter.
bool mayBreakAt(const QString& text, qsizetype at) {
    const QChar before = text[at - 1], next = text[at];
    if (before == QLatin1Char(' ')) return !QStringLiteral("%·–").contains(next);
    if (!QStringLiteral("-_/,;:|").contains(before) || next == QLatin1Char(' ') || inNumber(text, at))
        return false;
    if (before != QLatin1Char('-') || !next.isDigit()) return true;
    // The sign of a number, or of its exponent.
    const bool sign = at < 2 || !text[at - 2].isLetterOrNumber(),
               exponent = at >= 3 && text[at - 2].toLower() == QLatin1Char('e') && text[at - 3].isDigit();
    return !sign && !exponent;
}

// Where a line may end: first the longest piece that ends at a word and fits, else the longest that fits.
qsizetype lineEnd(const QString& text, double room, const FigureFont& font) {
    QTextBoundaryFinder letters(QTextBoundaryFinder::Grapheme, text);
    qsizetype word = 0, outside = 0, fits = 0;
    for (qsizetype at = letters.toNextBoundary(); at > 0; at = letters.toNextBoundary()) {
        QString piece = text.left(at);
        while (piece.endsWith(QLatin1Char(' '))) piece.chop(1);
        if (fits > 0 && textWidth(piece, font) > room) break;
        fits = at;
        if (at == text.size() || mayBreakAt(text, at)) word = at;
        if (at < text.size() && !inNumber(text, at)) outside = at;
    }
    return word > 0 ? word : outside > 0 ? outside : fits;
}

// Without the blanks at its ends, and with one where several are; those that do not break stay.
QString tidied(const QString& text) {
    static const QRegularExpression blanks(QStringLiteral("[ \\t\\r\\n]+"));
    return QString(text).replace(blanks, QStringLiteral(" ")).trimmed();
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
    QString rest = tidied(text);
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

QStringList unbrokenPieces(const QString& text) {
    const QString whole = tidied(text);
    QStringList pieces;
    qsizetype from = 0;
    for (qsizetype at = 1; at < whole.size(); ++at) {
        if (!mayBreakAt(whole, at)) continue;
        pieces << whole.mid(from, at - from).trimmed();
        from = at;
    }
    pieces << whole.mid(from);
    return pieces;
}

double widestLine(const QStringList& lines, const FigureFont& font) {
    double widest = 0;
    for (const QString& line : lines) widest = std::max(widest, textWidth(line, font));
    return widest;
}

}  // namespace regulus
