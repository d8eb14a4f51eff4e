// One TF and its targets as a small wheel: the TF in the middle, an edge to every target as wide as the
// attention it got beyond uniform, or as what it adds to the evidence for the TF, ending in an arrow where
// the prior says "activates" and in a bar where it says "represses". Of two groups or cells beside each other
// an edge is as wide as the difference, in the colour of the side that has more. Knows no widget.
#pragma once

#include <QColor>
#include <optional>
#include <vector>

#include "ui/models/target_pair_model.h"
#include "ui/render/figure_scene.h"

namespace regulus {

class NetworkScene final : public FigureScene {
  public:
    static constexpr std::size_t most_targets = 24;  // more names than that cannot be read in a circle

    // Shows the targets attended to most beyond uniform, at most most_targets.
    void setNetwork(const QString& tf, const std::vector<TargetRow>& targets);
    // Those that differ most.
    void setPairs(const QString& tf, const std::vector<TargetPair>& targets);
    void setHighlighted(const QString& gene) { m_highlighted = gene; }

    std::size_t shown() const { return m_targets.size(); }
    std::size_t targets() const { return m_all; }
    // The target whose name is at the position, for the size last painted.
    std::optional<TargetPair> targetAt(QPointF position) const;
    bool ofPairs() const { return m_ofPairs; }  // else the second of a pair is its first

    void paint(QPainter& painter, const QRectF& area, const PaintStyle& style) const override;
    QString title() const override;

    // Edges of targets that activate and that repress, or of those with more in the first and in the second:
    // blue and orange, told apart by everybody.
    static QColor signColor(int sign, const Theme& theme);

  private:
    struct Spot {
        QRectF box;
        QPointF center;
        double angle = 0;
    };
    std::vector<Spot> places(const QRectF& area, const QFont& font) const;
    void keepStrongest(std::vector<TargetPair> targets);
    double strength(const TargetPair& pair) const;
    void paintEdge(QPainter& painter, QPointF from, const Spot& spot, const TargetPair& pair,
                   const PaintStyle& style) const;

    QString m_tf, m_highlighted;
    std::vector<TargetPair> m_targets;
    bool m_ofPairs = false;
    std::size_t m_all = 0;
    double m_most = 0;  // of what targets add to the evidence, where a regulon reader is shown
    mutable std::vector<Spot> m_spots;  // as last painted
};

}  // namespace regulus
