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
    return view;
}

PlaneView stretchedViewOf(const QRectF& box, double aspect) {
    const auto sideOf = [](double length) { return length > 0 ? margin * length : 1; };
    const double width = sideOf(box.width()), height = sideOf(box.height());
    PlaneView view{box.center(), aspect >= 1 ? width / aspect : width, 1};
    view.stretch = width / (height * aspect);
    return view;
}

PlaneToPixels transformOf(const PlaneView& view, QSizeF plot) {
    PlaneToPixels out;
    out.scale = std::max(1.0, std::min(plot.width(), plot.height())) / view.span;
    out.left = view.center.x() - plot.width() / 2 / out.scale;
    out.stretch = view.stretch;
    out.top = view.center.y() + plot.height() / 2 / out.yScale();
    return out;
}

}  // namespace regulus
