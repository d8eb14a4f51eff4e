#include "ui/dialogs/open_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QVBoxLayout>
#include <algorithm>

#include "core/io/dataset_reader.h"
#include "core/io/gene_mapping_reader.h"
#include "core/workflow/learning_assay.h"
#include "ui/dialogs/map_thumbnail.h"
#include "ui/dialogs/path_field.h"
#include "ui/dialogs/prior_form.h"
#include "ui/jobs/job_runner.h"
#include "ui/session/session_settings.h"
#include "ui/views/parts/state_page.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {

namespace {

ToneLabel* wrapped(Tone tone) {
    auto* label = new ToneLabel(tone);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

std::string chosen(const QComboBox* box) {
    return box->currentData().toString().toStdString();
}

// Guessed columns first, then, below a line, every other column of obs that has groups.
void fillColumns(QComboBox* box, const std::vector<ColumnGuess>& guesses, const Table& obs,
                 const QString& none) {
    const QSignalBlocker quiet(box);
    box->clear();
    if (guesses.empty() || !none.isEmpty())
        box->addItem(none.isEmpty() ? QObject::tr("none found") : none, QString());
    for (const ColumnGuess& guess : guesses)
        box->addItem(columnText(guess), QString::fromStdString(guess.name));
    const int guessed = box->count();
    for (const Column& column : obs.columns) {
        const bool known =
            std::ranges::any_of(guesses, [&](const ColumnGuess& g) { return g.name == column.name; });
        if (!known && as_categorical(column))
            box->addItem(QString::fromStdString(column.name), QString::fromStdString(column.name));
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
    box->setPlaceholderText(QObject::tr("none: the file holds scaled values only"));
}

}  // namespace

OpenDialog::OpenDialog(JobRunner& jobs, SessionSettings& settings, QWidget* parent)
    : QDialog(parent),
      m_jobs(jobs),
      m_settings(settings),
      m_dataPath(new PathField(
          tr("Data set"),
          tr("Data sets (*.h5ad *.h5mu *.loom *.h5 *.mtx *.mtx.gz *.csv *.tsv *.txt *.gz);;All files (*)"),
          QStringLiteral("data"), settings)),
      m_stack(new QStackedWidget),
      m_state(new StatePage) {
    setWindowTitle(tr("Open a data set"));
    resize(760, 720);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(16);
    column->addWidget(m_dataPath);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(buildPreview());
    m_stack->addWidget(m_state);
    m_stack->addWidget(scroll);
    column->addWidget(m_stack, 1);

    m_buttons = new QDialogButtonBox(QDialogButtonBox::Open | QDialogButtonBox::Cancel);
    m_open = m_buttons->button(QDialogButtonBox::Open);
    m_open->setDefault(true);
    column->addWidget(m_buttons);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_dataPath, &PathField::chosen, this, [this] {
        // What was chosen for another file is not this one's.
        m_how = {};
        m_annotationName->clear();
        readDataset();
    });
    connect(m_state, &StatePage::pressed, this, &OpenDialog::readDataset);
    connect(m_part, &QComboBox::activated, this, [this] {
        m_how.part = chosen(m_part);
        readDataset();
    });
    connect(m_rows, &QComboBox::activated, this, [this](int index) {
        m_how.table_rows = static_cast<TableRows>(index);
        readDataset();
    });
    connect(m_labels, &QComboBox::activated, this,
            [this] { m_map->setData(*m_data.dataset, chosen(m_labels)); });
    connect(m_genes, &QComboBox::activated, this, [this] { lookAgain(genes(), chosen(m_assay)); });
    // Another assay may have other genes: its usual names are tried first.
    connect(m_assay, &QComboBox::activated, this, [this] { lookAgain({}, chosen(m_assay)); });
    connect(m_prior, &PriorForm::changed, this, [this] {
        if (!m_data.dataset) return;
        showGenes();
        showPrior();
    });
    connect(m_prior, &PriorForm::betterWanted, this, [this] {
        m_genes->setCurrentIndex(m_genes->findData(m_better));
        lookAgain(genes(), chosen(m_assay));
    });
    m_state->say(tr("Which file?"),
                 tr("AnnData, MuData, loom, 10x files and folders, tables of text: choose or drop one to see "
                    "what is in it. It is only read, never changed."));
    if (const QString last = settings.lastPrior(); !last.isEmpty()) setPrior(last);
    refresh();
}

OpenDialog::~OpenDialog() {
    m_jobs.abandonKey(QStringLiteral("preview.data"));
    m_jobs.abandonKey(QStringLiteral("preview.mapping"));
}

QWidget* OpenDialog::buildPreview() {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 8, 0);
    column->setSpacing(8);
    m_name = wrapped(Tone::Title);
    m_size = wrapped(Tone::Muted);
    m_warnings = wrapped(Tone::Warning);
    column->addWidget(m_name);
    column->addWidget(m_size);

    m_form = new QFormLayout;
    m_form->setHorizontalSpacing(16);
    m_form->setVerticalSpacing(8);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    const auto box = [](const char* name) {
        auto* made = new QComboBox;
        made->setObjectName(QLatin1String(name));
        // Long names of columns must not widen the dialog.
        made->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        made->setMinimumContentsLength(16);
        return made;
    };
    m_part = box("part");
    m_rows = box("rows");
    m_rows->addItems({tr("found out"), tr("cells"), tr("genes")});
    m_labels = box("labels");
    m_batch = box("batch");
    m_assay = box("assay");
    m_assay->setToolTip(tr("What genes are coloured by, and what a model learns from"));
    m_genes = box("genes");
    m_embeddings = wrapped(Tone::Text);
    m_form->addRow(tr("Part of the file"), m_part);
    m_form->addRow(tr("Rows are"), m_rows);
    m_form->addRow(tr("Labels"), m_labels);
    m_form->addRow(QString(), buildExtra(tr("Labels from another file…"), m_annotation, m_annotationName));
    m_form->addRow(tr("Donors or batches"), m_batch);
    m_form->addRow(tr("Values to learn from"), m_assay);
    m_form->addRow(tr("Genes are named by"), m_genes);
    m_form->addRow(QString(), buildExtra(tr("Names from a mapping file…"), m_mapping, m_mappingName));
    m_form->addRow(tr("Embeddings"), m_embeddings);
    m_map = new MapThumbnail;
    auto* row = new QHBoxLayout;
    row->setSpacing(16);
    row->addLayout(m_form, 1);
    row->addWidget(m_map, 0, Qt::AlignTop);
    column->addSpacing(8);
    column->addLayout(row);
    column->addWidget(m_warnings);
    connect(m_annotation, &QPushButton::clicked, this, [this] {
        if (!m_how.annotation.empty()) return setAnnotation({});
        setAnnotation(QFileDialog::getOpenFileName(this, tr("Labels of the cells"),
                                                   m_settings.folder(QStringLiteral("data")),
                                                   tr("Tables (*.csv *.tsv *.txt *.gz);;All files (*)")));
    });
    connect(m_mapping, &QPushButton::clicked, this, [this] {
        if (m_geneMapping) return setGeneMapping({});
        setGeneMapping(QFileDialog::getOpenFileName(this, tr("Other names of the genes"),
                                                    m_settings.folder(QStringLiteral("data")),
                                                    tr("Tables (*.csv *.tsv *.txt *.gz);;All files (*)")));
    });

    column->addSpacing(8);
    column->addWidget(new SectionTitle(tr("PRIOR")));
    auto* explain = wrapped(Tone::Muted);
    explain->setText(tr(
        "Which transcription factors regulate which genes: CollecTRI, DoRothEA, TRRUST, gene sets, results "
        "of pySCENIC, or any table of the two. A model needs one; looking around does not."));
    m_prior = new PriorForm(m_jobs, m_settings);
    column->addWidget(explain);
    column->addWidget(m_prior);
    column->addStretch(1);
    return page;
}

// A quiet button, and beside it what it brought.
QWidget* OpenDialog::buildExtra(const QString& text, QPushButton*& button, ToneLabel*& label) {
    auto* widget = new QWidget;
    auto* row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    button = new QPushButton(text);
    button->setAutoDefault(false);
    button->setProperty("usual", text);
    label = wrapped(Tone::Muted);
    row->addWidget(button);
    row->addWidget(label, 1);
    return widget;
}

void OpenDialog::offerAnotherWindow() {
    if (m_another) return;
    m_open->setText(tr("Open here"));
    m_open->setToolTip(tr("In place of the data set that is open"));
    m_another = m_buttons->addButton(tr("Open in a new window"), QDialogButtonBox::AcceptRole);
    m_another->setObjectName(QStringLiteral("another"));
    m_another->setDefault(true);
    // Heard before accepted().
    connect(m_buttons, &QDialogButtonBox::clicked, this,
            [this](QAbstractButton* button) { m_inAnother = button == m_another; });
    refresh();
}

void OpenDialog::setDataset(const QString& path) {
    m_dataPath->setPath(path);
}
void OpenDialog::setPrior(const QString& path) {
    m_prior->setPath(path);
}
std::shared_ptr<const RegulatoryNetwork> OpenDialog::prior() const {
    return m_prior->prior();
}
QString OpenDialog::priorPath() const {
    return m_prior->path();
}

void OpenDialog::setAnnotation(const QString& path) {
    if (path.isEmpty() && m_how.annotation.empty()) return;
    m_how.annotation = path.toStdString();
    m_annotationName->setText(QFileInfo(path).fileName());
    readDataset();
}

void OpenDialog::setGeneMapping(const QString& path) {
    if (path.isEmpty()) {
        m_geneMapping = nullptr;
        m_mappingName->clear();
        refresh();
        if (m_data.dataset) lookAgain({}, chosen(m_assay));
        return;
    }
    const QString title = tr("Reading %1").arg(QFileInfo(path).fileName());
    m_mappingName->setText(title + QStringLiteral("…"));
    JobRequest job{.title = title, .key = QStringLiteral("preview.mapping")};
    job.quiet = true;
    job.receiver = this;
    job.failed = [this](const Error& error) { m_mappingName->setText(QString::fromUtf8(error.what())); };
    m_jobs.start(
        std::move(job),
        [file = QFileInfo(path).absoluteFilePath().toStdString()](Job& j) {
            return std::make_shared<const GeneMapping>(read_gene_mapping(file, j));
        },
        [this](std::shared_ptr<const GeneMapping> mapping) {
            m_geneMapping = std::move(mapping);
            m_mappingName->clear();
            refresh();
            if (!m_data.dataset) return;
            GeneRequest through = genes();
            through.mapping = m_geneMapping;
            lookAgain(through, chosen(m_assay));
        });
}

GeneRequest OpenDialog::genes() const {
    const QString id = m_genes->currentData().toString();
    for (const GeneOption& option : m_geneOptions)
        if (option.id == id) return option.request;
    GeneRequest usual = m_data.genes;
    usual.column = m_data.summary.gene_names.source;
    return usual;
}

OpenChoices OpenDialog::choices() const {
    OpenChoices choices;
    choices.labelColumn = chosen(m_labels);
    choices.genes = genes();
    choices.batchColumn = chosen(m_batch);
    if (m_data.summary.modelling_assay != m_usualAssay) choices.assay = m_data.summary.modelling_assay;
    choices.prior = m_prior->prior();
    return choices;
}

bool OpenDialog::ready() const {
    return m_data.dataset != nullptr;
}
QString OpenDialog::problemText() const {
    return m_problem;
}

void OpenDialog::readDataset() {
    const QString path = m_dataPath->path();
    m_data = {};
    m_problem.clear();
    refresh();
    m_state->say(tr("Looking into %1").arg(QFileInfo(path).fileName()),
                 tr("Reading annotation, not the values"), {}, true);
    m_stack->setCurrentIndex(0);
    JobRequest job{.title = tr("Looking into %1").arg(QFileInfo(path).fileName()),
                   .key = QStringLiteral("preview.data")};
    job.quiet = true;
    job.receiver = this;
    job.failed = [this](const Error& error) { showProblem(error); };
    m_jobs.start(
        std::move(job),
        [file = QFileInfo(path).absoluteFilePath().toStdString(), how = m_how](Job& j) {
            return previewDataset(read_dataset(file, how, j));
        },
        [this](DatasetPreview preview) {
            m_usualAssay = preview.summary.modelling_assay;
            showDataset(std::move(preview));
        });
}

void OpenDialog::showProblem(const Error& error) {
    m_problem = QString::fromStdString(error.problem());
    QString text = QString::fromStdString(error.where());
    if (!error.remedy().empty())
        text +=
            (text.isEmpty() ? QString() : QStringLiteral("\n\n")) + QString::fromStdString(error.remedy());
    if (!m_how.annotation.empty()) {
        // The data may be sound: the next attempt is without what was added.
        m_how.annotation.clear();
        m_annotationName->setText(m_problem);
        m_state->say(m_problem, text, tr("Open without it"));
    } else {
        m_state->say(m_problem, text);
    }
    m_stack->setCurrentIndex(0);
    refresh();
}

void OpenDialog::showDataset(DatasetPreview preview) {
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
    fillColumns(m_labels, m_data.summary.labels, opened.obs, {});
    // Labels that were brought from another file are what was wanted.
    for (const std::string& added : opened.added_columns) {
        const int at = m_labels->findData(QString::fromStdString(added));
        if (at < 0) continue;
        m_labels->setCurrentIndex(at);
        break;
    }
    fillColumns(m_batch, m_data.summary.batches, opened.obs, tr("none"));
    if (!m_data.summary.batches.empty()) m_batch->setCurrentIndex(1);
    m_map->setData(opened, chosen(m_labels));
    QStringList warnings;
    if (m_data.summary.modelling_assay.empty())
        warnings << tr(
            "The file holds no counts or log-normalised values. It can be looked at; to train a model, store "
            "them in X, a layer or raw.");
    for (const std::string& warning : opened.warnings) warnings << QString::fromStdString(warning);
    m_warnings->setText(warnings.join(QLatin1Char('\n')));
    m_warnings->setVisible(!warnings.isEmpty());
    m_stack->setCurrentIndex(1);
    showGenes();
    showPrior();
    refresh();
}

// What only some kinds of files leave open.
void OpenDialog::showChoicesOfTheFile() {
    const Dataset& opened = *m_data.dataset;
    const QSignalBlocker quiet(m_part);
    m_part->clear();
    for (const std::string& part : opened.parts)
        m_part->addItem(QString::fromStdString(part), QString::fromStdString(part));
    // Of a file of several genomes nothing chosen means all of them.
    if (!opened.parts.empty() && opened.part.empty()) m_part->insertItem(0, tr("all"), QString());
    m_part->setCurrentIndex(std::max(0, m_part->findData(QString::fromStdString(opened.part))));
    m_form->setRowVisible(m_part, !opened.parts.empty());
    m_form->setRowVisible(m_rows, opened.format == "table of text");
    m_rows->setCurrentIndex(static_cast<int>(m_how.table_rows));
}

void OpenDialog::showGenes() {
    const QString kind = genesText(m_data);
    m_mappingName->setText(m_geneMapping
                               ? tr("%1: %2 names · %3")
                                     .arg(QString::fromStdString(m_geneMapping->name()),
                                          QLocale().toString(qulonglong(m_geneMapping->size())), kind)
                               : kind);
    const QString now =
        geneOptionId(m_data.genes.column.empty() ? m_data.summary.gene_names.source : m_data.genes.column,
                     m_data.genes.mapping != nullptr, m_data.genes.spelling);
    m_geneOptions = geneOptions(m_data, m_prior->prior().get(), m_geneMapping);
    const QSignalBlocker quiet(m_genes);
    m_genes->clear();
    for (const GeneOption& option : m_geneOptions) m_genes->addItem(option.text, option.id);
    m_genes->setCurrentIndex(std::max(0, m_genes->findData(now)));
}

void OpenDialog::lookAgain(const GeneRequest& genes, const std::string& assay) {
    if (!m_data.dataset) return;
    const int labels = m_labels->currentIndex(), batch = m_batch->currentIndex();
    showDataset(previewDataset(m_data.dataset, genes, assay));
    m_labels->setCurrentIndex(labels);
    m_batch->setCurrentIndex(batch);
}

void OpenDialog::showPrior() {
    if (!m_prior->prior() || !m_data.dataset) return;
    const PriorPreview preview = previewPrior(m_data, *m_prior->prior());
    m_better = preview.better;
    m_prior->showMatch(preview, !m_better.isEmpty() && m_genes->findData(m_better) >= 0);
}

void OpenDialog::refresh() {
    m_open->setEnabled(ready());
    if (m_another) m_another->setEnabled(ready());
    m_annotation->setText(m_how.annotation.empty() ? m_annotation->property("usual").toString()
                                                   : tr("Without these labels"));
    m_mapping->setText(m_geneMapping ? tr("Without this mapping") : m_mapping->property("usual").toString());
}

}  // namespace regulus
