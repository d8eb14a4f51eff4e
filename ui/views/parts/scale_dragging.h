// The ends of the scale on the legend of a map: dragged, the cells follow; a double click makes the scale
// automatic again. Steps of the session, as those of its dialog.
#pragma once

#include <QObject>
#include <optional>

#include "ui/figures/coloring.h"

namespace regulus {

class ColorState;
class EmbeddingCanvas;
class LegendPanel;
class Session;

class ScaleDragging final : public QObject {
    Q_OBJECT
  public:
    // Lives with the widget, whose colours are those of the session.
    ScaleDragging(Session& session, EmbeddingCanvas& canvas);
    ScaleDragging(Session& session, LegendPanel& panel);

  private:
    template <class Widget>
    void follow(ColorState& colors, Widget& widget);

    std::optional<std::optional<ColorRange>> m_before;  // the drag; none: nothing was dragged yet
};

}  // namespace regulus
