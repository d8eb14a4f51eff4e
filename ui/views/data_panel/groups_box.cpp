#include "ui/views/data_panel/groups_box.h"

#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/models/number_text.h"
#include "ui/render/theme.h"
#include "ui/views/parts/class_colors.h"
#include "ui/views/parts/clean_table.h"
#include "ui/views/parts/group_drag.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

constexpr int rows_shown = 12;
const auto memory_name = QStringLiteral("groups"), kept_column = QStringLiteral("column");

}  // namespace

GroupsBox::GroupsBox(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_title(new SectionTitle(tr("GROUPS"))),
      m_columns(new QComboBox),
      m_more(new QToolButton),
      m_table(new CleanTable),
      m_model(new GroupListModel(this)),
      m_foot(new ToneLabel(Tone::Muted)) {
    m_columns->setToolTip(tr("Column of obs that defines the groups"));
    m_columns->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_more->setObjectName(QStringLiteral("columnMenu"));
    m_more->setText(QStringLiteral("…"));
    m_more->setAutoRaise(true);
    m_more->setAccessibleName(tr("More for this column"));
    m_more->setToolTip(tr("Use this column as labels, or remove it"));
    m_table->setModel(m_model);
    m_table->horizontalHeader()->hide();
    m_table->horizontalHeader()->setSectionResizeMode(GroupListModel::Name, QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionResizeMode(GroupListModel::Cells, QHeaderView::ResizeToContents);
    m_table->setSelectionMode(QAbstractItemView::NoSelection);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->setToolTip(tr("Click to select, Ctrl+click to hide, double-click to isolate, drag to compare"));
    m_foot->setWordWrap(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_title);
    auto* chosen = new QHBoxLayout;
    chosen->setSpacing(4);
    chosen->addWidget(m_columns, 1);
    chosen->addWidget(m_more);
    column->addLayout(chosen);
    column->addWidget(m_table);
    column->addWidget(m_foot);
    new GroupDrag(m_table, [this](int row) {
        return DraggedGroup{this->column(), m_model->at(row).category, m_model->at(row).name};
    });
    connect(m_columns, &QComboBox::activated, this, &GroupsBox::chooseColumn);
    connect(m_more, &QToolButton::clicked, this, &GroupsBox::showColumnMenu);
    connect(m_table, &CleanTable::rowActivated, this, &GroupsBox::click);
    connect(m_table, &CleanTable::rowDoubleClicked, this, [this](int row) {
        m_session.cells().isolateCategory(this->column(), m_model->at(row).category);
    });
    connect(m_table, &QWidget::customContextMenuRequested, this, &GroupsBox::showMenu);
}

std::string GroupsBox::column() const {
    return m_columns->currentData().toString().toStdString();
}

void GroupsBox::setColumn(const std::string& column) {
    const int place = m_columns->findData(QString::fromStdString(column));
    if (place >= 0) m_columns->setCurrentIndex(place);
    chooseColumn();
}

void GroupsBox::datasetChanged() {
    const QString before =
        m_session.memory().of(memory_name)[kept_column].toString(m_columns->currentData().toString());
    m_columns->clear();
    if (!m_session.opened().dataset) return refresh();
    for (const std::string& column : m_session.groups().listed()) offer(column);
    const int kept = m_columns->findData(before);
    const int label = m_columns->findData(QString::fromStdString(m_session.opened().labelColumn()));
    m_columns->setCurrentIndex(kept >= 0 ? kept : std::max(label, 0));
    followColoring();
    refresh();
}

void GroupsBox::offer(const std::string& column) {
    const QString key = QString::fromStdString(column);
    if (m_columns->findData(key) < 0)
        m_columns->addItem(column == predicted_column ? tr("prediction") : key, key);
}

void GroupsBox::followColoring() {
    const Coloring& coloring = m_session.colors().coloring();
    std::string shown;
    if (coloring.source == ColorSource::Prediction) shown = predicted_column;
    if (coloring.source == ColorSource::Column) shown = coloring.name;
    if (shown.empty() || shown == column() || !m_session.groups().categorical(shown)) return;
    if (coloring.source == ColorSource::Column &&
        m_session.groups().categorical(shown)->categories.size() > most_colored_categories)
        return;
    offer(shown);
    m_columns->setCurrentIndex(m_columns->findData(QString::fromStdString(shown)));
    keep();
    refresh();
}

// The map may be coloured by a gene next, and the groups stay.
void GroupsBox::keep() {
    m_session.memory().keep(memory_name, kept_column, m_columns->currentData().toString());
}

// The column that groups is also what the map is coloured by: one thing to look at.
void GroupsBox::chooseColumn() {
    const std::string name = column();
    keep();
    if (name == predicted_column) {
        m_session.colors().colorBy(Coloring::prediction());
    } else if (!name.empty()) {
        m_session.colors().colorBy(Coloring::column(name));
    }
    refresh();
}

void GroupsBox::refresh() {
    const std::string name = column();
    const auto groups = name.empty() ? nullptr : m_session.groups().categorical(name);
    m_columns->setVisible(m_columns->count() > 0);
    m_more->setVisible(m_columns->count() > 0 && name != predicted_column);
    if (!groups) {
        m_model->setRows({});
        m_title->setNote({});
        m_foot->setText(
            m_session.opened().dataset
                ? tr("No column of this dataset defines groups. Edit \u203a Cluster cells\u2026 finds some.")
                : QString());
        m_foot->setVisible(!m_foot->text().isEmpty());
        return fitHeight();
    }
    std::vector<GroupRow> rows =
        groupRows(*groups, m_session.groups().sizes(name), m_session.cells().selection(),
                  categoryColors(m_session, name), Theme::current().missing);
    const std::set<int>& hidden = m_session.cells().hiddenCategories(name);
    for (GroupRow& row : rows) row.hidden = hidden.count(row.category) > 0;
    const auto labelled = std::ranges::count(rows, false, &GroupRow::unlabelled);
    m_title->setNote(countText(static_cast<std::size_t>(labelled), tr("group"), tr("groups")));
    m_foot->setText(footText(rows));
    m_foot->setVisible(!m_foot->text().isEmpty());
    m_model->updateRows(std::move(rows));  // a reset between two clicks would swallow the double click
    fitHeight();
}

// What the list alone does not tell.
QString GroupsBox::footText(const std::vector<GroupRow>& rows) const {
    QStringList notes;
    std::size_t unlabelled = 0;
    for (const GroupRow& row : rows) unlabelled += row.unlabelled ? row.cells : 0;
    if (unlabelled > 0) {
        notes << (column() == m_session.opened().labelColumn()
                      ? tr("%1 (grey): predicted but not trained on.")
                            .arg(countText(unlabelled, tr("unlabelled cell"), tr("unlabelled cells")))
                      : tr("%1 without a value (grey).").arg(countText(unlabelled, tr("cell"), tr("cells"))));
    }
    if (rows.size() > 24) notes << tr("Too many colours to tell apart: hover over cells, or search by name.");
    return notes.join(QLatin1Char(' '));
}

void GroupsBox::fitHeight() {
    m_table->setFixedHeight(24 * std::clamp(m_model->rowCount(), 0, rows_shown) + 2);
}

void GroupsBox::click(int row) {
    const Qt::KeyboardModifiers keys = QGuiApplication::keyboardModifiers();
    if (keys & Qt::ControlModifier) return toggleHidden(row);
    m_session.cells().select(m_session.groups().cellsOf(column(), m_model->at(row).category),
                             keys & Qt::ShiftModifier ? SelectMode::Add : SelectMode::Replace);
}

void GroupsBox::toggleHidden(int row) {
    const GroupRow& group = m_model->at(row);
    m_session.cells().setCategoryHidden(column(), group.category, !group.hidden);
}

void GroupsBox::showMenu(const QPoint& at) {
    const QModelIndex index = m_table->indexAt(at);
    if (!index.isValid()) return;
    const GroupRow group = m_model->at(index.row());
    const std::string name = column();
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const QString& text, auto act) {
        connect(menu->addAction(text), &QAction::triggered, this, act);
    };
    add(tr("Select"),
        [this, name, group] { m_session.cells().select(m_session.groups().cellsOf(name, group.category)); });
    add(tr("Add to selection"), [this, name, group] {
        m_session.cells().select(m_session.groups().cellsOf(name, group.category), SelectMode::Add);
    });
    add(group.hidden ? tr("Show") : tr("Hide"),
        [this, name, group] { m_session.cells().setCategoryHidden(name, group.category, !group.hidden); });
    add(tr("Isolate"), [this, name, group] { m_session.cells().isolateCategory(name, group.category); });
    add(tr("Inspect as a group"), [this, name, group] {
        m_session.focus().setGroups({{group.name, m_session.groups().cellsOf(name, group.category)}});
    });
    if (m_ranks && m_ranks(name, group.name.toStdString()))
        add(tr("Genes the file ranks for it"),
            [this, name, group] { Q_EMIT rankedRequested(name, group.name.toStdString()); });
    menu->addSeparator();
    const auto put = [this, name, group](ComparedSide side) {
        return [this, name, group, side] {
            m_session.comparison().putGroups(side, name, {group.category});
            Q_EMIT compareRequested();
        };
    };
    add(tr("Compare: put into A"), put(ComparedSide::A));
    add(tr("Compare: put into B"), put(ComparedSide::B));
    add(tr("Compare all groups"), [this, name] {
        m_session.comparison().compareAllGroups(name);
        Q_EMIT compareRequested();
    });
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

bool GroupsBox::isOwn() const {
    return ownColumn(m_session.opened().own, column()) != nullptr;
}

void GroupsBox::showColumnMenu() {
    const std::string name = column();
    const QString text = QString::fromStdString(name);
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction* labels = menu->addAction(tr("Use %1 as labels").arg(text));
    labels->setObjectName(QStringLiteral("useAsLabels"));
    labels->setEnabled(name != m_session.opened().labelColumn());
    connect(labels, &QAction::triggered, this, [this, name] { m_session.setLabelColumn(name); });
    if (isOwn()) {
        QAction* remove = menu->addAction(tr("Remove %1").arg(text));
        remove->setObjectName(QStringLiteral("removeColumn"));
        connect(remove, &QAction::triggered, this, [this, name] { m_session.removeColumn(name); });
        menu->addSeparator();
        menu->addAction(ownColumn(m_session.opened().own, name)->origin)->setEnabled(false);
    }
    menu->popup(m_more->mapToGlobal(QPoint(0, m_more->height())));
}

}  // namespace regulus
