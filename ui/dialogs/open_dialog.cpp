#include "ui/dialogs/open_dialog.h"

#include <QDialogButtonBox>
#include <QFileInfo>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "core/io/dataset/dataset_reader.h"
#include "ui/dialogs/dataset_form.h"
#include "ui/dialogs/path_field.h"
#include "ui/dialogs/prior_form.h"
#include "ui/jobs/job_runner.h"
#include "ui/session/session_settings.h"
#include "ui/views/parts/state_page.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {

OpenDialog::OpenDialog(JobRunner& jobs, SessionSettings& settings, QWidget* parent)
    : QDialog(parent),
      m_jobs(jobs),
      m_dataPath(new PathField(
          tr("Dataset"),
          tr("Datasets (*.h5ad *.h5mu *.loom *.h5 *.mtx *.mtx.gz *.csv *.tsv *.txt *.gz);;All files (*)"),
          QStringLiteral("data"), settings)),
      m_data(new DatasetForm(jobs, settings)),
      m_prior(new PriorForm(jobs, settings)),
      m_state(new StatePage),
      m_stack(new QStackedWidget) {
    setWindowTitle(tr("Open a dataset"));
    resize(760, 720);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(16);
    column->addWidget(m_dataPath);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(buildPage());
    m_stack->addWidget(m_state);
    m_stack->addWidget(scroll);
    column->addWidget(m_stack, 1);

    m_buttons = new QDialogButtonBox(QDialogButtonBox::Open | QDialogButtonBox::Cancel);
    m_open = m_buttons->button(QDialogButtonBox::Open);
    column->addWidget(m_buttons);
    m_buttons->button(QDialogButtonBox::Cancel)->setAutoDefault(false);
    m_open->setDefault(true);  // a dialog knows only the default button that is in it by then
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_dataPath, &PathField::chosen, this, [this] {
        // What was chosen for another file is not this one's.
        m_data->forget();
        readDataset();
    });
    connect(m_state, &StatePage::pressed, this, &OpenDialog::readDataset);
    connect(m_data, &DatasetForm::readWanted, this, &OpenDialog::readDataset);
    connect(m_data, &DatasetForm::changed, this, &OpenDialog::showPrior);
    connect(m_prior, &PriorForm::changed, this, [this] {
        refresh();
        if (m_prior->reading()) return;
        m_data->setPrior(m_prior->prior());
        showPrior();
    });
    connect(m_prior, &PriorForm::betterWanted, this, [this] { m_data->chooseGenes(m_better); });
    m_state->say(
        tr("Choose a file"),
        tr("AnnData, MuData, loom, 10x files and folders, or text tables. Choose or drop one to preview "
           "it. Your file is never changed."));
    m_prior->setPath(settings.lastPrior(), settings.lastPriorOptions());
    refresh();
}

OpenDialog::~OpenDialog() {
    for (const char* key : {"preview.data", "preview.match"}) m_jobs.abandonKey(QLatin1String(key));
}

QWidget* OpenDialog::buildPage() {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 8, 0);
    column->setSpacing(8);
    column->addWidget(m_data);
    column->addSpacing(8);
    column->addWidget(new SectionTitle(tr("PRIOR")));
    column->addWidget(sentence(
        Tone::Muted,
        tr("Which transcription factors regulate which genes: CollecTRI, DoRothEA, TRRUST, gene sets, "
           "results of pySCENIC, or any two-column TF–target table. Needed to train a model, not to explore "
           "the data.")));
    column->addWidget(m_prior);
    column->addStretch(1);
    return page;
}

void OpenDialog::offerAnotherWindow() {
    if (m_another) return;
    m_open->setText(tr("Open here"));
    m_open->setToolTip(tr("Replaces the open dataset"));
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
void OpenDialog::setAnnotation(const QString& path) {
    m_data->setAnnotation(path);
}
void OpenDialog::setGeneMapping(const QString& path) {
    m_data->setGeneMapping(path);
}

std::shared_ptr<const Dataset> OpenDialog::dataset() const {
    return m_data->preview().dataset;
}
std::shared_ptr<const RegulatoryNetwork> OpenDialog::prior() const {
    return m_prior->prior();
}
QString OpenDialog::priorPath() const {
    return m_prior->path();
}
PriorOptions OpenDialog::priorOptions() const {
    return m_prior->options();
}
bool OpenDialog::ready() const {
    return dataset() != nullptr && !m_data->looking() && !m_prior->reading();
}

OpenChoices OpenDialog::choices() const {
    OpenChoices choices = m_data->choices();
    choices.prior = m_prior->prior();
    return choices;
}

void OpenDialog::readDataset() {
    const QString path = m_dataPath->path(), title = tr("Reading %1").arg(QFileInfo(path).fileName());
    m_data->clear();
    m_problem.clear();
    refresh();
    m_state->say(title, tr("Reading its contents"), {}, true);
    m_stack->setCurrentIndex(0);
    JobRequest job{.title = title, .key = QStringLiteral("preview.data")};
    job.quiet = true;
    job.receiver = this;
    job.failed = [this](const Error& error) { showProblem(error); };
    job.progressed = [this](const JobRow& row) { showProgress(row); };
    m_jobs.start(
        std::move(job),
        [file = QFileInfo(path).absoluteFilePath().toStdString(), how = m_data->how()](Job& j) {
            return previewDataset(read_dataset(file, how, j));
        },
        [this](DatasetPreview preview) {
            m_data->show(std::move(preview));
            m_stack->setCurrentIndex(1);
            refresh();
        });
}

// Of a matrix of text all values are read, unless they were kept on disk before.
void OpenDialog::showProgress(const JobRow& row) {
    if (row.stage.isEmpty() || row.fraction <= 0) return;
    QString text = row.stage.front().toUpper() + row.stage.mid(1);
    if (row.secondsLeft >= 1) text += QStringLiteral(" \u00b7 ") + timeLeftText(row.secondsLeft);
    m_state->showProgress(row.fraction, text);
}

void OpenDialog::showProblem(const Error& error) {
    m_problem = QString::fromStdString(error.problem());
    QString text = QString::fromStdString(error.where());
    if (!error.remedy().empty())
        text +=
            (text.isEmpty() ? QString() : QStringLiteral("\n\n")) + QString::fromStdString(error.remedy());
    // The data may be sound: the next attempt is without what was added.
    m_state->say(m_problem, text, m_data->dropAnnotation(m_problem) ? tr("Open without it") : QString());
    m_stack->setCurrentIndex(0);
    refresh();
}

void OpenDialog::showPrior() {
    refresh();
    m_jobs.abandonKey(QStringLiteral("preview.match"));
    if (!prior() || !dataset() || m_data->looking()) return;
    JobRequest job{.title = tr("Matching the prior"), .key = QStringLiteral("preview.match")};
    job.quiet = true;
    job.receiver = this;
    m_jobs.start(
        std::move(job),
        [data = m_data->preview(), prior = prior()](Job&) { return previewPrior(data, *prior); },
        [this](const PriorPreview& preview) {
            m_better = preview.better;
            m_prior->showMatch(preview, !m_better.isEmpty() && m_data->offersGenes(m_better));
        });
}

void OpenDialog::refresh() {
    m_open->setEnabled(ready());
    if (m_another) m_another->setEnabled(ready());
}

}  // namespace regulus
