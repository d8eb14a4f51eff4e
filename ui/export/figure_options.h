// What a person chooses about a figure's file.
#pragma once

#include <QString>
#include <QStringList>
#include <array>
#include <map>
#include <optional>

#include "ui/figures/figure.h"

namespace regulus {

enum class FigureFormat { Png, Tiff, Svg, Pdf };
QString suffix(FigureFormat format);  // "png"
bool isVector(FigureFormat format);
// From the file's ending; nothing for any other.
std::optional<FigureFormat> figureFormatNamed(const QString& path);
// Throws Error(Usage) for any other ending, naming those that work.
FigureFormat figureFormatOf(const QString& path);

// Widths that journals set figures at.
struct JournalWidth {
    const char* name;
    double mm;
};
inline constexpr std::array<JournalWidth, 7> journal_widths{{{"Nature, one column", 89},
                                                             {"Nature, two columns", 183},
                                                             {"Cell, one column", 85},
                                                             {"Cell, 1.5 columns", 114},
                                                             {"Cell, two columns", 174},
                                                             {"PNAS, one column", 87},
                                                             {"PNAS, two columns", 178}}};
// Of a journal's page; a taller figure is set on no single one.
inline constexpr double journal_height_mm = 247;

struct FigureOptions {
    double widthMm = 89;
    double heightMm = 0;  // 0: what the content needs
    double dpi = 300;     // of PNG and TIFF, and of a raster layer in SVG and PDF
    FigureFormat format = FigureFormat::Png;
    PointsAs points = PointsAs::Raster;
    double textPoints = 7;
    // Key → value, written into the file: PNG tEXt, TIFF ImageDescription, SVG <metadata>, PDF title,
    // creator and XMP description. "Title" and "Software" are always there.
    std::map<QString, QString> provenance;

    FigurePage page() const { return {widthMm, heightMm, textPoints}; }
};

// What is wrong with the options, and with the figure as it was laid out with them, in a person's words;
// empty when nothing is. Sizes 10..1000 mm, 50..2400 dpi, text 3..24 points, at most 120 million pixels.
QStringList validate(const FigureOptions& options);
QStringList validate(const FigureOptions& options, const FigureDrawing& drawing);
// Pixels of that many mm.
QSize pixelsOf(QSizeF mm, double dpi);

}  // namespace regulus
