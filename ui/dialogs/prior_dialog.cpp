#include "ui/dialogs/prior_dialog.h"

#include <QDialogButtonBox>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/dialogs/prior_form.h"
#include "ui/session/session.h"
#include "ui/session/session_settings.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

constexpr auto match_key = "prior.match";

}  // namespace

PriorDialog::PriorDialog(Session& session, SessionSettings& settings, QWidget* parent)
    : QDialog(parent), m_session(session), m_form(new PriorForm(session.jobs(), settings)) {
    setWindowTitle(tr("Choose a prior"));
    resize(760, 440);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(16);
    column->addWidget(sentence(
        Tone::Muted,
        tr("Which transcription factors regulate which genes: CollecTRI, DoRothEA, TRRUST, gene sets, "
           "results of pySCENIC, or any two-column TF–target table.")));
    column->addWidget(m_form);
    column->addStretch(1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_use = buttons->addButton(tr("Use this prior"), QDialogButtonBox::AcceptRole);
    m_use->setObjectName(QStringLiteral("use"));
    column->addWidget(buttons);
    buttons->button(QDialogButtonBox::Cancel)->setAutoDefault(false);
    m_use->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &PriorDialog::use);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_form, &PriorForm::changed, this, &PriorDialog::refresh);
    if (!session.opened().priorPath.isEmpty())
        m_form->setPath(session.opened().priorPath, session.opened().priorOptions);
    else if (!session.opened().prior)  // else one that came from no file is open
        m_form->setPath(settings.lastPrior(), settings.lastPriorOptions());
    refresh();
}

void PriorDialog::setPath(const QString& path) {
    m_form->setPath(path);
}

void PriorDialog::refresh() {
    m_use->setEnabled(m_form->prior() && !m_form->reading());
    m_session.jobs().abandonKey(QLatin1String(match_key));
    if (!m_form->prior() || m_form->reading() || !m_session.opened().dataset) return;
    struct Match {
        DatasetPreview data;
        PriorPreview prior;
    };
    JobRequest job{.title = tr("Matching the prior"), .key = QLatin1String(match_key)};
    job.quiet = true;
    job.receiver = this;
    m_session.jobs().start(
        std::move(job),
        [known = m_data, dataset = m_session.opened().dataset, choices = m_session.opened().choices,
         prior = m_form->prior()](Job&) {
            Match match;
            match.data =
                known.dataset == dataset ? known : previewDataset(dataset, choices.genes, choices.assay);
            match.prior = previewPrior(match.data, *prior);
            return match;
        },
        [this](Match match) {
            m_data = std::move(match.data);
            m_form->showMatch(match.prior, false);
        });
}

void PriorDialog::use() {
    m_session.setPrior(m_form->prior(), m_form->path(), m_form->options());
    accept();
}

}  // namespace regulus
