#include "app/window/panel_scroll.h"

#include <QEvent>

namespace regulus {
namespace {

constexpr int least_height = 80;

}  // namespace

PanelScroll::PanelScroll(QWidget* view) {
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidgetResizable(true);
    setWidget(view);
    // Neither paints a ground of its own: who asks whether the part is seen looks at what is not covered.
    view->setAutoFillBackground(false);
    viewport()->setAutoFillBackground(false);
}

QSize PanelScroll::minimumSizeHint() const {
    return {widget()->minimumSizeHint().expandedTo(widget()->minimumSize()).width(), least_height};
}

// The part may need another width by now.
bool PanelScroll::event(QEvent* event) {
    if (event->type() == QEvent::LayoutRequest) updateGeometry();
    return QScrollArea::event(event);
}

}  // namespace regulus
