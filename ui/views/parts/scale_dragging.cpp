#include "ui/views/parts/scale_dragging.h"

#include "ui/session/session.h"
#include "ui/views/parts/embedding_canvas.h"

namespace regulus {

ScaleDragging::ScaleDragging(Session& session, EmbeddingCanvas& canvas) : QObject(&canvas) {
    canvas.setScaleDragged(true);
    ColorState& colors = session.colors();
    connect(&canvas, &EmbeddingCanvas::scaleEndMoved, this,
            [this, &colors](const ScaleEnd& end, double value) {
                const auto part = static_cast<std::size_t>(end.axis);
                const auto shown = colors.data();
                const ColorData* const scale = shown->scaled(part);
                const auto ends = scale ? movedEnd(*scale, end.high, value) : std::nullopt;
                if (!ends) return;
                if (!m_before) m_before = colors.range(part);
                colors.setRange(ends, part);
            });
    connect(&canvas, &EmbeddingCanvas::scaleEndLeft, this, [this, &colors](const ScaleEnd& end, bool kept) {
        if (m_before && !kept) colors.takeBackRange(*m_before, static_cast<std::size_t>(end.axis));
        m_before.reset();
    });
    connect(&canvas, &EmbeddingCanvas::scaleDoubleClicked, this,
            [&colors](int axis) { colors.setRange({}, static_cast<std::size_t>(axis)); });
}

}  // namespace regulus
