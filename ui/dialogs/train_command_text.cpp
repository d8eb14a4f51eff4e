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

QString trainCommand(const TrainRequest& request, const QString& dataPath, const QString& priorPath) {
    QStringList words{QStringLiteral("regulus"), QStringLiteral("train")};
    const auto add = [&](const char* option, const QString& value) {
        words << QString::fromLatin1(option) << shellQuoted(value);
    };
    const TrainingOptions preset = options_for(request.preset);
    const TrainingOptions& options = request.options;
    add("--data", dataPath);
    add("--labels", QString::fromStdString(request.data.label_column));
    add("--prior", priorPath);
    if (!request.data.split_column.empty())
        add("--split-by", QString::fromStdString(request.data.split_column));
    if (!request.data.genes.column.empty())
        add("--gene-column", QString::fromStdString(request.data.genes.column));
    if (!request.data.assay.empty()) add("--assay", QString::fromStdString(request.data.assay));
    if (options.model.mask != MaskMode::Prior)
        add("--mask", QString::fromLatin1(to_string(options.model.mask)));
    if (request.data.split.label_fraction < 1)
        add("--label-fraction", QString::number(request.data.split.label_fraction));
    add("--preset", QString::fromLatin1(to_string(request.preset)));
    if (options.max_genes != preset.max_genes) add("--max-genes", QString::number(options.max_genes));
    if (options.epochs != preset.epochs) add("--epochs", QString::number(options.epochs));
    if (options.pretraining_epochs != preset.pretraining_epochs)
        add("--pretraining-epochs", QString::number(options.pretraining_epochs));
    if (options.seed != 0) add("--seed", QString::number(options.seed));
    add("--out", QStringLiteral("model.safetensors"));
    return words.join(QLatin1Char(' '));
}

}  // namespace regulus
