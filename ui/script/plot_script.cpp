// Plots of groups of cells, and the test of their composition.
#include <algorithm>

#include "core/model/model_file.h"
#include "core/workflow/compared_values.h"
#include "ui/script/asked_words.h"
#include "ui/script/shown_script.h"
#include "ui/views/compare/plot_choices.h"

namespace regulus {
namespace {

bool asMeans(PlotKind kind) {
    return kind == PlotKind::Dots || kind == PlotKind::Matrix;
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

// Of values that are no counts the window shows their means.
bool areCounts(const ScriptText& text) {
    const OpenChoices& choices = text.in.record.choices;
    return text.in.record.plots.values == ValuesOf::Genes &&
           compared_genes(*text.in.dataset, choices.assay, choices.genes).counts;
}

// Options that do nothing for a kind are refused, so that they are left out.
void addLook(CommandWords& words, const ScriptText& text) {
    const PlotLook& look = text.in.record.plots.look;
    const bool usual = !asMeans(look.kind) || look.color == PlotColor::Mean ||
                       (look.color == PlotColor::MeanCounts && !areCounts(text));
    if (!usual) words.add("--scale", scaleWord(look.color));
    words.addFlag("--swap-axes",
                  look.swapped && look.kind != PlotKind::Ridges && look.kind != PlotKind::Donors);
    words.addFlag("--dendrogram", look.tree && asMeans(look.kind));
    words.addFlag("--cluster-genes", look.clusterGenes && !ofComposition(look.kind));
    words.addFlag("--counts", look.counts && look.kind == PlotKind::Bars);
}

// Why no command makes this plot; empty where one does.
QString problemOf(const ScriptText& text) {
    const PlotSettings& plots = text.in.record.plots;
    const bool composition = ofComposition(plots.look.kind);
    const std::string& second = composition ? plots.across : plots.split;
    if (plots.compared) return QStringLiteral("it is of the groups that Compare compares");
    if (groupWord(plots.column, text).empty())
        return QStringLiteral("its groups are of no column of the data");
    if ((composition || !second.empty()) && groupWord(second, text).empty())
        return QStringLiteral("it is divided by no column of the data");
    if (plots.look.kind == PlotKind::Donors && groupWord(plots.donors, text).empty())
        return QStringLiteral("its donors are of no column of the data");
    if (composition) return {};
    if (plots.values == ValuesOf::Columns) return QStringLiteral("it is of numbers of obs, such as scores");
    if (!plots.names.trimmed().isEmpty() && text.in.plotNames.empty())
        return QStringLiteral("none of its names is known");
    if (plots.values == ValuesOf::Genes && !plots.names.isEmpty() && !text.knowsGenes())
        return QStringLiteral("its genes are named as the prior does it");
    return {};
}

bool addValues(CommandWords& words, const ScriptText& text) {
    const SessionRecord& record = text.in.record;
    const ValuesOf of = record.plots.values;
    std::vector<std::string> names = text.in.plotNames;
    if (names.size() > most_names_plotted) names.resize(most_names_plotted);
    words.addList("--genes", names).addText("--assay", record.choices.assay);
    if (of == ValuesOf::Genes) return true;
    words.add("--over", to_string(of));
    return addTfSource(words, of == ValuesOf::Attention && record.model, text);
}

void sayValuesInScanpy(ScriptText& text) {
    const PlotSettings& plots = text.in.record.plots;
    const char* name = plots.look.kind == PlotKind::Dots      ? "dotplot"
                       : plots.look.kind == PlotKind::Matrix  ? "matrixplot"
                       : plots.look.kind == PlotKind::Violins ? "stacked_violin"
                                                              : nullptr;
    if (name == nullptr || plots.values != ValuesOf::Genes || !plots.split.empty())
        return text.say(QStringLiteral("scanpy has no such plot."));
    const QString column = pythonText(plots.column);
    if (!text.in.plotNames.empty())
        return text.scanpy(QStringLiteral("sc.pl.%1(adata, %2, groupby=%3)")
                               .arg(QLatin1String(name), pythonList(text.in.plotNames), column));
    text.scanpy(QStringLiteral("sc.tl.rank_genes_groups(adata, %1, method='wilcoxon', tie_correct=True)")
                    .arg(column));
    text.scanpy(QStringLiteral("sc.pl.rank_genes_groups_%1(adata, n_genes=3)").arg(QLatin1String(name)));
}

void tellTest(ScriptText& text) {
    const PlotSettings& plots = text.in.record.plots;
    if (groupWord(plots.donors, text).empty()) return;
    text.say(QStringLiteral("The test over donors"));
    CommandWords words = text.command("composition", false);
    words.add("--group-by", plots.column).add("--condition", plots.across).add("--donors", plots.donors);
    words.addText("--reference", plots.reference);
    text.run(words.add("--tests-out", text.place(QStringLiteral("composition.csv"))));
}

}  // namespace

void tellPlots(ScriptText& text) {
    const PlotSettings& plots = text.in.record.plots;
    if (plots == PlotSettings{}) return;  // nobody asked for one
    text.section(QStringLiteral("The plot of groups"));
    if (const QString problem = problemOf(text); !problem.isEmpty())
        return text.say(QStringLiteral("No command makes it: %1.").arg(problem));
    const bool composition = ofComposition(plots.look.kind);
    CommandWords words = text.command("figure", !composition);
    words.add("--view", toString(plots.look.kind)).add("--group-by", plots.column);
    words.addText("--split-by", composition ? plots.across : plots.split);
    if (plots.look.kind == PlotKind::Donors) words.add("--donors", plots.donors);
    if (!composition && !addValues(words, text))
        return text.say(QStringLiteral("No command makes it: its TFs are of a prior that is in no file."));
    addLook(words, text);
    words.add("--numbers", text.place(QStringLiteral("plot.csv")));
    text.run(words.add("--out", text.place(QStringLiteral("plot.svg"))));
    if (!plots.groupOrder.empty() || !plots.partOrder.empty())
        text.say(QStringLiteral(
            "Groups stand as the data have them: an order made by dragging is no option of the command."));
    if (!composition) return sayValuesInScanpy(text);
    text.scanpy(QStringLiteral("print(pd.crosstab(adata.obs[%1], adata.obs[%2]))")
                    .arg(pythonText(plots.column), pythonText(plots.across)));
    tellTest(text);
}

}  // namespace regulus
