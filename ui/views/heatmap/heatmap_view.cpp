#include "ui/views/heatmap/heatmap_view.h"

#include <QVBoxLayout>
#include <algorithm>

#include "core/base/cell_loop.h"
#include "core/io/prior/prior_starter.h"
#include "ui/figures/matrix_figure.h"
#include "ui/render/heatmap_numbers.h"
#include "ui/session/legend_groups.h"
#include "ui/session/workspace_groups.h"
#include "ui/views/heatmap/heatmap_canvas.h"
#include "ui/views/heatmap/heatmap_choices.h"
#include "ui/views/parts/name_field.h"
#include "ui/views/parts/select_mode.h"
#include "ui/views/parts/state_page.h"
#include "ui/views/parts/tf_gestures.h"

namespace regulus {

namespace {

const auto memory_name = QStringLiteral("heatmap");

// As the gallery and the search call it: see coloringNames().
std::string coloringPrefix(RegulonMeasure measure) {
    switch (measure) {
        case RegulonMeasure::Choice:
        case RegulonMeasure::TfAttention:
            return "regulon:";
        case RegulonMeasure::Attention:
            return "attention:";
        case RegulonMeasure::Pooling:
            return "pooling:";
        case RegulonMeasure::Activity:
            return "activity:";
        case RegulonMeasure::Effect:
            return "effect:";
        case RegulonMeasure::Expression:
            break;
    }
    return {};
}

}  // namespace

HeatmapView::HeatmapView(Session* session, QWidget* parent)
    : QWidget(parent), m_session(session), m_controls(new HeatmapControls), m_canvas(new HeatmapCanvas) {
    auto* content = new QWidget;
    auto* inside = new QVBoxLayout(content);
    inside->setContentsMargins(0, 0, 0, 0);
    inside->setSpacing(0);
    inside->addWidget(m_controls);
    inside->addWidget(m_canvas, 1);
    m_stack = new StateStack(content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    connect(m_controls, &HeatmapControls::edited, this, &HeatmapView::edit);
    connect(m_controls, &HeatmapControls::priorAsked, this, &HeatmapView::priorAsked);
    connect(m_controls, &HeatmapControls::numbersAsked, this, &HeatmapView::numbersAsked);
    connect(m_canvas, &HeatmapCanvas::hovered, this, &HeatmapView::hoverCell);
    connect(m_canvas, &HeatmapCanvas::clicked, this, &HeatmapView::clickCell);
    connect(m_canvas, &HeatmapCanvas::doubleClicked, this, &HeatmapView::colorByCell);
    connect(m_canvas, &HeatmapCanvas::branchHovered, this, &HeatmapView::hoverBranch);
    connect(m_canvas, &HeatmapCanvas::branchClicked, this, &HeatmapView::clickBranch);
    connect(m_canvas, &HeatmapCanvas::dragged, this, &HeatmapView::selectBetween);
    connect(m_canvas, &HeatmapCanvas::escapePressed, this, [this] { m_session->cells().clearSelection(); });
    connect(m_stack->page(), &StatePage::pressed, this,
            [this] { m_session->opened().dataset ? Q_EMIT priorAsked() : Q_EMIT openAsked(); });
    connect(session, &Session::changed, this, &HeatmapView::sessionChanged);
    m_settings = heatmapSettings(session->memory().of(memory_name));
    pullControls();
    startTable();
    pullState();
}

std::shared_ptr<const Figure> HeatmapView::figure() const {
    return regulonFigure(m_canvas->scene());
}

std::function<FigureNumbers()> HeatmapView::numbers() const {
    return [scene = std::make_shared<const HeatmapScene>(m_canvas->scene()),
            dataset = m_session->opened().dataset] {
        return dataset ? heatmapNumbers(*scene, dataset->obs.index) : FigureNumbers();
    };
}

void HeatmapView::edit(const std::function<void(HeatmapSettings&)>& change) {
    HeatmapSettings after = m_settings;
    change(after);
    // A list of one's own begins with what is seen.
    if (after.look.tfs == ShownTfs::Named && m_settings.look.tfs != ShownTfs::Named &&
        after.names.trimmed().isEmpty())
        after.names = joinedNames(namesSeen());
    if (after == m_settings) return pullControls();
    const HeatmapStep step = heatmapStep(m_settings, after);
    // What is typed into a list is a step of its own, after the choice of a list.
    const bool typed = after.names != m_settings.names && after.look.tfs == m_settings.look.tfs;
    const int merge = typed ? MergeNames + m_controls->typing() : step.sliding ? MergeViews : NoMerge;
    m_session->memory().change(step.name, memory_name, heatmapWords(after), merge);
}

// Without the members of families that are open: a family is one name.
std::vector<std::string> HeatmapView::namesSeen() const {
    const HeatmapScene& scene = m_canvas->scene();
    std::vector<std::string> names;
    for (const int gene : scene.shownGenes())
        if (const auto& under = scene.data().under;
            under.empty() || under[static_cast<std::size_t>(gene)] < 0)
            names.push_back(scene.data().genes[gene].toStdString());
    return names;
}

// Of this view, or of undo.
void HeatmapView::pullSettings() {
    HeatmapSettings kept = heatmapSettings(m_session->memory().of(memory_name));
    if (kept == m_settings) return;
    HeatmapSettings alike = kept;  // but for what the scene does by itself
    alike.turned = m_settings.turned;
    const bool turnedAlone = alike == m_settings;
    m_settings = std::move(kept);
    pullControls();
    m_canvas->scene().setTransposed(m_settings.turned);
    if (turnedAlone) {
        m_canvas->update();
    } else {
        startTable();
    }
}

void HeatmapView::pullControls() {
    HeatmapControls::Offer offer;
    for (const RegulonMeasure measure : heatmapMeasures(*m_session))
        offer.measures.push_back(worded(measure));
    offer.predictions = m_session->model().file != nullptr;
    for (const std::string& name : m_session->groups().names()) {
        if (!canGroupHeatmap(*m_session, name)) continue;
        offer.across.push_back(QString::fromStdString(name));
        if (name != m_session->opened().labelColumn()) offer.columns.push_back(offer.across.back());
    }
    if (ofGenesShown()) {
        offer.tfs = m_session->model().regulons->regulons.tfs;
        offer.entries = offer.tfs.size();
    } else if (const auto tfs = m_session->tfResults()) {
        offer.tfs = tfs->tfs;
        offer.entries = tfs->families().entries().size();
    }
    const bool model = m_session->model().file || m_session->applyingModel();
    offer.starter = !model && is_starter(m_session->opened().priorPath.toStdString());
    m_controls->show(offer, m_settings);
}

bool HeatmapView::ofGenesShown() const {
    return m_session->model().regulons && m_session->model().file && !m_session->model().readsRegulons() &&
           (m_controls->empty() || ofGenes(m_controls->measure()));
}

HeatmapControls::Measure HeatmapView::worded(RegulonMeasure measure) const {
    const auto tfs = m_session->tfResults();
    switch (measure) {
        case RegulonMeasure::Choice:
            return {measure, tr("Choice"), tr("Did a TF's targets prefer it to their other regulators?")};
        case RegulonMeasure::Attention:
            return {measure, tr("Attention"), tr("Choice and pooling together, raw")};
        case RegulonMeasure::Pooling:
            return {measure, tr("Pooling"), tr("Did the cell weight a TF's targets?")};
        case RegulonMeasure::TfAttention:
            return {measure, tr("Attention"),
                    tfs && tfs->reader->head
                        ? tr("What the model attends to: the TFs whose targets are high in the cell, "
                             "compared with all other TFs")
                        : tr("Attention of an untrained reader: the TFs whose targets are high in the "
                             "cell, compared with all other TFs")};
        case RegulonMeasure::Effect:
            return {measure, tr("Effect of cutting"),
                    tr("How the log-odds of the predicted class change when the evidence for a TF is "
                       "taken away")};
        case RegulonMeasure::Activity:
            return {measure, tr("Activity"),
                    tr("t value of a line through the expression of a TF's targets (ULM); needs no model")};
        case RegulonMeasure::Expression:
            break;
    }
    return {measure, tr("mRNA"), tr("Expression of the TF itself")};
}

std::string HeatmapView::groupColumn() const {
    return heatmapColumn(*m_session, m_controls->grouping());
}

void HeatmapView::sessionChanged(Changes what) {
    if (what & (Change::ViewKept | Change::ViewsRestored | Change::Dataset)) pullSettings();
    if (what & (Change::Dataset | Change::Model | Change::Regulons | Change::Labels | Change::Results |
                Change::Columns | Change::Prior)) {
        pullControls();
        startTable();
    } else if (what & Change::Filters && workspaceCells(*m_session) != m_among) {
        startTable();
    }
    if ((what & Change::FocusTf) && m_settings.eachCell && m_settings.order == CellOrder::Value) startTable();
    if (what & (Change::FocusTf | Change::FocusGroups | Change::Selection)) pullFocus();
    pullState();
}

RegulonTableRequest HeatmapView::tableRequest() const {
    RegulonTableRequest request;
    request.regulons = m_session->model().regulons;
    request.tfs = m_session->tfResults();
    request.measure = m_controls->measure();
    request.groups = m_session->groups().categorical(groupColumn());
    request.zOverGroups = m_settings.z && request.measure != RegulonMeasure::Effect;
    request.groupedBy =
        groupColumn() == predicted_column ? tr("prediction") : QString::fromStdString(groupColumn());
    request.among = m_among;
    request.amongName = m_session->workspaces().workspaces().current;
    request.simulated = m_session->simulated();
    request.groupBar = m_settings.groupBar;
    request.acrossName = m_settings.across;
    if (m_settings.groupBar == GroupBar::Shares)
        request.across = m_session->groups().categorical(m_settings.across.toStdString());
    request.tfBar = m_settings.tfBar;
    return request;
}

void HeatmapView::startTable() {
    m_among = workspaceCells(*m_session);
    RegulonHeatmapRequest request{.table = tableRequest(), .look = m_settings.look};
    RegulonTableRequest& table = request.table;
    const bool there =
        !m_controls->empty() && (ofGenes(table.measure) ? table.regulons != nullptr : table.tfs != nullptr);
    if (!there || !table.groups) {
        m_session->jobs().abandonKey(QStringLiteral("regulon heatmap"));
        forgetReference();
        m_computing = false;
        m_canvas->scene().setData({});
        return;
    }
    if (hasReference(table.measure)) startReference(table);
    table.reference = m_reference;
    table.comparing = hasReference(table.measure) && !m_reference;
    for (const std::string& name : m_controls->tfNames()) request.look.names << QString::fromStdString(name);
    request.eachCell = m_settings.eachCell;
    request.order = m_settings.order;
    request.orderedBy = QString::fromStdString(m_session->focus().tf());
    JobRequest job;
    job.title = tr("Regulon heatmap");
    job.key = QStringLiteral("regulon heatmap");
    job.quiet = true;
    job.receiver = this;
    m_computing = true;
    m_session->jobs().start(
        job,
        [request](Job& running) {
            return std::make_shared<const RegulonHeatmap>(regulonHeatmap(request, running));
        },
        [this, look = request.look](const std::shared_ptr<const RegulonHeatmap>& made) {
            showTable(*made, look);
        });
}

void HeatmapView::startReference(const RegulonTableRequest& request) {
    const Reference wanted{request.tfs, m_session->rewiredReaders(), m_session->halfReaders(), request.groups,
                           request.among};
    if (wanted == m_referenceOf) return;
    forgetReference();
    if (!wanted.rewired || !wanted.halves) return;  // the session says when they are there
    m_referenceOf = wanted;
    JobRequest job;
    job.title = tr("Comparing with rewired priors");
    job.key = QStringLiteral("regulon heatmap reference");
    job.quiet = true;
    job.receiver = this;
    job.failed = [](const Error&) {};  // the table says that it is not compared
    m_session->jobs().start(
        job,
        [wanted, expression = m_session->tfExpression()](Job& running) {
            return std::make_shared<const TfReference>(
                regulonReference(*wanted.tfs, *wanted.rewired, *wanted.halves, *expression, *wanted.groups,
                                 wanted.among, running));
        },
        [this](std::shared_ptr<const TfReference> reference) {
            m_reference = std::move(reference);
            startTable();
        });
}

void HeatmapView::forgetReference() {
    m_session->jobs().abandonKey(QStringLiteral("regulon heatmap reference"));
    m_referenceOf = {};
    m_reference.reset();
}

void HeatmapView::showTable(const RegulonHeatmap& made, const HeatmapLook& look) {
    m_computing = false;
    HeatmapScene& scene = m_canvas->scene();
    // The same groups and TFs again, compared by now: what was looked at stays in place.
    const bool same = scene.data().groups == made.data.groups && scene.data().genes == made.data.genes &&
                      scene.look() == look && bool(scene.cells()) == bool(made.cells);
    const QPointF scroll = scene.scroll();
    const auto hovered = scene.hovered();
    scene.setTransposed(m_settings.turned);
    scene.show(made.data, look, made.arrangement, made.cells);
    if (same) {
        scene.setScroll(scroll);
        scene.setHovered(hovered);
    }
    pullFocus();
    pullState();
    m_canvas->update();
}

void HeatmapView::pullFocus() {
    HeatmapScene& scene = m_canvas->scene();
    if (scene.empty()) return;
    const qsizetype gene = scene.data().genes.indexOf(QString::fromStdString(m_session->focus().tf()));
    scene.setSelectedGene(gene < 0 ? std::nullopt : std::optional(static_cast<int>(gene)));
    scene.setSelectedGroup(std::nullopt);
    if (const auto group = selectedGroup()) scene.setSelectedGroup(*group);
    m_canvas->update();
}

// The group whose cells are just those selected.
std::optional<int> HeatmapView::selectedGroup() const {
    const CellSet& selected = m_session->cells().selection();
    const auto groups = m_session->groups().categorical(groupColumn());
    if (!groups || selected.empty()) return std::nullopt;
    std::int32_t code = -2;
    const bool alike = visit_while(selected, [&](std::size_t cell) {
        if (code == -2) code = groups->codes[cell];
        return groups->codes[cell] == code;
    });
    if (!alike) return std::nullopt;
    // Behind the categories stand the cells without a value.
    const std::vector<std::size_t> sizes = sizesAmong(*m_session, groupColumn());
    if (selected.count() != (code < 0 ? sizes.back() : sizes[static_cast<std::size_t>(code)]))
        return std::nullopt;
    const std::vector<int>& shown = m_canvas->scene().data().groupCodes;
    const auto found = std::ranges::find(shown, code);
    return found == shown.end() ? std::nullopt : std::optional(static_cast<int>(found - shown.begin()));
}

void HeatmapView::pullState() {
    const OpenedState& opened = m_session->opened();
    const bool model = m_session->model().file || m_session->applyingModel();
    if (!opened.dataset) {
        m_stack->say(tr("Nothing is open"), tr("Open a dataset to see which TFs its groups differ by."),
                     tr("Open…"));
    } else if (!model && !opened.prior) {
        m_stack->say(tr("No prior yet"),
                     tr("With a prior, the heatmap shows which TFs the groups differ by."),
                     tr("Choose prior…"));
    } else if (!model && !opened.priorProblem.isEmpty()) {
        m_stack->say(tr("The prior does not fit"), opened.priorProblem + QLatin1Char('.'),
                     tr("Choose prior…"));
    } else if (!model && !opened.expression) {
        m_stack->say(tr("No counts"), tr("Regulons need counts or log-normalised values."));
    } else if (m_session->model().unread) {
        m_stack->say(tr("No regulons"), tr("Reading them was cancelled, or failed. Open the model again."));
    } else if (m_controls->empty() || (ofGenes(m_controls->measure()) && !m_session->model().regulons) ||
               (m_computing && m_canvas->scene().empty())) {
        m_stack->say(model ? tr("Reading the model's attention…") : tr("Reading regulons…"),
                     model ? tr("A few hundred cells first, then all.") : QString(), {}, true);
    } else if (m_canvas->scene().empty() && m_among.universe() > 0) {
        m_stack->say(tr("No cell of this workspace was read"),
                     tr("Regulons were read in a sample of the cells, which has none of these."));
    } else if (m_canvas->scene().empty()) {
        m_stack->say(tr("Nothing to group by"), tr("Choose a label column of the dataset."));
    } else {
        m_stack->showContent();
    }
}

CellSet HeatmapView::cellsOfGroups(const std::vector<int>& shown) const {
    CellSet all(m_session->cells().visible().universe());
    for (const int group : shown) {
        const int code = m_canvas->scene().data().groupCodes[static_cast<std::size_t>(group)];
        all |= m_session->groups().cellsOf(groupColumn(), code);
    }
    return all;
}

void HeatmapView::hoverCell(std::optional<HeatmapScene::Cell> cell) {
    if (!cell) {
        m_session->cells().clearHighlight();
        Q_EMIT hovered({});
        return;
    }
    const HeatmapData& shown = m_canvas->scene().data();
    QStringList parts;
    if (cell->gene >= 0) parts << shown.genes[cell->gene];
    if (cell->group >= 0) {
        parts << shown.groups[cell->group];
        m_session->cells().setHighlight(cellsOfGroups({cell->group}));
    } else {
        m_session->cells().clearHighlight();
    }
    if (cell->gene >= 0 && cell->group >= 0)
        parts << valueText(static_cast<double>(
            shown.values(static_cast<std::size_t>(cell->group), static_cast<std::size_t>(cell->gene))));
    Q_EMIT hovered(parts.join(QStringLiteral(" · ")));
}

void HeatmapView::clickCell(HeatmapScene::Cell cell, Qt::KeyboardModifiers modifiers) {
    if (cell.gene >= 0) m_session->focus().setTf(m_canvas->scene().data().genes[cell.gene].toStdString());
    if (cell.group < 0) {
        if (cell.gene >= 0) m_canvas->scene().toggle(cell.gene);
        return m_canvas->update();
    }
    m_session->cells().select(cellsOfGroups({cell.group}), selectModeOf(modifiers));
}

void HeatmapView::colorByCell(HeatmapScene::Cell cell) {
    if (cell.gene < m_canvas->scene().data().genes.size())
        colorByTf(*m_session, m_canvas->scene().data().genes[cell.gene].toStdString(), m_controls->measure());
}

void HeatmapView::hoverBranch(std::optional<HeatmapScene::Branch> branch) {
    const std::vector<int> members = branch ? m_canvas->scene().membersOf(*branch) : std::vector<int>();
    if (branch && !branch->ofGenes)
        m_session->cells().setHighlight(cellsOfGroups(members));
    else
        m_session->cells().clearHighlight();
    Q_EMIT hovered(!branch           ? QString()
                   : branch->ofGenes ? tr("%1 TFs").arg(members.size())
                                     : tr("%1 groups").arg(members.size()));
}

void HeatmapView::clickBranch(HeatmapScene::Branch branch, Qt::KeyboardModifiers modifiers) {
    const std::vector<int> members = m_canvas->scene().membersOf(branch);
    if (!branch.ofGenes) return m_session->cells().select(cellsOfGroups(members), selectModeOf(modifiers));
    std::vector<std::string> names;
    for (const int tf : members)
        names.push_back(coloringPrefix(m_controls->measure()) +
                        m_canvas->scene().data().genes[tf].toStdString());
    Q_EMIT tfsAsked(names);
}

void HeatmapView::selectBetween(QPointF from, QPointF to, Qt::KeyboardModifiers modifiers) {
    const HeatmapScene& scene = m_canvas->scene();
    CellSet chosen(m_session->cells().visible().universe());
    if (scene.cells())
        for (const std::uint32_t cell : scene.cellsBetween(from, to)) chosen.insert(cell);
    else
        chosen = cellsOfGroups(scene.groupsBetween(from, to));
    m_session->cells().select(chosen, selectModeOf(modifiers));
}

}  // namespace regulus
