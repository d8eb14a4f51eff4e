#include "ui/views/confusion/confusion_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QStandardItemModel>
#include <QVBoxLayout>
#include <algorithm>

#include "core/base/heavy_work.h"
#include "ui/figures/judging/training_caveat.h"
#include "ui/models/number_text.h"
#include "ui/views/confusion/confusion_canvas.h"
#include "ui/views/confusion/confusion_figure.h"
#include "ui/views/confusion/confusion_numbers.h"
#include "ui/views/parts/class_colors.h"
#include "ui/views/parts/select_mode.h"
#include "ui/views/parts/state_page.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

const auto memory_name = QStringLiteral("confusion"), kept_over = QStringLiteral("over"),
           kept_says = QStringLiteral("says");

// The cells that are compared: those with a label, of `within` (empty universe: of all).
CellSet labelled(const Labels& labels, const CellSet& within) {
    CellSet cells(labels.codes.size());
    for (std::size_t cell = 0; cell < labels.codes.size(); ++cell)
        if (labels.codes[cell] >= 0 && (within.universe() == 0 || within.contains(cell))) cells.insert(cell);
    return cells;
}

struct Compared {
    ConfusionTable table;
    QString caveat;
};

}  // namespace

ConfusionView::ConfusionView(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_canvas(new ConfusionCanvas),
      m_over(new QComboBox),
      m_says(new QComboBox),
      m_summary(new ToneLabel(Tone::Text)),
      m_note(new ToneLabel(Tone::Muted)),
      m_caveat(sentence(Tone::Warning)),
      m_key(QStringLiteral("confusion.%1").arg(reinterpret_cast<quintptr>(this))) {
    m_over->addItems({tr("All labelled cells"), tr("Test cells"), tr("Selected cells")});
    auto* bar = new QHBoxLayout;
    bar->setSpacing(12);
    bar->addWidget(m_over);
    m_says->addItems({tr("Counts"), tr("% of label"), tr("% of prediction")});
    m_says->setToolTip(
        tr("What the squares say and their shade shows: of a label, the diagonal is recall; of "
           "a prediction, precision"));
    m_says->setAccessibleName(tr("Numbers of the confusion matrix"));
    bar->addWidget(m_says);
    bar->addWidget(m_summary);
    bar->addWidget(m_note, 1);
    m_note->setWordWrap(true);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(8);
    column->addLayout(bar);
    column->addWidget(m_caveat);
    column->addWidget(m_canvas, 1);
    m_states = new StateStack(content);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_states);
    connect(&m_session, &Session::changed, this, &ConfusionView::hear);
    connect(m_states->page(), &StatePage::pressed, this,
            [this] { m_session.opened().dataset ? Q_EMIT trainRequested() : Q_EMIT openRequested(); });
    connect(m_over, &QComboBox::currentIndexChanged, this, [this](int over) {
        m_session.memory().keep(memory_name, kept_over, over);
        refresh();
    });
    connect(m_says, &QComboBox::currentIndexChanged, this, [this](int says) {
        m_session.memory().keep(memory_name, kept_says, says);
        m_canvas->scene().setSays(static_cast<ConfusionScene::Says>(says));
        refresh();
    });
    connect(m_canvas, &ConfusionCanvas::columnClicked, this,
            [this](std::size_t column_, Qt::KeyboardModifiers modifiers) {
                selectColumn(column_, selectModeOf(modifiers));
            });
    connect(m_canvas, &ConfusionCanvas::fieldClicked, this,
            [this](std::size_t row, std::size_t column_, Qt::KeyboardModifiers modifiers) {
                selectField({row, column_}, selectModeOf(modifiers));
            });
    connect(m_canvas, &ConfusionCanvas::rowClicked, this,
            [this](std::size_t row, Qt::KeyboardModifiers modifiers) {
                selectRow(row, selectModeOf(modifiers));
            });
    offerParts();
    refresh();
}

ConfusionView::~ConfusionView() {
    m_session.jobs().abandonKey(m_key);
}

const ConfusionScene& ConfusionView::scene() const {
    return m_canvas->scene();
}
std::shared_ptr<const Figure> ConfusionView::figure() const {
    if (scene().table().empty()) return nullptr;
    MatrixPicture picture = pictureOf(scene());
    picture.simulated = m_session.simulated();
    picture.note = m_caveat->text();  // so that it is read on paper as well
    return std::make_shared<MatrixFigure>(std::move(picture));
}
FigureNumbers ConfusionView::numbers() const {
    return confusionNumbers(scene().table());
}

bool ConfusionView::hasCellsAt(const QPoint& place) const {
    return m_states->showsContent() &&
           (scene().fieldAt(place) || scene().rowAt(place) || scene().columnAt(place));
}

void ConfusionView::selectAt(const QPoint& place, SelectMode mode) {
    if (const auto field = scene().fieldAt(place)) return selectField(*field, mode);
    if (const auto row = scene().rowAt(place)) return selectRow(*row, mode);
    if (const auto column = scene().columnAt(place)) selectColumn(*column, mode);
}

void ConfusionView::selectColumn(std::size_t column, SelectMode mode) {
    m_session.cells().select(cellsOfColumn(scene().table(), column, m_session.opened().labels->codes,
                                           m_session.model().results->predicted, within()),
                             mode);
}

QWidget* ConfusionView::canvas() const {
    return m_canvas;
}
QString ConfusionView::summary() const {
    return m_summary->text();
}
QString ConfusionView::note() const {
    return m_note->isHidden() ? QString() : m_note->text();
}
QString ConfusionView::caveat() const {
    return m_caveat->text();
}
void ConfusionView::setSays(ConfusionScene::Says says) {
    m_says->setCurrentIndex(static_cast<int>(says));
}
void ConfusionView::setOver(Over over) {
    m_over->setCurrentIndex(over);
}

void ConfusionView::hear(Changes what) {
    if (what & (Change::Results | Change::ViewsRestored)) offerParts();
    if (what.testFlag(Change::ViewsRestored)) {
        const QSignalBlocker quiet(m_says);
        const int kept = m_session.memory().of(memory_name)[kept_says].toInt();
        m_says->setCurrentIndex(kept >= 0 && kept < m_says->count() ? kept : 0);
        m_canvas->scene().setSays(static_cast<ConfusionScene::Says>(m_says->currentIndex()));
    }
    const bool selected = m_over->currentIndex() == SelectedCells && what & Change::Selection;
    if (what & (Change::Dataset | Change::Model | Change::Results | Change::Labels | Change::ViewsRestored) ||
        selected)
        return refresh();
    if (what & (Change::Busy | Change::Training) && !m_states->showsContent()) sayWhatIsMissing();
}

// Test cells are the honest choice, where the model's own split is known.
void ConfusionView::offerParts() {
    const auto results = m_session.model().results;
    const bool test = results && !results->uses.test.empty();
    auto* items = qobject_cast<QStandardItemModel*>(m_over->model());
    items->item(TestCells)->setEnabled(test);
    const QSignalBlocker quiet(m_over);
    const int kept =
        m_session.memory().of(memory_name)[kept_over].toInt(test ? TestCells : m_over->currentIndex());
    m_over->setCurrentIndex(kept < AllCells || kept > SelectedCells || (kept == TestCells && !test) ? AllCells
                                                                                                    : kept);
}

void ConfusionView::sayWhatIsMissing() {
    if (!m_session.opened().dataset) {
        if (m_session.loading()) return m_states->say(tr("Reading\u2026"), {}, {}, true);
        return m_states->say(tr("Nothing is open"), tr("Open a dataset to compare labels and predictions."),
                             tr("Open\u2026"));
    }
    if (m_session.training().progress().active()) {
        return m_states->say(tr("The model is being trained"),
                             tr("Labels and predictions are compared here after training."), {}, true);
    }
    if (m_session.loading()) return m_states->say(tr("Predicting\u2026"), {}, {}, true);
    if (!m_session.model().file || !m_session.model().results) {
        return m_states->say(tr("No model yet"),
                             tr("Compare a trained model's predictions with the labels, type by type. "
                                "Click a square to select its cells."),
                             tr("Train\u2026"));
    }
    if (m_session.opened().labels) return m_states->say(tr("Comparing\u2026"), {}, {}, true);
    m_states->say(tr("No labels"),
                  tr("Choose a label column in the Data panel to compare predictions with."));
}

// Training cells that the table may count as it counts others.
QString ConfusionView::foldNote() const {
    if (m_over->currentIndex() == TestCells || m_session.model().results->out_of_fold.empty()) return {};
    return QLatin1Char(' ') + tr("Training cells are judged out of fold, by fits on other cells.");
}

CellSet ConfusionView::within() const {
    if (m_over->currentIndex() == TestCells) return m_session.model().results->uses.test;
    return ofSelection() ? m_session.cells().selection() : CellSet();
}

// All labelled cells take the place of a selection that is not there.
bool ConfusionView::ofSelection() const {
    return m_over->currentIndex() == SelectedCells && !m_session.cells().selection().empty();
}

void ConfusionView::refresh() {
    const auto results = m_session.model().results;
    const auto labels = m_session.opened().labels;
    const auto model = m_session.model().file;
    m_session.jobs().abandonKey(m_key);
    if (!results || !labels || !model) {
        m_canvas->scene().setTable({}, {});
        return sayWhatIsMissing();
    }
    JobRequest job{.title = tr("Comparing labels and predictions"), .key = m_key};
    job.quiet = true;
    job.receiver = this;
    m_session.jobs().start(
        std::move(job),
        [results, labels, model, cells = within()](Job&) {
            begin_heavy_work("confusion");
            return Compared{
                confusionTable(labels->classes, labels->codes, model->classes, results->predicted, cells),
                trainingCaveat(*results, *model, labelled(*labels, cells))};
        },
        [this](Compared compared) { showTable(std::move(compared.table), compared.caveat); });
}

// Of the labels and results of now: with others it would have been computed anew.
void ConfusionView::showTable(ConfusionTable table, const QString& caveat) {
    const std::size_t cells = table.counts.total();
    const std::vector<QColor> colors = labelColors(m_session);
    std::vector<QRgb> rows;
    for (const std::int32_t code : table.labelCodes) rows.push_back(colors[std::size_t(code)].rgb());
    // Names that never meet would make an accuracy of 0 of what may be the same types.
    const bool comparable = table.comparable;
    // Of a selection a macro-F1 would say which types were selected.
    const QString f1 =
        ofSelection() ? QString() : tr(" \u00b7 macro-F1 %1").arg(decimalText(macro_f1(table.counts), 3));
    m_summary->setText(cells == 0    ? tr("No labelled cells")
                       : !comparable ? tr("%1 \u00b7 no label matches a class of the model")
                                           .arg(countText(cells, tr("cell"), tr("cells")))
                                     : tr("%1 \u00b7 accuracy %2%3")
                                           .arg(countText(cells, tr("cell"), tr("cells")),
                                                decimalText(accuracy(table.counts), 3), f1));
    const bool selectNone = m_over->currentIndex() == SelectedCells && !ofSelection();
    m_note->setText(
        cells == 0 && ofSelection() ? tr("None of the selected cells has a label.")
        : selectNone ? tr("Nothing is selected: these are all labelled cells. Select cells on the map to "
                          "see those alone.")
        : comparable
            ? tr("Blue: correct. Orange: misclassified. Click a square to select its cells.") + foldNote()
        : m_canvas->scene().says() == ConfusionScene::Says::OfPrediction
            ? tr("Shade: share of the cells predicted so. Click a square to select its cells.")
            : tr("Shade: share of the label\u2019s cells. Click a square to select its cells."));
    m_caveat->setText(cells == 0 || !comparable ? QString() : caveat);
    m_caveat->setVisible(!m_caveat->text().isEmpty());
    m_note->setVisible(m_caveat->isHidden() || selectNone);
    m_canvas->scene().setTable(std::move(table), std::move(rows));
    m_canvas->update();
    m_states->showContent();
}

void ConfusionView::selectField(ConfusionScene::Field field, SelectMode mode) {
    m_canvas->scene().setChosen(field);
    m_session.cells().select(
        cellsOf(m_canvas->scene().table(), field.first, field.second, m_session.opened().labels->codes,
                m_session.model().results->predicted, within()),
        mode);
    m_canvas->update();
}

void ConfusionView::selectRow(std::size_t row, SelectMode mode) {
    m_session.cells().select(cellsOf(m_canvas->scene().table(), row, m_session.opened().labels->codes,
                                     m_session.model().results->predicted, within()),
                             mode);
}

}  // namespace regulus
