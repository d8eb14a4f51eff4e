#include "app/window/panel_scroll.h"

#include <QEvent>
#include <QScrollBar>

namespace regulus {
namespace {

constexpr int least_height = 80;

}  // namespace

PanelScroll::PanelScroll(QWidget* view) {
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidget(view);
    // Neither paints a ground of its own: who asks whether the part is seen looks at what is not covered.
    view->setAutoFillBackground(false);
    viewport()->setAutoFillBackground(false);
}

QSize PanelScroll::least() const {
    return widget()->minimumSizeHint().expandedTo(widget()->minimumSize());
}

QSize PanelScroll::minimumSizeHint() const {
    return {least().width(), least_height};
}

// As large as what is seen of it, but no smaller than it can be: a resizable QScrollArea would give it the
// height that its words would like best.
void PanelScroll::fit() {
    const QSize room = maximumViewportSize();
    const int bar = least().height() > room.height() ? verticalScrollBar()->sizeHint().width() : 0;
    widget()->resize((room - QSize(bar, 0)).expandedTo(least()));
}

// The part may need another size by now.
bool PanelScroll::event(QEvent* event) {
    if (event->type() == QEvent::LayoutRequest) {
        fit();
        updateGeometry();
    }
    return QScrollArea::event(event);
}

void PanelScroll::resizeEvent(QResizeEvent* event) {
    fit();
    QScrollArea::resizeEvent(event);
}

}  // namespace regulus
