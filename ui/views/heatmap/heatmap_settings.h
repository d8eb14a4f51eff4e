// How a person wants the regulon heatmap: one value that undo covers and a session keeps. Names of columns
// and TFs are kept as they were asked for; what of them there is, is the view's to find.
#pragma once

#include <QJsonObject>
#include <QString>
#include <optional>

#include "ui/figures/regulon_heatmap.h"

namespace regulus {

struct HeatmapSettings {
    std::optional<int> measure;  // a RegulonMeasure; none: the first that is offered
    QString groups;              // "label", "prediction", "column:NAME"; "": the labels
    HeatmapLook look;            // but for its names
    QString names;               // TFs as they were typed
    bool z = true;               // what tells the groups apart; off: also what all of them share
    bool turned = false;         // TFs as rows
    bool eachCell = false;
    CellOrder order = CellOrder::Component;
    GroupBar groupBar = GroupBar::None;
    QString across;  // of GroupBar::Shares: the column
    TfBar tfBar = TfBar::None;

    bool operator==(const HeatmapSettings&) const = default;
};

// What differs from the usual, in words of a session; words that mean nothing are passed over.
QJsonObject heatmapWords(const HeatmapSettings& settings);
HeatmapSettings heatmapSettings(const QJsonObject& words);

// What the step from one to the other is called, and whether it is a number that is being turned: steps of
// one name become one, so each number has its own.
struct HeatmapStep {
    QString name;
    bool sliding = false;
};
HeatmapStep heatmapStep(const HeatmapSettings& before, const HeatmapSettings& after);

}  // namespace regulus
