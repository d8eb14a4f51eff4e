#include "ui/views/compare/composition_panel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "core/base/heavy_work.h"
#include "core/workflow/composition_csv.h"
#include "ui/models/composition_model.h"
#include "ui/views/parts/clean_table.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {

Composition runComposition(const CompositionInputs& inputs, Job& job) {
    begin_heavy_work("composition");
    CompositionOptions options;
    options.donors = inputs.donors;
    options.reference = inputs.reference;
    const bool ownDonors = ownColumn(inputs.own, inputs.donors) != nullptr;
    const auto dataset = ownDonors ? withOwnColumns(inputs.dataset, inputs.own) : inputs.dataset;
    return composition(dataset->obs, cellGroups(inputs.groups), cellGroups(inputs.conditions), options, job);
}

CompositionPanel::CompositionPanel(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_donors(new QComboBox),
      m_reference(new QComboBox),
      m_export(new QToolButton),
      m_note(sentence(Tone::Muted)),
      m_model(new CompositionModel(this)),
      m_table(new CleanTable),
      m_key(QStringLiteral("composition.%1").arg(reinterpret_cast<quintptr>(this))) {
    build();
    connect(m_donors, &QComboBox::activated, this, [this] {
        const std::string column = m_donors->currentData().toString().toStdString();
        Q_EMIT edited([column](PlotSettings& s) { s.donors = column; });
    });
    connect(m_reference, &QComboBox::activated, this, [this] {
        const std::string name = m_reference->currentData().toString().toStdString();
        Q_EMIT edited([name](PlotSettings& s) { s.reference = name; });
    });
    connect(m_export, &QToolButton::clicked, this, &CompositionPanel::exportRequested);
}

CompositionPanel::~CompositionPanel() {
    for (const char* what : {"", ".csv"}) m_session.jobs().abandonKey(m_key + QLatin1String(what));
}

void CompositionPanel::build() {
    m_donors->setAccessibleName(tr("Donors"));
    m_donors->setToolTip(tr("The column that names the donors, who are the replicates of the test"));
    m_reference->setAccessibleName(tr("Reference"));
    m_reference->setToolTip(tr("The condition that the others are compared with"));
    for (QComboBox* const box : {m_donors, m_reference}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(8);
    }
    m_export->setText(tr("Export CSV…"));
    m_export->setToolTip(tr("Save all tests, with every number, as CSV"));
    m_export->setAutoRaise(true);
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Composition"));
    m_table->setAccessibleName(tr("Tests of composition"));
    m_note->setObjectName(QStringLiteral("compositionNote"));
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_donors, 1);
    head->addWidget(m_reference, 1);
    head->addWidget(m_export);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(head);
    column->addWidget(m_table, 1);
    column->addWidget(m_note);
}

QString CompositionPanel::note() const {
    return m_note->text();
}

void CompositionPanel::offer(const PlotChoices& choices, const PlotSettings& settings,
                             const PlotInputs& plot) {
    const QSignalBlocker quietDonors(m_donors), quietReference(m_reference);
    m_donors->clear();
    m_donors->addItem(tr("Donors…"), QString());
    for (const PlotChoices::Column& one : choices.columns) {
        if (one.column == settings.across || (!settings.compared && one.column == settings.column) ||
            one.column == predicted_column)
            continue;
        m_donors->addItem(tr("donors: %1").arg(one.title), QString::fromStdString(one.column));
    }
    m_donors->setCurrentIndex(std::max(0, m_donors->findData(QString::fromStdString(settings.donors))));
    m_reference->clear();
    m_reference->addItem(tr("against first"), QString());
    if (plot.split.categories)
        for (const std::string& name : plot.split.categories->categories)
            m_reference->addItem(tr("against %1").arg(QString::fromStdString(name)),
                                 QString::fromStdString(name));
    m_reference->setCurrentIndex(
        std::max(0, m_reference->findData(QString::fromStdString(settings.reference))));
}

void CompositionPanel::follow(const PlotChoices& choices, const PlotSettings& settings,
                              const std::optional<PlotInputs>& plot) {
    if (!plot || !plot->composition) {
        m_session.jobs().abandonKey(m_key);
        m_inputs.reset();
        return say({});
    }
    offer(choices, settings, *plot);
    CompositionInputs wanted{m_session.opened().dataset,
                             m_session.opened().own,
                             plot->groups,
                             plot->split,
                             settings.donors,
                             m_reference->currentData().toString().toStdString()};
    if (m_inputs == wanted) return;
    m_session.jobs().abandonKey(m_key);
    m_inputs = wanted;
    start(wanted);
}

void CompositionPanel::start(const CompositionInputs& wanted) {
    m_busy = true;
    JobRequest job{.title = tr("Testing composition"), .key = m_key, .quiet = true, .receiver = this};
    job.failed = [this](const Error& error) {
        QString text = tr("Not tested: %1.").arg(QString::fromStdString(error.problem()));
        if (!error.remedy().empty())
            text += QStringLiteral(" %1.").arg(QString::fromStdString(error.remedy()));
        say(text);
    };
    job.ended = [this](JobOutcome outcome) {
        if (outcome == JobOutcome::Cancelled) say(tr("Not tested: it was cancelled."));
    };
    m_session.jobs().start(
        std::move(job), [wanted](Job& running) { return runComposition(wanted, running); },
        [this](Composition made) { present(std::move(made)); });
}

void CompositionPanel::say(const QString& text) {
    m_busy = false;
    m_made = nullptr;
    m_model->setRows({});
    m_export->setEnabled(false);
    m_note->setText(text);
    Q_EMIT madeChanged();
}

bool CompositionPanel::areDonors(const std::string& column) const {
    const auto& guesses = m_session.opened().batchColumns;
    return std::ranges::find(guesses, column, &ColumnGuess::name) != guesses.end();
}

void CompositionPanel::present(Composition made) {
    m_busy = false;
    m_made = std::make_shared<const Composition>(std::move(made));
    m_model->show(*m_made);
    // The header names the condition where there is but one.
    std::vector<int> hidden;
    if (m_model->single()) hidden.push_back(CompositionModel::Condition);
    m_table->fitColumns(CompositionModel::Group, {CompositionModel::Reference, CompositionModel::P}, hidden);
    const bool tested = std::ranges::any_of(m_made->contrasts, &CompositionContrast::tested);
    m_export->setEnabled(tested);
    QStringList said;
    if (m_made->donors) said << tr("Means over donors; the bars of Composition show all cells.");
    if (m_inputs->donors.empty() && areDonors(m_inputs->conditions.column))
        said << tr("Not tested: these are donors themselves. Choose across which conditions they differ.");
    else if (m_inputs->donors.empty())
        said << tr("Not tested: no column of donors is chosen. Cells of one donor are no replicates.");
    for (const CompositionContrast& one : m_made->contrasts) {
        if (!one.tested) continue;
        const QString name = QString::fromStdString(m_made->conditions.names[one.condition]);
        said << (one.paired ? tr("%1: %2 pairs of donors.").arg(name).arg(one.samples)
                            : tr("%1: %2 donors against %3.").arg(name).arg(one.samples).arg(one.others));
    }
    for (const auto* texts : {&m_made->warnings, &m_made->notes})
        for (const std::string& text : *texts) {
            const QString one = QString::fromStdString(text);
            said << (one.endsWith(QLatin1Char('.')) ? one : one + QLatin1Char('.'));
        }
    m_note->setText(said.join(QLatin1Char(' ')));
    Q_EMIT madeChanged();
}

void CompositionPanel::writeCsv(const QString& path) {
    if (!m_made) return;
    JobRequest job{.title = tr("Exporting tests"),
                   .lane = Lane::Writing,
                   .key = m_key + QStringLiteral(".csv"),
                   .receiver = this};
    m_session.jobs().start(
        std::move(job), [made = m_made, path](Job&) { write_composition_tests(*made, path.toStdString()); },
        [this, path] { Q_EMIT exported(path); });
}

}  // namespace regulus
