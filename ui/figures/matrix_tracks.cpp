#include "ui/figures/matrix_tracks.h"

#include <algorithm>
#include <cmath>

#include "ui/figures/matrix_plan.h"
#include "ui/figures/matrix_writer.h"
#include "ui/render/palettes.h"
#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr double bar_depth = 4;  // in units of the size of the text

double em(double points) {
    return points * mm_per_point;
}

double largestOf(const HeatmapBar& bar) {
    double largest = 0;
    for (const double value : bar.values)
        if (std::isfinite(value)) largest = std::max(largest, value);
    return largest;
}

struct Tracks {
    const MatrixPicture::Axis& axis;
    const TracksAlong& along;
    double points;
    FigureDrawing& drawing;
    double space() const { return name_gap * em(points); }

    void bars(double depth) const {
        const HeatmapBar& bar = axis.bar;
        const double largest = bar.parts.isEmpty() ? largestOf(bar) : 1;
        for (std::size_t i = 0; i < along.starts.size() && largest > 0; ++i) {
            const double inset = std::min(0.4, 0.12 * (along.ends[i] - along.starts[i]));
            double away = space();
            for (std::size_t p = 0; p < bar.width(); ++p) {
                const double value = bar.at(static_cast<int>(along.first) + static_cast<int>(i), p);
                if (!std::isfinite(value) || value <= 0) continue;
                const double next = away + value / largest * (depth - 2 * space());
                drawing.fill(
                    QRectF(along.at(along.starts[i] + inset, away), along.at(along.ends[i] - inset, next))
                        .normalized(),
                    bar.parts.isEmpty() ? Theme::figure().mutedText
                                        : shownColor(bar.colors[p], Theme::figure().missing));
                away = next;
            }
        }
    }

    // In the middle of what is seen of each block.
    void blockNames(double away) const {
        for (std::size_t from = 0; from < along.starts.size();) {
            std::size_t to = from + 1;
            while (to < along.starts.size() && !axis.breaks(along.first + static_cast<qsizetype>(to))) ++to;
            if (const int block = axis.blocks[static_cast<std::size_t>(along.first) + from]; block >= 0) {
                const QString& name = axis.blockNames[block];
                const FigureFont font{points, true};
                const QPointF middle = along.at((along.starts[from] + along.ends[to - 1]) / 2, away);
                drawing.write({name}, middle - QPointF(textWidth(name, font), lineHeight(points)) / 2, font,
                              Theme::figure().text);
            }
            from = to;
        }
    }

    void tree(double near, double deep) const {
        std::vector<double> leaves;
        for (std::size_t i = 0; i < along.starts.size(); ++i) {
            const int leaf = i < axis.tree.order.size() ? axis.tree.order[i] : -1;
            if (leaf < 0) continue;
            if (leaves.size() <= static_cast<std::size_t>(leaf))
                leaves.resize(static_cast<std::size_t>(leaf) + 1);
            leaves[static_cast<std::size_t>(leaf)] = (along.starts[i] + along.ends[i]) / 2;
        }
        for (const BranchLine& line : branchLines(axis.tree, leaves)) {
            const auto at = [&](double place, double height) {
                return along.at(place, near + height * deep);
            };
            drawing.path({at(line.left, line.leftBase), at(line.left, line.height),
                          at(line.right, line.height), at(line.right, line.rightBase)},
                         Theme::figure().text, 0.15);
        }
    }
};

}  // namespace

MatrixTracks tracksOf(const MatrixPicture::Axis& axis, double points) {
    MatrixTracks tracks;
    if (!axis.bar.empty()) tracks.bar = bar_depth * em(points);
    if (!axis.blocks.empty()) tracks.blocks = lineHeight(points) + name_gap * em(points);
    if (!axis.tree.merges.empty()) tracks.tree = tree_depth * em(points);
    return tracks;
}

QString barTitle(const HeatmapBar& bar) {
    return bar.parts.isEmpty() ? QStringLiteral("%1, 0–%2").arg(bar.title, valueText(largestOf(bar)))
                               : bar.title;
}

void writeTracks(const MatrixPicture::Axis& axis, const TracksAlong& along, double points,
                 FigureDrawing& drawing) {
    const MatrixTracks room = tracksOf(axis, points);
    const Tracks tracks{axis, along, points, drawing};
    if (room.bar > 0) tracks.bars(room.bar);
    if (room.blocks > 0) tracks.blockNames(room.bar + room.blocks / 2);
    if (room.tree > 0 && static_cast<qsizetype>(along.starts.size()) == axis.names.size())
        tracks.tree(room.bar + room.blocks + tracks.space(), room.tree - tracks.space());
}

}  // namespace regulus
