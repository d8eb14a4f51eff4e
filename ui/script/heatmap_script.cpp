#include <algorithm>

#include "core/model/model_file.h"
#include "ui/script/asked_words.h"
#include "ui/script/shown_script.h"
#include "ui/session/group_columns.h"

namespace regulus {
namespace {

const char* measureWord(RegulonMeasure measure) {
    switch (measure) {
        case RegulonMeasure::Choice:
            return "choice";
        case RegulonMeasure::Pooling:
            return "pooling";
        case RegulonMeasure::Attention:
        case RegulonMeasure::TfAttention:
            return "attention";
        case RegulonMeasure::Activity:
            return "activity";
        case RegulonMeasure::Effect:
            return "effect";
        case RegulonMeasure::Expression:
            break;
    }
    return "mRNA";
}

void addTfs(CommandWords& words, const ScriptInputs& inputs) {
    const HeatmapLook& look = inputs.heatmap.look;
    if (look.tfs == ShownTfs::Leading) words.add("--tfs-of-each-group", std::to_string(look.ofEach));
    if (look.tfs == ShownTfs::Named) words.addList("--tfs", inputs.heatmapTfs);
    if (look.tfs == ShownTfs::Differing && look.most != HeatmapLook().most)
        words.add("--max-tfs", std::to_string(look.most));
    if (!look.clusterGenes) words.add("--tf-order", "chosen");
    if (!look.clusterGroups) words.add("--group-order", "file");
    if (look.clusterGroups && look.groupBlocks > 1)
        words.add("--group-blocks", std::to_string(look.groupBlocks));
    if (look.clusterGenes && look.geneBlocks > 1) words.add("--tf-blocks", std::to_string(look.geneBlocks));
}

void addBars(CommandWords& words, const ScriptInputs& inputs) {
    const HeatmapSettings& settings = inputs.heatmap;
    if (settings.groupBar == GroupBar::Cells) words.add("--group-bar", "cells");
    if (settings.groupBar == GroupBar::Shares) words.add("--group-bar", settings.across.toStdString());
    if (settings.tfBar != TfBar::None)
        words.add("--tf-bar", settings.tfBar == TfBar::Targets ? "targets" : "mRNA");
    words.addFlag("--tf-rows", settings.turned).addFlag("--each-cell", settings.eachCell);
    if (!settings.eachCell || settings.order == CellOrder::Component) return;
    words.add("--cell-order", inputs.heatmapOrder.empty() ? "file" : inputs.heatmapOrder);
}

// Why no command makes it; empty where one does.
QString problemOf(const ScriptText& text) {
    const HeatmapSettings& settings = text.in.heatmap;
    const std::string across = settings.across.toStdString();
    if (!text.usualValues()) return QStringLiteral("it is of values that were chosen");
    if (groupWord(text.in.heatmapGroups, text, true).empty())
        return QStringLiteral("its groups are of no column of the data");
    if (settings.groupBar == GroupBar::Shares && (across == "cells" || groupWord(across, text).empty()))
        return QStringLiteral("its bars are of no column of the data");
    if (settings.look.tfs == ShownTfs::Named && text.in.heatmapTfs.empty())
        return QStringLiteral("none of the TFs that were named is known");
    return {};
}

// Predicted groups are of the model, which reads no TFs of a prior; false where it cannot be asked for.
bool addSource(CommandWords& words, RegulonMeasure measure, const ScriptText& text) {
    const bool ofModelAlone = ofGenes(measure) || measure == RegulonMeasure::Effect;
    const bool readsPrior = !ofModelAlone && !(text.in.record.model && text.in.record.model->reader);
    if (readsPrior && text.in.heatmapGroups == predicted_column) return false;
    return addTfSource(words, ofModelAlone, text);
}

}  // namespace

void tellHeatmap(ScriptText& text) {
    const HeatmapSettings& settings = text.in.heatmap;
    if (text.in.heatmapGroups.empty()) return;
    text.section(QStringLiteral("The heatmap of regulons"));
    const auto measure = RegulonMeasure(*settings.measure);
    const bool model = ofGenes(measure) || measure == RegulonMeasure::Effect ||
                       (text.in.record.model && text.in.record.model->reader);
    CommandWords words = text.command("figure", !model);
    words.add("--view", "heatmap").add("--group-by", groupWord(text.in.heatmapGroups, text, true));
    words.add("--measure", measureWord(measure));
    QString problem = problemOf(text);
    if (problem.isEmpty() && !addSource(words, measure, text))
        problem = QStringLiteral("its TFs are of a prior that is in no file, or its groups of a model");
    if (!problem.isEmpty()) return text.say(QStringLiteral("No command makes it: %1.").arg(problem));
    words.addFlag("--no-z-over-groups", !settings.z && measure != RegulonMeasure::Effect);
    addTfs(words, text.in);
    addBars(words, text.in);
    words.add("--numbers", text.place(QStringLiteral("heatmap.csv")));
    text.run(words.add("--out", text.place(QStringLiteral("heatmap.svg"))));
    text.say(QStringLiteral("scanpy has no regulons; activity is what decoupler's ulm computes."));
}

}  // namespace regulus
