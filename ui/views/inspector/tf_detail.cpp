#include "ui/views/inspector/tf_detail.h"

#include <QActionGroup>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/models/number_text.h"
#include "ui/views/inspector/network_widget.h"
#include "ui/views/parts/clean_table.h"
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
      m_model(new TargetTableModel(this)),
      m_networkButton(switchButton(tr("Network"))),
      m_tableButton(switchButton(tr("Table"))),
      m_colorButton(new QToolButton),
      m_sharedButton(new QToolButton),
      m_key(new ToneLabel(Tone::Muted)) {
    m_colorButton->setText(tr("Colour the map by this TF"));
    m_colorButton->setAutoRaise(true);
    m_colorButton->setToolTip(tr("Colour the map by this regulon"));
    m_sharedButton->setObjectName(QStringLiteral("shared"));
    m_sharedButton->setAutoRaise(true);
    m_sharedButton->setPopupMode(QToolButton::InstantPopup);
    m_sharedButton->setMenu(new QMenu(m_sharedButton));
    m_sharedButton->setToolTip(tr("Show only the targets that another TF regulates as well"));
    auto* tools = new QHBoxLayout;
    tools->setSpacing(2);
    auto* group = new QButtonGroup(this);
    for (QToolButton* button : {m_networkButton, m_tableButton}) {
        group->addButton(button);
        tools->addWidget(button);
    }
    tools->addStretch(1);
    tools->addWidget(m_colorButton);
    m_table->setModel(m_model);
    m_table->setSortingEnabled(true);
    m_table->horizontalHeader()->setSortIndicatorShown(false);
    m_table->sortByColumn(TargetTableModel::Ratio, Qt::DescendingOrder);
    m_list = new GrowingTable(m_table, rows_at_first);
    m_network->setMinimumHeight(network_height);
    auto* content = new QWidget;
    auto* inside = new QVBoxLayout(content);
    inside->setContentsMargins(0, 0, 0, 0);
    inside->setSpacing(2);
    inside->addWidget(m_network, 1);
    inside->addWidget(m_list);
    inside->addStretch(0);
    inside->addWidget(m_key);
    m_key->setWordWrap(true);
    m_stack = new StateStack(content);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(m_title);
    column->addWidget(m_sharedButton, 0, Qt::AlignLeft);
    column->addWidget(m_stack, 1);
    column->addLayout(tools);
    for (QToolButton* button : {m_networkButton, m_tableButton})
        connect(button, &QToolButton::clicked, this, [this, table = button == m_tableButton] {
            showTable(table);
            Q_EMIT tableChosen(table);
        });
    connect(m_sharedButton->menu(), &QMenu::aboutToShow, this, &TfDetail::offerOthers);
    connect(m_colorButton, &QToolButton::clicked, this, [this] { Q_EMIT colorByRegulon(m_tf); });
    connect(m_network, &NetworkWidget::geneClicked, this, &TfDetail::geneChosen);
    connect(m_table, &CleanTable::rowActivated, this,
            [this](int row) { Q_EMIT geneChosen(m_model->at(row).gene); });
    offerSimilarGenes(
        m_table, [this](int row) { return m_model->at(row).gene; },
        [this](const QString& gene) { Q_EMIT similarRequested(gene); });
    connect(m_stack->page(), &StatePage::pressed, this, &TfDetail::buttonPressed);
    showTable(false);
}

const NetworkScene& TfDetail::scene() const {
    return m_network->scene();
}

bool TfDetail::showsTable() const {
    return m_tableButton->isChecked();
}

void TfDetail::showTable(bool table) {
    m_networkButton->setChecked(!table);
    m_tableButton->setChecked(table);
    m_network->setVisible(!table);
    m_list->setVisible(table);
    m_key->setVisible(!table);
}

void TfDetail::show(const QString& tf, std::vector<TargetRow> targets, std::vector<SharedTargets> others,
                    const QString& cells) {
    const std::size_t contested = std::size_t(std::count_if(
        targets.begin(), targets.end(), [](const TargetRow& row) { return row.regulators > 1; }));
    m_ofReader = false;
    m_summary.clear();
    m_note = tr("%1, %2 contested%3")
                 .arg(countText(targets.size(), tr("target"), tr("targets")), countText(contested),
                      cells.isEmpty() ? QString() : QStringLiteral(", ") + cells);
    fill(tf, std::move(targets), std::move(others));
}

void TfDetail::showEvidence(const QString& tf, std::vector<TargetRow> targets,
                            std::vector<SharedTargets> others, const QString& summary) {
    m_ofReader = true;
    m_summary = summary + QLatin1Char(' ');
    m_note = countText(targets.size(), tr("target"), tr("targets"));
    fill(tf, std::move(targets), std::move(others));
}

void TfDetail::fill(const QString& tf, std::vector<TargetRow> targets, std::vector<SharedTargets> others) {
    m_tf = tf;
    m_rows = std::move(targets);
    m_others = std::move(others);
    m_title->setName(tf);
    m_model->setOfReader(m_ofReader);
    for (QToolButton* button : {m_networkButton, m_tableButton, m_colorButton}) button->show();
    m_stack->content()->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    showRows();
    m_stack->showContent();
}

const SharedTargets* TfDetail::sharedWith() const {
    if (m_sharing.of != m_tf) return nullptr;
    const auto found = std::ranges::find(m_others, m_sharing.with, &SharedTargets::tf);
    return found == m_others.end() ? nullptr : &*found;
}

void TfDetail::showRows() {
    const SharedTargets* other = sharedWith();
    std::vector<TargetRow> rows = m_rows;
    if (other)
        std::erase_if(rows, [&](const TargetRow& row) {
            return std::ranges::find(other->shared, row.gene) == other->shared.end();
        });
    const std::size_t all = rows.size();
    m_network->scene().setNetwork(m_tf, rows);
    m_network->update();
    m_model->setRows(std::move(rows));
    m_table->cells()->fitBars(*m_model, TargetTableModel::Bar);
    fitColumns();
    m_title->setNote(
        other ? tr("%1 of %2 targets; %3 has %4")
                    .arg(countText(all), countText(m_rows.size()), other->tf, countText(other->targets))
              : m_note);
    m_sharedButton->setText(other ? tr("Shared with %1").arg(other->tf) : tr("Shared with…"));
    m_sharedButton->setVisible(!m_others.empty());
    const std::size_t shown = m_network->scene().shown();
    const QString part = shown == all ? QString()
                         : m_ofReader ? tr("The %1 targets that add most. ").arg(shown)
                                      : tr("The %1 targets with most attention beyond uniform. ").arg(shown);
    m_key->setText(m_summary + part +
                   (m_ofReader
                        ? tr("Width: what a target adds; grey: little, or it speaks against the TF. Arrow or "
                             "bar: the prior's sign; what varies together with the other targets may count "
                             "the other way.")
                        : tr("Width: attention beyond uniform. Blue arrow: activates; orange bar: "
                             "represses; grey: at most 1.1 × uniform.")));
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
    for (QToolButton* tool : {m_networkButton, m_tableButton, m_colorButton, m_sharedButton}) tool->hide();
    // A sentence needs no room for a network: it would lie below what is seen.
    m_stack->content()->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);
    m_stack->say(title, text, button, working);
}

void TfDetail::fitColumns() {
    m_table->fitColumns(TargetTableModel::Bar, {TargetTableModel::Regulators, TargetTableModel::Expression,
                                                TargetTableModel::Ratio});
}

void TfDetail::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitColumns();
}

}  // namespace regulus
