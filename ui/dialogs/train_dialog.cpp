#include "ui/dialogs/train_dialog.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QResizeEvent>
#include <QSlider>
#include <QVBoxLayout>
#include <array>

#include "core/prior/coverage.h"
#include "core/workflow/labels.h"
#include "core/workflow/learning_assay.h"
#include "ui/dialogs/command_field.h"
#include "ui/dialogs/cost_label.h"
#include "ui/dialogs/train_details.h"
#include "ui/models/number_text.h"
#include "ui/render/palettes.h"
#include "ui/script/command_text.h"
#include "ui/session/session.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {

namespace {

// The slider's steps: shares of the labels that the field reports on.
constexpr std::array fractions{0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 1.0};

struct FormChoice {
    ReadMode read;
    MaskMode mask;
    const char* name;
    const char* note;
};
constexpr std::array forms{
    FormChoice{
        ReadMode::Regulons, MaskMode::Prior, QT_TRANSLATE_NOOP("TrainDialog", "Regulons"),
        QT_TRANSLATE_NOOP("TrainDialog",
                          "Each cell attends to TFs, by what their targets show. Decisions pass through the "
                          "attention you see, except for a bypass.")},
    FormChoice{ReadMode::Regulons, MaskMode::Shuffled,
               QT_TRANSLATE_NOOP("TrainDialog", "Regulons, rewired prior (control)"),
               QT_TRANSLATE_NOOP("TrainDialog",
                                 "Every TF and gene keeps its number of edges, with random partners. What "
                                 "remains does not come from the prior.")},
    FormChoice{ReadMode::Genes, MaskMode::Prior, QT_TRANSLATE_NOOP("TrainDialog", "Genes"),
               QT_TRANSLATE_NOOP("TrainDialog",
                                 "Each gene attends to itself and its known regulators, as in the paper. "
                                 "Slower; decisions rest on the genes more than on this attention.")},
    FormChoice{
        ReadMode::Genes, MaskMode::Shuffled,
        QT_TRANSLATE_NOOP("TrainDialog", "Genes, rewired prior (control)"),
        QT_TRANSLATE_NOOP("TrainDialog",
                          "Every TF and gene keeps its number of edges, with random partners. What remains "
                          "does not come from the prior.")},
    FormChoice{ReadMode::Genes, MaskMode::None,
               QT_TRANSLATE_NOOP("TrainDialog", "Genes, no mask (standard Transformer)"),
               QT_TRANSLATE_NOOP("TrainDialog", "Every gene attends to every gene. Slow and memory-hungry.")},
    FormChoice{ReadMode::Genes, MaskMode::Self,
               QT_TRANSLATE_NOOP("TrainDialog", "Genes, no regulators (control)"),
               QT_TRANSLATE_NOOP("TrainDialog", "Each gene attends only to itself.")},
};

// The two forms stand below each other: their fields begin at the same place.
ToneLabel* formLabel(const QString& text) {
    auto* label = new ToneLabel(Tone::Text, text);
    label->setMinimumWidth(120);
    return label;
}

constexpr int least_height = 580;
constexpr int problem_margins = 12;  // above and below a warning's words

constexpr auto labels_key = "train.labels", prior_key = "train.prior";

ToneLabel* note() {
    auto* label = new ToneLabel(Tone::Muted);
    label->setWordWrap(true);
    return label;
}

}  // namespace

TrainDialog::TrainDialog(Session& session, QWidget* parent)
    : QDialog(parent), m_session(session), m_presets(new QButtonGroup(this)) {
    setWindowTitle(tr("Train a model"));
    resize(640, least_height);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(8);
    column->addWidget(buildInterrupted());
    column->addWidget(new SectionTitle(tr("LABELS AND VALUES")));
    column->addWidget(buildLabels());
    column->addSpacing(12);
    column->addWidget(new SectionTitle(tr("PRIOR")));
    column->addWidget(buildPrior());
    column->addSpacing(12);
    column->addWidget(new SectionTitle(tr("PRESET")));
    column->addWidget(buildPresets());
    m_details = new TrainDetails;
    connect(m_details, &TrainDetails::changed, this, &TrainDialog::refresh);
    column->addWidget(m_details);
    column->addStretch(1);
    m_command = new CommandField;
    column->addWidget(m_command);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_train = buttons->addButton(tr("Train"), QDialogButtonBox::AcceptRole);
    m_problemNote = new ToneLabel(Tone::Warning);
    m_problemNote->setWordWrap(true);
    // Room for two lines whether there is a problem or not: nothing moves while a number is typed.
    auto* last = new QHBoxLayout;
    last->setSpacing(16);
    last->addWidget(m_problemNote, 1, Qt::AlignVCenter);
    last->addStretch();
    last->addWidget(buttons, 0, Qt::AlignVCenter);
    last->addStrut(2 * m_problemNote->fontMetrics().lineSpacing() + problem_margins);
    column->addLayout(last);
    buttons->button(QDialogButtonBox::Cancel)->setAutoDefault(false);
    m_train->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(&m_session, &Session::changed, this, [this](Changes what) {
        if (what & Change::Training) refreshInterrupted();
        if (!(what & (Change::Prior | Change::Genes))) return;
        refreshPrior();
        refresh();
    });
    setPreset(Preset::Standard);
    readLabels();
    refreshPrior();
    refreshInterrupted();
    refresh();
}

// Before anything else: who comes here after a crash looks for it.
QWidget* TrainDialog::buildInterrupted() {
    m_interrupted = new QWidget;
    m_interrupted->setObjectName(QStringLiteral("interrupted"));
    auto* column = new QVBoxLayout(m_interrupted);
    column->setContentsMargins(0, 0, 0, 12);
    column->setSpacing(8);
    column->addWidget(new SectionTitle(tr("INTERRUPTED TRAINING")));
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    m_interruptedNote = new ToneLabel(Tone::Text);
    m_interruptedNote->setWordWrap(true);
    row->addWidget(m_interruptedNote, 1);
    auto* resume = new QPushButton(tr("Resume"));
    auto* discard = new QPushButton(tr("Discard"));
    for (QPushButton* button : {resume, discard}) {
        button->setAutoDefault(false);
        row->addWidget(button, 0, Qt::AlignTop);
    }
    column->addLayout(row);
    connect(resume, &QPushButton::clicked, this, [this] {
        reject();
        Q_EMIT resumeWanted();
    });
    connect(discard, &QPushButton::clicked, this, [this] { m_session.training().discardInterrupted(); });
    return m_interrupted;
}

void TrainDialog::refreshInterrupted() {
    const InterruptedTraining* training = m_session.training().interrupted();
    m_interrupted->setVisible(training);
    if (!training) return;
    m_interruptedNote->setText(
        tr("Stopped %1 (labels: %2; prior: %3). A new model that reads genes replaces it.")
            .arg(epochsText(*training), QString::fromStdString(training->request.data.label_column),
                 training->prior));
}

// What a model will learn from, as chosen when the dataset was opened.
QString TrainDialog::valuesText() const {
    try {
        if (!m_session.opened().dataset) return {};
        const Assay& assay = learning_assay(*m_session.opened().dataset, m_session.opened().choices.assay);
        return QStringLiteral("%1 — %2").arg(QString::fromStdString(assay.name),
                                             QString::fromUtf8(to_string(assay.kind)));
    } catch (const Error&) {
        return tr("none suitable");
    }
}

QWidget* TrainDialog::buildLabels() {
    auto* part = new QWidget;
    auto* form = new QFormLayout(part);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_labels = new QComboBox;
    m_labels->setObjectName(QStringLiteral("labels"));
    m_split = new QComboBox;
    m_split->setObjectName(QStringLiteral("split"));
    m_labelNote = note();
    m_fraction = new QSlider(Qt::Horizontal);
    m_fraction->setAccessibleName(tr("Share of the labels"));
    m_fraction->setObjectName(QStringLiteral("fraction"));
    m_fraction->setRange(0, static_cast<int>(fractions.size()) - 1);
    m_fraction->setValue(m_fraction->maximum());
    m_fraction->setPageStep(1);
    m_fractionNote = new ToneLabel(Tone::Text);
    m_fractionNote->setFixedWidth(64);
    m_fractionNote->setAlignment(Qt::AlignRight | Qt::AlignVCenter);

    const auto dataset = m_session.opened().dataset;
    const auto addColumn = [](QComboBox* box, const std::string& name) {
        if (box->findData(QString::fromStdString(name)) < 0)
            box->addItem(QString::fromStdString(name), QString::fromStdString(name));
    };
    m_split->addItem(tr("None (hold out 20 % per class)"), QString());
    if (dataset) {
        if (m_session.opened().labels) addColumn(m_labels, m_session.opened().labelColumn());
        for (const std::string& name : m_session.opened().labelColumnNames()) addColumn(m_labels, name);
        if (!m_session.opened().choices.batchColumn.empty())
            addColumn(m_split, m_session.opened().choices.batchColumn);
        for (const ColumnGuess& guess : m_session.opened().batchColumns) addColumn(m_split, guess.name);
        if (m_split->count() > 1) m_split->setCurrentIndex(1);
    }
    auto* fraction = new QHBoxLayout;
    fraction->addWidget(m_fraction, 1);
    fraction->addWidget(m_fractionNote);
    form->addRow(formLabel(tr("Labels")), m_labels);
    form->addRow(QString(), m_labelNote);
    form->addRow(tr("Values"), new ToneLabel(Tone::Text, valuesText()));
    form->addRow(tr("Split by donor"), m_split);
    form->addRow(tr("Labels used"), fraction);
    m_split->setToolTip(tr("The model is tested on donors it has never seen"));
    m_fraction->setToolTip(
        tr("Share of training labels the model sees; the other cells are used without labels"));
    connect(m_labels, &QComboBox::currentIndexChanged, this, &TrainDialog::readLabels);
    for (QComboBox* box : {m_labels, m_split})
        connect(box, &QComboBox::currentIndexChanged, this, &TrainDialog::refresh);
    connect(m_fraction, &QSlider::valueChanged, this, &TrainDialog::refresh);
    return part;
}

void TrainDialog::setLabels(const std::string& column) {
    const int place = m_labels->findData(QString::fromStdString(column));
    if (place >= 0) m_labels->setCurrentIndex(place);
}

QWidget* TrainDialog::buildPrior() {
    auto* part = new QWidget;
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    auto* row = new QHBoxLayout;
    m_priorNote = new ToneLabel(Tone::Text);
    m_priorNote->setWordWrap(true);
    auto* choose = new QPushButton(tr("Choose…"));
    choose->setAutoDefault(false);
    connect(choose, &QPushButton::clicked, this, &TrainDialog::priorWanted);
    row->addWidget(m_priorNote, 1);
    row->addWidget(choose, 0, Qt::AlignTop);
    column->addLayout(row);
    m_read = new QComboBox;
    m_read->setObjectName(QStringLiteral("form"));
    for (const FormChoice& form : forms) m_read->addItem(tr(form.name));
    m_formNote = note();
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(formLabel(tr("Model reads")), m_read);
    form->addRow(QString(), m_formNote);
    column->addLayout(form);
    connect(m_read, &QComboBox::currentIndexChanged, this, &TrainDialog::formChosen);
    return part;
}

QWidget* TrainDialog::buildPresets() {
    auto* part = new QWidget;
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    const std::array<std::pair<Preset, QString>, 3> presets{{{Preset::Quick, tr("Quick")},
                                                             {Preset::Standard, tr("Standard")},
                                                             {Preset::Thorough, tr("Thorough")}}};
    for (const auto& [preset, name] : presets) {
        auto* button = new QPushButton(name);
        button->setCheckable(true);
        button->setAutoDefault(false);
        button->setMinimumHeight(32);
        m_presets->addButton(button, static_cast<int>(preset));
        row->addWidget(button, 1);
    }
    column->addLayout(row);
    m_estimate = new CostLabel(m_session);
    column->addWidget(m_estimate);
    connect(m_presets, &QButtonGroup::idClicked, this, &TrainDialog::presetChosen);
    return part;
}

TrainRequest TrainDialog::request() const {
    TrainRequest request;
    request.preset = static_cast<Preset>(m_presets->checkedId());
    request.options = presetOptions();
    request.data.label_column = m_labels->currentData().toString().toStdString();
    request.data.split_column = m_split->currentData().toString().toStdString();
    request.data.genes = m_session.opened().choices.genes;
    request.data.assay = m_session.opened().choices.assay;
    request.data.split.label_fraction = fractions[static_cast<std::size_t>(m_fraction->value())];
    m_details->fill(request.options, request.data.split);
    return request;
}

void TrainDialog::setPreset(Preset preset) {
    m_presets->button(static_cast<int>(preset))->setChecked(true);
    presetChosen();
}

// What the preset means for the form that is chosen.
TrainingOptions TrainDialog::presetOptions() const {
    const FormChoice& form = forms[static_cast<std::size_t>(std::max(0, m_read->currentIndex()))];
    TrainingOptions options = options_for(static_cast<Preset>(m_presets->checkedId()), form.read);
    options.model.mask = form.mask;
    return options;
}

void TrainDialog::presetChosen() {
    m_shown = presetOptions().model.read;
    m_details->take(presetOptions());
    refresh();
}

// The other form has other numbers.
void TrainDialog::formChosen() {
    presetOptions().model.read == m_shown ? refresh() : presetChosen();
}

QString TrainDialog::commandLine() const {
    const auto dataset = m_session.opened().dataset;
    return trainCommand(
        request(), {dataset ? QString::fromStdString(dataset->path) : QString(), m_session.opened().priorPath,
                    m_session.opened().choices, m_session.opened().priorOptions});
}

QString TrainDialog::estimateText() const {
    return m_estimate->text();
}

QString TrainDialog::problem() const {
    if (!m_session.opened().expression)
        return tr(
            "This file has only scaled values. Training needs counts or log-normalised values in X, a layer "
            "or raw.");
    if (m_labels->currentIndex() < 0)
        return tr("No column looks like cell types. Add labels in Open: Labels from another file…");
    if (!m_session.opened().prior)
        return tr("Choose a prior first (a table of transcription factors and their targets).");
    if (m_noEdges)
        return tr(
            "No edge of this prior connects two genes of the dataset. Choose another prior, or other gene "
            "names in Open.");
    if (m_noTfs && request().options.model.read == ReadMode::Regulons)
        return tr("No TF of this prior has 5 targets among the genes of the dataset. Choose a fuller prior.");
    if (m_session.training().progress().active())
        return tr("A model is already training. Wait, or stop it in the Training view.");
    const auto problems = validate(request().options);
    return problems.empty() ? QString() : QString::fromStdString(problems.front());
}

void TrainDialog::refreshPrior() {
    const auto prior = m_session.opened().prior;
    m_session.jobs().abandonKey(QLatin1String(prior_key));
    m_noEdges = m_noTfs = false;
    if (!prior) return m_priorNote->setText(tr("None chosen"));
    const QString name = QString::fromStdString(prior->name);
    m_priorNote->setText(name);
    const auto genes = m_session.opened().genes.names;
    if (!genes) return;
    JobRequest job{.title = tr("Matching the prior"), .key = QLatin1String(prior_key)};
    job.quiet = true;
    job.receiver = this;
    m_session.jobs().start(
        std::move(job), [prior, genes](Job&) { return coverage(*prior, genes->names); },
        [this, name](const Coverage& c) {
            m_priorNote->setText(tr("%1: %2 usable, %3 with at least 5 targets")
                                     .arg(name, countText(c.usable(), tr("edge"), tr("edges")),
                                          countText(c.tfs_min5, tr("TF"), tr("TFs"))));
            m_noEdges = c.usable() == 0;
            m_noTfs = c.tfs_min5 == 0;
            refresh();
        });
}

// Once a column and not at every change of the dialog: it is a pass over all cells.
void TrainDialog::readLabels() {
    const auto dataset = m_session.opened().dataset;
    const std::string column = m_labels->currentData().toString().toStdString();
    m_session.jobs().abandonKey(QLatin1String(labels_key));
    m_labelNote->clear();
    if (!dataset || column.empty()) return;
    if (column == m_session.opened().labelColumn()) return showLabels(*m_session.opened().labels);
    JobRequest job{.title = tr("Reading labels"), .key = QLatin1String(labels_key)};
    job.quiet = true;
    job.receiver = this;
    job.failed = [this](const Error& error) { m_labelNote->setText(QString::fromUtf8(error.what())); };
    m_session.jobs().start(
        std::move(job),
        [dataset, own = m_session.opened().own, column](Job&) {
            return regulus::readLabels(*dataset, own, column);
        },
        [this](const Labels& labels) { showLabels(labels); });
}

void TrainDialog::showLabels(const Labels& labels) {
    QStringList notes{tr("%1, %2").arg(
        countText(labels.classes.size(), tr("class"), tr("classes")),
        countText(labels.codes.size() - labels.unlabelled, tr("labelled cell"), tr("labelled cells")))};
    for (const std::string& warning : labels.warnings) notes << QString::fromStdString(warning);
    m_labelNote->setText(notes.join(QStringLiteral(" · ")));
}

// Qt lets a dialog be too low for sentences that wrap, and cuts them. It grows with them and shrinks again,
// unless somebody made it higher.
void TrainDialog::fit() {
    const int needed = layout()->totalHeightForWidth(width());
    const bool own = height() <= m_fitted;
    m_fitted = std::max(needed, least_height);
    setMinimumHeight(needed);
    if (own) resize(width(), m_fitted);
}

bool TrainDialog::event(QEvent* event) {
    const bool known = QDialog::event(event);
    if (event->type() == QEvent::LayoutRequest) fit();
    return known;
}

void TrainDialog::resizeEvent(QResizeEvent* event) {
    QDialog::resizeEvent(event);
    if (event->oldSize().width() != event->size().width()) fit();
}

void TrainDialog::refresh() {
    m_formNote->setText(tr(forms[static_cast<std::size_t>(std::max(0, m_read->currentIndex()))].note));
    m_fractionNote->setText(tr("%1 %").arg(100 * fractions[static_cast<std::size_t>(m_fraction->value())]));
    m_details->setRewired(presetOptions().model.mask == MaskMode::Shuffled);
    m_command->setCommand(commandLine());
    const QString wrong = problem();
    m_problemNote->setText(wrong);
    m_problemNote->setVisible(!wrong.isEmpty());
    m_train->setEnabled(wrong.isEmpty());
    if (!wrong.isEmpty()) return m_estimate->sayNothing();
    // Measuring would be making it.
    if (presetOptions().model.read == ReadMode::Regulons)
        m_estimate->say(tr("Made in closed form, without epochs: a few seconds for most data"));
    else
        m_estimate->ask(request(), commandLine());
}

}  // namespace regulus
