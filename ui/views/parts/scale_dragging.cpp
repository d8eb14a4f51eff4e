#include "ui/views/parts/scale_dragging.h"

#include "ui/session/session.h"
#include "ui/views/parts/embedding_canvas.h"
#include "ui/views/parts/legend_panel.h"

namespace regulus {

ScaleDragging::ScaleDragging(Session& session, EmbeddingCanvas& canvas) : QObject(&canvas) {
    canvas.setScaleDragged(true);
    follow(session.colors(), canvas);
}

ScaleDragging::ScaleDragging(Session& session, LegendPanel& panel) : QObject(&panel) {
    follow(session.colors(), panel);
}

template <class Widget>
void ScaleDragging::follow(ColorState& colors, Widget& widget) {
    connect(&widget, &Widget::scaleEndMoved, this, [this, &colors](const ScaleEnd& end, double value) {
        const auto part = static_cast<std::size_t>(end.axis);
        const auto shown = colors.data();
        const ColorData* const scale = shown->scaled(part);
        const auto ends = scale ? movedEnd(*scale, end.high, value) : std::nullopt;
        if (!ends) return;
        if (!m_before) m_before = colors.range(part);
        colors.setRange(ends, part);
    });
    connect(&widget, &Widget::scaleEndLeft, this, [this, &colors](const ScaleEnd& end, bool kept) {
        if (m_before && !kept) colors.takeBackRange(*m_before, static_cast<std::size_t>(end.axis));
        m_before.reset();
    });
    connect(&widget, &Widget::scaleDoubleClicked, this,
            [&colors](int axis) { colors.setRange({}, static_cast<std::size_t>(axis)); });
}

}  // namespace regulus
