#include "ui/dialogs/open_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
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
#include "core/io/prior_reader.h"
#include "core/workflow/learning_assay.h"
#include "ui/dialogs/path_field.h"
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
      m_dataPath(new PathField(tr("Data set"), tr("AnnData files (*.h5ad);;All files (*)"),
                               QStringLiteral("data"), settings)),
      m_priorPath(new PathField(tr("Prior"),
                                tr("Tables of regulations (*.csv *.tsv *.txt *.gz);;All files (*)"),
                                QStringLiteral("prior"), settings)),
      m_stack(new QStackedWidget),
      m_state(new StatePage) {
    setWindowTitle(tr("Open a data set"));
    resize(720, 660);
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
    connect(m_dataPath, &PathField::chosen, this, &OpenDialog::readDataset);
    connect(m_priorPath, &PathField::chosen, this, &OpenDialog::readPrior);
    connect(m_genes, &QComboBox::activated, this, [this] { lookAgain(chosen(m_genes), chosen(m_assay)); });
    // Another assay may have other genes: its usual names are tried first.
    connect(m_assay, &QComboBox::activated, this, [this] { lookAgain({}, chosen(m_assay)); });
    connect(m_confidence, &QComboBox::currentIndexChanged, this, &OpenDialog::showPrior);
    connect(m_useBetter, &QPushButton::clicked, this,
            [this] { lookAgain(m_useBetter->property("column").toString().toStdString(), chosen(m_assay)); });
    m_state->say(tr("Which file?"),
                 tr("Choose an .h5ad file to see what is in it. It is only read, never changed."));
    if (const QString last = settings.lastPrior(); !last.isEmpty()) setPrior(last);
    refresh();
}

OpenDialog::~OpenDialog() {
    m_jobs.abandonKey(QStringLiteral("preview.data"));
    m_jobs.abandonKey(QStringLiteral("preview.prior"));
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

    auto* form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_assay = new QComboBox;
    m_assay->setObjectName(QStringLiteral("assay"));
    m_assay->setToolTip(tr("What genes are coloured by, and what a model learns from"));
    m_embeddings = wrapped(Tone::Text);
    m_genesKind = wrapped(Tone::Muted);
    m_labels = new QComboBox;
    m_labels->setObjectName(QStringLiteral("labels"));
    m_batch = new QComboBox;
    m_batch->setObjectName(QStringLiteral("batch"));
    m_genes = new QComboBox;
    m_genes->setObjectName(QStringLiteral("genes"));
    form->addRow(tr("Labels"), m_labels);
    form->addRow(tr("Donors or batches"), m_batch);
    form->addRow(tr("Values to learn from"), m_assay);
    form->addRow(tr("Genes are named by"), m_genes);
    form->addRow(QString(), m_genesKind);
    form->addRow(tr("Embeddings"), m_embeddings);
    column->addSpacing(8);
    column->addLayout(form);
    column->addWidget(m_warnings);

    column->addSpacing(8);
    column->addWidget(new SectionTitle(tr("PRIOR")));
    auto* explain = wrapped(Tone::Muted);
    explain->setText(
        tr("Which transcription factors regulate which genes: CollecTRI, DoRothEA, TRRUST or any "
           "table of the two. A model needs one; looking around does not."));
    m_confidence = new QComboBox;
    m_confidence->setObjectName(QStringLiteral("confidence"));
    m_usable = wrapped(Tone::Text);
    m_lost = wrapped(Tone::Muted);
    m_priorProblem = wrapped(Tone::Warning);
    m_useBetter = new QPushButton;
    m_useBetter->setAutoDefault(false);
    column->addWidget(explain);
    column->addWidget(m_priorPath);
    column->addWidget(m_confidence, 0, Qt::AlignLeft);
    column->addWidget(m_usable);
    column->addWidget(m_priorProblem);
    column->addWidget(m_useBetter, 0, Qt::AlignLeft);
    column->addWidget(m_lost);
    column->addStretch(1);
    return page;
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
    m_priorPath->setPath(path);
}
QString OpenDialog::priorPath() const {
    return m_prior ? m_priorPath->path() : QString();
}

OpenChoices OpenDialog::choices() const {
    return {chosen(m_labels),
            m_genes->currentIndex() > 0 ? chosen(m_genes) : m_data.summary.gene_names.source, chosen(m_batch),
            m_data.summary.modelling_assay == m_usualAssay ? std::string() : m_data.summary.modelling_assay};
}

bool OpenDialog::ready() const {
    return m_data.dataset != nullptr;
}
QString OpenDialog::problemText() const {
    return m_problem;
}

void OpenDialog::readDataset(const QString& path) {
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
        [file = QFileInfo(path).absoluteFilePath().toStdString()](Job& j) {
            return previewDataset(read_dataset(file, {}, j));
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
    m_state->say(m_problem, text);
    m_stack->setCurrentIndex(0);
    refresh();
}

void OpenDialog::showDataset(DatasetPreview preview) {
    m_data = std::move(preview);
    const Dataset& opened = *m_data.dataset;
    m_name->setText(QString::fromStdString(opened.name) +
                    (opened.simulated ? tr(" — simulated") : QString()));
    const qint64 bytes = QFileInfo(QString::fromStdString(opened.path)).size();
    m_size->setText(sizeText(m_data) + QStringLiteral(" · ") + QLocale().formattedDataSize(bytes, 1));
    fillAssays(m_assay, opened, m_data.summary.modelling_assay);
    m_embeddings->setText(embeddingsText(m_data));
    m_genesKind->setText(genesText(m_data));
    fillColumns(m_labels, m_data.summary.labels, opened.obs, {});
    fillColumns(m_batch, m_data.summary.batches, opened.obs, tr("none"));
    if (!m_data.summary.batches.empty()) m_batch->setCurrentIndex(1);
    {
        const QSignalBlocker quiet(m_genes);
        m_genes->clear();
        for (const std::string& name : m_data.geneColumns) {
            const QString shown = name == "index" ? tr("the index of var") : QString::fromStdString(name);
            m_genes->addItem(shown, QString::fromStdString(name));
        }
        m_genes->setCurrentIndex(
            std::max(0, m_genes->findData(QString::fromStdString(m_data.summary.gene_names.source))));
    }
    QStringList warnings;
    if (m_data.summary.modelling_assay.empty())
        warnings << tr(
            "The file holds scaled values only. It can be looked at; to train a model, store counts or "
            "log-normalised values in a layer or in raw.");
    for (const std::string& warning : m_data.summary.warnings) warnings << QString::fromStdString(warning);
    m_warnings->setText(warnings.join(QLatin1Char('\n')));
    m_warnings->setVisible(!warnings.isEmpty());
    m_stack->setCurrentIndex(1);
    showPrior();
    refresh();
}

void OpenDialog::lookAgain(const std::string& geneColumn, const std::string& assay) {
    if (!m_data.dataset) return;
    const int labels = m_labels->currentIndex(), batch = m_batch->currentIndex();
    showDataset(previewDataset(m_data.dataset, geneColumn, assay));
    m_labels->setCurrentIndex(labels);
    m_batch->setCurrentIndex(batch);
}

void OpenDialog::readPrior(const QString& path) {
    m_wholePrior = m_prior = nullptr;
    showPrior();
    if (path.isEmpty()) return m_jobs.abandonKey(QStringLiteral("preview.prior"));
    m_usable->setText(tr("Reading %1…").arg(QFileInfo(path).fileName()));
    m_usable->show();
    JobRequest job{.title = tr("Reading %1").arg(QFileInfo(path).fileName()),
                   .key = QStringLiteral("preview.prior")};
    job.quiet = true;
    job.receiver = this;
    job.failed = [this](const Error& error) {
        m_usable->hide();
        m_priorProblem->setText(QString::fromUtf8(error.what()));
        m_priorProblem->show();
    };
    m_jobs.start(
        std::move(job),
        [file = QFileInfo(path).absoluteFilePath().toStdString()](Job& j) {
            return std::make_shared<const RegulatoryNetwork>(read_prior(file, {}, j));
        },
        [this](std::shared_ptr<const RegulatoryNetwork> prior) {
            m_wholePrior = std::move(prior);
            const QSignalBlocker quiet(m_confidence);
            m_confidence->clear();
            m_confidence->addItem(tr("every confidence"), QString());
            for (const char c : {'A', 'B', 'C', 'D'})
                m_confidence->addItem(
                    c == 'A' ? tr("confidence A only") : tr("confidence A to %1").arg(QLatin1Char(c)),
                    QString(QLatin1Char(c)));
            // Most of DoRothEA is of confidence E, predicted from motifs alone: C is what its authors advise.
            const bool graded = std::ranges::any_of(m_wholePrior->edges,
                                                    [](const Regulation& e) { return e.confidence >= 'D'; });
            m_confidence->setCurrentIndex(graded ? 3 : 0);
            showPrior();
        });
}

void OpenDialog::showPrior() {
    const bool graded = m_wholePrior && std::ranges::any_of(m_wholePrior->edges, [](const Regulation& e) {
                            return e.confidence != 0;
                        });
    m_confidence->setVisible(graded);
    m_prior = m_wholePrior;
    const std::string worst = chosen(m_confidence);
    if (graded && !worst.empty())
        m_prior = std::make_shared<RegulatoryNetwork>(with_confidence(*m_wholePrior, worst.front()));
    const bool both = m_prior && m_data.dataset;
    for (QWidget* widget : std::initializer_list<QWidget*>{m_usable, m_lost, m_priorProblem, m_useBetter})
        widget->setVisible(false);
    if (!both) return;
    const PriorPreview preview = previewPrior(m_data, *m_prior);
    m_usable->setText(preview.usable);
    m_lost->setText(preview.lost.join(QLatin1Char('\n')));
    m_priorProblem->setText(preview.problem);
    m_usable->show();
    m_lost->setVisible(!preview.lost.isEmpty());
    m_priorProblem->setVisible(!preview.problem.isEmpty());
    const QString better = QString::fromStdString(preview.betterColumn);
    m_useBetter->setProperty("column", better);
    m_useBetter->setText(
        tr("Name genes by %1 instead").arg(better == QLatin1String("index") ? tr("the index") : better));
    m_useBetter->setVisible(m_genes->findData(better) >= 0);
}

void OpenDialog::refresh() {
    m_open->setEnabled(ready());
    if (m_another) m_another->setEnabled(ready());
}

}  // namespace regulus
