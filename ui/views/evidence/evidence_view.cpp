#include "ui/views/evidence/evidence_view.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/export/page_pdf.h"
#include "ui/export/whole_file.h"
#include "ui/views/evidence/evidence_page_view.h"
#include "ui/views/parts/state_page.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {

EvidenceView::EvidenceView(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_headline(new ToneLabel(Tone::Title)),
      m_progress(new QProgressBar),
      m_stop(new QPushButton(tr("Stop"))),
      m_again(new QPushButton(tr("Evaluate…"))),
      m_save(new QPushButton(tr("Save…"))),
      m_page(new EvidencePageView) {
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(8);
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(8);
    m_stop->setToolTip(tr("Stop now; runs that are done are kept, and need not be done again"));
    m_save->setToolTip(tr("Save the page as PDF or HTML"));
    row->addWidget(m_headline);
    row->addWidget(m_progress, 1);
    row->addStretch();
    for (QPushButton* const button : {m_stop, m_again, m_save}) row->addWidget(button);
    column->addLayout(row);
    column->addWidget(m_page, 1);
    m_states = new StateStack(content);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_states);
    connect(&m_session, &Session::changed, this, &EvidenceView::hear);
    connect(m_states->page(), &StatePage::pressed, this, [this] {
        if (m_session.evidence().state().active) return m_session.evidence().stop();
        m_session.opened().dataset ? Q_EMIT evaluateRequested() : Q_EMIT openRequested();
    });
    connect(m_stop, &QPushButton::clicked, this, [this] { m_session.evidence().stop(); });
    connect(m_again, &QPushButton::clicked, this, &EvidenceView::evaluateRequested);
    connect(m_save, &QPushButton::clicked, this, &EvidenceView::saveRequested);
    refresh();
}

QString EvidenceView::headline() const {
    return m_headline->text();
}

QString EvidenceView::pageText() const {
    return m_page->toPlainText();
}

void EvidenceView::hear(Changes what) {
    if (what & (Change::Evidence | Change::Dataset)) return refresh();
    if (what & (Change::Busy | Change::Prior) && !m_states->showsContent()) refresh();
}

void EvidenceView::sayWhatIsMissing() {
    const EvaluationState& state = m_session.evidence().state();
    if (!m_session.opened().dataset) {
        if (m_session.loading()) return m_states->say(tr("Reading…"), {}, {}, true);
        return m_states->say(tr("Nothing is open"), tr("Open a dataset with labels to evaluate a prior on."),
                             tr("Open…"));
    }
    if (state.active)
        return m_states->say(tr("Evaluating…"), tr("The page appears with the first run."), tr("Stop"), true);
    if (!state.problem.isEmpty())
        return m_states->say(tr("The evaluation did not start"), state.problem, tr("Evaluate…"));
    m_states->say(
        tr("No evaluation yet"),
        tr("Does this prior tell more about these cells than a rewired one? Does what is read agree "
           "with the textbook, and return in other cells? The evaluation tests each claim and says "
           "plainly what it found."),
        tr("Evaluate…"));
}

QString EvidenceView::headlineText() const {
    const EvaluationState& state = m_session.evidence().state();
    QString text = state.done < state.planned ? tr("%1 of %2 runs").arg(state.done).arg(state.planned)
                                              : tr("%1 runs").arg(state.planned);
    if (!state.active) {
        if (state.done < state.planned) text += QStringLiteral(" · ") + tr("stopped");
        return text;
    }
    const QString left = timeLeftText(state.secondsLeft);
    return left.isEmpty() ? text : text + QStringLiteral(" · ") + left;
}

void EvidenceView::refresh() {
    const EvaluationState& state = m_session.evidence().state();
    if (!state.page) {
        m_shown.reset();
        m_page->forget();  // the next page begins at its top
        return sayWhatIsMissing();
    }
    m_states->showContent();
    m_headline->setText(headlineText());
    m_progress->setVisible(state.active);
    m_progress->setRange(0, static_cast<int>(state.planned));
    m_progress->setValue(static_cast<int>(state.done));
    m_stop->setVisible(state.active);
    m_again->setVisible(!state.active);
    if (m_shown == state.page) return;
    m_shown = state.page;
    m_page->show(*m_shown);
}

void EvidenceView::save(const QString& path) {
    if (!m_shown) return;
    JobRequest job;
    job.title = tr("Saving the evidence");
    job.lane = Lane::Writing;
    job.receiver = this;
    m_session.jobs().start(
        std::move(job),
        [page = m_shown, path](Job&) {
            if (path.endsWith(QLatin1String(".html"), Qt::CaseInsensitive)) {
                const QByteArray bytes = QByteArray::fromStdString(page->one_file());
                return writeWhole(path, QStringLiteral("the page"),
                                  [&](QIODevice& device) { return device.write(bytes) == bytes.size(); });
            }
            writePdf(*page, QStringLiteral("Evidence"), path);
        },
        [this, path] { Q_EMIT saved(path); });
}

}  // namespace regulus
