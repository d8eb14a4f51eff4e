#include "ui/dialogs/dataset_form.h"

#include <QComboBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QLocale>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStandardItemModel>
#include <QVBoxLayout>
#include <algorithm>

#include "core/io/text/gene_mapping_reader.h"
#include "core/workflow/learning_assay.h"
#include "ui/dialogs/map_thumbnail.h"
#include "ui/jobs/job_runner.h"
#include "ui/session/session_settings.h"
#include "ui/views/parts/file_questions.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {

namespace {

constexpr auto look_key = "preview.look";

std::string chosen(const QComboBox* box) {
    return box->currentData().toString().toStdString();
}

// Guessed columns first, then, below a line, every other column of obs that has groups.
void fillColumns(QComboBox* box, const std::vector<ColumnGuess>& guesses,
                 const std::vector<std::string>& columns, const QString& none) {
    const QSignalBlocker quiet(box);
    box->clear();
    if (guesses.empty() || !none.isEmpty())
        box->addItem(none.isEmpty() ? DatasetForm::tr("none found") : none, QString());
    for (const ColumnGuess& guess : guesses)
        box->addItem(columnText(guess), QString::fromStdString(guess.name));
    const int guessed = box->count();
    for (const std::string& column : columns) {
        const bool known =
            std::ranges::any_of(guesses, [&](const ColumnGuess& g) { return g.name == column; });
        if (!known) box->addItem(QString::fromStdString(column), QString::fromStdString(column));
    }
    if (box->count() > guessed) box->insertSeparator(guessed);
    box->setCurrentIndex(0);
}

void fillAssays(QComboBox* box, const Dataset& dataset, const std::string& shown) {
    const QSignalBlocker quiet(box);
    box->clear();
    auto* items = qobject_cast<QStandardItemModel*>(box->model());
    for (const Assay& assay : dataset.assays) {
        box->addItem(assayText(assay), QString::fromStdString(assay.name));
        items->item(box->count() - 1)->setEnabled(can_learn_from(assay));
    }
    box->setCurrentIndex(box->findData(QString::fromStdString(shown)));
    box->setPlaceholderText(DatasetForm::tr("none (scaled values only)"));
}

// What was chosen before, if it is there.
void choose(QComboBox* box, const std::optional<QString>& before) {
    if (!before) return;
    if (const int at = box->findData(*before); at >= 0) box->setCurrentIndex(at);
}

QComboBox* namedBox(const char* name) {
    auto* made = new QComboBox;
    made->setObjectName(QLatin1String(name));
    // Long names of columns must not widen the dialog.
    made->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    made->setMinimumContentsLength(16);
    return made;
}

}  // namespace

DatasetForm::DatasetForm(JobRunner& jobs, SessionSettings& settings, QWidget* parent)
    : QWidget(parent),
      m_jobs(jobs),
      m_settings(settings),
      m_form(new QFormLayout),
      m_name(sentence(Tone::Title)),
      m_size(sentence(Tone::Muted)),
      m_embeddings(sentence(Tone::Text)),
      m_warnings(sentence(Tone::Warning)),
      m_part(namedBox("part")),
      m_rows(namedBox("rows")),
      m_labels(namedBox("labels")),
      m_batch(namedBox("batch")),
      m_assay(namedBox("assay")),
      m_genes(namedBox("genes")),
      m_map(new MapThumbnail(jobs)) {
    build();
    connect(m_part, &QComboBox::activated, this, [this] {
        m_how.part = chosen(m_part);
        Q_EMIT readWanted();
    });
    connect(m_rows, &QComboBox::activated, this, [this](int index) {
        m_how.table_rows = static_cast<TableRows>(index);
        Q_EMIT readWanted();
    });
    connect(m_labels, &QComboBox::activated, this, [this] {
        m_chosenLabels = m_labels->currentData().toString();
        m_map->setData(m_data.dataset, chosen(m_labels));
    });
    connect(m_batch, &QComboBox::activated, this,
            [this] { m_chosenBatch = m_batch->currentData().toString(); });
    connect(m_genes, &QComboBox::activated, this, [this] { lookAgain(genes(), chosen(m_assay)); });
    // Another assay may have other genes: its usual names are tried first.
    connect(m_assay, &QComboBox::activated, this, [this] { lookAgain({}, chosen(m_assay)); });
    const auto ask = [this](const QString& title) {
        return askForFile(
            this, m_settings,
            {QStringLiteral("data"), title, tr("Tables (*.csv *.tsv *.txt *.gz);;All files (*)")});
    };
    connect(m_annotation, &QPushButton::clicked, this,
            [this, ask] { setAnnotation(m_how.annotation.empty() ? ask(tr("Cell labels")) : QString()); });
    connect(m_mapping, &QPushButton::clicked, this,
            [this, ask] { setGeneMapping(m_geneMapping ? QString() : ask(tr("Gene name mapping"))); });
    showExtras();
}

DatasetForm::~DatasetForm() {
    for (const char* key : {look_key, "preview.mapping"}) m_jobs.abandonKey(QLatin1String(key));
}

void DatasetForm::build() {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_name);
    column->addWidget(m_size);
    m_form->setHorizontalSpacing(16);
    m_form->setVerticalSpacing(8);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_rows->addItems({tr("Detect automatically"), tr("cells"), tr("genes")});
    m_assay->setToolTip(tr("Values used for colouring by gene and for training"));
    m_form->addRow(tr("Part of the file"), m_part);
    m_form->addRow(tr("Rows are"), m_rows);
    m_form->addRow(tr("Labels"), m_labels);
    m_form->addRow(QString(), buildExtra(tr("Labels from another file…"), m_annotation, m_annotationName));
    m_form->addRow(tr("Donor or batch"), m_batch);
    m_form->addRow(tr("Values"), m_assay);
    m_form->addRow(tr("Gene names"), m_genes);
    m_form->addRow(QString(), buildExtra(tr("Names from a mapping file…"), m_mapping, m_mappingName));
    m_form->addRow(tr("Embeddings"), m_embeddings);
    auto* row = new QHBoxLayout;
    row->setSpacing(16);
    row->addLayout(m_form, 1);
    row->addWidget(m_map, 0, Qt::AlignTop);
    column->addSpacing(8);
    column->addLayout(row);
    column->addWidget(m_warnings);
}

// A quiet button, and beside it what it brought.
QWidget* DatasetForm::buildExtra(const QString& text, QPushButton*& button, ToneLabel*& label) {
    auto* widget = new QWidget;
    auto* row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    button = new QPushButton(text);
    button->setAutoDefault(false);
    button->setProperty("usual", text);
    label = sentence(Tone::Muted);
    row->addWidget(button);
    row->addWidget(label, 1);
    return widget;
}

void DatasetForm::forget() {
    m_how = {};
    m_chosenLabels.reset();
    m_chosenBatch.reset();
    m_annotationName->clear();
    m_jobs.abandonKey(QStringLiteral("preview.mapping"));
    m_geneMapping = nullptr;
    m_mappingPath.clear();
    m_mappingName->clear();
}

void DatasetForm::setAnnotation(const QString& path) {
    if (path.isEmpty() && m_how.annotation.empty()) return;
    m_how.annotation = path.toStdString();
    if (!path.isEmpty()) m_chosenLabels.reset();  // those it brings are wanted
    m_annotationName->setText(QFileInfo(path).fileName());
    Q_EMIT readWanted();
}

bool DatasetForm::dropAnnotation(const QString& why) {
    if (m_how.annotation.empty()) return false;
    m_how.annotation.clear();
    m_annotationName->setText(why);
    showExtras();
    return true;
}

void DatasetForm::setGeneMapping(const QString& path) {
    if (path.isEmpty()) {
        if (!m_geneMapping) return;
        m_geneMapping = nullptr;
        m_mappingPath.clear();
        m_mappingName->clear();
        showExtras();
        return lookAgain({}, chosen(m_assay));
    }
    const QString title = tr("Reading %1").arg(QFileInfo(path).fileName());
    m_mappingName->setText(title + QStringLiteral("…"));
    JobRequest job{.title = title, .key = QStringLiteral("preview.mapping")};
    job.quiet = true;
    job.receiver = this;
    job.failed = [this](const Error& error) { m_mappingName->setText(QString::fromUtf8(error.what())); };
    const std::string file = QFileInfo(path).absoluteFilePath().toStdString();
    m_jobs.start(
        std::move(job),
        [file](Job& j) { return std::make_shared<const GeneMapping>(read_gene_mapping(file, j)); },
        [this, file](std::shared_ptr<const GeneMapping> mapping) {
            m_geneMapping = std::move(mapping);
            m_mappingPath = file;
            m_mappingName->clear();
            showExtras();
            nameThroughMapping();
        });
}

GeneRequest DatasetForm::genes() const {
    const QString id = m_genes->currentData().toString();
    for (const GeneOption& option : m_geneOptions)
        if (option.id == id) return option.request;
    GeneRequest usual = m_data.genes;
    usual.column = m_data.summary.gene_names.source;
    return usual;
}

OpenChoices DatasetForm::choices() const {
    OpenChoices choices;
    choices.labelColumn = chosen(m_labels);
    choices.genes = genes();
    choices.batchColumn = chosen(m_batch);
    if (m_data.summary.modelling_assay != m_usualAssay) choices.assay = m_data.summary.modelling_assay;
    choices.read = m_how;
    if (choices.genes.mapping) choices.mappingPath = m_mappingPath;
    return choices;
}

void DatasetForm::clear() {
    m_jobs.abandonKey(QLatin1String(look_key));
    m_looking = m_weighing = false;
    m_data = {};
    showExtras();
}

void DatasetForm::show(DatasetPreview preview) {
    m_usualAssay = preview.summary.modelling_assay;
    m_geneOptions.clear();  // of another file
    m_genes->clear();
    fill(std::move(preview));
    if (m_geneMapping) nameThroughMapping();
}

void DatasetForm::nameThroughMapping() {
    GeneRequest through = genes();
    through.mapping = m_geneMapping;
    lookAgain(through, chosen(m_assay));
}

void DatasetForm::fill(DatasetPreview preview) {
    m_data = std::move(preview);
    const Dataset& opened = *m_data.dataset;
    m_name->setText(QString::fromStdString(opened.name) +
                    (opened.simulated ? tr(" — simulated") : QString()));
    const qint64 bytes = QFileInfo(QString::fromStdString(opened.path)).size();
    m_size->setText(sizeText(m_data) + QStringLiteral(" · ") + QString::fromStdString(opened.format) +
                    QStringLiteral(" · ") + QLocale().formattedDataSize(bytes, 1));
    showChoicesOfTheFile();
    fillAssays(m_assay, opened, m_data.summary.modelling_assay);
    m_embeddings->setText(embeddingsText(m_data));
    fillColumns(m_labels, m_data.summary.labels, m_data.groupColumns, {});
    // Labels that were brought from another file are what was wanted.
    for (const std::string& added : opened.added_columns) {
        const int at = m_labels->findData(QString::fromStdString(added));
        if (at < 0) continue;
        m_labels->setCurrentIndex(at);
        break;
    }
    choose(m_labels, m_chosenLabels);
    fillColumns(m_batch, m_data.summary.batches, m_data.groupColumns, tr("none"));
    if (!m_data.summary.batches.empty()) m_batch->setCurrentIndex(1);
    choose(m_batch, m_chosenBatch);
    m_map->setData(m_data.dataset, chosen(m_labels));
    QStringList warnings;
    if (m_data.summary.modelling_assay.empty())
        warnings << tr(
            "This file has no counts or log-normalised values. You can explore it; to train a model, store "
            "them in X, a layer or raw.");
    for (const std::string& warning : opened.warnings) warnings << QString::fromStdString(warning);
    m_warnings->setText(warnings.join(QLatin1Char('\n')));
    m_warnings->setVisible(!warnings.isEmpty());
    showExtras();
    weighGenes();
}

// What only some kinds of files leave open.
void DatasetForm::showChoicesOfTheFile() {
    const Dataset& opened = *m_data.dataset;
    const QSignalBlocker quiet(m_part);
    m_part->clear();
    for (const std::string& part : opened.parts)
        m_part->addItem(QString::fromStdString(part), QString::fromStdString(part));
    // Of a file of several genomes nothing chosen means all of them.
    if (m_how.part.empty()) m_opensWhole = opened.part.empty();
    if (!opened.parts.empty() && m_opensWhole) m_part->insertItem(0, tr("all"), QString());
    m_part->setCurrentIndex(std::max(0, m_part->findData(QString::fromStdString(opened.part))));
    m_form->setRowVisible(m_part, !opened.parts.empty());
    m_form->setRowVisible(m_rows, opened.format == "text table");
    m_rows->setCurrentIndex(static_cast<int>(m_how.table_rows));
}

// How much of the prior each way to name the genes uses.
void DatasetForm::weighGenes() {
    m_looking = m_weighing = true;
    Q_EMIT changed();
    JobRequest job{.title = tr("Matching genes"), .key = QLatin1String(look_key)};
    job.quiet = true;
    job.receiver = this;
    m_jobs.start(
        std::move(job),
        [data = m_data, prior = m_prior, mapping = m_geneMapping](Job&) {
            return geneOptions(data, prior.get(), mapping);
        },
        [this](std::vector<GeneOption> options) {
            m_looking = m_weighing = false;
            showGenes(std::move(options));
            Q_EMIT changed();
        });
}

void DatasetForm::showGenes(std::vector<GeneOption> options) {
    const QString kind = genesText(m_data);
    m_mappingName->setText(m_geneMapping
                               ? tr("%1: %2 names · %3")
                                     .arg(QString::fromStdString(m_geneMapping->name()),
                                          QLocale().toString(qulonglong(m_geneMapping->size())), kind)
                               : kind);
    const QString now =
        geneOptionId(m_data.genes.column.empty() ? m_data.summary.gene_names.source : m_data.genes.column,
                     m_data.genes.mapping != nullptr, m_data.genes.spelling);
    m_geneOptions = std::move(options);
    const QSignalBlocker quiet(m_genes);
    m_genes->clear();
    for (const GeneOption& option : m_geneOptions) m_genes->addItem(option.text, option.id);
    m_genes->setCurrentIndex(std::max(0, m_genes->findData(now)));
}

void DatasetForm::showExtras() {
    m_annotation->setText(m_how.annotation.empty() ? m_annotation->property("usual").toString()
                                                   : tr("Remove these labels"));
    m_mapping->setText(m_geneMapping ? tr("Remove this mapping") : m_mapping->property("usual").toString());
}

void DatasetForm::setPrior(std::shared_ptr<const RegulatoryNetwork> prior) {
    m_prior = std::move(prior);
    // A new look at the data that is under way ends with weighing.
    if (m_data.dataset && (!m_looking || m_weighing)) weighGenes();
}

bool DatasetForm::offersGenes(const QString& option) const {
    return m_genes->findData(option) >= 0;
}

void DatasetForm::chooseGenes(const QString& option) {
    m_genes->setCurrentIndex(m_genes->findData(option));
    lookAgain(genes(), chosen(m_assay));
}

// The same file with other names or values; labels and donors stay as they were chosen.
void DatasetForm::lookAgain(const GeneRequest& genes, const std::string& assay) {
    if (!m_data.dataset) return;
    m_looking = true;
    m_weighing = false;
    Q_EMIT changed();
    JobRequest job{.title = tr("Looking at the genes"), .key = QLatin1String(look_key)};
    job.quiet = true;
    job.receiver = this;
    job.failed = [this](const Error& error) {
        m_looking = false;
        m_warnings->setText(QString::fromUtf8(error.what()));
        m_warnings->show();
        Q_EMIT changed();
    };
    m_jobs.start(
        std::move(job),
        [dataset = m_data.dataset, genes, assay](Job&) { return previewDataset(dataset, genes, assay); },
        [this](DatasetPreview preview) { fill(std::move(preview)); });
}

}  // namespace regulus
