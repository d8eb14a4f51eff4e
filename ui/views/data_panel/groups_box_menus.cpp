// What the menus of the groups, and of their column, offer.
#include <QComboBox>
#include <QMenu>
#include <QToolButton>
#include <algorithm>
#include <optional>

#include "core/base/natural_order.h"
#include "ui/models/number_text.h"
#include "ui/session/group_edits.h"
#include "ui/views/data_panel/group_actions.h"
#include "ui/views/data_panel/group_name_editor.h"
#include "ui/views/data_panel/group_order.h"
#include "ui/views/data_panel/group_table.h"
#include "ui/views/data_panel/groups_box.h"
#include "ui/views/parts/cell_pointing.h"

namespace regulus {
namespace {

template <class Act>
QAction* entry(QMenu& menu, const char* name, const QString& text, Act act, bool enabled = true) {
    QAction* action = menu.addAction(text);
    action->setObjectName(QString::fromLatin1(name));
    action->setEnabled(enabled);
    QObject::connect(action, &QAction::triggered, action, act);
    return action;
}

// Where the keys of the list do the same.
void showKeys(QAction* action, const QKeySequence& keys) {
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetShortcut);
    action->setShortcutVisibleInContextMenu(true);
}

}  // namespace

void GroupsBox::showMenu(const QPoint& at) {
    const QModelIndex index = m_table->indexAt(at);
    if (!index.isValid()) return;
    const GroupRow group = m_model->at(index.row());
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addSelecting(*menu, group);
    menu->addSeparator();
    addEditing(*menu, index.row());
    addOrdering(*menu, index.row());
    menu->addSeparator();
    addComparing(*menu, group);
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

void GroupsBox::addSelecting(QMenu& menu, const GroupRow& group) {
    const std::string name = column();
    const auto select = [this, name, group](SelectMode mode) {
        return [this, name, group, mode] {
            m_session.cells().select(m_session.groups().cellsOf(name, group.category), mode);
        };
    };
    const bool some = !m_session.cells().selection().empty();
    entry(menu, "select", tr("Select"), select(SelectMode::Replace));
    entry(menu, "add", tr("Add to selection"), select(SelectMode::Add), some);
    entry(menu, "subtract", tr("Take away from selection"), select(SelectMode::Subtract), some);
    entry(menu, "intersect", tr("Keep only these of the selection"), select(SelectMode::Intersect), some);
    menu.addSeparator();
    showKeys(entry(menu, "hide", group.hidden ? tr("Show") : tr("Hide"),
                   [this, name, group] {
                       m_session.cells().setCategoryHidden(name, group.category, !group.hidden);
                   }),
             Qt::Key_Space);
    entry(menu, "isolate", tr("Isolate"),
          [this, name, group] { m_session.cells().isolateCategory(name, group.category); });
    entry(menu, "inspect", tr("Inspect as a group"), [this, name, group] {
        m_session.focus().setGroups({{group.name, m_session.groups().cellsOf(name, group.category)}});
    });
    if (m_ranks && m_ranks(name, group.name.toStdString()))
        entry(menu, "ranks", tr("Genes the file ranks for it"),
              [this, name, group] { Q_EMIT rankedRequested(name, group.name.toStdString()); });
}

void GroupsBox::addEditing(QMenu& menu, int row) {
    const std::string name = column();
    const GroupRow group = m_model->at(row);
    const GroupEdits edits(m_session);
    const bool named = group.category >= 0, editable = edits.canEdit(name);
    entry(
        menu, "color", tr("Change colour…"), [this, name, group] { m_actions->chooseColor(name, group); },
        named && edits.canColor(name, group.name.toStdString()));
    entry(
        menu, "note", group.note.isEmpty() ? tr("Add a note…") : tr("Edit the note…"),
        [this, name, group] { m_actions->writeNote(name, group); }, named);
    showKeys(entry(
                 menu, "rename", named ? tr("Rename…") : tr("Label these cells…"),
                 [this, row] { rename(row); }, editable),
             Qt::Key_F2);
    entry(
        menu, "merge", tr("Merge with…"), [this, name, group] { m_actions->chooseMerge(name, group); },
        editable && named && m_rows.size() > 1);
    if (const std::vector<GroupRow> chosen = wholeSelected(); editable && chosen.size() > 1)
        entry(menu, "mergeSelected", tr("Merge the %1 selected groups…").arg(chosen.size()),
              [this, name, chosen] { m_actions->merge(name, chosen); });
    const std::size_t cells = m_session.cells().selection().count();
    if (cells > 0)
        entry(
            menu, "label",
            cells == 1 ? tr("Give the selected cell a new label…")
                       : tr("Give %1 selected cells a new label…").arg(countText(cells)),
            [this, name] { m_actions->labelSelection(name); }, editable);
}

void GroupsBox::addOrdering(QMenu& menu, int row) {
    QMenu& order = *menu.addMenu(tr("Order"));
    const bool can = canOrder(), named = can && m_model->at(row).category >= 0;
    order.setEnabled(can);
    showKeys(entry(
                 order, "up", tr("Move up"), [this, row] { move(row, -1); }, named && row > 0),
             QKeySequence(QKeyCombination(Qt::AltModifier, Qt::Key_Up)));
    showKeys(entry(
                 order, "down", tr("Move down"), [this, row] { move(row, 1); },
                 named && row + 1 < m_model->rowCount()),
             QKeySequence(QKeyCombination(Qt::AltModifier, Qt::Key_Down)));
    order.addSeparator();
    entry(
        order, "byName", tr("By name"), [this] { orderBy(false); }, can);
    entry(
        order, "bySize", tr("By size, largest first"), [this] { orderBy(true); }, can);
    entry(
        order, "originalOrder", tr("As in the column"),
        [this, name = column()] { GroupEdits(m_session).setOrder(name, {}); },
        !GroupEdits(m_session).look(column()).order.empty());
}

void GroupsBox::addComparing(QMenu& menu, const GroupRow& group) {
    const std::string name = column();
    const auto put = [this, name, group](ComparedSide side) {
        return [this, name, group, side] {
            m_session.comparison().putGroups(side, name, {group.category});
            Q_EMIT compareRequested();
        };
    };
    entry(menu, "compareA", tr("Compare: put into A"), put(ComparedSide::A));
    entry(menu, "compareB", tr("Compare: put into B"), put(ComparedSide::B));
    entry(menu, "compareAll", tr("Compare all groups"), [this, name] {
        m_session.comparison().compareAllGroups(name);
        Q_EMIT compareRequested();
    });
}

bool GroupsBox::isOwn() const {
    return ownColumn(m_session.opened().own, column()) != nullptr;
}

void GroupsBox::showColumnMenu() {
    const std::string name = column();
    const bool predicted = name == predicted_column;
    const QString text = inMenu(predicted ? tr("prediction") : QString::fromStdString(name));
    const GroupEdits edits(m_session);
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (!predicted)
        entry(
            *menu, "useAsLabels", tr("Use %1 as labels").arg(text),
            [this, name] { m_session.setLabelColumn(name); }, name != m_session.opened().labelColumn());
    if (!predicted)
        entry(*menu, "train", tr("Train on %1…").arg(text), [this, name] { Q_EMIT trainRequested(name); });
    const GroupLook& look = edits.look(name);
    entry(
        *menu, "originalColors", tr("Original colours"),
        [this, name] { GroupEdits(m_session).restoreColors(name); },
        !look.colors.empty() || look.largestOnly);
    entry(
        *menu, "originalOrder", tr("Original order"),
        [this, name] { GroupEdits(m_session).setOrder(name, {}); }, canOrder() && !look.order.empty());
    entry(*menu, "loupe", tr("Save %1 for Loupe Browser…").arg(text),
          [this, name] { Q_EMIT loupeRequested(name); });
    if (isOwn()) {
        entry(*menu, "removeColumn", tr("Remove %1").arg(text),
              [this, name] { m_session.removeColumn(name); });
        menu->addSeparator();
        entry(
            *menu, "origin", inMenu(ownColumn(m_session.opened().own, name)->origin), [] {}, false);
    }
    menu->popup(m_more->mapToGlobal(QPoint(0, m_more->height())));
}

// --- names and order ------------------------------------------------------------------------------------

void GroupsBox::rename(int row) {
    const std::string name = column();
    if (!GroupEdits(m_session).canEdit(name) || row < 0 || row >= m_model->rowCount()) return;
    const GroupRow group = m_model->at(row);
    m_table->scrollTo(m_model->index(row, 0));
    auto* editor = new GroupNameEditor(group.category < 0 ? QString() : group.name, m_table->viewport());
    editor->setGeometry(m_table->nameRect(row));
    connect(editor, &GroupNameEditor::named, this,
            [this, name, group](const QString& to) { m_actions->rename(name, group, to); });
    editor->show();
    editor->setFocus();
}

// Of the predicted classes that of the model stays.
bool GroupsBox::canOrder() const {
    return column() != predicted_column && m_session.groups().original(column()) != nullptr;
}

std::vector<GroupRow> GroupsBox::wholeSelected() const {
    std::vector<GroupRow> chosen;
    std::ranges::copy_if(m_rows, std::back_inserter(chosen), [](const GroupRow& row) {
        return row.category >= 0 && row.cells > 0 && row.selected == row.cells;
    });
    return chosen;
}

// Those that have no cells, or none in the workspace, too: they keep their place.
std::vector<std::string> GroupsBox::namesInOrder() const {
    std::vector<std::string> names;
    const auto groups = m_session.groups().categorical(column());
    if (!groups) return names;
    for (const std::size_t g : listing_order(groups->categories, groups->ordered))
        names.push_back(groups->categories[g]);
    return names;
}

// `before`: a row of the list, which may show some of the groups only.
void GroupsBox::drop(const std::string& group, int before) {
    std::vector<std::string> names = namesInOrder();
    const auto placeOf = [&](int row) -> std::optional<std::size_t> {
        if (row < 0 || row >= m_model->rowCount() || m_model->at(row).category < 0) return std::nullopt;
        return static_cast<std::size_t>(std::ranges::find(names, m_model->at(row).name.toStdString()) -
                                        names.begin());
    };
    std::size_t place = names.size();
    if (const auto above = placeOf(before - 1))
        place = *above + 1;
    else if (const auto below = placeOf(before))
        place = *below;
    std::vector<std::string> after = movedTo(names, group, place);
    if (canOrder() && after != names) GroupEdits(m_session).setOrder(column(), std::move(after));
}

void GroupsBox::move(int row, int by) {
    const int to = row + by;
    if (m_model->at(row).category < 0 || to < 0 || to >= m_model->rowCount()) return;
    if (m_model->at(to).category < 0) return;
    const int current = m_table->currentIndex().row();
    drop(m_model->at(row).name.toStdString(), by < 0 ? to : to + 1);
    if (current == row) m_table->setCurrentIndex(m_model->index(to, 0));  // the keys go on with it
}

void GroupsBox::orderBy(bool size) {
    std::vector<GroupRow> rows = m_rows;
    std::erase_if(rows, [](const GroupRow& row) { return row.category < 0; });
    std::ranges::stable_sort(rows, [size](const GroupRow& a, const GroupRow& b) {
        return size ? a.cells > b.cells : natural_less(a.name.toStdString(), b.name.toStdString());
    });
    std::vector<std::string> names;
    for (const GroupRow& row : rows) names.push_back(row.name.toStdString());
    if (canOrder()) GroupEdits(m_session).setOrder(column(), std::move(names));
}

}  // namespace regulus
