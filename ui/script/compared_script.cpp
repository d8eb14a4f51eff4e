// What Compare shows, and what the model says of the cells.
#include <algorithm>

#include "core/model/model_file.h"
#include "ui/script/command_text.h"
#include "ui/script/shown_script.h"
#include "ui/session/group_columns.h"
#include "ui/views/compare/compare_view.h"

namespace regulus {
namespace {

ComparedBy comparedBy(const ScriptInputs& inputs) {
    const QJsonObject kept = inputs.record.views[QStringLiteral("compare")].toObject();
    const int usual = inputs.tfs ? CompareView::Regulators : CompareView::Genes;
    if (kept[QStringLiteral("tab")].toInt(usual) == CompareView::Genes) return ComparedBy::Genes;
    return ComparedBy(kept[QStringLiteral("measure")].toInt(int(ComparedBy::Activity)));
}

// "COLUMN=VALUE" of a side; empty: its column is not there.
std::vector<std::string> valuesOf(const ScriptText& text, const ComparedCells& side, std::size_t which) {
    if (isOfCells(side))
        return text.has(side_columns[which])
                   ? std::vector{side_columns[which] + '=' + side.name.toStdString()}
                   : std::vector<std::string>();
    const auto groups = text.in.groups.find(side.column);
    std::vector<std::string> values;
    if (groups == text.in.groups.end() || !text.has(side.column)) return values;
    for (const int code : side.codes)
        values.push_back(side.column + '=' + groups->second.at(static_cast<std::size_t>(code)));
    return values;
}

struct Sides {
    std::vector<std::string> of, against;
};

void addSides(CommandWords& words, const Sides& sides) {
    for (const std::string& value : sides.of) words.add("--of", value);
    for (const std::string& value : sides.against) words.add("--against", value);
}

void addValues(CommandWords& words, ComparedBy by, const ScriptText& text, const QString& model) {
    const SessionRecord& record = text.in.record;
    if (by == ComparedBy::Genes) {
        words.addText("--assay", record.choices.assay);
    } else {
        words.add("--over", by == ComparedBy::Activity ? "activity" : "attention");
        // A model that reads genes has attention of its own, and no activity.
        addTfSource(words, record.model && (record.model->reader || by == ComparedBy::Attention), text.in,
                    model);
    }
    if (by == ComparedBy::Genes) words.addText("--donors", record.comparison.donors);  // TFs have no counts
}

void addFilters(CommandWords& words, ComparedBy by, const ComparisonFilters& filters, bool shares) {
    if (by == ComparedBy::Genes && shares && filters.minShare > 0)
        words.addNumber("--min-share", filters.minShare);
    if (filters.minChange > 0) words.addNumber("--min-fold-change", filters.minChange);
    words.addNumber("--max-fdr", filters.mostQ);
    words.addFlag("--up", filters.upOnly);
}

void sayInScanpy(ScriptText& text, const ComparisonSetup& setup, const Sides& sides) {
    const auto marked = [&](const std::vector<std::string>& values, const char* name) {
        for (const std::string& value : values) {
            const auto at = value.find('=');
            text.scanpy(QStringLiteral("adata.obs.loc[adata.obs[%1].astype(str) == %2, 'compared'] = '%3'")
                            .arg(pythonText(value.substr(0, at)), pythonText(value.substr(at + 1)),
                                 QLatin1String(name)));
        }
    };
    const QString test = QStringLiteral("method='wilcoxon', tie_correct=True)");
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

}  // namespace

void tellModel(ScriptText& text, const ShownNames& names) {
    const SessionRecord& record = text.in.record;
    if (names.model.isEmpty()) return;
    text.section(QStringLiteral("The model"));
    text.say(QStringLiteral("It lies beside the script: %1.")
                 .arg(text.fileName(QStringLiteral("model.safetensors"))));
    if (text.in.training) {
        OpenChoices opened = record.choices;
        text.say(QStringLiteral("It was trained by"));
        // Not run: a model that reads genes takes hours.
        text.line(QStringLiteral("#   ") +
                  trainCommand(*text.in.training, {record.data, record.prior, opened, record.priorOptions})
                      .replace(QLatin1Char('\n'), QLatin1Char(' ')));
    } else {
        const TrainingRecord& by = record.model->record;
        text.say(QStringLiteral("It learned %1 of %2, with the prior %3 (%4).")
                     .arg(QString::fromStdString(by.label_column), QString::fromStdString(by.data_name),
                          QString::fromStdString(by.prior_name), QString::fromStdString(by.split)));
    }
    CommandWords words = text.command("predict");
    words.add("--model", names.model.toStdString());
    text.run(words.add("--out", text.place(QStringLiteral("predictions.csv")).toStdString()));
    text.say(QStringLiteral("scanpy has no such model."));
}

void tellComparison(ScriptText& text, const ShownNames& names) {
    const ComparisonSetup& setup = text.in.record.comparison;
    if (!setup.complete()) return;
    text.section(setup.allGroups
                     ? QStringLiteral("Compare the groups of %1").arg(QString::fromStdString(setup.column))
                     : QStringLiteral("Compare %1 with %2")
                           .arg(setup.a.name, setup.b.chosen() ? setup.b.name : QStringLiteral("the rest")));
    const ComparedBy by = comparedBy(text.in);
    const Sides sides{valuesOf(text, setup.a, 0),
                      setup.b.chosen() ? valuesOf(text, setup.b, 1) : Sides().against};
    const bool there = setup.allGroups ? setup.column != predicted_column && text.has(setup.column)
                                       : !sides.of.empty() && (!setup.b.chosen() || !sides.against.empty());
    const bool hiding = setup.visibleOnly && text.in.visible.universe() > 0;
    if (!there || by == ComparedBy::TfExpression || (hiding && !text.distinct))
        return text.say(QStringLiteral(
            "No command makes this comparison: it is of predicted classes, of the mRNA of TFs, or "
            "of cells that cannot be named."));
    CommandWords words = text.command(setup.allGroups ? "markers" : "compare");
    if (setup.allGroups)
        words.add("--group-by", setup.column);
    else
        addSides(words, sides);
    addValues(words, by, text, names.model);
    if (hiding)
        words.add("--cells-file", text.cellsFile(QStringLiteral("visible"), text.in.visible).toStdString());
    addFilters(words, by, setup.filters, setup.donors.empty());  // of donors no shares are known to it
    text.run(words.add("--out", text.place(QStringLiteral("comparison.csv")).toStdString()));
    if (setup.filters.standingOnly)
        text.say(QStringLiteral(
            "The column of the table that says what stands out against rewired priors is no filter of the "
            "command."));
    if (by == ComparedBy::Genes) sayInScanpy(text, setup, sides);
    if (setup.allGroups || hiding) return;
    CommandWords figure = text.command("figure");
    addSides(figure.add("--view", "volcano"), sides);
    addValues(figure, by, text, names.model);
    addFilters(figure, by, setup.filters, true);
    figure.add("--numbers", text.place(QStringLiteral("volcano.csv")).toStdString());
    text.run(figure.add("--out", text.place(QStringLiteral("volcano.svg")).toStdString()));
}

}  // namespace regulus
