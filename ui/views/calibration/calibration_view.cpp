#include "ui/views/calibration/calibration_view.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>
#include <cmath>

#include "core/base/heavy_work.h"
#include "ui/figures/judging/calibration_figure.h"
#include "ui/figures/judging/training_caveat.h"
#include "ui/models/class_names.h"
#include "ui/models/number_text.h"
#include "ui/views/calibration/calibration_canvas.h"
#include "ui/views/parts/seen.h"
#include "ui/views/parts/select_mode.h"
#include "ui/views/parts/state_page.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

constexpr int slider_steps = 1000;
const auto selected_item = QStringLiteral("selected");

}  // namespace

// What a job finds out of the cells that are judged.
struct CalibrationView::Judged {
    CalibrationPlot plot;
    JudgedOn on = JudgedOn::HeldOut;
    bool comparable = true;
};

CalibrationView::Judged CalibrationView::judge(const ModelResults& results, const Labels& labels,
                                               const ModelFile& model, const JudgingSettings& asked,
                                               const CellSet& selection, Job& job) {
    Judged judged;
    judged.comparable = namesMeet(labels.classes, model.classes);
    judged.on = asked.selected ? JudgedOn::HeldOut : asked.on.value_or(usual_cells(results, labels.codes));
    CellSet cells = judged_cells(results, judged.on, labels.codes.size());
    if (asked.selected) cells &= selection;
    JudgedPredictions found = judge_predictions(results.prediction.probabilities, labels.codes,
                                                classes_of_labels(labels.classes, model.classes), cells, job);
    judged.plot.calibrated = results.calibration != nullptr;
    judged.plot.cells = cellsText(judged.on, results.uses.known());
    judged.plot.caveat = trainingCaveat(results, model, CellSet::of(labels.codes.size(), found.cells));
    judged.plot.judge(std::move(found));
    return judged;
}

CalibrationView::CalibrationView(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_canvas(new CalibrationCanvas),
      m_cells(new QComboBox),
      m_slider(new QSlider(Qt::Horizontal)),
      m_threshold(new QDoubleSpinBox),
      m_select(new QPushButton),
      m_export(new QPushButton(tr("Export"))),
      m_summary(new ToneLabel(Tone::Text)),
      m_kept(new ToneLabel(Tone::Text)),
      m_caveat(sentence(Tone::Warning)),
      m_simulated(new ToneLabel(Tone::Warning, tr("Simulated data"))),
      m_key(QStringLiteral("calibration.%1").arg(reinterpret_cast<quintptr>(this))) {
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(6);
    auto* top = new QHBoxLayout;
    top->setSpacing(12);
    top->addWidget(m_cells);
    top->addWidget(m_summary);
    top->addStretch(1);
    top->addWidget(m_simulated, 0, Qt::AlignVCenter);
    top->addWidget(m_export);
    column->addLayout(top);
    column->addWidget(m_caveat);
    column->addWidget(m_canvas, 1);
    column->addWidget(buildBar());
    m_states = new StateStack(content);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_states);
    connectParts();
    offerCells();
    refresh();
}

CalibrationView::~CalibrationView() {
    m_session.jobs().abandonKey(m_key);
}

QWidget* CalibrationView::buildBar() {
    m_cells->setToolTip(tr("The labelled cells on which the model is judged"));
    m_cells->setAccessibleName(tr("Cells judged"));
    m_slider->setRange(0, slider_steps);
    m_slider->setPageStep(slider_steps / 10);
    m_slider->setMinimumWidth(120);
    m_slider->setAccessibleName(tr("Threshold"));
    m_slider->setToolTip(tr("Cells below the threshold are left out; drag here or in the plots"));
    m_threshold->setRange(0, 1);
    m_threshold->setDecimals(3);
    m_threshold->setSingleStep(0.01);
    m_threshold->setKeyboardTracking(false);
    m_threshold->setAccessibleName(tr("Threshold"));
    m_threshold->setToolTip(m_slider->toolTip());
    m_select->setToolTip(tr("Select the judged cells below the threshold. Shift adds, Ctrl subtracts"));
    m_export->setToolTip(tr("The plots for paper, or the numbers behind them"));
    auto* exports = new QMenu(m_export);
    exports->addAction(tr("Figure…"), this, &CalibrationView::figureRequested);
    exports->addAction(tr("Table of reliability…"), this, [this] {
        if (plot()) Q_EMIT numbersRequested(reliabilityNumbers(*plot()), tr("reliability"));
    });
    exports->addAction(tr("Table of coverage and accuracy…"), this, [this] {
        if (plot()) Q_EMIT numbersRequested(coverageNumbers(*plot()), tr("coverage-accuracy"));
    });
    m_export->setMenu(exports);
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(new ToneLabel(Tone::Muted, tr("Threshold")));
    row->addWidget(m_slider, 1);
    row->addWidget(m_threshold);
    row->addWidget(m_kept);
    row->addWidget(m_select);
    return bar;
}

void CalibrationView::connectParts() {
    connect(&m_session, &Session::changed, this, &CalibrationView::hear);
    new SeenWatcher(this, [this] {
        if (m_stale) refresh();
    });
    connect(m_states->page(), &StatePage::pressed, this,
            [this] { m_session.opened().dataset ? Q_EMIT trainRequested() : Q_EMIT openRequested(); });
    connect(m_canvas, &CalibrationCanvas::thresholdMoved, this, &CalibrationView::setThreshold);
    connect(m_slider, &QSlider::valueChanged, this,
            [this](int step) { setThreshold(static_cast<double>(step) / slider_steps); });
    connect(m_threshold, &QDoubleSpinBox::valueChanged, this, &CalibrationView::setThreshold);
    connect(m_cells, &QComboBox::activated, this, [this] {
        JudgingSettings settings = m_session.judging().settings();
        settings.selected = m_cells->currentData().toString() == selected_item;
        if (!settings.selected) settings.on = static_cast<JudgedOn>(m_cells->currentData().toInt());
        m_session.judging().set(settings);
    });
    connect(m_select, &QPushButton::clicked, this, [this] {
        if (!plot()) return;
        const auto threshold = static_cast<float>(m_session.judging().settings().threshold);
        m_session.cells().select(plot()->judged->below(threshold, m_session.opened().cells()),
                                 selectModeOf(QGuiApplication::keyboardModifiers()));
    });
}

const CalibrationPlot* CalibrationView::plot() const {
    return m_canvas->plot().empty() ? nullptr : &m_canvas->plot();
}

QString CalibrationView::summary() const {
    return m_summary->text();
}

std::shared_ptr<const Figure> CalibrationView::figure() const {
    return plot() ? std::make_shared<CalibrationFigure>(*plot()) : nullptr;
}

// --- following the session --------------------------------------------------------------------------------

void CalibrationView::hear(Changes what) {
    const Changes subjects =
        Change::Dataset | Change::Model | Change::Results | Change::Labels | Change::ViewsRestored;
    const JudgingSettings& now = m_session.judging().settings();
    const bool ofSelection = what.testFlag(Change::Selection) && now.selected;
    const bool otherCells =
        what.testFlag(Change::Evidence) && (now.on != m_asked.on || now.selected != m_asked.selected);
    if (what & subjects) offerCells();
    if (what & subjects || ofSelection || otherCells) return refresh();
    if (what.testFlag(Change::Evidence)) showThreshold();
    if (what & (Change::Busy | Change::Training) && !m_states->showsContent()) sayWhatIsMissing();
}

// Those there are, by JudgedOn; behind them the selection.
void CalibrationView::offerCells() {
    const QSignalBlocker quiet(m_cells);
    m_cells->clear();
    const auto results = m_session.model().results;
    if (!results || !m_session.opened().labels) return;
    const bool known = results->uses.known();
    for (const JudgedOn on : judged_on) {
        const bool any = !judged_cells(*results, on, m_session.opened().cells()).empty();
        if (!any && on != JudgedOn::HeldOut) continue;
        const QString name = on == JudgedOn::Test        ? tr("Test cells")
                             : on == JudgedOn::OutOfFold ? tr("Out-of-fold cells")
                             : known                     ? tr("All held-out cells")
                                                         : tr("All labelled cells");
        m_cells->addItem(name, static_cast<int>(on));
    }
    m_cells->addItem(known ? tr("Selected held-out cells") : tr("Selected cells"), selected_item);
}

void CalibrationView::refresh() {
    m_session.jobs().abandonKey(m_key);
    m_asked = m_session.judging().settings();
    m_stale = false;
    const auto results = m_session.model().results;
    const auto labels = m_session.opened().labels;
    const auto model = m_session.model().file;
    if (!results || !labels || !model) {
        m_canvas->setPlot({});
        return sayWhatIsMissing();
    }
    m_stale = !isSeen(*this);
    if (m_stale) return;  // a pass over all cells that nobody sees
    JobRequest job{.title = tr("Judging the model"), .key = m_key, .quiet = true, .receiver = this};
    m_session.jobs().start(
        std::move(job),
        [results, labels, model, asked = m_asked, selection = m_session.cells().selection()](Job& j) {
            begin_heavy_work("judging");
            return judge(*results, *labels, *model, asked, selection, j);
        },
        [this](const Judged& judged) { present(judged); });
}

void CalibrationView::present(const Judged& judged) {
    const QSignalBlocker quiet(m_cells);
    m_cells->setCurrentIndex(m_asked.selected ? m_cells->findData(selected_item)
                                              : m_cells->findData(static_cast<int>(judged.on)));
    m_comparable = judged.comparable;
    CalibrationPlot plot = judged.plot;
    plot.threshold = m_session.judging().settings().threshold;
    plot.simulated = m_session.simulated();
    const bool empty = plot.empty() && !m_asked.selected;
    m_canvas->setPlot(std::move(plot));
    m_judgedAny = !empty;
    if (empty || !judged.comparable) return sayWhatIsMissing();
    const CalibrationPlot& shown = m_canvas->plot();
    m_summary->setText(shown.empty() ? tr("Select labelled cells that the model was not trained on.")
                                     : summaryText(shown));
    m_caveat->setText(shown.empty() ? QString() : caveatText(shown));
    m_caveat->setVisible(!m_caveat->text().isEmpty());
    m_simulated->setVisible(shown.simulated);
    m_export->setEnabled(!shown.empty());
    showThreshold();
    m_states->showContent();
}

void CalibrationView::sayWhatIsMissing() {
    if (!m_session.opened().dataset) {
        if (m_session.loading()) return m_states->say(tr("Reading…"), {}, {}, true);
        return m_states->say(tr("Nothing is open"), tr("Open a dataset to judge a model on it."),
                             tr("Open…"));
    }
    if (m_session.training().progress().active())
        return m_states->say(tr("The model is being trained"), tr("It is judged here after training."), {},
                             true);
    if (m_session.loading()) return m_states->say(tr("Predicting…"), {}, {}, true);
    if (!m_session.model().file || !m_session.model().results)
        return m_states->say(
            tr("No model yet"),
            tr("How far can a trained model\u2019s probabilities be believed, and how accurate "
               "are the predictions it is sure of?"),
            tr("Train…"));
    if (!m_session.opened().labels)
        return m_states->say(tr("No labels"),
                             tr("Choose a label column in the Data panel to judge the model by."));
    if (!m_comparable)
        return m_states->say(tr("The labels are not those of the model"),
                             tr("No label has the name of a class of the model, so no prediction is right or "
                                "wrong. Choose another label column in the Data panel."));
    if (!m_judgedAny)
        return m_states->say(tr("No held-out cells"),
                             tr("The model was trained on every labelled cell of this dataset. Open other "
                                "labelled cells, or train a model with test cells."));
    m_states->say(tr("Judging…"), {}, {}, true);
}

// --- threshold --------------------------------------------------------------------------------------------

void CalibrationView::setThreshold(double threshold) {
    JudgingSettings settings = m_session.judging().settings();
    settings.threshold = threshold;
    m_session.judging().set(settings);
}

void CalibrationView::showThreshold() {
    const double threshold = m_session.judging().settings().threshold;
    const QSignalBlocker slider(m_slider), field(m_threshold);
    m_slider->setValue(static_cast<int>(std::lround(threshold * slider_steps)));
    m_threshold->setValue(threshold);
    m_canvas->setThreshold(threshold);
    const std::size_t below = plot() ? plot()->judged->cells.size() - plot()->kept().kept : std::size_t(0);
    m_kept->setText(plot() ? thresholdText(*plot()) : QString());
    m_select->setText(tr("Select %1 below").arg(countText(below)));
    m_select->setEnabled(below > 0);
}

}  // namespace regulus
