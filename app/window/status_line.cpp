#include "app/window/status_line.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QToolButton>

#include "ui/models/number_text.h"
#include "ui/render/palettes.h"
#include "ui/session/session.h"
#include "ui/session/training_text.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

// Cancelling its job keeps the best model so far, as Stop in the Training view does.
bool stopsGently(const TrainingProgress& training) {
    return training.phase == TrainingPhase::Running || training.phase == TrainingPhase::Paused;
}

}  // namespace

StatusLine::StatusLine(Session& session, QWidget* parent)
    : QStatusBar(parent),
      m_session(session),
      m_cells(new ToneLabel(Tone::Muted)),
      m_selected(new QLabel),
      m_hidden(new ToneLabel(Tone::Muted)),
      m_hover(new ToneLabel(Tone::Muted)),
      m_simulated(new ToneLabel(Tone::Warning, tr("simulated data"))),
      m_job(new ToneLabel(Tone::Muted)),
      m_left(new ToneLabel(Tone::Muted)),
      m_bar(new QProgressBar),
      m_cancel(new QToolButton),
      m_more(new QToolButton) {
    setSizeGripEnabled(false);
    auto* line = new QWidget;
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(12, 0, 8, 0);
    row->setSpacing(16);
    for (QLabel* label : {m_cells, m_selected, m_hidden, m_simulated}) row->addWidget(label);
    row->addWidget(m_hover, 1);
    row->addWidget(m_job);
    m_bar->setFixedSize(136, 6);
    m_bar->setTextVisible(false);
    row->addWidget(m_bar);
    row->addWidget(m_left);
    m_cancel->setText(tr("Cancel"));
    m_more->setPopupMode(QToolButton::InstantPopup);
    for (QToolButton* button : {m_cancel, m_more}) {
        button->setAutoRaise(true);
        row->addWidget(button);
    }
    addWidget(line, 1);
    // A hover text must not push the job about, nor a long job title the counts.
    m_hover->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_selected->setForegroundRole(QPalette::Link);

    connect(&m_session, &Session::changed, this, [this](Changes what) {
        if (what & (Change::Dataset | Change::Selection | Change::Filters | Change::Model)) showCells();
        if (what & (Change::Dataset | Change::Highlight)) showHover();
        if (what.testFlag(Change::Training)) showJobs();
    });
    const JobListModel* jobs = m_session.jobs().list();
    connect(jobs, &QAbstractItemModel::rowsInserted, this, &StatusLine::showJobs);
    connect(jobs, &QAbstractItemModel::rowsRemoved, this, &StatusLine::showJobs);
    connect(jobs, &QAbstractItemModel::dataChanged, this, &StatusLine::showJobs);
    connect(m_cancel, &QToolButton::clicked, this, [this] {
        const auto& rows = m_session.jobs().list()->rows();
        if (!rows.empty()) m_session.jobs().cancel(rows.front().id);
    });
    m_more->setMenu(new QMenu(m_more));
    m_more->setAccessibleName(tr("Other work"));
    connect(m_more->menu(), &QMenu::aboutToShow, this, &StatusLine::listJobs);
    showCells();
    showJobs();
}

QString StatusLine::cellsText() const {
    return m_cells->text();
}
QString StatusLine::selectedText() const {
    return m_selected->text();
}
QString StatusLine::jobText() const {
    return m_job->text();
}
QString StatusLine::timeLeft() const {
    return m_left->text();
}

void StatusLine::showCells() {
    const std::size_t cells = m_session.opened().cells(), selected = m_session.cells().selection().count();
    const std::size_t hidden = cells - m_session.cells().visible().count();
    m_cells->setText(m_session.opened().dataset ? countText(cells, tr("cell"), tr("cells"))
                                                : tr("Nothing open"));
    m_selected->setText(tr("%1 selected").arg(countText(selected)));
    m_selected->setVisible(selected > 0);
    m_hidden->setText(tr("%1 hidden").arg(countText(hidden)));
    m_hidden->setVisible(hidden > 0);
    m_simulated->setVisible(m_session.simulated());
}

void StatusLine::showHover() {
    const CellSet& hovered = m_session.cells().highlight();
    const std::size_t count = m_session.opened().dataset ? hovered.count() : 0;
    if (count == 0) return m_hover->clear();
    if (count > 1) return m_hover->setText(tr("%1 cells highlighted").arg(countText(count)));
    const std::uint32_t cell = hovered.rows().front();
    QStringList parts{QString::fromStdString(m_session.opened().dataset->obs.index[cell])};
    const auto labels = m_session.opened().labels;
    if (labels && labels->codes[cell] >= 0)
        parts << QString::fromStdString(labels->classes[static_cast<std::size_t>(labels->codes[cell])]);
    if (const auto results = m_session.model().results) {
        const auto predicted = static_cast<std::size_t>(results->predicted[cell]);
        const bool calibrated = results->calibration != nullptr;
        const bool unassigned = calibrated && results->assignments[cell] != Assignment::Assigned;
        parts << (unassigned   ? tr("unassigned, most likely %1, probability %2")
                  : calibrated ? tr("predicted %1, probability %2")
                               : tr("predicted %1, score %2"))
                     .arg(QString::fromStdString(m_session.model().file->classes[predicted]))
                     .arg(static_cast<double>(results->confidence[cell]), 0, 'f', 2);
    }
    m_hover->setText(parts.join(QStringLiteral(" · ")));
}

void StatusLine::showJobs() {
    const auto& rows = m_session.jobs().list()->rows();
    for (QWidget* widget : std::initializer_list<QWidget*>{m_job, m_bar, m_left, m_cancel})
        widget->setVisible(!rows.empty());
    m_more->setVisible(rows.size() > 1);
    if (rows.empty()) return;
    const JobRow& job = rows.front();
    const TrainingProgress& training = m_session.training().progress();
    const bool trains = job.id == m_session.training().job() && training.active();
    const QString stage = trains         ? trainingText(training)
                          : job.stopping ? tr("stopping")
                          : job.running  ? job.stage
                                         : tr("waiting");
    m_job->setText(stage.isEmpty() ? job.title : tr("%1: %2").arg(job.title, stage));
    m_bar->setRange(0, job.fraction < 0 ? 0 : 1000);
    if (job.fraction >= 0) m_bar->setValue(static_cast<int>(1000 * job.fraction));
    m_left->setText(trains ? trainingTimeLeft(training, job.fraction) : timeLeftText(job.secondsLeft));
    const bool gentle = trains && stopsGently(training);
    m_cancel->setText(gentle ? tr("Stop") : tr("Cancel"));
    m_cancel->setToolTip(gentle ? tr("Stop training now and keep the best model so far") : QString());
    m_cancel->setEnabled(!job.stopping && !(trains && training.stopping));
    m_more->setText(tr("+%1").arg(rows.size() - 1));
}

void StatusLine::listJobs() {
    QMenu* menu = m_more->menu();
    menu->clear();
    for (const JobRow& job : m_session.jobs().list()->rows()) {
        const QString left = timeLeftText(job.secondsLeft);
        const TrainingProgress& training = m_session.training().progress();
        const bool gentle = job.id == m_session.training().job() && stopsGently(training);
        QAction* action =
            menu->addAction((gentle ? tr("Stop: %1%2") : tr("Cancel: %1%2"))
                                .arg(job.title, left.isEmpty() ? QString() : QStringLiteral(", ") + left));
        connect(action, &QAction::triggered, this, [this, id = job.id] { m_session.jobs().cancel(id); });
    }
}

}  // namespace regulus
