#include "ui/dialogs/command_text.h"

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

namespace {

// "regulus NAME" and its options, one after another.
class CommandWords {
  public:
    explicit CommandWords(const char* name) : m_words{QStringLiteral("regulus"), QString::fromLatin1(name)} {}

    void add(const char* option, const QString& value) {
        m_words << QString::fromLatin1(option) << shellQuoted(value);
    }
    void addText(const char* option, const std::string& value) {
        if (!value.empty()) add(option, QString::fromStdString(value));
    }
    void addFlag(const char* option) { m_words << QString::fromLatin1(option); }
    QString text() const { return m_words.join(QLatin1Char(' ')); }

    // Data and prior as they were opened, labels, names of genes, values.
    void addSources(const TrainingRequest& data, const CommandSources& from) {
        const ReadOptions& read = from.opened.read;
        add("--data", from.data);
        addText("--part", read.part);
        addText("--obs", read.annotation);
        if (read.table_rows != TableRows::FindOut)
            addText("--rows", read.table_rows == TableRows::Cells ? "cells" : "genes");
        add("--labels", QString::fromStdString(data.label_column));
        add("--prior", from.prior);
        if (from.narrowed.worst_confidence != 0)
            addText("--min-confidence", std::string(1, from.narrowed.worst_confidence));
        if (from.narrowed.sign != SignFilter::Both) addText("--sign", to_string(from.narrowed.sign));
        if (from.narrowed.min_importance > 0)
            add("--min-importance", QString::number(from.narrowed.min_importance, 'g', 12));
        if (from.narrowed.top_targets > 0) add("--top-targets", QString::number(from.narrowed.top_targets));
        addText("--tf-list", from.narrowed.tf_list);
        if (from.narrowed.expand_complexes) addFlag("--expand-complexes");
        addText("--split-by", data.split_column);
        addText("--gene-column", data.genes.column);
        if (data.genes.mapping) addText("--gene-map", from.opened.mappingPath);
        if (data.genes.spelling == Spelling::WithoutCase) addText("--gene-match", "case");
        addText("--assay", data.assay);
    }

  private:
    QStringList m_words;
};

}  // namespace

QString trainCommand(const TrainRequest& request, const CommandSources& from) {
    CommandWords words("train");
    const TrainingOptions& options = request.options;
    const bool regulons = options.model.read == ReadMode::Regulons;
    const TrainingOptions preset = options_for(request.preset, options.model.read);
    words.addSources(request.data, from);
    if (!regulons) words.add("--read", QStringLiteral("genes"));
    if (options.model.mask != MaskMode::Prior)
        words.add("--mask", QString::fromLatin1(to_string(options.model.mask)));
    if (request.data.split.label_fraction < 1)
        words.add("--label-fraction", QString::number(request.data.split.label_fraction));
    words.add("--preset", QString::fromLatin1(to_string(request.preset)));
    if (regulons && !options.bypass_by_rule) words.add("--bypass", QString::number(options.model.bypass));
    if (options.model.heads != preset.model.heads) words.add("--heads", QString::number(options.model.heads));
    if (options.model.dimensions != preset.model.dimensions)
        words.add("--dimensions", QString::number(options.model.dimensions));
    if (options.max_genes != preset.max_genes) words.add("--max-genes", QString::number(options.max_genes));
    if (options.epochs != preset.epochs) words.add("--epochs", QString::number(options.epochs));
    if (options.pretraining_epochs != preset.pretraining_epochs)
        words.add("--pretraining-epochs", QString::number(options.pretraining_epochs));
    if (options.seed != 0) words.add("--seed", QString::number(options.seed));
    words.add("--out", QStringLiteral("model.safetensors"));
    return words.text();
}

QString evaluateCommand(const EvaluationRequest& request, const CommandSources& from) {
    CommandWords words("evaluate");
    words.addSources(request.data, from);
    if (request.plan == PlanOptions::quick()) words.addFlag("--quick");
    words.add("--out", request.folder);
    return words.text();
}

}  // namespace regulus
