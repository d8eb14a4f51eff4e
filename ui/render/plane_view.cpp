#include "ui/render/plane_view.h"

#include <algorithm>

namespace regulus {
namespace {

constexpr double margin = 1.10;  // of the plot around all points

}  // namespace

PlaneView viewOf(const QRectF& box, double aspect) {
    PlaneView view;
    view.center = box.center();
    // The shorter side of the plot shows `span`; the longer one shows more by the aspect.
    const double across = aspect >= 1 ? aspect : 1, up = aspect >= 1 ? 1 : 1 / aspect;
    view.span = margin * std::max(box.width() / across, box.height() / up);
    if (!(view.span > 0)) view.span = 1;
    view.aspect = aspect;
    return view;
}

PlaneView stretchedViewOf(const QRectF& box, double aspect) {
    const auto sideOf = [](double length) { return length > 0 ? margin * length : 1; };
    const double width = sideOf(box.width()), height = sideOf(box.height());
    PlaneView view{box.center(), aspect >= 1 ? width / aspect : width, 1, aspect};
    view.stretch = width / (height * aspect);
    return view;
}

PlaneToPixels transformOf(const PlaneView& view, QSizeF plot, bool fills) {
    PlaneToPixels out;
    out.stretch = view.stretch;
    const double width = std::max(1.0, plot.width()), height = std::max(1.0, plot.height());
    const double aspect = view.aspect > 0 ? view.aspect : width / height;
    // Pixels a unit of x, by either side of what the view shows.
    const double across = width / (view.span * std::max(1.0, aspect)),
                 up = height / (view.span * std::max(1.0, 1 / aspect));
    out.scale = fills ? across : std::min(across, up);
    if (fills) out.stretch *= up / across;
    out.left = view.center.x() - plot.width() / 2 / out.scale;
    out.top = view.center.y() + plot.height() / 2 / out.yScale();
    return out;
}

}  // namespace regulus
