#include "ui/views/training/training_view.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>

#include "core/workflow/calibration_words.h"
#include "core/workflow/rests_on.h"
#include "ui/render/theme.h"
#include "ui/session/training_text.h"
#include "ui/views/parts/class_colors.h"
#include "ui/views/parts/state_page.h"
#include "ui/views/parts/tone_label.h"
#include "ui/views/training/curve_figure.h"
#include "ui/views/training/curve_widget.h"
#include "ui/views/training/forming_map.h"
#include "ui/views/training/verdict_box.h"

namespace regulus {
namespace {

std::vector<QRgb> cellColors(const Session& session) {
    const auto labels = session.opened().labels;
    if (!labels) return {};
    const std::vector<QColor> colors = labelColors(session);
    std::vector<QRgb> result(labels->codes.size(), Theme::current().missing.rgb());
    for (std::size_t i = 0; i < result.size(); ++i) {
        if (labels->codes[i] >= 0) result[i] = colors[std::size_t(labels->codes[i])].rgb();
    }
    return result;
}

bool held(const TrainingProgress& training) {
    return training.phase == TrainingPhase::Paused || training.pausing;
}

QString restsOn(const ModelFile& model) {
    QStringList said;
    for (const std::string& line : rests_on(model.record.metrics, model.config.bypass))
        said << QString::fromStdString(line);
    for (const std::string& line : certainty_lines(model)) said << QString::fromStdString(line);
    return said.join(QLatin1Char(' '));
}

std::optional<double> baselineF1(const std::map<std::string, double>& metrics) {
    const auto found = metrics.find("baseline_macro_f1");
    return found == metrics.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

TrainingView::TrainingView(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_curves(new CurveWidget),
      m_map(new FormingMap),
      m_mapTitle(new SectionTitle(tr("EMBEDDING"))),
      m_headline(new ToneLabel(Tone::Title)),
      m_stage(new ToneLabel(Tone::Muted)),
      m_progress(new QProgressBar),
      m_pause(new QPushButton(tr("Pause"))),
      m_stop(new QPushButton(tr("Stop"))),
      m_cancel(new QPushButton(tr("Cancel"))),
      m_resume(new QPushButton(tr("Resume training"))),
      m_again(new QPushButton(tr("Train again\u2026"))),
      m_export(new QPushButton(tr("Export"))),
      m_verdict(new VerdictBox) {
    auto* content = new QWidget;
    auto* row = new QHBoxLayout(content);
    row->setContentsMargins(12, 8, 12, 8);
    row->setSpacing(20);
    row->addWidget(buildSide(), 3);
    row->addWidget(m_curves, 5);
    auto* map = new QVBoxLayout;
    map->setSpacing(4);
    map->addWidget(m_mapTitle);
    map->addWidget(m_map, 1);
    row->addLayout(map, 3);
    m_states = new StateStack(content);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_states);
    connect(&m_session, &Session::changed, this, &TrainingView::hear);
    connect(m_states->page(), &StatePage::pressed, this, &TrainingView::pagePressed);
    connect(m_pause, &QPushButton::clicked, this, [this] {
        held(m_session.training().progress()) ? m_session.training().resume() : m_session.training().pause();
    });
    connect(m_session.jobs().list(), &QAbstractItemModel::dataChanged, this, &TrainingView::showProgress);
    connect(m_stop, &QPushButton::clicked, this, [this] { m_session.training().stop(); });
    connect(m_cancel, &QPushButton::clicked, this, [this] { m_session.training().cancel(); });
    connect(m_resume, &QPushButton::clicked, this, &TrainingView::resumeRequested);
    connect(m_again, &QPushButton::clicked, this, &TrainingView::trainRequested);
    auto* exports = new QMenu(m_export);
    exports->addAction(tr("Figure…"), this, &TrainingView::figureRequested);
    exports->addAction(tr("Table of epochs…"), this,
                       [this] { Q_EMIT numbersRequested(trainingNumbers(curves().history())); });
    m_export->setMenu(exports);
    m_export->setToolTip(tr("The curves for paper, or the numbers behind them"));
    refresh();
}

QWidget* TrainingView::buildSide() {
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(8);
    m_stage->setWordWrap(true);
    m_headline->setWordWrap(true);
    m_stop->setToolTip(tr("Stop now and keep the best model so far"));
    m_cancel->setToolTip(tr("Stop now and keep nothing"));
    auto* side = new QWidget;
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 8, 0);
    column->setSpacing(8);
    column->addWidget(m_headline);
    column->addWidget(m_stage);
    column->addWidget(m_progress);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    for (QPushButton* button : {m_pause, m_stop, m_cancel, m_resume, m_again, m_export})
        buttons->addWidget(button);
    buttons->addStretch(1);
    column->addLayout(buttons);
    column->addWidget(m_verdict);
    column->addStretch(1);
    auto* scroll = new QScrollArea;
    scroll->setWidget(side);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setMinimumWidth(300);
    return scroll;
}

const CurveScene& TrainingView::curves() const {
    return m_curves->scene();
}
std::shared_ptr<const Figure> TrainingView::figure() const {
    return m_states->showsContent() ? trainingFigure(curves(), m_session.simulated()) : nullptr;
}
QString TrainingView::headline() const {
    return m_headline->text();
}
QString TrainingView::verdictText() const {
    return m_verdict->words();
}

void TrainingView::hear(Changes what) {
    if (what & (Change::Training | Change::Dataset | Change::Model | Change::Labels)) return refresh();
    if (what & Change::Busy && !m_states->showsContent()) refresh();
}

void TrainingView::sayWhatIsMissing() {
    if (!m_session.opened().dataset) {
        if (m_session.loading()) return m_states->say(tr("Reading\u2026"), {}, {}, true);
        return m_states->say(tr("Nothing is open"), tr("Open a dataset with labels to train a model on."),
                             tr("Open\u2026"));
    }
    if (const InterruptedTraining* training = m_session.training().interrupted())
        return m_states->say(
            tr("A training was interrupted"),
            tr("It was stopped %1 (labels: %2; prior: %3) and goes on from there.")
                .arg(epochsText(*training), QString::fromStdString(training->request.data.label_column),
                     training->prior),
            tr("Resume training"));
    if (const QString& why = m_session.training().progress().problem; !why.isEmpty())
        return m_states->say(tr("No model was kept"), why, tr("Train\u2026"));
    m_states->say(tr("No training yet"),
                  tr("Train a model on this dataset's labels and the prior. Loss, validation score "
                     "and embedding appear here as they form; you can pause, stop or cancel."),
                  tr("Train\u2026"));
}

void TrainingView::pagePressed() {
    if (!m_session.opened().dataset) return Q_EMIT openRequested();
    m_session.training().interrupted() ? Q_EMIT resumeRequested() : Q_EMIT trainRequested();
}

// A training of this session, or the record of the model that is open.
void TrainingView::refresh() {
    const TrainingProgress& training = m_session.training().progress();
    const auto model = m_session.model().file;
    if (training.phase == TrainingPhase::None &&
        (!model || (model->record.history.empty() && !model->reader)))
        return sayWhatIsMissing();
    m_states->showContent();
    const InterruptedTraining* interrupted = m_session.training().interrupted();
    m_resume->setVisible(interrupted);
    if (interrupted) m_resume->setToolTip(tr("Go on %1").arg(epochsText(*interrupted)));
    if (training.phase != TrainingPhase::None) {
        m_curves->scene().setHistory(training.history, training.epochs, baselineF1(training.metrics));
        m_map->show(training.snapshot, cellColors(m_session));
        m_mapTitle->setNote(!training.snapshot ? QString()
                            : training.snapshotEpoch > 0
                                ? tr("PC 1 and PC 2, after epoch %1").arg(training.snapshotEpoch)
                                : tr("PC 1 and PC 2, trained model"));
        const bool done = training.phase == TrainingPhase::Done || training.phase == TrainingPhase::Stopped;
        showHead(training);
        if (done && model && model->reader) {
            m_stage->setText(restsOn(*model));
            m_stage->show();
        }
        m_curves->setVisible(!done || !training.history.empty());
        showResult(done ? training.metrics : std::map<std::string, double>(),
                   model ? model->record.test_cells : 0);
    } else {
        const auto& record = model->record;
        m_curves->scene().setHistory(record.history, 0, baselineF1(record.metrics));
        m_map->show(nullptr, {});
        m_headline->setText(tr("Loaded model"));
        m_stage->show();
        QStringList lines{tr("Trained on %1; labels: %2; %3")
                              .arg(QString::fromStdString(record.data_name),
                                   QString::fromStdString(record.label_column),
                                   QString::fromStdString(record.split))};
        if (model->reader) lines << restsOn(*model);
        if (!training.problem.isEmpty()) lines.prepend(training.problem);
        m_curves->setVisible(!record.history.empty());
        m_stage->setText(lines.join(QLatin1Char('\n')));
        for (QWidget* part : std::initializer_list<QWidget*>{m_progress, m_pause, m_stop, m_cancel})
            part->hide();
        m_again->show();
        showResult(record.metrics, record.test_cells);
    }
    const bool live = training.phase != TrainingPhase::None;
    m_export->setVisible(!training.active() && !m_curves->scene().empty());
    m_map->setVisible(live);
    m_mapTitle->setVisible(live);
    m_curves->update();
}

void TrainingView::showHead(const TrainingProgress& training) {
    const bool active = training.active();
    switch (training.phase) {
        case TrainingPhase::Done:
            m_headline->setText(training.epoch > 0 ? tr("Done after %1 epochs").arg(training.epoch)
                                                   : tr("Done"));
            break;
        case TrainingPhase::Stopped:
            m_headline->setText(stoppedText(training));
            break;
        case TrainingPhase::Failed:
            m_headline->setText(tr("Training failed"));
            break;
        default:
            showProgress();
    }
    m_stage->setText(training.problem);
    m_stage->setVisible(!training.problem.isEmpty());
    m_progress->setVisible(active);
    const bool steerable = !training.stopping && (training.phase == TrainingPhase::Running ||
                                                  training.phase == TrainingPhase::Paused);
    m_pause->setVisible(steerable);
    m_pause->setText(held(training) ? tr("Resume") : tr("Pause"));
    m_stop->setVisible(steerable);
    m_cancel->setVisible(active);
    m_cancel->setText(training.phase == TrainingPhase::Preparing ? tr("Cancel") : tr("Discard"));
    m_again->setVisible(!active);
}

// Ten times a second, as the status bar does, and by the same words and numbers.
void TrainingView::showProgress() {
    const TrainingProgress& training = m_session.training().progress();
    if (!training.active()) return;
    QString text = trainingText(training);
    text[0] = text[0].toUpper();
    const double fraction = m_session.training().fraction();
    const QString left = trainingTimeLeft(training, fraction);
    m_headline->setText(left.isEmpty() ? text : text + QStringLiteral(" \u00b7 ") + left);
    m_progress->setRange(0, fraction < 0 ? 0 : 1000);
    if (fraction >= 0) m_progress->setValue(static_cast<int>(1000 * fraction));
}

void TrainingView::showResult(const std::map<std::string, double>& metrics, std::size_t testCells) {
    m_verdict->setVisible(!metrics.empty());
    m_verdict->show(metricRows(metrics), metrics.empty() ? QString() : verdict(metrics, testCells));
}

}  // namespace regulus
