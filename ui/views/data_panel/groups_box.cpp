#include "ui/views/data_panel/groups_box.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/models/number_text.h"
#include "ui/render/theme.h"
#include "ui/session/group_edits.h"
#include "ui/session/workspace_groups.h"
#include "ui/views/data_panel/group_actions.h"
#include "ui/views/data_panel/group_table.h"
#include "ui/views/parts/class_colors.h"
#include "ui/views/parts/group_drag.h"
#include "ui/views/parts/select_mode.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

constexpr int rows_shown = 12;
constexpr int least_searched = 16;  // groups
constexpr std::size_t most_colors = 256;
const auto memory_name = QStringLiteral("groups"), kept_column = QStringLiteral("column");

}  // namespace

GroupsBox::GroupsBox(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_title(new SectionTitle(tr("GROUPS"))),
      m_columns(new QComboBox),
      m_more(new QToolButton),
      m_search(new QLineEdit),
      m_table(new GroupTable),
      m_model(new GroupListModel(this)),
      m_largest(new QCheckBox(tr("Colour the %1 largest only").arg(most_told_apart))),
      m_foot(new ToneLabel(Tone::Muted)),
      m_actions(new GroupActions(session, this)) {
    m_columns->setToolTip(tr("Column of obs that defines the groups"));
    m_columns->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_more->setObjectName(QStringLiteral("columnMenu"));
    m_more->setText(QStringLiteral("…"));
    m_more->setAutoRaise(true);
    m_more->setAccessibleName(tr("More for this column"));
    m_more->setToolTip(tr("Labels, colours, order and files of this column"));
    m_search->setPlaceholderText(tr("Search groups"));
    m_search->setAccessibleName(tr("Search groups"));
    m_search->setClearButtonEnabled(true);
    m_table->setAccessibleName(tr("Groups"));
    m_largest->setToolTip(tr("Grey for the others, on the map, in its legend and in figures"));
    m_table->setModel(m_model);
    m_table->horizontalHeader()->hide();
    m_table->horizontalHeader()->setSectionResizeMode(GroupListModel::Name, QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionResizeMode(GroupListModel::Cells, QHeaderView::ResizeToContents);
    m_table->setSelectionMode(QAbstractItemView::NoSelection);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->setToolTip(
        tr("Click to select; Shift adds, Ctrl takes away, both keep what is common. Double-click to isolate, "
           "drag to compare or to order"));
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
    column->addWidget(m_search);
    column->addWidget(m_largest);
    column->addWidget(m_table);
    column->addWidget(m_foot);
    new GroupDrag(m_table, [this](int row) {
        return DraggedGroup{this->column(), m_model->at(row).category, m_model->at(row).name};
    });
    connect(m_columns, &QComboBox::activated, this, &GroupsBox::chooseColumn);
    connect(m_more, &QToolButton::clicked, this, &GroupsBox::showColumnMenu);
    connect(m_table, &CleanTable::rowActivated, this,
            [this](int row) { click(row, QGuiApplication::keyboardModifiers()); });
    connect(m_table, &GroupTable::swatchClicked, this, &GroupsBox::click);
    connect(m_table, &CleanTable::rowDoubleClicked, this, [this](int row) {
        m_session.cells().isolateCategory(this->column(), m_model->at(row).category);
    });
    connect(m_table, &QWidget::customContextMenuRequested, this, &GroupsBox::showMenu);
    connect(m_table, &GroupTable::eyePressed, this, &GroupsBox::toggleHidden);
    connect(m_table, &GroupTable::swatchRequested, this,
            [this](int row) { m_actions->chooseColor(this->column(), m_model->at(row)); });
    connect(m_table, &GroupTable::noteRequested, this,
            [this](int row) { m_actions->writeNote(this->column(), m_model->at(row)); });
    connect(m_table, &GroupTable::renameRequested, this, &GroupsBox::rename);
    connect(m_table, &GroupTable::moveRequested, this, &GroupsBox::move);
    connect(m_table, &GroupTable::dropped, this, [this](const DraggedGroup& group, int before) {
        if (group.column == this->column() && group.code >= 0) drop(group.name.toStdString(), before);
    });
    connect(m_search, &QLineEdit::textChanged, this, &GroupsBox::filter);
    connect(m_largest, &QCheckBox::clicked, this,
            [this](bool on) { GroupEdits(m_session).setLargestOnly(this->column(), on); });
    connect(m_actions, &GroupActions::moved, this, [this](const std::string& made) {
        const int place = m_columns->findData(QString::fromStdString(made));
        if (place < 0 || made == this->column()) return;
        m_columns->setCurrentIndex(place);
        keep();
        refresh();
    });
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
    m_more->setVisible(m_columns->count() > 0);
    m_rows.clear();
    if (groups) {
        m_rows = groupRows(*groups, sizesAmong(m_session, name), m_session.cells().selection(),
                           categoryColors(m_session, name), Theme::current().missing);
        const std::set<int>& hidden = m_session.cells().hiddenCategories(name);
        const GroupLook& look = GroupEdits(m_session).look(name);
        for (GroupRow& row : m_rows) {
            row.hidden = hidden.count(row.category) > 0;
            if (const auto note = look.notes.find(row.name.toStdString());
                note != look.notes.end() && row.category >= 0)
                row.note = QString::fromStdString(note->second);
        }
        m_largest->setChecked(look.largestOnly);
    }
    m_table->setOrderable(canOrder());
    filter();
}

// The list shows those that are searched for.
void GroupsBox::filter() {
    const bool searched = m_rows.size() >= least_searched;
    m_search->setVisible(searched);
    const QString words = searched ? m_search->text().trimmed() : QString();
    std::vector<GroupRow> shown;
    std::ranges::copy_if(m_rows, std::back_inserter(shown), [&](const GroupRow& row) {
        return words.isEmpty() || row.name.contains(words, Qt::CaseInsensitive) ||
               row.note.contains(words, Qt::CaseInsensitive);
    });
    const auto labelled = static_cast<std::size_t>(std::ranges::count(m_rows, false, &GroupRow::unlabelled));
    const auto found = static_cast<std::size_t>(std::ranges::count(shown, false, &GroupRow::unlabelled));
    const QString all = countText(labelled, tr("group"), tr("groups"));
    m_title->setNote(m_rows.empty()    ? QString()
                     : words.isEmpty() ? all
                                       : tr("%1 of %2").arg(countText(found), all));
    m_largest->setVisible(labelled > most_told_apart);
    m_foot->setText(footText());
    m_foot->setVisible(!m_foot->text().isEmpty());
    m_model->updateRows(std::move(shown));  // a reset between two clicks would swallow the double click
    fitHeight();
}

// What the list alone does not tell.
QString GroupsBox::footText() const {
    if (!m_session.opened().dataset) return {};
    if (m_rows.empty())
        return tr("No column of this dataset defines groups. Edit \u203a Cluster cells\u2026 finds some.");
    QStringList notes;
    std::size_t unlabelled = 0;
    for (const GroupRow& row : m_rows) unlabelled += row.unlabelled ? row.cells : 0;
    if (unlabelled > 0) {
        notes << (column() == m_session.opened().labelColumn()
                      ? tr("%1 (grey): predicted but not trained on.")
                            .arg(countText(unlabelled, tr("unlabelled cell"), tr("unlabelled cells")))
                      : tr("%1 without a value (grey).").arg(countText(unlabelled, tr("cell"), tr("cells"))));
    }
    const auto labelled = static_cast<std::size_t>(std::ranges::count(m_rows, false, &GroupRow::unlabelled));
    if (labelled > most_told_apart) {
        if (m_largest->isChecked())
            notes << tr("The %1 largest have colours of their own; %2 are grey.")
                         .arg(most_told_apart)
                         .arg(countText(labelled - most_told_apart, tr("other"), tr("others")));
        else if (labelled > most_colors)
            notes << tr("Beyond %1 groups, colours repeat.").arg(most_colors);
        else
            notes << tr("Too many colours to tell apart.");
    }
    return notes.join(QLatin1Char(' '));
}

void GroupsBox::fitHeight() {
    m_table->setFixedHeight(24 * std::min(int(m_rows.size()), rows_shown) + 2);
}

void GroupsBox::click(int row, Qt::KeyboardModifiers keys) {
    m_session.cells().select(m_session.groups().cellsOf(column(), m_model->at(row).category),
                             selectModeOf(keys));
}

void GroupsBox::toggleHidden(int row) {
    const GroupRow& group = m_model->at(row);
    m_session.cells().setCategoryHidden(column(), group.category, !group.hidden);
}

}  // namespace regulus
