#include "ui/export/figure_check.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/render/color_math.h"
#include "ui/render/palettes.h"

namespace regulus {
namespace {

constexpr double too_near = 0.05;  // in OKLab; 0.02 is barely visible side by side

class Words {
    Q_DECLARE_TR_FUNCTIONS(FigureCheck)
};

struct Entry {
    QString name;
    QRgb color = 0;
};

// Of all keys of the figure.
std::vector<Entry> entriesOf(const FigureDrawing& drawing) {
    std::vector<Entry> entries;
    for (const FigureShape& shape : drawing.shapes) {
        if (!shape.swatch) continue;
        const FigureText* beside = nullptr;
        for (const FigureText& text : drawing.texts) {
            const QRectF box = text.box();
            const bool sameLine = box.top() < shape.box.center().y() && box.bottom() > shape.box.center().y();
            if (sameLine && box.left() >= shape.box.right() &&
                (beside == nullptr || box.left() < beside->box().left()))
                beside = &text;
        }
        if (beside != nullptr) entries.push_back({beside->text, shape.color.rgb()});
    }
    return entries;
}

// The first that can be laid out without a problem.
std::optional<FigureOptions> lowEnough(const Figure& figure, const FigureOptions& options, Job& job) {
    std::vector<FigureOptions> tried(3, options);
    tried[0].heightMm = tall_page_mm;
    tried[1].widthMm = std::max(options.widthMm, widest_page_mm), tried[1].heightMm = 0;
    tried[2].widthMm = tried[1].widthMm, tried[2].heightMm = tall_page_mm;
    for (const FigureOptions& one : tried) {
        if (one.widthMm > widest_page_mm) continue;
        const FigureDrawing drawing = figure.layOut(one.page(), job);
        if (validate(one, drawing).isEmpty() && drawing.page.height() <= tall_page_mm + 0.01) return one;
    }
    return std::nullopt;
}

}  // namespace

std::vector<AlikeColors> alikeInKey(const FigureDrawing& drawing) {
    const std::vector<Entry> entries = entriesOf(drawing);
    std::vector<AlikeColors> alike;
    for (std::size_t i = 0; i < entries.size(); ++i)
        for (std::size_t j = i + 1; j < entries.size(); ++j)
            if (entries[i].name != entries[j].name &&  // the same group in the key of another panel
                colorDistance(asDeuteranope(entries[i].color), asDeuteranope(entries[j].color)) < too_near)
                alike.push_back({entries[i].name, entries[j].name});
    return alike;
}

std::vector<FigureRemark> checkFigure(const Figure& figure, const FigureOptions& options,
                                      const FigureDrawing& drawing, Job& job) {
    std::vector<FigureRemark> remarks;
    const auto propose = [&](const QString& text, const QString& mend, auto change) {
        FigureOptions mended = options;
        change(mended);
        remarks.push_back({text, mend, mended});
    };
    if (options.widthMm > widest_page_mm)
        propose(Words::tr("Wider than a page of a journal (%1 mm).").arg(widest_page_mm),
                Words::tr("%1 mm").arg(widest_page_mm), [](FigureOptions& o) {
                    o.widthMm = widest_page_mm;
                    o.heightMm = 0;
                });
    if (drawing.page.height() > tall_page_mm + 0.01 && options.widthMm <= widest_page_mm) {
        const QString text =
            drawing.page.height() > journal_height_mm
                ? Words::tr("Taller than a page of a journal (%1 mm).").arg(journal_height_mm)
                : Words::tr("Taller than the %1 mm that many journals take.").arg(tall_page_mm);
        const auto low = lowEnough(figure, options, job);
        if (!low)
            remarks.push_back({text, {}, {}});
        else
            remarks.push_back({text,
                               low->heightMm > 0 && low->widthMm > options.widthMm
                                   ? Words::tr("%1 × %2 mm").arg(low->widthMm).arg(low->heightMm)
                               : low->heightMm > 0 ? Words::tr("%1 mm high").arg(low->heightMm)
                                                   : Words::tr("%1 mm wide").arg(low->widthMm),
                               low});
    }
    if (options.textPoints < least_text_points)
        propose(Words::tr("Text is smaller than %1 pt.").arg(least_text_points),
                Words::tr("%1 pt").arg(least_text_points),
                [](FigureOptions& o) { o.textPoints = least_text_points; });
    const bool pixels = !isVector(options.format) || options.points == PointsAs::Raster;
    if (options.dpi < least_dpi && pixels)
        propose(Words::tr("Fewer than %1 dpi.").arg(least_dpi), Words::tr("%1 dpi").arg(least_dpi),
                [](FigureOptions& o) { o.dpi = least_dpi; });
    const std::vector<AlikeColors> alike = alikeInKey(drawing);
    if (!alike.empty()) {
        QString text = Words::tr("%1 and %2 look alike to readers without green cones")
                           .arg(alike.front().first, alike.front().second);
        text += alike.size() == 1 ? QStringLiteral(".")
                                  : Words::tr(", and %1 more.")
                                        .arg(alike.size() == 2 ? Words::tr("one pair")
                                                               : Words::tr("%1 pairs").arg(alike.size() - 1));
        remarks.push_back({text, {}, {}});
    }
    return remarks;
}

}  // namespace regulus
