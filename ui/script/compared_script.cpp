// What Compare shows, and the genes that are similar to one.
#include <algorithm>

#include "core/model/model_file.h"
#include "ui/script/asked_words.h"
#include "ui/script/made_script.h"
#include "ui/script/shown_script.h"
#include "ui/session/group_columns.h"

namespace regulus {
namespace {

// "COLUMN=VALUE" of a side; empty: its column is not there.
std::vector<std::string> valuesOf(const ScriptText& text, const ComparedCells& side, std::size_t which) {
    const std::string& column = isOfCells(side) ? sideName(text, which) : side.column;
    if (groupWord(column, text).empty()) return {};
    if (isOfCells(side)) return {column + '=' + side.name.toStdString()};
    const auto groups = text.in.groups.find(column);
    std::vector<std::string> values;
    if (groups != text.in.groups.end())
        for (const int code : side.codes)
            values.push_back(column + '=' + groups->second.at(static_cast<std::size_t>(code)));
    return values;
}

struct Sides {
    std::vector<std::string> of, against;
    bool there = false;  // both can be named
};

Sides sidesOf(const ScriptText& text) {
    const ComparisonSetup& setup = text.in.record.comparison;
    Sides sides{valuesOf(text, setup.a, 0), {}, false};
    if (setup.b.chosen()) sides.against = valuesOf(text, setup.b, 1);
    sides.there = !sides.of.empty() && (!setup.b.chosen() || !sides.against.empty());
    return sides;
}

void addSides(CommandWords& words, const Sides& sides) {
    for (const std::string& value : sides.of) words.add("--of", value);
    for (const std::string& value : sides.against) words.add("--against", value);
}

// False where they cannot be read from a file.
bool addValues(CommandWords& words, const ScriptText& text) {
    const SessionRecord& record = text.in.record;
    const ComparedBy by = *text.in.comparing;
    words.addText("--assay", record.choices.assay);
    if (by == ComparedBy::Genes) {
        words.addText("--donors", record.comparison.donors);  // TFs have no counts
        return true;
    }
    words.add("--over", by == ComparedBy::Activity ? "activity" : "attention");
    return addTfSource(words, by == ComparedBy::Attention && record.model, text);
}

void addFilters(CommandWords& words, const ScriptText& text, bool figure) {
    const ComparisonFilters& filters = text.in.record.comparison.filters;
    const bool genes = text.in.comparing == ComparedBy::Genes;
    // The table of donors knows no shares, and that of TFs no fold changes.
    if (genes && filters.minShare > 0 && (figure || text.in.record.comparison.donors.empty()))
        words.addNumber("--min-share", filters.minShare);
    if (filters.minChange > 0 && (figure || genes)) words.addNumber("--min-fold-change", filters.minChange);
    words.addNumber("--max-fdr", filters.mostQ);
    words.addFlag("--up", filters.upOnly);
}

// Why no command makes it; empty where one does.
QString problemOf(const ScriptText& text, const Sides& sides) {
    const ComparisonSetup& setup = text.in.record.comparison;
    if (!text.in.comparing) return QStringLiteral("what it is of cannot be read");
    if (*text.in.comparing == ComparedBy::TfExpression) return QStringLiteral("it is of the mRNA of TFs");
    if (setup.allGroups ? groupWord(setup.column, text).empty() : !sides.there)
        return QStringLiteral("its groups are predicted, or are left out");
    if (!setup.donors.empty() && !text.has(setup.donors)) return QStringLiteral("its donors are left out");
    if (setup.visibleOnly && text.in.visible.universe() > 0 && !text.distinct())
        return QStringLiteral(
            "some cells share a name, or have one that no file gives back, so that hidden ones cannot be "
            "named");
    return {};
}

void sayInScanpy(ScriptText& text, const Sides& sides) {
    const ComparisonSetup& setup = text.in.record.comparison;
    const QString test = QStringLiteral("method='wilcoxon', tie_correct=True)");
    const auto marked = [&](const std::vector<std::string>& values, const char* name) {
        for (const std::string& value : values) {
            const auto at = value.find('=');
            text.scanpy(QStringLiteral("adata.obs.loc[adata.obs[%1].astype(str) == %2, 'compared'] = '%3'")
                            .arg(pythonText(value.substr(0, at)), pythonText(value.substr(at + 1)),
                                 QLatin1String(name)));
        }
    };
    if (setup.allGroups) {
        text.scanpy(
            QStringLiteral("sc.tl.rank_genes_groups(adata, %1, %2").arg(pythonText(setup.column), test));
    } else {
        text.scanpy(QStringLiteral("adata.obs['compared'] = 'others'"));
        marked(sides.against, "B");
        marked(sides.of, "A");
        text.scanpy(QStringLiteral("adata.obs['compared'] = adata.obs['compared'].astype('category')"));
        text.scanpy(
            QStringLiteral("sc.tl.rank_genes_groups(adata, 'compared', groups=['A'], reference=%1, %2")
                .arg(sides.against.empty() ? QStringLiteral("'rest'") : QStringLiteral("'B'"), test));
    }
    text.say(QStringLiteral(
        "The same ranks and p values; scanpy's fold changes are of means of logarithms, and have no "
        "pseudo-count."));
    if (!setup.donors.empty())
        text.say(QStringLiteral("Donors as replicates (limma with voom) are not in scanpy: it tests cells."));
}

void tellVolcano(ScriptText& text, const Sides& sides) {
    CommandWords words = text.command("figure");
    addSides(words.add("--view", "volcano"), sides);
    addValues(words, text);
    addFilters(words, text, true);
    words.add("--numbers", text.place(QStringLiteral("volcano.csv")));
    text.run(words.add("--out", text.place(QStringLiteral("volcano.svg"))));
}

}  // namespace

void tellComparison(ScriptText& text) {
    const ComparisonSetup& setup = text.in.record.comparison;
    if (!setup.complete()) return;
    text.section(setup.allGroups
                     ? QStringLiteral("Compare the groups of %1").arg(QString::fromStdString(setup.column))
                     : QStringLiteral("Compare %1 with %2")
                           .arg(setup.a.name, setup.b.chosen() ? setup.b.name : QStringLiteral("the rest")));
    const Sides sides = setup.allGroups ? Sides() : sidesOf(text);
    QString problem = problemOf(text, sides);
    CommandWords words = text.command(setup.allGroups ? "markers" : "compare");
    if (setup.allGroups)
        words.add("--group-by", setup.column);
    else
        addSides(words, sides);
    if (problem.isEmpty() && !addValues(words, text))
        problem = QStringLiteral("its TFs are of a prior that is in no file");
    if (!problem.isEmpty()) return text.say(QStringLiteral("No command makes it: %1.").arg(problem));
    const bool hiding = setup.visibleOnly && text.in.visible.universe() > 0;
    if (hiding) words.add("--cells-file", text.cellsFile(QStringLiteral("visible"), text.in.visible));
    addFilters(words, text, false);
    text.run(words.add("--out", text.place(QStringLiteral("comparison.csv"))));
    if (setup.filters.minChange > 0 && text.in.comparing != ComparedBy::Genes)
        text.say(QStringLiteral("The least difference of means is no filter of this command."));
    if (setup.filters.standingOnly)
        text.say(
            QStringLiteral("What stands out against rewired priors is a column of the table, and no "
                           "filter of the command."));
    if (hiding || !text.usualValues())
        text.say(QStringLiteral("There are no lines for scanpy: cells are hidden, or values were chosen."));
    else if (text.in.comparing == ComparedBy::Genes)
        sayInScanpy(text, sides);
    if (hiding)
        text.say(QStringLiteral("The volcano plot of visible cells alone is no option of the command."));
    else if (!setup.allGroups)
        tellVolcano(text, sides);
}

void tellSimilar(ScriptText& text) {
    if (text.in.similarGene.empty()) return;
    const std::string& gene = text.in.similarGene.front();
    const CellSet& selection = text.in.record.selection;
    text.section(QStringLiteral("Genes similar to %1").arg(QString::fromStdString(gene)));
    if (!text.knowsGenes() || (text.in.similarOfSelected && (selection.empty() || !text.distinct())))
        return text.say(
            QStringLiteral("No command lists them: the gene is named as the prior does it, or "
                           "the selected cells cannot be named."));
    CommandWords words = text.command("similar");
    words.add("--gene", gene).addText("--assay", text.in.record.choices.assay);
    if (text.in.similarOfSelected)
        words.add("--cells-file", text.cellsFile(QStringLiteral("selection"), selection));
    text.run(words.add("--out", text.place(QStringLiteral("similar.csv"))));
}

}  // namespace regulus
