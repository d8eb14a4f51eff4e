// One TF and its targets as a small wheel: the TF in the middle, an edge to every target as wide as the
// attention it got beyond uniform, or as what it adds to the evidence for the TF, ending in an arrow where
// the prior says "activates" and in a bar where it says "represses". Of two groups or cells beside each other
// an edge is as wide as the difference, in the colour of the side that has more. Plain values: the screen and
// paper draw the same.
#pragma once

#include <QColor>
#include <QPointF>
#include <algorithm>
#include <map>
#include <vector>

#include "ui/figures/network/target_rows.h"
#include "ui/render/theme.h"

namespace regulus {

struct NetworkPicture {
    static constexpr std::size_t most_targets = 24;  // more names than that cannot be read in a circle

    QString tf;
    std::vector<TargetPair> targets;  // all, the strongest first; of one group of cells in the first of each
    bool reader = false;              // what they add to the evidence, else attention
    bool pairs = false;
    QString first, second;  // what the two sides are called
    double most = 0;        // the largest number of a reader, of whatever sign
    // Where names were moved to, in halves of the area's width and height from its middle; the TF under "".
    std::map<QString, QPointF> moved = {};
    QString cells = {};    // whose
    QString summary = {};  // of a reader: what the evidence for the TF is
    EvidenceGiven given = {};
    bool simulated = false;

    std::size_t shown() const { return std::min(targets.size(), most_targets); }
};

// Puts the strongest first.
NetworkPicture networkPicture(const QString& tf, std::vector<TargetPair> targets, bool pairs);

// How wide an edge is, 0 to strongest_edge: beyond uniform as a log2 ratio, targets without another regulator
// being as uniform; of a regulon reader what the target adds to the evidence, the most as wide as may be; of
// pairs how far they differ.
inline constexpr double strongest_edge = 2.5;
double edgeStrength(const NetworkPicture& picture, const TargetPair& pair);
// As uniform, or nothing to prefer.
bool isWeak(const NetworkPicture& picture, const TargetPair& pair);

// Whether a regulon reader counts the target against the prior's sign, because it varies together with the
// other targets: it speaks for the TF where it is low although the TF activates it, or the other way round.
// Of edges that are not weak; their line has a ring.
bool countsAgainstSign(const NetworkPicture& picture, const TargetPair& pair);

// Edges of targets that activate and that repress, or of those with more in the first and in the second:
// blue and orange, told apart by everybody.
QColor signColor(int sign, const Theme& theme);
QColor edgeColor(const NetworkPicture& picture, const TargetPair& pair, const Theme& theme);

// How it is read, in sentences: which targets are shown, what width and colour are.
QString networkKey(const NetworkPicture& picture);
// "The 24 of 67 targets that add most."; empty where all are shown.
QString shownText(const NetworkPicture& picture);

}  // namespace regulus
