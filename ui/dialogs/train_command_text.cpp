#include "ui/dialogs/train_command_text.h"

#include <QRegularExpression>
#include <QStringList>

namespace regulus {

QString shellQuoted(const QString& argument) {
    static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_./:@%+=-]+$"));
    if (plain.match(argument).hasMatch()) return argument;
    QString inner = argument;
    inner.replace(QLatin1Char('\''), QLatin1String("'\\''"));
    return QLatin1Char('\'') + inner + QLatin1Char('\'');
}

QString trainCommand(const TrainRequest& request, const TrainSources& from) {
    QStringList words{QStringLiteral("regulus"), QStringLiteral("train")};
    const auto add = [&](const char* option, const QString& value) {
        words << QString::fromLatin1(option) << shellQuoted(value);
    };
    const auto addText = [&](const char* option, const std::string& value) {
        if (!value.empty()) add(option, QString::fromStdString(value));
    };
    const ReadOptions& read = from.opened.read;
    const TrainingOptions& options = request.options;
    const bool regulons = options.model.read == ReadMode::Regulons;
    const TrainingOptions preset = options_for(request.preset, options.model.read);
    add("--data", from.data);
    addText("--part", read.part);
    addText("--obs", read.annotation);
    if (read.table_rows != TableRows::FindOut)
        addText("--rows", read.table_rows == TableRows::Cells ? "cells" : "genes");
    add("--labels", QString::fromStdString(request.data.label_column));
    add("--prior", from.prior);
    if (from.narrowed.worst_confidence != 0)
        addText("--min-confidence", std::string(1, from.narrowed.worst_confidence));
    if (from.narrowed.sign != SignFilter::Both) addText("--sign", to_string(from.narrowed.sign));
    if (from.narrowed.min_importance > 0)
        add("--min-importance", QString::number(from.narrowed.min_importance, 'g', 12));
    if (from.narrowed.top_targets > 0) add("--top-targets", QString::number(from.narrowed.top_targets));
    addText("--tf-list", from.narrowed.tf_list);
    if (from.narrowed.expand_complexes) words << QStringLiteral("--expand-complexes");
    addText("--split-by", request.data.split_column);
    addText("--gene-column", request.data.genes.column);
    if (request.data.genes.mapping) addText("--gene-map", from.opened.mappingPath);
    if (request.data.genes.spelling == Spelling::WithoutCase) addText("--gene-match", "case");
    addText("--assay", request.data.assay);
    if (!regulons) add("--read", QStringLiteral("genes"));
    if (options.model.mask != MaskMode::Prior)
        add("--mask", QString::fromLatin1(to_string(options.model.mask)));
    if (request.data.split.label_fraction < 1)
        add("--label-fraction", QString::number(request.data.split.label_fraction));
    add("--preset", QString::fromLatin1(to_string(request.preset)));
    if (regulons && !options.bypass_by_rule) add("--bypass", QString::number(options.model.bypass));
    if (options.model.heads != preset.model.heads) add("--heads", QString::number(options.model.heads));
    if (options.model.dimensions != preset.model.dimensions)
        add("--dimensions", QString::number(options.model.dimensions));
    if (options.max_genes != preset.max_genes) add("--max-genes", QString::number(options.max_genes));
    if (options.epochs != preset.epochs) add("--epochs", QString::number(options.epochs));
    if (options.pretraining_epochs != preset.pretraining_epochs)
        add("--pretraining-epochs", QString::number(options.pretraining_epochs));
    if (options.seed != 0) add("--seed", QString::number(options.seed));
    add("--out", QStringLiteral("model.safetensors"));
    return words.join(QLatin1Char(' '));
}

}  // namespace regulus
