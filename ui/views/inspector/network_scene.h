// One TF and its targets as a small wheel: the TF in the middle, an edge to every target as wide as the
// attention it got beyond uniform, or as what it adds to the evidence for the TF, ending in an arrow where
// the prior says "activates" and in a bar where it says "represses". Knows no widget.
#pragma once

#include <QColor>
#include <optional>
#include <vector>

#include "ui/models/target_table_model.h"
#include "ui/render/figure_scene.h"

namespace regulus {

class NetworkScene final : public FigureScene {
  public:
    static constexpr std::size_t most_targets = 24;  // more names than that cannot be read in a circle

    // Shows the targets attended to most beyond uniform, at most most_targets.
    void setNetwork(const QString& tf, std::vector<TargetRow> targets);
    void setHighlighted(const QString& gene) { m_highlighted = gene; }

    std::size_t shown() const { return m_targets.size(); }
    std::size_t targets() const { return m_all; }
    // The target whose name is at the position, for the size last painted.
    std::optional<TargetRow> targetAt(QPointF position) const;

    void paint(QPainter& painter, const QRectF& area, const PaintStyle& style) const override;
    QString title() const override;

    // Edges of targets that activate and that repress: blue and orange, told apart by everybody.
    static QColor signColor(int sign, const Theme& theme);

  private:
    struct Spot {
        QRectF box;
        QPointF center;
        double angle = 0;
    };
    std::vector<Spot> places(const QRectF& area, const QFont& font) const;
    double strength(const TargetRow& row) const;
    void paintEdge(QPainter& painter, QPointF from, const Spot& spot, const TargetRow& row,
                   const PaintStyle& style) const;

    QString m_tf, m_highlighted;
    std::vector<TargetRow> m_targets;
    std::size_t m_all = 0;
    double m_most = 0;  // of what targets add to the evidence, where a regulon reader is shown
    mutable std::vector<Spot> m_spots;  // as last painted
};

}  // namespace regulus
