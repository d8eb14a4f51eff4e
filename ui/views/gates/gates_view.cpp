#include "ui/views/gates/gates_view.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "core/base/error.h"
#include "core/workflow/gate_tables.h"
#include "ui/figures/scatter/scatter_plot.h"
#include "ui/views/gates/gate_tree.h"
#include "ui/views/parts/cell_pointing.h"
#include "ui/views/parts/header_style.h"
#include "ui/views/parts/select_mode.h"
#include "ui/views/parts/state_page.h"
#include "ui/views/parts/theme_watcher.h"

namespace regulus {
namespace {

enum Column { NameColumn, CellsColumn, ParentColumn, AllColumn, ColumnCount };
constexpr int row_height = 24, step = 12, least_column = 58;  // pixels

}  // namespace

GatesView::GatesView(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_tree(new GateTree([this](int id, int outer) { return mayMove(id, outer); })),
      m_draw(new QPushButton(tr("Draw gate"))),
      m_more(new QPushButton(tr("More"))),
      m_key(QStringLiteral("gates.%1").arg(reinterpret_cast<quintptr>(this))) {
    build();
    connect(&m_session, &Session::changed, this, &GatesView::hear);
}

GatesView::~GatesView() {
    m_session.jobs().abandonKey(m_key);
}

QTreeWidget* GatesView::tree() const {
    return m_tree;
}

void GatesView::build() {
    m_tree->setColumnCount(ColumnCount);
    m_tree->setHeaderLabels({tr("Gate"), tr("Cells"), tr("% parent"), tr("% all")});
    m_tree->setAccessibleName(tr("Gates"));
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setUniformRowHeights(true);
    m_tree->setIndentation(step);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers);  // the name alone
    m_tree->setExpandsOnDoubleClick(false);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setMinimumSectionSize(least_column);
    m_tree->header()->setSectionResizeMode(NameColumn, QHeaderView::Stretch);
    for (int column = CellsColumn; column < ColumnCount; ++column) {
        m_tree->header()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
        m_tree->headerItem()->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
    }
    followTheme(m_tree, [this] { dressHeader(*m_tree->header()); });
    m_states = new StateStack(m_tree);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 4, 8, 6);
    row->setSpacing(6);
    buildButtons(*row);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_states, 1);
    column->addLayout(row);
    connect(m_tree, &QTreeWidget::itemClicked, this, [this](QTreeWidgetItem* item) {
        chooseItem(item);
        selectCells(GateTree::idOf(*item), selectModeOf(QGuiApplication::keyboardModifiers()));
    });
    connect(m_tree, &QTreeWidget::itemDoubleClicked, this,
            [this](QTreeWidgetItem* item) { m_tree->editItem(item, NameColumn); });
    connect(m_tree, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem* item) {
        if (item != nullptr) chooseItem(item);
    });
    connect(m_tree, &QTreeWidget::itemChanged, this, [this](QTreeWidgetItem* item, int changed) {
        if (m_filling || changed != NameColumn) return;
        const int id = GateTree::idOf(*item);
        const std::string name = item->text(NameColumn).trimmed().toStdString();
        // The tree is filled anew, which an editor that is still open would not survive.
        QMetaObject::invokeMethod(
            this,
            [this, id, name] {
                m_session.gates().rename(id, name);
                fill();
            },
            Qt::QueuedConnection);
    });
    connect(m_tree, &QTreeWidget::customContextMenuRequested, this, &GatesView::askMenu);
    connect(m_tree, &GateTree::dropped, this,
            [this](int id, int parent) { m_session.gates().move(id, parent); });
    m_tree->installEventFilter(this);
    m_tree->viewport()->installEventFilter(this);
    followTheme(m_tree, [this] { fill(); });
    connect(m_states->page(), &StatePage::pressed, this, [this] {
        m_session.opened().dataset ? m_session.gates().setDrawing(true) : Q_EMIT openRequested();
    });
}

bool GatesView::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_tree->viewport() && event->type() == QEvent::Resize) giveNamesRoom();
    if (watched != m_tree || event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
    switch (static_cast<QKeyEvent*>(event)->key()) {
        case Qt::Key_Delete:
            m_session.gates().remove(m_session.gates().chosen());
            return true;
        case Qt::Key_F2:
            if (m_tree->currentItem() != nullptr) m_tree->editItem(m_tree->currentItem(), NameColumn);
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            selectCells(m_session.gates().chosen(), SelectMode::Replace);
            return true;
        default:
            return QWidget::eventFilter(watched, event);
    }
}

// The cells are always there; shares come as the names have room beside them, and are in the tooltip anyhow.
void GatesView::giveNamesRoom() {
    const QFontMetrics metrics = m_tree->fontMetrics();
    const int name = metrics.horizontalAdvance(QStringLiteral("CD4+ memory T cells")) + 3 * step;
    const int number = metrics.horizontalAdvance(QStringLiteral("% parent")) + 2 * step;
    for (int column = ParentColumn; column < ColumnCount; ++column)
        m_tree->setColumnHidden(column, m_tree->viewport()->width() < name + column * number);
}

void GatesView::buildButtons(QHBoxLayout& row) {
    m_draw->setCheckable(true);
    m_draw->setToolTip(tr(
        "The next area drawn on the map or on the scatter plot becomes a gate: beside the chosen one on the "
        "same axes, within it on others"));
    m_more->setToolTip(tr("Columns and a table of gates; move or delete the chosen one"));
    auto* menu = new QMenu(m_more);
    m_column = menu->addAction(tr("Column: in the chosen gate, or not"), this, &GatesView::makeColumn);
    menu->addAction(tr("Column: innermost gates as groups"), this, &GatesView::makeLeafColumn);
    menu->addAction(tr("Export table…"), this, &GatesView::tableRequested);
    menu->addSeparator();
    m_parents = menu->addMenu(tr("Move the chosen gate into"));
    connect(m_parents, &QMenu::aboutToShow, this,
            [this] { offerParents(*m_parents, m_session.gates().chosen()); });
    m_delete = menu->addAction(tr("Delete the chosen gate"), this,
                               [this] { m_session.gates().remove(m_session.gates().chosen()); });
    m_more->setMenu(menu);
    row.addWidget(m_draw);
    row.addStretch(1);
    row.addWidget(m_more);
    connect(m_draw, &QPushButton::toggled, this, [this](bool on) { m_session.gates().setDrawing(on); });
}

// --- counting ---------------------------------------------------------------------------------------------

void GatesView::hear(Changes what) {
    constexpr Changes others = Change::Dataset | Change::Labels | Change::Results | Change::Model |
                               Change::Regulons | Change::Prior | Change::Genes | Change::Columns |
                               Change::Embeddings;
    const GateState& gates = m_session.gates();
    if (what & others) m_known.clear();
    const bool any = !gates.gates().empty();
    if (what & Change::Gating && any && !std::exchange(m_any, any)) Q_EMIT firstDrawn();
    m_any = any;
    const bool same = gates.counted()->gates == gates.gates();
    if ((what & others && !gates.gates().empty()) || (what & Change::Gating && !same)) count();
    if (what & (Change::Dataset | Change::Gating | Change::Busy)) fill();
}

void GatesView::count() {
    m_session.jobs().abandonKey(m_key);
    m_counting = false;
    const Gates gates = m_session.gates().gates();
    if (gates.empty() || !m_session.opened().dataset)
        return present(std::make_shared<const GatedCells>(GatedCells{gates, {}}));
    std::map<std::string, AxisSource> sources;
    const auto unknown = [this](const Gate& gate) {
        return !m_known.contains(gate.x) || !m_known.contains(gate.y);
    };
    if (std::ranges::any_of(gates, unknown)) {
        const AxisNames names(m_session);
        for (const Gate& gate : gates)
            for (const std::string& axis : {gate.x, gate.y})
                if (const AxisSource* source = names.find(axis); source != nullptr && !m_known.contains(axis))
                    sources.emplace(axis, *source);
    }
    struct Counted {
        std::shared_ptr<const GatedCells> cells;
        std::map<std::string, ScatterAxis> axes;
    };
    m_counting = true;
    JobRequest job{.title = tr("Counting the cells of gates"), .key = m_key};
    job.receiver = this;
    job.quiet = sources.empty();
    job.ended = [this](JobOutcome outcome) {
        if (outcome != JobOutcome::Superseded) m_counting = false;
    };
    m_session.jobs().start(
        std::move(job),
        [gates, sources, axes = m_known, inputs = m_session.colors().inputs(),
         cells = m_session.opened().cells()](Job& running) mutable {
            for (const auto& [name, source] : sources) {
                try {
                    axes[name] = resolveAxis(source, inputs, running);
                } catch (const Error&) {
                    // As one that is not there: the gate says so.
                }
            }
            const auto values = [&](const std::string& axis) -> std::optional<GateAxis> {
                const auto at = axes.find(axis);
                if (at == axes.end()) return std::nullopt;
                return GateAxis{*at->second.values, at->second.version};
            };
            auto held = evaluate_gates(gates, cells, values, running);
            return Counted{std::make_shared<const GatedCells>(GatedCells{gates, std::move(held)}),
                           std::move(axes)};
        },
        [this](const Counted& counted) {
            m_known = counted.axes;
            present(counted.cells);
        });
}

void GatesView::present(std::shared_ptr<const GatedCells> counted) {
    if (counted->gates != m_session.gates().gates()) return;  // a newer count is on its way
    m_session.gates().setCounted(std::move(counted));
    if (!m_selectNext) return;
    const auto [id, mode] = *std::exchange(m_selectNext, std::nullopt);
    selectCells(id, mode);
}

// --- the tree ---------------------------------------------------------------------------------------------

void GatesView::fill() {
    const GateState& gates = m_session.gates();
    refreshButtons();
    if (gates.gates().empty()) return sayWhatIsMissing();
    m_states->showContent();
    const Theme& theme = Theme::current();
    QPalette palette = m_tree->palette();
    palette.setColor(QPalette::Highlight, theme.accentSoft);
    palette.setColor(QPalette::HighlightedText, theme.text);
    if (palette != m_tree->palette()) m_tree->setPalette(palette);
    m_filling = true;
    const auto same = [](const Gate& a, const Gate& b) { return a.id == b.id && a.parent == b.parent; };
    const bool sameTree = m_tree->topLevelItemCount() > 0 && std::ranges::equal(gates.gates(), m_shown, same);
    m_shown = gates.gates();
    if (!sameTree) {
        m_tree->clear();
        auto* all = new QTreeWidgetItem(m_tree, {tr("All cells")});
        all->setFlags(all->flags() & ~(Qt::ItemIsEditable | Qt::ItemIsDragEnabled));
        all->setSizeHint(NameColumn, {0, row_height});
        std::map<int, QTreeWidgetItem*> items{{0, all}};
        for (const GatePlace& place : gate_order(m_shown)) {
            const Gate& gate = m_shown[place.at];
            auto* item = new QTreeWidgetItem(items.at(gate.parent));
            GateTree::setId(*item, gate.id);
            item->setFlags(item->flags() | Qt::ItemIsEditable);
            item->setSizeHint(NameColumn, {0, row_height});
            items[gate.id] = item;
        }
        m_tree->expandAll();
    }
    const std::size_t cells = m_session.opened().cells();
    QTreeWidgetItem* const all = m_tree->topLevelItem(0);
    all->setText(CellsColumn, countText(cells));
    for (const Gate& gate : m_shown)
        if (QTreeWidgetItem* item = itemOf(gate.id)) showRow(*item, gate);
    for (int column = CellsColumn; column < ColumnCount; ++column)
        all->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
    m_tree->setCurrentItem(gates.chosen() == 0 ? all : itemOf(gates.chosen()));
    m_filling = false;
}

QTreeWidgetItem* GatesView::itemOf(int id) const {
    for (QTreeWidgetItemIterator at(m_tree); *at != nullptr; ++at)
        if (GateTree::idOf(**at) == id) return *at;
    return nullptr;
}

void GatesView::showRow(QTreeWidgetItem& item, const Gate& gate) const {
    item.setText(NameColumn, QString::fromStdString(gate.name));
    const GateCells* const held = m_session.gates().counted()->of(gate.id);
    const bool known = held != nullptr && held->cells;
    item.setText(CellsColumn, known ? countText(held->count) : QString(QChar(0x2013)));
    item.setText(ParentColumn, known ? percentText(held->count, held->of) : QString());
    item.setText(AllColumn, known ? percentText(held->count, m_session.opened().cells()) : QString());
    for (int column = CellsColumn; column < ColumnCount; ++column)
        item.setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
    item.setToolTip(NameColumn, tipOf(gate));
    const bool lost = held != nullptr && !held->problem.empty();
    item.setForeground(NameColumn, lost ? Theme::current().warning : Theme::current().text);
}

// The path to it, its axes, what it holds.
QString GatesView::tipOf(const Gate& gate) const {
    QStringList lines{
        QString::fromStdString(gate_path(m_shown, gate.id)),
        tr("%1 against %2").arg(QString::fromStdString(gate.y), QString::fromStdString(gate.x))};
    const GateCells* const held = m_session.gates().counted()->of(gate.id);
    if (held != nullptr && !held->problem.empty()) lines << QString::fromStdString(held->problem);
    if (held != nullptr && held->cells) {
        const Gate* const parent = gate_of(m_shown, gate.parent);
        lines << tr("%1 cells, %2 of all")
                     .arg(countText(held->count), percentText(held->count, m_session.opened().cells()));
        if (parent != nullptr)
            lines << tr("%1 of %2")
                         .arg(percentText(held->count, held->of), QString::fromStdString(parent->name));
    }
    return lines.join(QLatin1Char('\n'));
}

void GatesView::refreshButtons() {
    const GateState& gates = m_session.gates();
    const QSignalBlocker quiet(m_draw);
    m_draw->setChecked(gates.drawing());
    m_draw->setEnabled(m_session.opened().dataset != nullptr);
    m_delete->setEnabled(gates.chosen() != 0);
    m_column->setEnabled(gates.chosen() != 0);
    const auto another = [&](const Gate& gate) { return mayMove(gates.chosen(), gate.id); };
    m_parents->menuAction()->setEnabled(mayMove(gates.chosen(), 0) ||
                                        std::ranges::any_of(gates.gates(), another));
    m_more->setEnabled(!gates.gates().empty());
}

void GatesView::sayWhatIsMissing() {
    m_shown.clear();
    m_filling = true;
    m_tree->clear();
    m_filling = false;
    if (!m_session.opened().dataset)
        return m_states->say(tr("Nothing is open"), tr("Open a dataset to gate its cells."), tr("Open…"));
    if (m_session.gates().drawing())
        return m_states->say(
            tr("Draw an area"),
            tr("On the map or on the scatter plot, with the lasso, the polygon or the box. Esc leaves "
               "it."));
    m_states->say(tr("No gates yet"),
                  tr("A gate keeps the cells of an area of a map or a scatter plot. It can be named, changed "
                     "and divided by others."),
                  tr("Draw gate"));
}

// --- gestures ---------------------------------------------------------------------------------------------

void GatesView::chooseItem(QTreeWidgetItem* item) {
    if (!m_filling) m_session.gates().choose(GateTree::idOf(*item));
}

void GatesView::selectCells(int id, SelectMode mode) {
    if (id == 0) return m_session.cells().clearSelection();
    const auto counted = m_session.gates().counted();
    if (counted->gates != m_session.gates().gates()) {
        m_selectNext = {id, mode};
        return;
    }
    const GateCells* const held = counted->of(id);
    if (held != nullptr && held->cells) m_session.cells().select(*held->cells, mode);
}

bool GatesView::mayMove(int id, int parent) const {
    return may_lie_within(m_session.gates().gates(), id, parent);
}

void GatesView::offerParents(QMenu& menu, int id) {
    menu.clear();
    const Gates& gates = m_session.gates().gates();
    const auto offer = [&](const QString& name, int parent) {
        if (mayMove(id, parent))
            menu.addAction(name, this, [this, id, parent] { m_session.gates().move(id, parent); });
    };
    offer(tr("All cells"), 0);
    for (const GatePlace& place : gate_order(gates)) {
        const int outer = gates[place.at].id;
        offer(inMenu(QString::fromStdString(gate_path(gates, outer))), outer);
    }
}

void GatesView::askMenu(QPoint at) {
    QTreeWidgetItem* const item = m_tree->itemAt(at);
    const Gate* const gate =
        item == nullptr ? nullptr : gate_of(m_session.gates().gates(), GateTree::idOf(*item));
    if (gate == nullptr) return;
    QMenu menu(this);
    menu.addAction(tr("Select its cells"), this,
                   [this, id = gate->id] { selectCells(id, SelectMode::Replace); });
    const GateCells* const held = m_session.gates().counted()->of(gate->id);
    menu.addAction(tr("Show only its cells"), this,
                   [this, id = gate->id] {
                       const GateCells* const now = m_session.gates().counted()->of(id);
                       if (now != nullptr && now->cells)
                           m_session.cells().setFilter("selection", *now->cells);
                   })
        ->setEnabled(held != nullptr && held->cells);
    menu.addAction(tr("Plot its axes"), this,
                   [this, x = gate->x, y = gate->y] { Q_EMIT plotRequested(x, y); });
    menu.addAction(tr("Rename"), this, [this, item] { m_tree->editItem(item, NameColumn); });
    QMenu* const parents = menu.addMenu(tr("Move into"));
    offerParents(*parents, gate->id);
    parents->menuAction()->setEnabled(!parents->isEmpty());
    menu.addSeparator();
    menu.addAction(tr("Delete"), this, [this, id = gate->id] { m_session.gates().remove(id); });
    menu.exec(m_tree->viewport()->mapToGlobal(at));
}

// --- taking away ------------------------------------------------------------------------------------------

void GatesView::saveTable(const QString& path) {
    JobRequest job{.title = tr("Saving gates"), .lane = Lane::Writing};
    job.receiver = this;
    m_session.jobs().start(
        std::move(job),
        [counted = m_session.gates().counted(), cells = m_session.opened().cells(), path](Job&) {
            write_gates(counted->gates, counted->held, cells, path.toStdString());
        },
        [this, path] { Q_EMIT saved(path); });
}

void GatesView::putColumn(Categorical column, const std::string& name, const QString& origin) {
    QString free = QString::fromStdString(name).replace(QLatin1Char('/'), QLatin1Char('_'));
    const QString stem = free;
    for (int n = 2; !m_session.columnProblem(free.toStdString()).isEmpty() && n < 100; ++n)
        free = QStringLiteral("%1 %2").arg(stem).arg(n);
    m_session.putColumn({free.toStdString(), std::make_shared<const Categorical>(std::move(column)), origin});
    m_session.colors().colorBy(Coloring::column(free.toStdString()));
}

void GatesView::makeColumn() {
    const auto counted = m_session.gates().counted();
    const Gate* const gate = gate_of(counted->gates, m_session.gates().chosen());
    const GateCells* const held = gate == nullptr ? nullptr : counted->of(gate->id);
    if (held == nullptr || !held->cells) return;
    putColumn(
        in_gate(*gate, *held), "in " + gate->name,
        tr("gate on %1 against %2").arg(QString::fromStdString(gate->y), QString::fromStdString(gate->x)));
}

void GatesView::makeLeafColumn() {
    const auto counted = m_session.gates().counted();
    if (counted->gates.empty()) return;
    putColumn(leaf_gates(counted->gates, counted->held, m_session.opened().cells()), "gates",
              tr("innermost of %1 gates").arg(counted->gates.size()));
}

}  // namespace regulus
