// What a journal would refuse in a figure, or its readers could not see, and how it is mended. Limits are
// those of Nature's guide to authors: 183 mm of width, 170 mm of height with a legend below, text of 5 points
// at least, 300 dpi; colours as a person without green cones sees them (Machado, Oliveira, Fernandes 2009).
#pragma once

#include <optional>
#include <vector>

#include "ui/export/figure_options.h"

namespace regulus {

struct FigureRemark {
    QString text;                         // "Text is smaller than 5 pt."
    QString mend;                         // of a button, "5 pt"; empty where nothing here mends it
    std::optional<FigureOptions> mended;  // what it sets
};

inline constexpr double widest_page_mm = 183, least_text_points = 5, least_dpi = 300;

// Of a figure that can be written with these options, laid out with them as `drawing`. Lays it out anew for
// what it proposes. Throws Cancelled.
std::vector<FigureRemark> checkFigure(const Figure& figure, const FigureOptions& options,
                                      const FigureDrawing& drawing, Job& job);

// Entries of a key that look alike without green cones, by their names, or in colour at all.
struct AlikeColors {
    QString first, second;
};
std::vector<AlikeColors> alikeInKey(const FigureDrawing& drawing);

}  // namespace regulus
