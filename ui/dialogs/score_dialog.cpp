#include "ui/dialogs/score_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/dialogs/gene_set_chooser.h"
#include "ui/models/number_text.h"
#include "ui/session/session.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

constexpr std::size_t most_at_once = 200;  // columns that a person can still find their way among

}  // namespace

ScoreDialog::ScoreDialog(Session& session, SessionSettings& settings, QWidget* parent)
    : QDialog(parent),
      m_session(session),
      m_chooser(new GeneSetChooser(session, settings)),
      m_method(new QComboBox),
      m_result(sentence(Tone::Muted)),
      m_stop(new QPushButton(tr("Stop"))) {
    setWindowTitle(tr("Score gene sets"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 16, 24, 16);
    column->setSpacing(12);
    column->addWidget(m_chooser, 1);
    column->addWidget(buildMethod());
    m_result->setObjectName(QStringLiteral("result"));
    m_result->setMinimumHeight(3 * fontMetrics().lineSpacing() + 8);
    m_result->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    column->addWidget(m_result);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    m_score = buttons->addButton(tr("Score"), QDialogButtonBox::ActionRole);
    m_score->setObjectName(QStringLiteral("score"));
    m_score->setDefault(true);
    m_plot = buttons->addButton(tr("Plot"), QDialogButtonBox::ActionRole);
    m_plot->setObjectName(QStringLiteral("plot"));
    m_plot->setAutoDefault(false);
    m_plot->setToolTip(tr("Violins of these scores in the groups of the Plots page"));
    m_stop->setObjectName(QStringLiteral("stop"));
    m_stop->setAutoDefault(false);
    buttons->addButton(m_stop, QDialogButtonBox::ActionRole);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    connect(m_score, &QPushButton::clicked, this, [this] {
        if (problem().isEmpty()) m_session.scores().start(request());
    });
    connect(m_stop, &QPushButton::clicked, this, [this] { m_session.scores().cancel(); });
    connect(m_plot, &QPushButton::clicked, this, [this] { Q_EMIT plotRequested(made()); });
    connect(m_chooser, &GeneSetChooser::changed, this, &ScoreDialog::refresh);
    connect(&m_session, &Session::changed, this, [this](Changes what) {
        if (what.testFlag(Change::Dataset)) return void(close());
        if (what & (Change::Scores | Change::Columns | Change::GeneSets)) refresh();
    });
    refresh();
    resize(520, 560);
}

QWidget* ScoreDialog::buildMethod() {
    m_method->setObjectName(QStringLiteral("method"));
    const auto add = [this](ScoreMethod method, const QString& name, const QString& help) {
        m_method->addItem(name, static_cast<int>(method));
        m_method->setItemData(m_method->count() - 1, help, Qt::ToolTipRole);
    };
    add(ScoreMethod::Mean, tr("Mean minus controls (score_genes)"),
        tr("Mean of the set’s genes minus that of control genes of like expression, as scanpy has it"));
    add(ScoreMethod::AuCell, tr("AUCell"),
        tr("How many of the set’s genes are among the highest 5 % of a cell: 0 to 1"));
    auto* box = new QWidget;
    auto* form = new QFormLayout(box);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(16);
    form->addRow(tr("Score"), m_method);
    return box;
}

ScoreRequest ScoreDialog::request() const {
    return {m_chooser->sets(), static_cast<ScoreMethod>(m_method->currentData().toInt())};
}

QString ScoreDialog::problem() const {
    if (QString wrong = m_chooser->problem(); !wrong.isEmpty()) return wrong;
    const std::size_t sets = m_chooser->sets().size();
    if (sets > most_at_once)
        return tr("%1 sets are ticked, and each becomes a column. Score %2 at most here; regulus score "
                  "writes any number to a file.")
            .arg(countText(sets), countText(most_at_once));
    return {};
}

// Undo may have taken them away.
std::vector<std::string> ScoreDialog::made() const {
    std::vector<std::string> there;
    for (const std::string& name : m_session.scores().state().columns)
        if (const OwnColumn* column = ownColumn(m_session.opened().own, name); column && column->numbers)
            there.push_back(name);
    return there;
}

QString ScoreDialog::resultText() const {
    const ScoreState& state = m_session.scores().state();
    switch (state.phase) {
        case ScoreState::Phase::Working:
            return tr("Scoring…");
        case ScoreState::Phase::Failed:
            return state.problem;
        case ScoreState::Phase::Idle:
            return tr(
                "Each set becomes a column of the cells, which colours the map and can be plotted. "
                "Genes are matched by name.");
        case ScoreState::Phase::Ready:
            break;
    }
    QStringList said{
        tr("%1 from %2.").arg(countText(state.columns.size(), tr("column"), tr("columns")), state.values)};
    for (const QString& warning : state.warnings) said << warning + QLatin1Char('.');
    return said.join(QLatin1Char(' '));
}

void ScoreDialog::refresh() {
    const QString wrong = problem();
    const ScoreState& state = m_session.scores().state();
    const bool busy = m_session.scores().busy();
    m_score->setEnabled(wrong.isEmpty() && !busy);
    m_stop->setEnabled(busy);
    m_plot->setEnabled(!busy && !made().empty());
    const bool failed = state.phase == ScoreState::Phase::Failed;
    // What is still to be done is no warning.
    const bool told = wrong.isEmpty() || busy || !made().empty();
    m_result->setTone(failed && told ? Tone::Warning : Tone::Muted);
    m_result->setText(told ? resultText() : wrong);
}

}  // namespace regulus
