// The figures of groups of cells: plots, and the heatmap of regulons.
#include "core/model/model_file.h"
#include "ui/script/shown_script.h"
#include "ui/session/group_columns.h"
#include "ui/views/heatmap/heatmap_settings.h"

namespace regulus {
namespace {

// A column of groups that a command can be asked for; empty: it cannot.
std::string groupWord(const ScriptText& text, const std::string& column) {
    const std::string& named = column.empty() ? text.in.record.labelColumn : column;
    return named == predicted_column || !text.has(named) ? std::string() : named;
}

const char* scaleWord(PlotColor color) {
    switch (color) {
        case PlotColor::MeanCounts:
            return "cp10k";
        case PlotColor::UnitRange:
            return "range";
        case PlotColor::ZScore:
            return "z";
        case PlotColor::Mean:
            break;
    }
    return "mean";
}

// Options that do nothing for a kind are refused, so that they are left out.
void addLook(CommandWords& words, const PlotLook& look) {
    const bool means = look.kind == PlotKind::Dots || look.kind == PlotKind::Matrix;
    if (means && look.color != PlotColor::Mean) words.add("--scale", scaleWord(look.color));
    words.addFlag("--swap-axes",
                  look.swapped && look.kind != PlotKind::Ridges && look.kind != PlotKind::Donors);
    words.addFlag("--dendrogram", look.tree && means);
    words.addFlag("--cluster-genes", look.clusterGenes && !ofComposition(look.kind));
    words.addFlag("--counts", look.counts && look.kind == PlotKind::Bars);
}

// Why no command makes this plot; empty where one does.
QString plotProblem(const ScriptText& text) {
    const PlotSettings& plots = text.in.record.plots;
    const bool composition = ofComposition(plots.look.kind);
    if (plots.compared) return QStringLiteral("it is of the groups that Compare compares");
    if (groupWord(text, plots.column).empty())
        return QStringLiteral("its groups are of no column of the data");
    const std::string& second = composition ? plots.across : plots.split;
    if (!second.empty() && groupWord(text, second).empty())
        return QStringLiteral("it is divided by no column of the data");
    if (composition && second.empty()) return QStringLiteral("its second column was not chosen");
    if (plots.look.kind == PlotKind::Donors && plots.donors.empty())
        return QStringLiteral("its donors were not chosen");
    if (!composition && plots.values == ValuesOf::Columns)
        return QStringLiteral("it is of numbers of obs, such as scores");
    return {};
}

void sayPlotInScanpy(ScriptText& text, const PlotSettings& plots, const std::vector<std::string>& genes) {
    const char* name = plots.look.kind == PlotKind::Dots      ? "dotplot"
                       : plots.look.kind == PlotKind::Matrix  ? "matrixplot"
                       : plots.look.kind == PlotKind::Violins ? "stacked_violin"
                                                              : nullptr;
    if (name == nullptr || plots.values != ValuesOf::Genes || !plots.split.empty())
        return text.say(QStringLiteral("scanpy has no such plot."));
    const QString column = pythonText(groupWord(text, plots.column));
    if (genes.empty()) {
        text.scanpy(QStringLiteral("sc.tl.rank_genes_groups(adata, %1, method='wilcoxon', tie_correct=True)")
                        .arg(column));
        text.scanpy(QStringLiteral("sc.pl.rank_genes_groups_%1(adata, n_genes=3)").arg(QLatin1String(name)));
    } else {
        text.scanpy(QStringLiteral("sc.pl.%1(adata, %2, groupby=%3)")
                        .arg(QLatin1String(name), pythonList(genes), column));
    }
}

void tellPlots(ScriptText& text, const ShownNames& names) {
    const PlotSettings& plots = text.in.record.plots;
    if (plots == PlotSettings{}) return;  // nobody asked for one
    text.section(QStringLiteral("The plot of groups"));
    if (const QString problem = plotProblem(text); !problem.isEmpty())
        return text.say(QStringLiteral("No command makes it: %1.").arg(problem));
    const bool composition = ofComposition(plots.look.kind);
    CommandWords words = text.command("figure", false);
    words.add("--view", toString(plots.look.kind)).add("--group-by", groupWord(text, plots.column));
    words.addText("--split-by", composition ? plots.across : plots.split);
    if (plots.look.kind == PlotKind::Donors) words.add("--donors", plots.donors);
    const std::vector<std::string>& genes = text.in.plotNames;
    if (!composition) {
        words.addGenes(text.in.record.choices.genes, text.in.record.choices.mappingPath);
        words.addList("--genes", genes);
        if (plots.values == ValuesOf::Genes) {
            words.addText("--assay", text.in.record.choices.assay);
        } else {
            words.add("--over", to_string(plots.values));
            const auto& model = text.in.record.model;
            addTfSource(words, model && (model->reader || plots.values == ValuesOf::Attention), text.in,
                        names.model);
        }
    }
    addLook(words, plots.look);
    words.add("--numbers", text.place(QStringLiteral("plot.csv")).toStdString());
    text.run(words.add("--out", text.place(QStringLiteral("plot.svg")).toStdString()));
    if (!plots.groupOrder.empty() || !plots.partOrder.empty())
        text.say(QStringLiteral(
            "Groups stand as the data have them: an order made by dragging is no option of the command."));
    if (composition)
        text.scanpy(QStringLiteral("import pandas as pd; print(pd.crosstab(adata.obs[%1], adata.obs[%2]))")
                        .arg(pythonText(groupWord(text, plots.column)), pythonText(plots.across)));
    else
        sayPlotInScanpy(text, plots, genes);
}

const char* heatmapMeasure(RegulonMeasure measure) {
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

std::string heatmapGroups(const ScriptText& text, const QString& chosen) {
    const QString prefix = QStringLiteral("column:");
    if (chosen == QLatin1String("prediction")) return {};
    return groupWord(text,
                     chosen.startsWith(prefix) ? chosen.mid(prefix.size()).toStdString() : std::string());
}

void addTfs(CommandWords& words, const HeatmapSettings& settings, const ScriptInputs& inputs) {
    const HeatmapLook& look = settings.look;
    if (look.tfs == ShownTfs::Leading) words.add("--tfs-of-each-group", std::to_string(look.ofEach));
    if (look.tfs == ShownTfs::Named) words.addList("--tfs", inputs.heatmapNames);
    if (look.tfs == ShownTfs::Differing && look.most != HeatmapLook().most)
        words.add("--max-tfs", std::to_string(look.most));
    if (!look.clusterGenes) words.add("--tf-order", "chosen");
    if (!look.clusterGroups) words.add("--group-order", "file");
    if (look.clusterGroups && look.groupBlocks > 1)
        words.add("--group-blocks", std::to_string(look.groupBlocks));
    if (look.clusterGenes && look.geneBlocks > 1) words.add("--tf-blocks", std::to_string(look.geneBlocks));
}

void addBars(CommandWords& words, const HeatmapSettings& settings, const ScriptInputs& inputs) {
    if (settings.groupBar == GroupBar::Cells) words.add("--group-bar", "cells");
    if (settings.groupBar == GroupBar::Shares) words.addText("--group-bar", settings.across.toStdString());
    if (settings.tfBar != TfBar::None)
        words.add("--tf-bar", settings.tfBar == TfBar::Targets ? "targets" : "mRNA");
    words.addFlag("--tf-rows", settings.turned).addFlag("--each-cell", settings.eachCell);
    if (!settings.eachCell || settings.order == CellOrder::Component) return;
    words.add("--cell-order",
              settings.order == CellOrder::Value && !inputs.record.tf.empty() ? inputs.record.tf : "file");
}

void tellHeatmap(ScriptText& text, const ShownNames& names) {
    if (!text.in.tfs) return;
    const HeatmapSettings settings =
        heatmapSettings(text.in.record.views[QStringLiteral("heatmap")].toObject());
    text.section(QStringLiteral("The heatmap of regulons"));
    const std::string groups = heatmapGroups(text, settings.groups);
    const bool shares = settings.groupBar == GroupBar::Shares;
    if (groups.empty() || (shares && !text.has(settings.across.toStdString())))
        return text.say(QStringLiteral("No command makes it: its groups are of no column of the data."));
    const auto& model = text.in.record.model;
    CommandWords words = text.command("figure");
    words.add("--view", "heatmap").add("--group-by", groups);
    const auto measure = settings.measure ? std::optional(RegulonMeasure(*settings.measure)) : std::nullopt;
    if (measure) words.add("--measure", heatmapMeasure(*measure));
    const bool ofModel = measure ? ofGenes(*measure) || *measure == RegulonMeasure::Effect : model != nullptr;
    addTfSource(words, ofModel, text.in, names.model);
    words.addFlag("--no-z-over-groups", !settings.z && measure != RegulonMeasure::Effect);
    addTfs(words, settings, text.in);
    addBars(words, settings, text.in);
    words.add("--numbers", text.place(QStringLiteral("heatmap.csv")).toStdString());
    text.run(words.add("--out", text.place(QStringLiteral("heatmap.svg")).toStdString()));
    text.say(QStringLiteral("scanpy has no regulons; activity is what decoupler's run_ulm computes."));
}

}  // namespace

void tellGroupFigures(ScriptText& text, const ShownNames& names) {
    tellPlots(text, names);
    tellHeatmap(text, names);
}

}  // namespace regulus
