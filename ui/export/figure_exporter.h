// Writes a scene as a figure: PNG, TIFF, SVG or PDF at a size in millimetres and a resolution. Text stays
// text and fonts are embedded in PDF; points are one raster layer or vector marks; where the figure comes
// from is written inside the file. Works under QGuiApplication on the offscreen platform.
#pragma once

#include <QByteArray>
#include <QImage>
#include <QString>
#include <QStringList>
#include <map>

#include "ui/render/figure_scene.h"

namespace regulus {

enum class FigureFormat { Png, Tiff, Svg, Pdf };
QString suffix(FigureFormat format);  // "png"
// From the file's ending; throws Error(Usage) for any other, naming those that work.
FigureFormat figureFormatOf(const QString& path);

struct FigureOptions {
    double widthMm = 89;  // one column of a journal; 183 is two
    double heightMm = 0;  // 0: from the width and the scene's own aspect
    double dpi = 300;     // of PNG and TIFF, and of a raster layer in SVG and PDF
    FigureFormat format = FigureFormat::Png;
    PointsAs points = PointsAs::Raster;
    double textPoints = 7;
    // Key → value, written into the file: PNG tEXt, TIFF ImageDescription, SVG <metadata>, PDF title,
    // creator and XMP description. "Title" and "Software" are always there.
    std::map<QString, QString> provenance;
};
inline constexpr double column_mm = 89, two_columns_mm = 183;

// What is wrong with the options, in a person's words; empty when nothing is. Sizes 10..1000 mm, 50..2400
// dpi, at most 120 million pixels.
QStringList validate(const FigureOptions& options, const FigureScene& scene);
QSizeF figureSizeMm(const FigureOptions& options, const FigureScene& scene);

// The picture a PNG would hold, at another resolution if dpi > 0; for previews.
QImage renderFigure(const FigureScene& scene, const FigureOptions& options, double dpi = 0);

// Writes beside `path` and renames. Throws Error(Usage) when validate() finds something, Error(Storage) when
// the file cannot be written; nothing is left behind then. Thread: GUI (fonts, scene caches).
void exportFigure(const FigureScene& scene, const FigureOptions& options, const QString& path);

}  // namespace regulus
