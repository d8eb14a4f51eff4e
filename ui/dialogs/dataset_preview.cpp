#include "ui/dialogs/dataset_preview.h"

#include <QObject>

#include "core/base/heavy_work.h"
#include "core/workflow/learning_assay.h"
#include "core/workflow/prior_match.h"
#include "ui/figures/opened_dataset.h"
#include "ui/models/number_text.h"

namespace regulus {

namespace {

QString text(const std::string& s) {
    return QString::fromStdString(s);
}

constexpr std::size_t most_named_tfs = 6;

const Table& varOf(const DatasetPreview& data) {
    const Assay* assay = data.dataset->assay(data.summary.modelling_assay);
    return *(assay ? *assay : data.dataset->assays.front()).var;
}

QString edges(std::size_t count) {
    return countText(count, QObject::tr("edge"), QObject::tr("edges"));
}

}  // namespace

DatasetPreview previewDataset(std::shared_ptr<const Dataset> dataset, const GeneRequest& genes,
                              const std::string& assayName) {
    begin_heavy_work("preview");
    DatasetPreview preview;
    preview.genes = genes;
    if (assayName.empty()) {
        preview.summary = summarise(*dataset, genes);
    } else {
        // raw has genes of its own.
        const Assay& chosen = learning_assay(*dataset, assayName);
        preview.summary = summarise(*dataset);
        preview.summary.modelling_assay = assayName;
        preview.summary.genes = chosen.matrix->genes();
        preview.summary.gene_names = own_names(*chosen.var, genes).genes;
    }
    preview.dataset = std::move(dataset);
    const Table& var = varOf(preview);
    preview.geneColumns.push_back("index");
    for (const Column& column : var.columns)
        if (column.text() ||
            (column.categorical() && column.categorical()->categories.size() * 2 > var.size()))
            preview.geneColumns.push_back(column.name);
    for (const Column& column : preview.dataset->obs.columns)
        if (as_categorical(column)) preview.groupColumns.push_back(column.name);
    return preview;
}

QString sizeText(const DatasetPreview& preview) {
    return QObject::tr("%1 · %2").arg(
        countText(preview.summary.cells, QObject::tr("cell"), QObject::tr("cells")),
        countText(preview.summary.genes, QObject::tr("gene"), QObject::tr("genes")));
}

QString assayText(const Assay& assay) {
    const QString what = QStringLiteral("%1 — %2").arg(text(assay.name), text(describe_values(assay)));
    return can_learn_from(assay) ? what : QObject::tr("%1: not suitable for training").arg(what);
}

QString embeddingsText(const DatasetPreview& preview) {
    QStringList parts;
    for (const Embedding& embedding : preview.dataset->embeddings) {
        const std::size_t dimensions = embedding.coordinates.cols;
        if (!is_map(embedding)) continue;
        const QString name = embeddingTitle(embedding.name);
        parts << (dimensions > 3 ? QObject::tr("%1 (%2 dimensions)").arg(name).arg(dimensions) : name);
    }
    if (!parts.isEmpty()) return parts.join(QStringLiteral(", "));
    return preview.summary.modelling_assay.empty() ? QObject::tr("none in the file")
                                                   : QObject::tr("none in the file; a UMAP will be computed");
}

QString genesText(const DatasetPreview& preview) {
    const GeneNames& names = preview.summary.gene_names;
    QString kind = QString::fromUtf8(to_string(names.kind));
    if (names.kind == GeneIdentifier::Other) kind = QObject::tr("neither symbols nor Ensembl identifiers");
    if (names.species != Species::Unknown)
        kind += QStringLiteral(", ") + QString::fromUtf8(to_string(names.species));
    if (names.duplicates) kind += QObject::tr(", %1 duplicate names").arg(countText(names.duplicates));
    return kind;
}

QString columnText(const ColumnGuess& guess) {
    QString words = QObject::tr("%1 (%2)").arg(
        text(guess.name), countText(guess.classes, QObject::tr("group"), QObject::tr("groups")));
    if (guess.unlabelled)
        words += QObject::tr(", %1 unlabelled")
                     .arg(countText(guess.unlabelled, QObject::tr("cell"), QObject::tr("cells")));
    return words;
}

QString geneOptionId(const std::string& column, bool mapped, std::optional<Spelling> spelling) {
    QString id = text(column);
    if (mapped) id += QStringLiteral("|mapped");
    if (spelling == Spelling::WithoutCase) id += QStringLiteral("|case");
    return id;
}

std::vector<GeneOption> geneOptions(const DatasetPreview& data, const RegulatoryNetwork* prior,
                                    const std::shared_ptr<const GeneMapping>& mapping) {
    begin_heavy_work("choices of names");
    std::vector<GeneOption> options;
    const auto add = [&](GeneRequest request, const QString& words) {
        QString id = geneOptionId(request.column, request.mapping != nullptr, request.spelling);
        QString name =
            request.column == "index" ? QObject::tr("Gene index (var_names)") : text(request.column);
        if (request.mapping) name = QObject::tr("%1, through %2").arg(name, text(request.mapping->name()));
        if (request.spelling == Spelling::WithoutCase) name = QObject::tr("%1, ignoring case").arg(name);
        if (!words.isEmpty()) name += QStringLiteral(" — ") + words;
        options.push_back({std::move(id), std::move(name), std::move(request)});
    };
    std::vector<GeneChoice> choices;
    if (prior != nullptr) choices = gene_choices(varOf(data), *prior, mapping.get());
    const auto usedBy = [&](const std::string& column, bool mapped, bool anyCase) -> QString {
        if (prior == nullptr) return {};
        for (const GeneChoice& choice : choices) {
            if (choice.column == column && choice.through_mapping == mapped &&
                (choice.spelling == Spelling::WithoutCase) == anyCase) {
                return QObject::tr("%1, %2").arg(
                    edges(choice.edges), countText(choice.tfs, QObject::tr("TF"), QObject::tr("TFs")));
            }
        }
        return anyCase ? QString() : QObject::tr("no edge");
    };
    for (const std::string& column : data.geneColumns) {
        add({column, {}, {}}, usedBy(column, false, false));
        if (mapping) add({column, {}, mapping}, usedBy(column, true, false));
        for (const bool mapped : {false, true}) {
            const QString words = usedBy(column, mapped, true);
            if (!words.isEmpty()) add({column, Spelling::WithoutCase, mapped ? mapping : nullptr}, words);
        }
    }
    return options;
}

PriorPreview previewPrior(const DatasetPreview& data, const RegulatoryNetwork& prior) {
    begin_heavy_work("match of the prior");
    GeneRequest request = data.genes;
    if (request.column.empty()) request.column = data.summary.gene_names.source;
    const PriorMatch match = match_prior(varOf(data), request, prior);
    const Coverage& c = match.coverage;
    PriorPreview preview;
    preview.problem = text(match.problem);
    QStringList advice;
    for (const std::string* sentence : {&match.species, &match.proposal})
        if (!sentence->empty() && match.problem.empty()) advice << text(*sentence);
    preview.advice = advice.join(QLatin1Char('\n'));
    if (match.better)
        preview.better =
            geneOptionId(match.better->column, match.better->through_mapping, match.better->spelling);
    preview.betterIgnoresCase = match.better_ignores_case;
    preview.usable = QObject::tr("%1 of %2 usable: %3, %4 with at least 5 targets")
                         .arg(countText(c.usable()), edges(prior.edges.size()),
                              countText(c.tfs, QObject::tr("TF"), QObject::tr("TFs")), countText(c.tfs_min5));
    if (c.complex_edges)
        preview.lost
            << QObject::tr("%1 of the usable edges come from complexes").arg(countText(c.complex_edges));
    if (c.lost_tf) {
        QStringList names;
        for (const std::string& tf : c.missing_tfs) {
            if (static_cast<std::size_t>(names.size()) == most_named_tfs) break;
            names << text(tf);
        }
        const bool more = c.missing_tfs.size() > most_named_tfs;
        preview.lost << QObject::tr("%1 lost: TF not in your data (%2%3)")
                            .arg(edges(c.lost_tf), names.join(QStringLiteral(", ")),
                                 more ? QStringLiteral(", …") : QString());
    }
    if (c.lost_target)
        preview.lost << QObject::tr("%1 lost: target not in your data").arg(edges(c.lost_target));
    if (c.orphans)
        preview.lost << QObject::tr("%1 without a known regulator")
                            .arg(countText(c.orphans, QObject::tr("gene"), QObject::tr("genes")));
    for (const std::string& warning : prior.warnings) preview.lost << text(warning);
    return preview;
}

}  // namespace regulus
