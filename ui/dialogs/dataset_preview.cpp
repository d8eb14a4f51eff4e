#include "ui/dialogs/dataset_preview.h"

#include <QObject>

#include "core/workflow/learning_assay.h"
#include "ui/render/palettes.h"
#include "ui/session/opened_dataset.h"

namespace regulus {

namespace {

QString text(const std::string& s) {
    return QString::fromStdString(s);
}

constexpr std::size_t most_named_tfs = 6;

}  // namespace

DatasetPreview previewDataset(std::shared_ptr<const Dataset> dataset, const std::string& geneColumn,
                              const std::string& assayName) {
    DatasetPreview preview;
    if (assayName.empty()) {
        preview.summary = summarise(*dataset, geneColumn);
    } else {
        // raw has genes of its own.
        const Assay& chosen = learning_assay(*dataset, assayName);
        preview.summary = summarise(*dataset);
        preview.summary.modelling_assay = assayName;
        preview.summary.genes = chosen.matrix->genes();
        preview.summary.gene_names = gene_names(*chosen.var, geneColumn);
    }
    const Assay* assay = dataset->assay(preview.summary.modelling_assay);
    if (!assay) assay = &dataset->assays.front();
    preview.geneColumns.push_back("index");
    for (const Column& column : assay->var->columns)
        if (column.text() ||
            (column.categorical() && column.categorical()->categories.size() * 2 > assay->var->size()))
            preview.geneColumns.push_back(column.name);
    preview.dataset = std::move(dataset);
    return preview;
}

QString sizeText(const DatasetPreview& preview) {
    return QObject::tr("%1 cells · %2 genes")
        .arg(countText(preview.summary.cells), countText(preview.summary.genes));
}

QString assayText(const Assay& assay) {
    const QString what =
        QStringLiteral("%1 — %2").arg(text(assay.name), QString::fromUtf8(to_string(assay.kind)));
    return can_learn_from(assay) ? what : QObject::tr("%1: no model can learn from it").arg(what);
}

QString embeddingsText(const DatasetPreview& preview) {
    QStringList parts;
    for (const Embedding& embedding : preview.dataset->embeddings) {
        const std::size_t dimensions = embedding.coordinates.cols;
        if (dimensions < 2) continue;
        const QString name = embeddingTitle(embedding.name);
        parts << (dimensions > 3 ? QObject::tr("%1 (%2 dimensions)").arg(name).arg(dimensions) : name);
    }
    if (!parts.isEmpty()) return parts.join(QStringLiteral(", "));
    return preview.summary.modelling_assay.empty()
               ? QObject::tr("none in the file")
               : QObject::tr("none in the file: a UMAP is computed after opening");
}

QString genesText(const DatasetPreview& preview) {
    const GeneNames& names = preview.summary.gene_names;
    QString kind = QString::fromUtf8(to_string(names.kind));
    if (names.kind == GeneIdentifier::Other) kind = QObject::tr("neither symbols nor Ensembl identifiers");
    if (names.kind != GeneIdentifier::Other)
        kind += names.mouse ? QObject::tr(", mouse") : QObject::tr(", human");
    if (names.duplicates) kind += QObject::tr(", %1 names occur twice").arg(countText(names.duplicates));
    return kind;
}

QString columnText(const ColumnGuess& guess) {
    QString words = QObject::tr("%1 — %2 groups").arg(text(guess.name), countText(guess.classes));
    if (guess.unlabelled) words += QObject::tr(", %1 cells without").arg(countText(guess.unlabelled));
    return words;
}

PriorPreview previewPrior(const DatasetPreview& data, const RegulatoryNetwork& prior) {
    const PriorMatch match = match_prior(*data.dataset, data.summary.gene_names, prior);
    const Coverage& c = match.coverage;
    PriorPreview preview;
    preview.problem = text(match.problem);
    preview.betterColumn = match.better_column;
    preview.usable =
        QObject::tr("%1 of %2 edges can be used: %3 TFs, %4 of them with five targets or more")
            .arg(countText(c.edges), countText(prior.edges.size()), countText(c.tfs), countText(c.tfs_min5));
    if (c.lost_tf) {
        QStringList names;
        for (const std::string& tf : c.missing_tfs) {
            if (static_cast<std::size_t>(names.size()) == most_named_tfs) break;
            names << text(tf);
        }
        const bool more = c.missing_tfs.size() > most_named_tfs;
        preview.lost << QObject::tr("%1 edges are lost because their TF is no gene of the data (%2%3)")
                            .arg(countText(c.lost_tf), names.join(QStringLiteral(", ")),
                                 more ? QStringLiteral(", …") : QString());
    }
    if (c.lost_target)
        preview.lost << QObject::tr("%1 edges are lost because their target is no gene of the data")
                            .arg(countText(c.lost_target));
    if (c.orphans)
        preview.lost << QObject::tr(
                            "%1 genes have no listed regulator; a model lets them attend to themselves alone")
                            .arg(countText(c.orphans));
    for (const std::string& warning : prior.warnings) preview.lost << text(warning);
    return preview;
}

}  // namespace regulus
