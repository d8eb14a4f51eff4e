#include "ui/views/heatmap/heatmap_view.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStandardItemModel>
#include <QVBoxLayout>
#include <algorithm>

#include "core/base/cell_loop.h"
#include "core/io/prior/prior_starter.h"
#include "ui/figures/matrix_figure.h"
#include "ui/figures/regulon_table.h"
#include "ui/session/legend_groups.h"
#include "ui/views/heatmap/heatmap_canvas.h"
#include "ui/views/parts/select_mode.h"
#include "ui/views/parts/state_page.h"

namespace regulus {

namespace {

constexpr int fixed_groupings = 2;  // by label and by prediction, which are always listed
constexpr std::size_t most_groups = 200;
constexpr const char* column_prefix = "column:";

const auto memory_name = QStringLiteral("heatmap"), kept_measure = QStringLiteral("measure"),
           kept_groups = QStringLiteral("groups"), kept_limit = QStringLiteral("TFs"),
           kept_z = QStringLiteral("z"), kept_turned = QStringLiteral("TFs as rows");

}  // namespace

HeatmapView::HeatmapView(Session* session, QWidget* parent)
    : QWidget(parent), m_session(session), m_canvas(new HeatmapCanvas) {
    auto* content = new QWidget;
    auto* inside = new QVBoxLayout(content);
    inside->setContentsMargins(0, 0, 0, 0);
    inside->setSpacing(0);
    inside->addWidget(buildBar());
    inside->addWidget(m_canvas, 1);
    m_stack = new StateStack(content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    connect(m_canvas, &HeatmapCanvas::hovered, this, &HeatmapView::hoverCell);
    connect(m_canvas, &HeatmapCanvas::clicked, this, &HeatmapView::clickCell);
    connect(m_canvas, &HeatmapCanvas::escapePressed, this, [this] { m_session->cells().clearSelection(); });
    connect(m_stack->page(), &StatePage::pressed, this, &HeatmapView::priorAsked);
    connect(session, &Session::changed, this, &HeatmapView::sessionChanged);
    offerMeasures();
    startTable();
    pullState();
}

std::shared_ptr<const Figure> HeatmapView::figure() const {
    return std::make_shared<MatrixFigure>(pictureOf(m_canvas->scene()));
}

QWidget* HeatmapView::buildBar() {
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(14, 6, 14, 2);
    row->setSpacing(8);
    m_measure = new QComboBox;
    m_measure->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_groups = new QComboBox;
    m_groups->setObjectName(QStringLiteral("grouping"));
    m_groups->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_groups->setMaximumWidth(220);
    m_groups->addItem(tr("by label"), QStringLiteral("label"));
    m_groups->addItem(tr("by prediction"), QStringLiteral("prediction"));
    m_limit = new QSpinBox;
    m_limit->setRange(0, 2000);
    m_limit->setSingleStep(10);
    m_limit->setValue(m_canvas->scene().geneLimit());
    m_limit->setSpecialValueText(tr("all"));
    m_limit->setSuffix(tr(" TFs"));
    m_z = new QCheckBox(tr("z-score across groups"));
    m_z->setChecked(true);  // what tells the groups apart; off: also what all of them share
    m_turned = new QCheckBox(tr("TFs as rows"));
    for (QWidget* w : std::initializer_list<QWidget*>{m_measure, m_groups, m_limit, m_z, m_turned})
        row->addWidget(w);
    m_starter = new QPushButton(tr("Choose a fuller prior…"));
    m_starter->setToolTip(tr("The starter prior has textbook edges of a few TFs, to try things out"));
    row->addWidget(m_starter);
    row->addStretch();
    connect(m_starter, &QPushButton::clicked, this, &HeatmapView::priorAsked);
    connectControls();
    return bar;
}

void HeatmapView::connectControls() {
    connect(m_measure, &QComboBox::currentIndexChanged, this, [this] {
        keep(kept_measure, m_measure->currentData().toInt());
        m_measure->setToolTip(m_measure->currentData(Qt::ToolTipRole).toString());
        startTable();
    });
    connect(m_groups, &QComboBox::currentIndexChanged, this, [this] {
        keep(kept_groups, m_groups->currentData().toString());
        startTable();
    });
    connect(m_z, &QCheckBox::toggled, this, [this](bool on) {
        keep(kept_z, on);
        startTable();
    });
    connect(m_limit, &QSpinBox::valueChanged, this, [this](int most) {
        keep(kept_limit, most);
        m_canvas->scene().setGeneLimit(most);
        m_canvas->update();
    });
    connect(m_turned, &QCheckBox::toggled, this, [this](bool on) {
        keep(kept_turned, on);
        m_canvas->scene().setTransposed(on);
        m_canvas->makeRoomForRows();
        m_canvas->update();
    });
}

void HeatmapView::keep(const QString& control, const QJsonValue& value) {
    m_session->memory().keep(memory_name, control, value);
}

void HeatmapView::restore() {
    const QJsonObject kept = m_session->memory().of(memory_name);
    m_limit->setValue(kept[kept_limit].toInt(m_limit->value()));
    m_z->setChecked(kept[kept_z].toBool(m_z->isChecked()));
    m_turned->setChecked(kept[kept_turned].toBool(m_turned->isChecked()));
    offerMeasures();
    offerGroupings();
}

// What a person chose, as soon as it is offered (results of a model come later than its session); else what
// was shown before; else the first.
void HeatmapView::choose(QComboBox* list, const QString& control, const QVariant& before) {
    const QJsonValue kept = m_session->memory().of(memory_name).value(control);
    const auto offered = [list](const QVariant& value) {
        const int at = list->findData(value);
        const auto* items = qobject_cast<QStandardItemModel*>(list->model());
        return at >= 0 && items->item(at)->isEnabled() ? at : -1;
    };
    const int wanted = kept.isUndefined() ? -1 : offered(kept.toVariant());
    list->setCurrentIndex(wanted >= 0 ? wanted : std::max(0, offered(before)));
}

RegulonMeasure HeatmapView::measure() const {
    return static_cast<RegulonMeasure>(m_measure->currentData().toInt());
}

void HeatmapView::offerMeasures() {
    struct Offer {
        RegulonMeasure measure;
        QString name, tip;
    };
    QList<Offer> offers;
    const auto tfs = m_session->tfResults();
    if (m_session->model().file && !m_session->model().readsRegulons()) {
        offers << Offer{RegulonMeasure::Choice, tr("Choice"),
                        tr("Did a TF's targets prefer it to their other regulators?")}
               << Offer{RegulonMeasure::Attention, tr("Attention"), tr("Choice and pooling together, raw")}
               << Offer{RegulonMeasure::Pooling, tr("Pooling"), tr("Did the cell weight a TF's targets?")};
    } else if (tfs && tfs->reader->head) {
        offers << Offer{RegulonMeasure::TfAttention, tr("Attention"),
                        tr("What the model attends to: the TFs whose targets stand out in the cell, compared "
                           "with all other TFs")}
               << Offer{RegulonMeasure::Effect, tr("Effect of cutting"),
                        tr("How the log-odds of the predicted class change when the evidence for a TF is "
                           "taken away")};
    } else if (tfs) {
        offers << Offer{RegulonMeasure::TfAttention, tr("Attention"),
                        tr("Attention of an untrained reader: the TFs whose targets stand out in the cell, "
                           "compared with all other TFs")};
    }
    if (tfs) {
        offers
            << Offer{RegulonMeasure::Activity, tr("Activity"),
                     tr("t value of a line through the expression of a TF's targets (ULM); needs no model")}
            << Offer{RegulonMeasure::Expression, tr("mRNA"), tr("Expression of the TF itself")};
    }
    // Without a model there is no prediction to group by.
    if (auto* const groupings = qobject_cast<QStandardItemModel*>(m_groups->model()))
        groupings->item(1)->setEnabled(m_session->model().file != nullptr);
    {
        const QSignalBlocker quiet(m_groups);
        choose(m_groups, kept_groups, m_groups->currentData());
    }
    QList<int> now, wanted;
    for (int i = 0; i < m_measure->count(); ++i) now << m_measure->itemData(i).toInt();
    for (const Offer& offer : offers) wanted << int(offer.measure);
    const QSignalBlocker quiet(m_measure);
    const QVariant before = m_measure->currentData();
    if (now != wanted) {
        m_measure->clear();
        for (const Offer& offer : offers) {
            m_measure->addItem(offer.name, int(offer.measure));
            m_measure->setItemData(m_measure->count() - 1, offer.tip, Qt::ToolTipRole);
        }
    }
    choose(m_measure, kept_measure, before);
    m_measure->setToolTip(m_measure->currentData(Qt::ToolTipRole).toString());
}

void HeatmapView::offerGroupings() {
    const QSignalBlocker quiet(m_groups);
    const QVariant before = m_groups->currentData();
    while (m_groups->count() > fixed_groupings) m_groups->removeItem(fixed_groupings);
    for (const std::string& name : m_session->groups().names()) {
        const auto groups = m_session->groups().categorical(name);
        if (!groups || groups->categories.size() < 2 || groups->categories.size() > most_groups ||
            name == m_session->opened().labelColumn())
            continue;
        m_groups->addItem(tr("by %1").arg(QString::fromStdString(name)),
                          QLatin1String(column_prefix) + QString::fromStdString(name));
    }
    choose(m_groups, kept_groups, before);
}

std::string HeatmapView::groupColumn() const {
    const QString chosen = m_groups->currentData().toString();
    if (chosen == QLatin1String("prediction")) return predicted_column;
    if (chosen.startsWith(QLatin1String(column_prefix)))
        return chosen.mid(QLatin1String(column_prefix).size()).toStdString();
    return m_session->opened().labelColumn();
}

void HeatmapView::sessionChanged(Changes what) {
    if (what & Change::ViewsRestored) restore();
    if (what & (Change::Dataset | Change::Columns | Change::Labels)) offerGroupings();
    if (what & (Change::Dataset | Change::Model | Change::Regulons | Change::Labels | Change::Results |
                Change::Columns)) {
        offerMeasures();
        startTable();
    }
    if (what & (Change::FocusTf | Change::FocusGroups | Change::Selection)) pullFocus();
    pullState();
}

void HeatmapView::startTable() {
    RegulonTableRequest request;
    request.regulons = m_session->model().regulons;
    request.tfs = m_session->tfResults();
    request.measure = measure();
    request.groups = m_session->groups().categorical(groupColumn());
    const bool there = m_measure->count() > 0 &&
                       (ofGenes(request.measure) ? request.regulons != nullptr : request.tfs != nullptr);
    if (!there || !request.groups) {
        m_session->jobs().abandonKey(QStringLiteral("regulon heatmap"));
        forgetReference();
        m_computing = false;
        m_canvas->scene().setData({});
        return;
    }
    // The sign of an effect says whether a decision gains or loses: no z-score takes it away.
    m_z->setEnabled(request.measure != RegulonMeasure::Effect);
    request.zOverGroups = m_z->isChecked() && m_z->isEnabled();
    request.groupedBy =
        groupColumn() == predicted_column ? tr("prediction") : QString::fromStdString(groupColumn());
    request.simulated = m_session->simulated();
    if (hasReference(request.measure)) startReference(request);
    request.reference = m_reference;
    request.comparing = hasReference(request.measure) && !m_reference;
    JobRequest job;
    job.title = tr("Regulon heatmap");
    job.key = QStringLiteral("regulon heatmap");
    job.quiet = true;
    job.receiver = this;
    m_computing = true;
    m_session->jobs().start(
        job, [request](Job& running) { return regulonTable(request, running); },
        [this](HeatmapData table) { showTable(std::move(table)); });
}

void HeatmapView::startReference(const RegulonTableRequest& request) {
    const Reference wanted{request.tfs, m_session->rewiredReaders(), m_session->halfReaders(),
                           request.groups};
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
            return std::make_shared<const TfReference>(regulonReference(
                *wanted.tfs, *wanted.rewired, *wanted.halves, *expression, *wanted.groups, running));
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

void HeatmapView::showTable(HeatmapData table) {
    m_computing = false;
    HeatmapScene& scene = m_canvas->scene();
    // The same groups and TFs again, compared by now: what was looked at stays in place.
    const bool same = scene.data().groups == table.groups && scene.data().genes == table.genes;
    const QPointF scroll = scene.scroll();
    const auto hovered = scene.hovered();
    scene.setData(std::move(table));
    if (same) {
        scene.setScroll(scroll);
        scene.setHovered(hovered);
    }
    m_canvas->makeRoomForRows();
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
    const std::vector<std::size_t>& sizes = m_session->groups().sizes(groupColumn());
    if (selected.count() != (code < 0 ? sizes.back() : sizes[static_cast<std::size_t>(code)]))
        return std::nullopt;
    const std::vector<int>& shown = m_canvas->scene().data().groupCodes;
    const auto found = std::ranges::find(shown, code);
    return found == shown.end() ? std::nullopt : std::optional(static_cast<int>(found - shown.begin()));
}

void HeatmapView::pullState() {
    const OpenedState& opened = m_session->opened();
    const bool model = m_session->model().file || m_session->applyingModel();
    m_starter->setVisible(!model && is_starter(opened.priorPath.toStdString()));
    if (!opened.dataset) {
        m_stack->say(tr("No dataset is open"), tr("Regulons appear once a dataset and a prior are open."));
    } else if (!model && !opened.prior) {
        m_stack->say(tr("No prior yet"),
                     tr("With a prior, the heatmap shows which TFs stand out in each group."),
                     tr("Choose prior…"));
    } else if (!model && !opened.priorProblem.isEmpty()) {
        m_stack->say(tr("The prior does not fit"), opened.priorProblem + QLatin1Char('.'),
                     tr("Choose prior…"));
    } else if (!model && !opened.expression) {
        m_stack->say(tr("No counts"), tr("Regulons need counts or log-normalised values."));
    } else if (m_session->model().unread) {
        m_stack->say(tr("No regulons"), tr("Reading them was cancelled, or failed. Open the model again."));
    } else if (m_measure->count() == 0 || (ofGenes(measure()) && !m_session->model().regulons) ||
               (m_computing && m_canvas->scene().empty())) {
        m_stack->say(model ? tr("Reading the model's attention…") : tr("Reading regulons…"),
                     model ? tr("A few hundred cells first, then all.") : QString(), {}, true);
    } else if (m_canvas->scene().empty()) {
        m_stack->say(tr("Nothing to group by"), tr("Choose a label column of the dataset."));
    } else {
        m_stack->showContent();
    }
}

CellSet HeatmapView::cellsOfGroup(int shown) const {
    const int code = m_canvas->scene().data().groupCodes[static_cast<std::size_t>(shown)];
    return m_session->groups().cellsOf(groupColumn(), code);
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
        m_session->cells().setHighlight(cellsOfGroup(cell->group));
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
        m_canvas->makeRoomForRows();
        return m_canvas->update();
    }
    m_session->cells().select(cellsOfGroup(cell.group), selectModeOf(modifiers));
}

}  // namespace regulus
