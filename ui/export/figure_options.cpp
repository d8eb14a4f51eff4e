#include "ui/export/figure_options.h"

#include <QFileInfo>
#include <cmath>

#include "core/base/error.h"

namespace regulus {
namespace {

constexpr double most_pixels = 120e6;

bool within(double value, double low, double high) {
    return value >= low && value <= high;
}

}  // namespace

QString suffix(FigureFormat format) {
    switch (format) {
        case FigureFormat::Tiff:
            return QStringLiteral("tiff");
        case FigureFormat::Svg:
            return QStringLiteral("svg");
        case FigureFormat::Pdf:
            return QStringLiteral("pdf");
        case FigureFormat::Png:
            break;
    }
    return QStringLiteral("png");
}

bool isVector(FigureFormat format) {
    return format == FigureFormat::Svg || format == FigureFormat::Pdf;
}

std::optional<FigureFormat> figureFormatNamed(const QString& path) {
    const QString ending = QFileInfo(path).suffix().toLower();
    for (const FigureFormat f : {FigureFormat::Png, FigureFormat::Tiff, FigureFormat::Svg, FigureFormat::Pdf})
        if (suffix(f) == ending) return f;
    if (ending == QLatin1String("tif")) return FigureFormat::Tiff;
    return std::nullopt;
}

FigureFormat figureFormatOf(const QString& path) {
    if (const auto named = figureFormatNamed(path)) return *named;
    throw Error(ErrorKind::Usage, "Figures cannot be written in this format", path.toStdString(),
                "End the file name with .png, .tiff, .svg or .pdf");
}

QSize pixelsOf(QSizeF mm, double dpi) {
    const auto pixels = [dpi](double length) {
        return std::max(1, static_cast<int>(std::lround(length / 25.4 * dpi)));
    };
    return {pixels(mm.width()), pixels(mm.height())};
}

QStringList validate(const FigureOptions& options) {
    QStringList problems;
    if (!within(options.widthMm, 10, 1000))
        problems << QStringLiteral("The width has to be between 10 and 1000 mm.");
    if (options.heightMm != 0 && !within(options.heightMm, 10, 1000))
        problems << QStringLiteral("The height has to be between 10 and 1000 mm.");
    if (!within(options.dpi, 50, 2400))
        problems << QStringLiteral("The resolution has to be between 50 and 2400 dpi.");
    if (!within(options.textPoints, 3, 24))
        problems << QStringLiteral("The text has to be between 3 and 24 points.");
    return problems;
}

QStringList validate(const FigureOptions& options, const FigureDrawing& drawing) {
    QStringList problems = validate(options) + drawing.problems;
    if (!problems.isEmpty()) return problems;
    if (drawing.page.height() > 1000) {
        problems << QStringLiteral(
            "The figure would be more than 1000 mm high; make it wider, its text smaller, or show less.");
        return problems;
    }
    const QSizeF pixels = drawing.page / 25.4 * options.dpi;
    if (pixels.width() * pixels.height() > most_pixels)
        problems << QStringLiteral(
            "The figure would have more than 120 million pixels; lower the size or the resolution.");
    return problems;
}

}  // namespace regulus
