#include "ui/views/inspector/tf_detail.h"

#include <QActionGroup>
#include <QButtonGroup>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <functional>

#include "ui/figures/network/network_figure.h"
#include "ui/models/number_text.h"
#include "ui/views/inspector/network_widget.h"
#include "ui/views/parts/cell_pointing.h"
#include "ui/views/parts/clean_table.h"
#include "ui/views/parts/flow_layout.h"
#include "ui/views/parts/growing_table.h"
#include "ui/views/parts/similar_genes_action.h"
#include "ui/views/parts/state_page.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

constexpr int rows_at_first = 15, network_height = 240;

QToolButton* switchButton(const QString& text) {
    auto* button = new QToolButton;
    button->setText(text);
    button->setCheckable(true);
    button->setAutoRaise(true);
    return button;
}

}  // namespace

TfDetail::TfDetail(QWidget* parent)
    : QWidget(parent),
      m_title(new SectionTitle({})),
      m_network(new NetworkWidget),
      m_table(new CleanTable),
      m_pairTable(new CleanTable),
      m_model(new TargetTableModel(this)),
      m_pairModel(new TargetPairModel(this)),
      m_networkButton(switchButton(tr("Network"))),
      m_tableButton(switchButton(tr("Table"))),
      m_colorButton(new QToolButton),
      m_sharedButton(new QToolButton),
      m_columnsButton(new QToolButton),
      m_key(new ToneLabel(Tone::Muted)) {
    build();
    for (QToolButton* button : {m_networkButton, m_tableButton})
        connect(button, &QToolButton::clicked, this, [this, table = button == m_tableButton] {
            showTable(table);
            Q_EMIT tableChosen(table);
        });
    connect(m_sharedButton->menu(), &QMenu::aboutToShow, this, &TfDetail::offerOthers);
    connect(m_columnsButton->menu(), &QMenu::aboutToShow, this, &TfDetail::offerColumns);
    connect(m_colorButton, &QToolButton::clicked, this, [this] { Q_EMIT colorByRegulon(m_tf); });
    connect(m_network, &NetworkWidget::geneClicked, this, [this](const QString& gene) {
        gene.isEmpty() ? Q_EMIT colorByRegulon(m_tf) : Q_EMIT geneChosen(gene);
    });
    connect(m_network, &NetworkWidget::menuAsked, this,
            [this](const std::optional<QString>& gene, const QPoint& at) {
                auto* menu = new QMenu(m_network);
                menu->setAttribute(Qt::WA_DeleteOnClose);
                fillMenu(*menu, gene);
                menu->popup(at);
            });
    connect(m_stack->page(), &StatePage::pressed, this, &TfDetail::buttonPressed);
    showTable(false);
}

// The switch and what else there is to do stand above what they change, where an opened TF is seen first.
void TfDetail::build() {
    m_colorButton->setText(tr("Colour the map"));
    m_colorButton->setAutoRaise(true);
    m_colorButton->setToolTip(tr("Colour the map by this TF, as a double click on its name does"));
    m_sharedButton->setObjectName(QStringLiteral("shared"));
    m_sharedButton->setAutoRaise(true);
    m_sharedButton->setPopupMode(QToolButton::InstantPopup);
    m_sharedButton->setMenu(new QMenu(m_sharedButton));
    m_sharedButton->setToolTip(tr("Show only the targets that another TF regulates as well"));
    m_columnsButton->setObjectName(QStringLiteral("columns"));
    m_columnsButton->setText(tr("Columns"));
    m_columnsButton->setAutoRaise(true);
    m_columnsButton->setPopupMode(QToolButton::InstantPopup);
    m_columnsButton->setMenu(new QMenu(m_columnsButton));
    m_columnsButton->setToolTip(
        tr("Choose the columns to show and to copy. Where there is no room for all, those turned on here "
           "stay."));
    auto* tools = new FlowLayout(nullptr, 2);
    auto* group = new QButtonGroup(this);
    for (QToolButton* button : {m_networkButton, m_tableButton}) group->addButton(button);
    for (QToolButton* button :
         {m_networkButton, m_tableButton, m_colorButton, m_sharedButton, m_columnsButton})
        tools->addWidget(button);
    m_list = dress(m_table, m_model);
    m_pairList = dress(m_pairTable, m_pairModel);
    m_table->setAccessibleName(tr("Targets"));
    m_pairTable->setAccessibleName(tr("Targets in both"));
    m_table->sortByColumn(TargetTableModel::Ratio, Qt::DescendingOrder);
    m_pairTable->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_network->setMinimumHeight(network_height);
    auto* content = new QWidget;
    auto* inside = new QVBoxLayout(content);
    inside->setContentsMargins(0, 0, 0, 0);
    inside->setSpacing(2);
    inside->addWidget(m_network, 1);
    inside->addWidget(m_list);
    inside->addWidget(m_pairList);
    inside->addStretch(0);
    inside->addWidget(m_key);
    m_key->setWordWrap(true);
    m_stack = new StateStack(content);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(m_title);
    column->addLayout(tools);
    column->addWidget(m_stack, 1);
}

GrowingTable* TfDetail::dress(CleanTable* table, QAbstractItemModel* model) {
    table->setCompact();
    table->setModel(model);
    table->setAccessibleName(tr("Targets"));
    table->setSortingEnabled(true);
    table->horizontalHeader()->setSortIndicatorShown(false);
    const auto geneAt = [model](int row) { return model->index(row, 0).data().toString(); };
    connect(table, &CleanTable::rowActivated, this,
            [this, geneAt](int row) { Q_EMIT geneChosen(geneAt(row)); });
    offerSimilarGenes(table, geneAt, [this](const QString& gene) { Q_EMIT similarRequested(gene); });
    auto* list = new GrowingTable(table, rows_at_first);
    list->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);  // few rows stand at the top
    return list;
}

const NetworkPicture& TfDetail::network() const {
    return m_network->picture();
}

std::shared_ptr<const Figure> TfDetail::figure() const {
    if (m_tf.isEmpty() || showsTable() || !m_stack->showsContent()) return nullptr;
    return std::make_shared<NetworkFigure>(network());
}

FigureNumbers TfDetail::numbers() const {
    return networkNumbers(network());
}

bool TfDetail::showsTable() const {
    return m_tableButton->isChecked();
}

void TfDetail::showTable(bool table) {
    m_networkButton->setChecked(!table);
    m_tableButton->setChecked(table);
    m_network->setVisible(!table);
    m_list->setVisible(table && !m_ofPairs);
    m_pairList->setVisible(table && m_ofPairs);
    m_columnsButton->setVisible(table && !m_tableButton->isHidden());
    Q_EMIT figureChanged();
    showKey();
}

// Of a table its headers say what is what.
void TfDetail::showKey() {
    const QString text = showsTable() ? m_summary.trimmed() : m_summary + networkKey(network());
    m_key->setText(text);
    m_key->setVisible(!text.isEmpty());
}

namespace {

template <class Rows, class Of>
QString contestedText(const Rows& targets, Of of) {
    const auto contested = std::ranges::count_if(
        targets, [&](const auto& target) { return std::invoke(of, target).regulators > 1; });
    return TfDetail::tr("%1, %2 contested")
        .arg(countText(targets.size(), TfDetail::tr("target"), TfDetail::tr("targets")),
             countText(static_cast<std::size_t>(contested)));
}

}  // namespace

void TfDetail::show(const QString& tf, std::vector<TargetRow> targets, std::vector<SharedTargets> others,
                    const QString& cells) {
    m_ofReader = m_ofPairs = false;
    m_summary.clear();
    m_note = contestedText(targets, std::identity()) +
             (cells.isEmpty() ? QString() : QStringLiteral(", ") + cells);
    fill(tf, alone(std::move(targets)), std::move(others));
}

void TfDetail::showEvidence(const QString& tf, std::vector<TargetRow> targets,
                            std::vector<SharedTargets> others, const QString& summary) {
    m_ofReader = true;
    m_ofPairs = false;
    m_summary = summary + QLatin1Char(' ');
    m_note = countText(targets.size(), tr("target"), tr("targets"));
    fill(tf, alone(std::move(targets)), std::move(others));
}

void TfDetail::showPairs(const QString& tf, std::vector<TargetPair> targets,
                         std::vector<SharedTargets> others, const QString& first, const QString& second,
                         bool reader, const QString& summary) {
    m_ofPairs = true;
    m_ofReader = reader;
    m_first = first;
    m_second = second;
    m_summary = summary.isEmpty() ? summary : summary + QLatin1Char(' ');
    m_note = reader ? countText(targets.size(), tr("target"), tr("targets"))
                    : contestedText(targets, &TargetPair::first);
    m_pairModel->setNames(first, second, reader, m_given);
    // Those that differ most first, to either side; a click on a header sorts them by what it names.
    m_pairTable->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_pairModel->sort(-1);
    const auto size = [](const TargetPair& pair) {
        const double difference = std::abs(differenceOf(pair));
        return std::isfinite(difference) ? difference : -1;
    };
    std::ranges::stable_sort(targets, std::greater<>(), size);
    fill(tf, std::move(targets), std::move(others));
}

void TfDetail::fill(const QString& tf, std::vector<TargetPair> targets, std::vector<SharedTargets> others) {
    m_tf = tf;
    m_rows = std::move(targets);
    m_others = std::move(others);
    m_title->setName(tf);
    m_model->setColumns(m_ofReader, m_given);
    for (QToolButton* button : {m_networkButton, m_tableButton, m_colorButton}) button->show();
    m_stack->content()->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    showRows();
    showTable(showsTable());
    m_stack->showContent();
    Q_EMIT filled(false);
}

const SharedTargets* TfDetail::sharedWith() const {
    if (m_sharing.of != m_tf) return nullptr;
    const auto found = std::ranges::find(m_others, m_sharing.with, &SharedTargets::tf);
    return found == m_others.end() ? nullptr : &*found;
}

void TfDetail::showRows() {
    const SharedTargets* other = sharedWith();
    std::vector<TargetPair> rows = m_rows;
    if (other)
        std::erase_if(rows, [&](const TargetPair& row) {
            return std::ranges::find(other->shared, row.first.gene) == other->shared.end();
        });
    const std::size_t all = rows.size();
    showNetwork(rows);
    if (m_ofPairs) {
        m_model->setRows({});
        m_pairModel->setRows(std::move(rows));
        m_pairTable->cells()->fitBars(*m_pairModel, TargetPairModel::Difference);
    } else {
        std::vector<TargetRow> firsts;
        for (TargetPair& row : rows) firsts.push_back(std::move(row.first));
        m_pairModel->setRows({});
        m_model->setRows(std::move(firsts));
        m_table->cells()->fitBars(*m_model, TargetTableModel::Bar);
    }
    fitColumns();
    showNote(all, other);
    showKey();
}

void TfDetail::showNote(std::size_t shown, const SharedTargets* other) {
    m_title->setNote(
        other ? tr("%1 of %2 targets; %3 has %4")
                    .arg(countText(shown), countText(m_rows.size()), other->tf, countText(other->targets))
              : m_note);
    m_sharedButton->setText(other ? tr("Shared with %1").arg(other->tf) : tr("Shared with…"));
    m_sharedButton->setVisible(!m_others.empty());
}

void TfDetail::showNetwork(std::vector<TargetPair> rows) {
    NetworkPicture picture = networkPicture(m_tf, std::move(rows), m_ofPairs);
    picture.first = m_first;
    picture.second = m_second;
    picture.cells = m_cells;
    picture.summary = m_summary.trimmed();
    picture.given = m_given;
    picture.simulated = m_simulated;
    m_network->setPicture(std::move(picture));
    Q_EMIT figureChanged();
}

void TfDetail::fillMenu(QMenu& menu, const std::optional<QString>& gene) {
    const auto offer = [&](const QString& text, const char* name, auto act) {
        QAction* action = menu.addAction(text);
        action->setObjectName(QLatin1String(name));
        connect(action, &QAction::triggered, this, act);
        return action;
    };
    if (gene && gene->isEmpty()) {
        offer(tr("Colour the map by this TF"), "colorByTf", [this] { Q_EMIT colorByRegulon(m_tf); });
        menu.addSeparator();
    } else if (gene) {
        offer(tr("Colour the map by %1").arg(inMenu(*gene)), "colorByGene",
              [this, of = *gene] { Q_EMIT geneChosen(of); });
        if (m_isTf && m_isTf(*gene) && *gene != m_tf)
            offer(tr("Open %1").arg(inMenu(*gene)), "openTf", [this, of = *gene] { Q_EMIT tfRequested(of); });
        offer(tr("Similar genes"), "similarGenes", [this, of = *gene] { Q_EMIT similarRequested(of); });
        menu.addSeparator();
    }
    offer(tr("Copy targets"), "copyTargets", [this] {
        QGuiApplication::clipboard()->setText((m_ofPairs ? m_pairTable : m_table)->wholeText());
    });
    offer(tr("Lay out again"), "layOut", [this] {
        m_network->layOutAgain();
    })->setEnabled(m_network->isMoved());
    offer(tr("Fit"), "fit", [this] { m_network->fit(); });
    menu.addSeparator();
    offer(tr("Export figure…"), "exportFigure", [this] { Q_EMIT figureRequested(); });
    offer(tr("Export numbers…"), "exportNumbers", [this] { Q_EMIT numbersRequested(); });
}

void TfDetail::offerOthers() {
    QMenu* menu = m_sharedButton->menu();
    menu->clear();
    delete menu->findChild<QActionGroup*>();
    auto* group = new QActionGroup(menu);
    const auto offer = [&](const QString& text, const QString& with, bool now) {
        QAction* action = menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(now);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, with] {
            share({with.isEmpty() ? QString() : m_tf, with});
            Q_EMIT sharingChosen();
        });
    };
    const SharedTargets* now = sharedWith();
    offer(tr("All targets"), {}, !now);
    menu->addSeparator();
    for (const SharedTargets& other : m_others)
        offer(tr("%1 · %2 of its %3").arg(other.tf, countText(other.shared.size()), countText(other.targets)),
              other.tf, &other == now);
}

void TfDetail::share(const Sharing& sharing) {
    m_sharing = sharing;
    if (!m_tf.isEmpty()) showRows();
}

void TfDetail::say(const QString& title, const QString& text, const QString& button, bool working) {
    if (!working) m_tf.clear();
    m_title->setName(m_tf);
    m_title->setNote({});
    for (QToolButton* tool : {m_networkButton, m_tableButton, m_colorButton, m_sharedButton, m_columnsButton})
        tool->hide();
    // A sentence needs no room for a network: it would lie below what is seen.
    m_stack->content()->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);
    m_stack->say(title, text, button, working);
    Q_EMIT filled(working);
}

namespace {

// Those of a prior give way in the order of what they say: who names an edge first, how well it is known
// last.
template <class Model>
std::vector<int> lesserColumns(const Model& model, std::vector<int> first, std::vector<int> then) {
    for (int column = Model::FirstOfPrior; column < model.columnCount(); ++column) {
        const QString key = model.keyOf(column);
        key == keyOf(EdgeColumn::Sources)  ? static_cast<void>(first.insert(first.begin(), column))
        : key == keyOf(EdgeColumn::Weight) ? first.push_back(column)
                                           : static_cast<void>(then.insert(then.begin() + 1, column));
    }
    first.insert(first.end(), then.begin(), then.end());
    return first;
}

template <class Model>
ColumnChoice::Keys keysOf(const Model& model) {
    return [&model](int column) { return model.keyOf(column); };
}

}  // namespace

void TfDetail::fitColumns() {
    using One = TargetTableModel;
    using Two = TargetPairModel;
    m_columns.fit(*m_table, One::Bar,
                  lesserColumns(*m_model, {One::Regulators}, {One::Expression, One::Ratio}),
                  keysOf(*m_model));
    m_columns.fit(*m_pairTable, Two::Difference,
                  lesserColumns(*m_pairModel, {Two::Regulators}, {Two::Sign, Two::DifferenceValue}),
                  keysOf(*m_pairModel));
}

void TfDetail::offerColumns() {
    const auto changed = [this] {
        fitColumns();
        Q_EMIT columnsChosen();
    };
    QMenu& menu = *m_columnsButton->menu();
    m_ofPairs
        ? m_columns.offer(menu, *m_pairTable, TargetPairModel::Difference, keysOf(*m_pairModel), changed)
        : m_columns.offer(menu, *m_table, TargetTableModel::Bar, keysOf(*m_model), changed);
}

void TfDetail::restoreColumns(const QJsonObject& words) {
    m_columns.restore(words);
    fitColumns();
}

void TfDetail::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitColumns();
}

}  // namespace regulus
