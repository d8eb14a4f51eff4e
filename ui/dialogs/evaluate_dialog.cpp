#include "ui/dialogs/evaluate_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/evidence/evidence_folder.h"
#include "core/workflow/labels.h"
#include "ui/dialogs/command_field.h"
#include "ui/script/command_text.h"
#include "ui/session/session.h"
#include "ui/session/session_settings.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

enum Amount { Quick, Whole };

ToneLabel* wrapped(Tone tone) {
    auto* label = new ToneLabel(tone);
    label->setWordWrap(true);
    return label;
}

// Beside the data, where that can be written to.
QString suggestedFolder(const Session& session, const SessionSettings& settings, bool quick) {
    const auto dataset = session.opened().dataset;
    const QFileInfo data(dataset ? QString::fromStdString(dataset->path) : QString());
    const QFileInfo prior(session.opened().priorPath);
    const QString stem =
        data.completeBaseName().isEmpty() ? QStringLiteral("dataset") : data.completeBaseName();
    const QString name =
        QStringLiteral("%1_%2_%3")
            .arg(stem,
                 prior.completeBaseName().isEmpty() ? QStringLiteral("prior") : prior.completeBaseName(),
                 quick ? QStringLiteral("quick_evidence") : QStringLiteral("evidence"));
    const QFileInfo place(data.absolutePath());
    const QString folder = !data.filePath().isEmpty() && place.isWritable()
                               ? place.absoluteFilePath()
                               : settings.folder(QStringLiteral("figure"));
    QString free = folder + QLatin1Char('/') + name;
    for (int n = 2; is_of_other_version(QFile::encodeName(free).toStdString()); ++n)
        free = QStringLiteral("%1/%2_%3").arg(folder, name).arg(n);
    return free;
}

}  // namespace

EvaluateDialog::EvaluateDialog(Session& session, SessionSettings& settings, QWidget* parent)
    : QDialog(parent),
      m_session(session),
      m_settings(settings),
      m_labels(new QComboBox),
      m_split(new QComboBox),
      m_amount(new QComboBox),
      m_folder(new QLineEdit),
      m_command(new CommandField),
      m_prior(wrapped(Tone::Text)),
      m_amountNote(wrapped(Tone::Muted)),
      m_problem(wrapped(Tone::Warning)) {
    setWindowTitle(tr("Evaluate the prior"));
    resize(640, 420);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(12);
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_labels->setObjectName(QStringLiteral("labels"));
    m_split->setObjectName(QStringLiteral("split"));
    m_amount->setObjectName(QStringLiteral("amount"));
    m_folder->setAccessibleName(tr("Folder"));
    m_folder->setObjectName(QStringLiteral("folder"));
    m_amount->addItem(tr("Quick"));
    m_amount->addItem(tr("Whole"));
    auto* prior = new QHBoxLayout;
    auto* choose = new QPushButton(tr("Choose…"));
    choose->setAutoDefault(false);
    prior->addWidget(m_prior, 1);
    prior->addWidget(choose, 0, Qt::AlignTop);
    auto* folder = new QHBoxLayout;
    auto* browse = new QPushButton(tr("Browse…"));
    browse->setAutoDefault(false);
    folder->setSpacing(8);
    folder->addWidget(m_folder, 1);
    folder->addWidget(browse);
    form->addRow(tr("Prior"), prior);
    form->addRow(tr("Labels"), m_labels);
    form->addRow(tr("Split by donor"), m_split);
    form->addRow(tr("Amount"), m_amount);
    form->addRow(QString(), m_amountNote);
    form->addRow(tr("Folder"), folder);
    m_split->setToolTip(tr("Readers and classifiers are tested on donors they have never seen"));
    m_folder->setToolTip(tr("Runs are kept here: an evaluation that was stopped goes on where it was"));
    column->addLayout(form);
    column->addStretch(1);
    column->addWidget(m_command);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_evaluate = buttons->addButton(tr("Evaluate"), QDialogButtonBox::AcceptRole);
    m_evaluate->setDefault(true);
    auto* last = new QHBoxLayout;
    last->addWidget(m_problem, 1);
    last->addWidget(buttons);
    column->addLayout(last);
    fillColumns();
    suggestFolder();
    connect(choose, &QPushButton::clicked, this, &EvaluateDialog::priorWanted);
    connect(browse, &QPushButton::clicked, this, &EvaluateDialog::browse);
    // Quick and whole runs differ, and are kept apart.
    connect(m_amount, &QComboBox::currentIndexChanged, this, &EvaluateDialog::suggestFolder);
    for (QComboBox* const box : {m_labels, m_split, m_amount})
        connect(box, &QComboBox::currentIndexChanged, this, &EvaluateDialog::refresh);
    connect(m_folder, &QLineEdit::textChanged, this, &EvaluateDialog::refresh);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(&m_session, &Session::changed, this, [this](Changes what) {
        if (!(what & (Change::Prior | Change::Genes))) return;
        suggestFolder();
        refresh();
    });
    refresh();
}

// Unless the person named another one.
void EvaluateDialog::suggestFolder() {
    if (m_folder->text() != m_suggested) return;
    m_suggested = suggestedFolder(m_session, m_settings, m_amount->currentIndex() == Quick);
    m_folder->setText(m_suggested);
}

void EvaluateDialog::fillColumns() {
    const OpenedState& opened = m_session.opened();
    const auto add = [](QComboBox* box, const std::string& name) {
        if (!name.empty() && box->findData(QString::fromStdString(name)) < 0)
            box->addItem(QString::fromStdString(name), QString::fromStdString(name));
    };
    m_split->addItem(tr("None (hold out 20 % per class)"), QString());
    if (opened.labels) add(m_labels, opened.labelColumn());
    for (const std::string& name : opened.labelColumnNames()) add(m_labels, name);
    add(m_split, opened.choices.batchColumn);
    for (const ColumnGuess& guess : opened.batchColumns) add(m_split, guess.name);
    if (m_split->count() > 1) m_split->setCurrentIndex(1);
}

EvaluationRequest EvaluateDialog::request() const {
    EvaluationRequest request;
    request.data.label_column = m_labels->currentData().toString().toStdString();
    request.data.split_column = m_split->currentData().toString().toStdString();
    request.data.genes = m_session.opened().choices.genes;
    request.data.assay = m_session.opened().choices.assay;
    request.plan = m_amount->currentIndex() == Quick ? PlanOptions::quick() : PlanOptions{};
    request.options = options_for(Preset::Standard);
    request.folder = m_folder->text().trimmed();
    return request;
}

QString EvaluateDialog::commandLine() const {
    const auto dataset = m_session.opened().dataset;
    return evaluateCommand(
        request(), {dataset ? QString::fromStdString(dataset->path) : QString(), m_session.opened().priorPath,
                    m_session.opened().choices, m_session.opened().priorOptions});
}

QString EvaluateDialog::problem() const {
    if (!m_session.opened().expression)
        return tr("This file has only scaled values. Counts or log-normalised values are needed");
    if (m_labels->count() == 0) return tr("No column of the dataset can serve as labels");
    if (!m_session.opened().prior) return tr("Choose a prior");
    const QString folder = m_folder->text().trimmed();
    if (folder.isEmpty()) return tr("Choose a folder for the evaluation");
    const QFileInfo place(folder);
    if (place.exists() && !place.isDir()) return tr("%1 is a file, not a folder").arg(place.fileName());
    if (place.exists() && !QDir(folder).isEmpty() && !QFileInfo::exists(folder + "/evaluation.json"))
        return tr("%1 is not empty, and holds no evaluation").arg(place.fileName());
    if (m_session.evidence().state().active) return tr("An evaluation is running");
    return {};
}

void EvaluateDialog::refresh() {
    const auto prior = m_session.opened().prior;
    m_prior->setText(prior ? QString::fromStdString(prior->name) : tr("None"));
    const PlanOptions plan = request().plan;
    const bool quick = m_amount->currentIndex() == Quick;
    m_amountNote->setText(
        tr("%1 splits, %2 draws of labels, %3 rewired priors, %4 with TF names exchanged: %5 runs of some "
           "seconds for a few thousand cells.%6")
            .arg(plan.splits)
            .arg(plan.draws)
            .arg(plan.rewired)
            .arg(plan.renamed)
            .arg(plan_runs(plan).size())
            .arg(quick ? tr(" A first look: claims that one in twenty decides stay open.") : QString()));
    const QString wrong = problem();
    m_problem->setText(wrong);
    m_problem->setVisible(!wrong.isEmpty());
    m_evaluate->setEnabled(wrong.isEmpty());
    m_command->setCommand(commandLine());
}

void EvaluateDialog::browse() {
    const QString chosen = QFileDialog::getExistingDirectory(this, tr("Folder for the evaluation"),
                                                             QFileInfo(m_folder->text()).absolutePath());
    if (chosen.isEmpty()) return;
    m_settings.setFolder(QStringLiteral("figure"), chosen);
    m_folder->setText(chosen);
}

}  // namespace regulus
