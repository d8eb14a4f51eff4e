#include "ui/views/inspector/inspector_view.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "core/base/cell_loop.h"
#include "core/workflow/model_prior.h"
#include "ui/models/number_text.h"
#include "ui/views/inspector/reader_tf_section.h"
#include "ui/views/inspector/reading.h"
#include "ui/views/inspector/subject_header.h"
#include "ui/views/inspector/tf_detail.h"
#include "ui/views/inspector/tf_section.h"
#include "ui/views/parts/group_note.h"
#include "ui/views/parts/second_click.h"
#include "ui/views/parts/state_page.h"
#include "ui/views/parts/tf_gestures.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

const QString memory_name = QLatin1String(inspector_memory);
const auto kept_interest = QStringLiteral("about"), kept_table = QStringLiteral("table of targets"),
           kept_attention = QStringLiteral("attention"), kept_sharing = QStringLiteral("shared targets"),
           kept_columns = QStringLiteral("columns of targets"),
           kept_contributions = QStringLiteral("contributions");
constexpr int neighbours = 15, bottom_margin = 8;
constexpr int placed_ms = 60;                 // layouts are done by then
constexpr int least_detail = 420;             // pixels: the network, or a dozen targets
constexpr std::size_t most_cut = 8;           // cells of a group whose edges are cut
constexpr std::size_t most_cut_tfs = 30;      // TFs whose edges are cut, from the top
constexpr std::size_t most_expressed = 2000;  // cells of a group whose expression is averaged

QToolButton* switchButton(const QString& text) {
    auto* button = new QToolButton;
    button->setText(text);
    button->setCheckable(true);
    button->setAutoRaise(true);
    return button;
}

bool isDefault(const AttentionOptions& options) {
    return options.layer < 0 && options.head < 0;
}

struct TfReading {
    std::vector<TfRow> rows;
    std::size_t cells = 0;  // read
};

// From the read-outs at hand where they serve, else anew by the model.
TfReading readTfs(const RegulonResults* ready, const ModelContext& context, const CellSet& cells,
                  const AttentionOptions& options, Job& job) {
    TfReading reading;
    std::vector<std::uint32_t> rows;
    if (ready && isDefault(options)) rows = rowsOf(*ready, cells);
    if (!rows.empty()) {
        reading.rows = tfRows(ready->regulons, rows, job);
        reading.cells = rows.size();
    } else {
        const std::vector<std::uint32_t> sample = spreadSample(cells, most_read);
        const RegulonAttention anew = regulon_attention(*context.predictor, *context.input.expression,
                                                        context.input.match, sample, options, job);
        rows.resize(anew.rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = std::uint32_t(i);
        reading.rows = tfRows(anew, rows, job);
        reading.cells = rows.size();
    }
    const std::vector<std::uint32_t> expressed = spreadSample(cells, most_expressed);
    addExpression(reading.rows, context.input.match,
                  meanExpression(*context.input.expression, expressed, job));
    return reading;
}

}  // namespace

InspectorView::InspectorView(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_header(new SubjectHeader),
      m_tfs(new TfSection),
      m_readerTfs(new ReaderTfSection),
      m_detail(new TfDetail),
      m_switch(new QWidget),
      m_cellButton(switchButton(tr("Cell"))),
      m_selectionButton(switchButton(tr("Selection"))),
      m_groupsButton(switchButton(tr("Groups"))),
      m_key(QStringLiteral("inspector.%1.").arg(reinterpret_cast<quintptr>(this))) {
    build();
    connectParts();
    refresh();
}

InspectorView::~InspectorView() {
    cancelReadings();
}

void InspectorView::build() {
    auto* switches = new QHBoxLayout(m_switch);
    switches->setContentsMargins(0, 0, 0, 0);
    switches->setSpacing(2);
    auto* group = new QButtonGroup(this);
    for (QToolButton* button : {m_cellButton, m_selectionButton, m_groupsButton}) {
        group->addButton(button);
        switches->addWidget(button);
    }
    switches->addStretch(1);
    // Everything at its height, one below the other: the one thing that scrolls is the whole.
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(12, 8, 8, 8);
    column->setSpacing(12);
    column->addWidget(m_switch);
    column->addWidget(m_header);
    column->addWidget(m_tfs);
    column->addWidget(m_readerTfs);
    column->addWidget(m_detail, 1);
    m_scroll = new QScrollArea;
    m_scroll->setWidget(content);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_states = new StateStack(m_scroll);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_states);
    setMinimumWidth(288);
    m_placing.setSingleShot(true);
}

void InspectorView::connectParts() {
    connect(&m_session, &Session::changed, this, &InspectorView::hear);
    connect(m_states->page(), &StatePage::pressed, this,
            [this] { m_session.opened().dataset ? Q_EMIT trainRequested() : Q_EMIT openRequested(); });
    connect(m_cellButton, &QToolButton::clicked, this, [this] { setInterest(Interest::Cell); });
    connect(m_selectionButton, &QToolButton::clicked, this, [this] { setInterest(Interest::Selection); });
    connect(m_groupsButton, &QToolButton::clicked, this, [this] { setInterest(Interest::Groups); });
    connect(m_tfs, &TfSection::tfChosen, this, &InspectorView::openTf);
    connect(m_readerTfs, &ReaderTfSection::tfChosen, this, &InspectorView::openTf);
    // What a double click is made on stays where it is.
    const auto color = [this](const QString& tf) {
        m_reveal = false;
        m_placing.stop();
        colorMap(tf);
    };
    connect(m_tfs, &TfSection::colorAsked, this, color);
    connect(m_readerTfs, &ReaderTfSection::colorAsked, this, color);
    connect(m_tfs, &TfSection::chosen, this,
            [this] { m_session.memory().keep(memory_name, kept_attention, m_tfs->choices()); });
    connect(m_readerTfs, &ReaderTfSection::headChosen, this, [this] {
        m_session.memory().keep(memory_name, QLatin1String(kept_head), m_readerTfs->head());
        startReaderTfs();
        startTargets();
    });
    connect(m_readerTfs, &ReaderTfSection::contributionsChosen, this, [this](bool contributions) {
        m_session.memory().keep(memory_name, kept_contributions, contributions);
    });
    connect(m_tfs, &TfSection::optionsChanged, this, [this] {
        startTfs();
        startTargets();
    });
    connect(m_detail, &TfDetail::tableChosen, this,
            [this](bool table) { m_session.memory().keep(memory_name, kept_table, table); });
    connect(m_detail, &TfDetail::sharingChosen, this, [this] {
        m_session.memory().keep(memory_name, kept_sharing,
                                QJsonObject{{QStringLiteral("of"), m_detail->sharing().of},
                                            {QStringLiteral("with"), m_detail->sharing().with}});
    });
    connect(m_detail, &TfDetail::columnsChosen, this,
            [this] { m_session.memory().keep(memory_name, kept_columns, m_detail->columns().words()); });
    connect(m_detail, &TfDetail::similarRequested, this, &InspectorView::similarRequested);
    connect(m_detail, &TfDetail::tfRequested, this, &InspectorView::openTf);
    connect(m_detail, &TfDetail::figureRequested, this, &InspectorView::networkFigureRequested);
    connect(m_detail, &TfDetail::numbersRequested, this, &InspectorView::networkNumbersRequested);
    connect(m_detail, &TfDetail::figureChanged, this, &InspectorView::figureChanged);
    m_detail->setTfs([this](const QString& gene) { return isTf(gene.toStdString()); });
    connect(m_detail, &TfDetail::buttonPressed, this, &InspectorView::trainRequested);
    connect(m_detail, &TfDetail::geneChosen, this,
            [this](const QString& gene) { m_session.colors().colorBy(Coloring::gene(gene.toStdString())); });
    connect(m_detail, &TfDetail::colorByRegulon, this, &InspectorView::colorMap);
    connect(m_detail, &TfDetail::filled, this, [this](bool working) {
        if (!m_reveal) return;
        m_reveal = working;
        m_placing.start(SecondClick::awaited(m_scroll) + placed_ms);
    });
    // Until all of it has its place.
    connect(m_scroll->verticalScrollBar(), &QScrollBar::rangeChanged, this, [this] {
        if (m_placing.isActive() && SecondClick::awaited(m_scroll) == 0) revealDetail();
    });
    connect(&m_placing, &QTimer::timeout, this, &InspectorView::revealDetail);
    connect(m_header, &SubjectHeader::compareWithRest, this, [this] {
        if (const Group own = alone(); !own.cells.empty())
            compareWith({tr("all others"), own.cells.inverted()});
    });
    connect(m_header, &SubjectHeader::compareWithCategory, this, [this](int code) {
        const auto labels = m_session.opened().labels;
        const Group own = alone();
        // Of a menu that belongs to what was shown before.
        if (!labels || own.cells.empty() || std::size_t(code) >= labels->classes.size()) return;
        const CellSet cells = cells_where(m_session.opened().cells(),
                                          [&](std::size_t cell) { return labels->codes[cell] == code; });
        const CellSet others = cells - own.cells;
        const QString name = QString::fromStdString(labels->classes[std::size_t(code)]);
        const bool rest = own.cells.count() > 1 && others.count() < cells.count();  // of the same group
        compareWith({rest ? tr("all others of %1").arg(name) : name, others});
    });
    connect(m_header, &SubjectHeader::compareWithCell, this, [this] {
        if (m_subject.kind == Subject::Kind::Cell)
            m_session.focus().compareCells(m_subject.cell, m_subject.cell);
    });
    connect(m_header, &SubjectHeader::swapGroups, this, [this] {
        if (m_subject.cells)
            return m_session.focus().compareCells(m_subject.cell, m_subject.first.cells.rows().front());
        m_session.focus().setGroups({m_subject.second, m_subject.first});
    });
    connect(m_header, &SubjectHeader::noteAsked, this, [this] {
        if (const auto group = wholeGroup(m_session, m_subject.first.cells))
            askForNote(m_session, this, group->column, group->group);
    });
    connect(m_header, &SubjectHeader::closeComparison, this, [this] {
        if (m_subject.cells || m_subject.kind == Subject::Kind::Cell)
            m_session.focus().setPinned(std::nullopt);
        else
            m_session.focus().setGroups({});
    });
}

// What one cell or one group is beside another.
Group InspectorView::alone() const {
    if (m_subject.kind == Subject::Kind::Group) return m_subject.first;
    if (m_subject.kind == Subject::Kind::Cell) return {tr("this cell"), subjectCells()};
    return {};
}

void InspectorView::openTf(const QString& tf) {
    m_reveal = true;
    if (m_session.focus().tf() == tf.toStdString()) return startTargets();
    m_session.focus().setTf(tf.toStdString());
}

void InspectorView::colorMap(const QString& tf) {
    colorByTf(m_session, tf.toStdString());
}

// The name, the switch and the first targets of an opened TF are seen; of the list above as much as there is
// room for.
void InspectorView::revealDetail() {
    QWidget* content = m_scroll->widget();
    const int room = m_scroll->viewport()->height();
    const int top = m_detail->mapTo(content, QPoint()).y();
    const int part = std::min(m_detail->height(), std::max(least_detail, room * 3 / 5));
    QScrollBar* bar = m_scroll->verticalScrollBar();
    bar->setValue(std::clamp(bar->value(), std::min(top, top + part - room + bottom_margin), top));
}

void InspectorView::compareWith(Group other) {
    if (!other.cells.empty()) m_session.focus().setGroups({alone(), std::move(other)});
}

void InspectorView::hear(Changes what) {
    if (what & Change::ViewsRestored)
        restore();
    else
        followGesture(what);
    if (what & Change::Columns && m_states->showsContent()) m_header->showNote(m_session, m_subject);
    // Opened anywhere: in the heatmap, in a list, by a click here.
    if (what & Change::FocusTf) {
        m_reveal = !(what & (Change::Dataset | Change::ViewsRestored));
        // Not later, when some other gesture shows it. The cells of this one follow at once.
        QTimer::singleShot(0, this, [this] { m_reveal = m_reveal && m_subject.kind != Subject::Kind::None; });
    }
    if (what & Change::Dataset && !(what & Change::ViewsRestored)) beginAnew();
    const Changes shown = Change::Dataset | Change::Genes | Change::Model | Change::Results |
                          Change::Regulons | Change::Labels | Change::Selection | Change::FocusCell |
                          Change::FocusGroups | Change::Busy | Change::Training;
    if (what & Change::Busy && m_states->showsContent() && !(what & (shown & ~Changes(Change::Busy)))) return;
    if (what & Change::Training && m_states->showsContent() && !(what & (shown & ~Changes(Change::Training))))
        return;
    if (what & shown) {
        refresh();
    } else if (what & Change::FocusTf) {
        // Without any cell that is looked at, it is opened for all.
        sameSubject(m_subject, subjectOf(m_session, m_interest)) ? startTargets() : refresh();
    }
}

void InspectorView::followGesture(Changes what) {
    Interest interest = what & Change::Dataset ? Interest::Cell : m_interest;
    if (what & Change::FocusGroups)
        interest = m_session.focus().groups().empty() ? Interest::Selection : Interest::Groups;
    if (what & Change::Selection && !m_session.cells().selection().empty()) interest = Interest::Selection;
    if (what & Change::FocusCell && m_session.focus().cell()) interest = Interest::Cell;
    keepInterest(interest);
}

void InspectorView::setInterest(Interest interest) {
    keepInterest(interest);
    refresh();
}

void InspectorView::keepInterest(Interest interest) {
    if (std::exchange(m_interest, interest) == interest) return;
    m_session.memory().keep(memory_name, kept_interest, int(interest));
}

// What another dataset's session does not hold yet: a preference stays.
void InspectorView::beginAnew() {
    m_detail->share({});
    if (m_detail->showsTable()) m_session.memory().keep(memory_name, kept_table, true);
    if (m_detail->columns().any())
        m_session.memory().keep(memory_name, kept_columns, m_detail->columns().words());
}

void InspectorView::restore() {
    const QJsonObject kept = m_session.memory().of(memory_name);
    const int interest = kept[kept_interest].toInt(int(Interest::Cell));
    m_interest = Interest(std::clamp(interest, int(Interest::Cell), int(Interest::Groups)));
    m_tfs->restore(kept[kept_attention].toObject());
    m_detail->showTable(kept[kept_table].toBool(false));
    m_detail->restoreColumns(kept[kept_columns].toObject());
    m_readerTfs->restoreHead(kept[QLatin1String(kept_head)].toInt(-1));
    m_readerTfs->showContributions(kept[kept_contributions].toBool(false));
    const QJsonObject sharing = kept[kept_sharing].toObject();
    m_detail->share({sharing[QStringLiteral("of")].toString(), sharing[QStringLiteral("with")].toString()});
}

void InspectorView::sayWhatIsMissing() {
    if (!m_session.opened().dataset) {
        if (m_session.loading()) return m_states->say(tr("Reading\u2026"), {}, {}, true);
        return m_states->say(tr("Nothing is open"), tr("Open a dataset to look into its cells."),
                             tr("Open\u2026"));
    }
    if (m_session.loading() && !m_session.view().embedding()) {
        return m_states->say(tr("Working\u2026"), tr("Click a cell once the map appears."), {}, true);
    }
    m_states->say(
        tr("No cell selected"),
        m_session.model().file
            ? tr("Click a cell on the map to see which TFs the model attended to. Lasso cells to see "
                 "them as a group.")
        : m_session.opened().prior
            ? tr("Click a cell on the map, or lasso several, to see which TFs they attend to.")
            : tr("Click a cell on the map, or lasso several. Choose a prior to see which TFs they attend "
                 "to."));
}

void InspectorView::refresh() {
    cancelReadings();
    const Subject before = std::exchange(m_subject, subjectOf(m_session, m_interest));
    if (!sameSubject(before, m_subject)) {
        m_placing.stop();
        m_scroll->verticalScrollBar()->setValue(0);
    }
    if (m_subject.kind == Subject::Kind::None) return sayWhatIsMissing();
    m_states->showContent();
    const bool cell = m_session.focus().cell().has_value(),
               selection = m_session.cells().selection().count() > 1,
               groups = !m_session.focus().groups().empty();
    m_switch->setVisible(int(cell) + int(selection) + int(groups) > 1);
    m_cellButton->setVisible(cell);
    m_cellButton->setText(cell && twoCells(m_session) ? tr("Two cells") : tr("Cell"));
    m_selectionButton->setVisible(selection);
    m_selectionButton->setText(tr("Selection (%1)").arg(countText(m_session.cells().selection().count())));
    m_groupsButton->setVisible(groups);
    const bool compared = groups && m_interest == Interest::Groups;
    m_groupsButton->setChecked(compared);
    m_cellButton->setChecked(!compared && (m_subject.kind == Subject::Kind::Cell || m_subject.cells));
    m_selectionButton->setChecked(!compared && m_subject.kind == Subject::Kind::Group);
    m_header->show(m_session, m_subject);
    if (const auto model = m_session.model().file; model && !model->reader)
        if (m_tfs->setShape(model->config.layers, model->config.heads))
            m_tfs->restore(m_session.memory().of(memory_name)[kept_attention].toObject());
    startNeighbours();
    m_subject.kind == Subject::Kind::Pair ? startPair() : startTfs();
    startReaderTfs();
    startTargets();
}

JobRequest InspectorView::quiet(const QString& what, Lane lane) {
    JobRequest request;
    request.title = tr("Inspector: %1").arg(what);
    request.lane = lane;
    request.key = m_key + what;
    request.quiet = true;
    request.receiver = this;
    return request;
}

void InspectorView::cancelReadings() {
    for (const char* what :
         {"neighbours", "TFs", "reader TFs", "rewired", "cuts", "targets", "contributions"}) {
        m_session.jobs().abandonKey(m_key + QString::fromLatin1(what));
    }
}

CellSet InspectorView::subjectCells() const {
    if (m_subject.kind != Subject::Kind::Cell) return m_subject.first.cells;
    return CellSet::of(m_session.opened().cells(), std::vector{m_subject.cell});
}

void InspectorView::startNeighbours() {
    if (m_subject.kind != Subject::Kind::Cell) return;
    const auto results = m_session.model().results;
    const auto shown = m_session.view().embedding();
    const auto labels = m_session.opened().labels;
    if (!labels && !results) return;
    if (!results && !shown) return;
    const bool byLabel = labels && labels->codes[m_subject.cell] >= 0;
    if (!byLabel && !results) return;
    m_session.jobs().start(
        quiet(QStringLiteral("neighbours"), Lane::Pool),
        [results, shown, labels, byLabel, cell = m_subject.cell](Job& job) {
            const Matrix& points = results ? results->prediction.embedding : *shown->coordinates;
            return neighboursAlike(points, cell, byLabel ? labels->codes : results->predicted, neighbours,
                                   job);
        },
        [this](Neighbours found) {
            if (found.of > 0)
                m_header->setNeighbours(
                    tr("%1 of %2 neighbours share this label").arg(found.alike).arg(found.of));
        });
}

void InspectorView::startTfs() {
    if (m_subject.kind == Subject::Kind::Pair) return;  // startPair() shows what separates the two
    const auto context = m_session.model().context;
    if (!context || context->model->reader) {
        m_tfs->setVisible(context && !context->model->reader);
        return;
    }
    m_tfs->show();
    const CellSet cells = subjectCells();
    const auto ready = m_session.model().regulons;
    const AttentionOptions options = m_tfs->options();
    const bool atHand = ready && isDefault(options) && anyRowOf(*ready, cells);
    if (!atHand && !ready && isDefault(options) && m_session.loading()) {
        m_tfs->showTfs({}, {});
        m_tfs->setWorking(tr("reading regulons\u2026"));
        return;
    }
    JobRequest request = quiet(QStringLiteral("TFs"), atHand ? Lane::Pool : Lane::Model);
    request.failed = [this](const Error& error) {
        m_tfs->showTfs({}, {});
        m_tfs->setWorking(QString::fromStdString(error.problem()));
    };
    m_session.jobs().start(
        std::move(request),
        [ready, context, cells, options](Job& job) {
            return readTfs(ready.get(), *context, cells, options, job);
        },
        [this, all = cells.count()](TfReading reading) {
            const bool part = reading.cells < all;
            m_tfs->showTfs(std::move(reading.rows),
                           part ? tr("from %1 of the cells").arg(countText(reading.cells)) : QString());
            m_tfs->setCurrentTf(QString::fromStdString(m_session.focus().tf()));
            startCuts();
        });
}

void InspectorView::startCuts() {
    const auto context = m_session.model().context;
    std::vector<std::int32_t> tfs = m_tfs->leadingTokens(most_cut_tfs);
    if (!context || tfs.empty()) return;
    JobRequest request = quiet(QStringLiteral("cuts"), Lane::Model);
    request.failed = [](const Error&) {};  // the column keeps saying that it is not known
    m_session.jobs().start(
        std::move(request),
        [context, tfs = std::move(tfs), cells = subjectCells()](Job& job) {
            return meanCuts(*context, spreadSample(cells, most_cut), tfs, job);
        },
        [this](std::vector<std::pair<int, double>> cuts) { m_tfs->setCuts(cuts); });
}

// Whether its targets can be shown.
bool InspectorView::isTf(const std::string& gene) const {
    const auto results = m_session.tfResults();
    if (results && (!m_session.model().file || m_session.model().readsRegulons()))
        return results->column(gene) >= 0;
    const auto regulons = m_session.model().regulons;
    return regulons && std::ranges::find(regulons->regulons.tfs, gene) != regulons->regulons.tfs.end();
}

// What is looked at, for paper.
QString InspectorView::cellsInWords() const {
    const auto named = [&](const Group& group) { return targetCellsText(group.name, group.cells.count()); };
    if (m_subject.kind == Subject::Kind::Cell)
        return targetCellsText(SubjectHeader::nameOf(m_session, m_subject.cell), 1);
    if (m_subject.kind != Subject::Kind::Pair) return named(m_subject.first);
    if (!m_subject.cells) return named(m_subject.first) + QStringLiteral("; ") + named(m_subject.second);
    const auto name = [&](const Group& group) {
        return group.name + QStringLiteral(": ") +
               SubjectHeader::nameOf(m_session, group.cells.rows().front());
    };
    return name(m_subject.first) + QStringLiteral("; ") + name(m_subject.second);
}

std::shared_ptr<const Figure> InspectorView::networkFigure() const {
    return m_states->showsContent() && m_subject.kind != Subject::Kind::None ? m_detail->figure() : nullptr;
}

// The prior whose edges are read; null where it is not at hand.
std::shared_ptr<const RegulatoryNetwork> InspectorView::readPrior() const {
    const auto& prior = m_session.opened().prior;
    const auto model = m_session.model().file;
    return prior && model && another_prior(prior.get(), model->record) ? nullptr : prior;
}

void InspectorView::startTargets() {
    const auto context = m_session.model().context;
    const std::string tf = m_session.focus().tf();
    m_detail->setVisible(true);
    const auto prior = readPrior();
    m_detail->setGiven(prior ? evidence_given(*prior) : EvidenceGiven());
    m_detail->setCells(cellsInWords(), m_session.simulated());
    m_tfs->setCurrentTf(QString::fromStdString(tf));
    m_readerTfs->setCurrentTf(QString::fromStdString(tf));
    if (m_session.model().readsRegulons()) return startModelTargets(tf);
    if (!m_session.model().file) {
        if (m_subject.kind != Subject::Kind::Pair) m_tfs->hide();
        const auto results = m_session.applyingModel() ? nullptr : m_session.tfResults();
        if (results && results->column(tf) >= 0 && m_subject.kind != Subject::Kind::None)
            return startReaderTargets(results, std::size_t(results->column(tf)));
        return m_detail->say(tr("No model yet"),
                             tr("A trained model shows which TFs it attended to in these cells, and through "
                                "which targets."),
                             tr("Train\u2026"));
    }
    if (m_subject.kind == Subject::Kind::None || !context) return;
    if (tf.empty()) return m_detail->say({}, tr("Click a TF to see its targets."));
    const auto& genes = context->model->genes;
    const auto found = std::find(genes.begin(), genes.end(), tf);
    if (found == genes.end()) {
        return m_detail->say({},
                             tr("%1 is not among the TFs of this model.").arg(QString::fromStdString(tf)));
    }
    const QString name = QString::fromStdString(tf);
    if (m_detail->tf() != name) m_detail->say({}, tr("Reading the targets of %1\u2026").arg(name), {}, true);
    JobRequest request = quiet(QStringLiteral("targets"), Lane::Model);
    request.failed = [this](const Error& error) {
        m_detail->say(tr("The targets could not be read"), QString::fromStdString(error.what()));
    };
    if (m_subject.kind == Subject::Kind::Pair)
        return startPairTargets(std::move(request), name, std::int32_t(found - genes.begin()));
    struct Targets {
        std::vector<TargetRow> rows;
        std::vector<SharedTargets> others;
    };
    CellSet cells = subjectCells();
    const std::size_t all = cells.count();
    const QString note = all == 1          ? QString()
                         : most_read < all ? tr("mean of %1 cells").arg(countText(most_read))
                                           : tr("mean of the cells");
    m_session.jobs().start(
        std::move(request),
        [context, prior, tf, cells = std::move(cells), token = std::int32_t(found - genes.begin()),
         options = m_tfs->options()](Job& job) {
            std::vector<TargetRow> rows =
                targetRows(*context, spreadSample(cells, most_read), token, options, job);
            if (prior) addPrior(rows, *prior, {&tf, 1});
            return Targets{std::move(rows),
                           sharedTargets(context->model->mask, token, context->model->genes, most_sharing)};
        },
        [this, name, note](Targets read) {
            m_detail->show(name, std::move(read.rows), std::move(read.others), note);
        });
}

}  // namespace regulus
