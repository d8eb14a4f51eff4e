#include "ui/views/data_panel/group_actions.h"

#include <QColorDialog>
#include <QInputDialog>
#include <QMessageBox>
#include <QPushButton>
#include <algorithm>

#include "ui/models/number_text.h"
#include "ui/session/session.h"
#include "ui/views/parts/class_colors.h"
#include "ui/views/parts/group_note.h"

namespace regulus {

GroupActions::GroupActions(Session& session, QWidget* place)
    : QObject(place), m_session(session), m_place(place), m_edits(session) {}

void GroupActions::show(QDialog* dialog) {
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    // What it asks about may be gone.
    connect(&m_session, &Session::changed, dialog, [dialog](Changes what) {
        if (what.testFlag(Change::Dataset)) dialog->reject();
    });
    dialog->open();
}

void GroupActions::tell(const std::string& column, const std::string& made) {
    if (made != column) Q_EMIT moved(made);
}

void GroupActions::chooseColor(const std::string& column, const GroupRow& group) {
    const std::string name = group.name.toStdString();
    if (!m_edits.canColor(column, name)) return;
    auto* dialog = new QColorDialog(group.color, m_place->window());
    dialog->setOption(QColorDialog::DontUseNativeDialog);
    dialog->setWindowTitle(tr("Colour of %1").arg(group.name));
    connect(dialog, &QColorDialog::colorSelected, this,
            [this, column, name](const QColor& color) { m_edits.setColor(column, name, color); });
    show(dialog);
}

void GroupActions::writeNote(const std::string& column, const GroupRow& group) {
    askForNote(m_session, m_place, column, group.name.toStdString());
}

void GroupActions::rename(const std::string& column, const GroupRow& group, const QString& name) {
    if (group.category < 0)
        return tell(column, m_edits.label(column, m_session.groups().cellsOf(column, -1), name));
    const std::string from = group.name.toStdString(), to = name.trimmed().toStdString();
    const auto groups = m_session.groups().categorical(column);
    if (to == from || !groups) return;
    if (std::ranges::find(groups->categories, to) == groups->categories.end())
        return tell(column, m_edits.rename(column, from, name));
    auto* question = new QMessageBox(QMessageBox::Question, tr("Merge groups"),
                                     tr("There is a group %1 already.").arg(name.trimmed()),
                                     QMessageBox::Cancel, m_place->window());
    question->setInformativeText(tr("Merge %1 with it?").arg(group.name));
    QPushButton* merge = question->addButton(tr("Merge"), QMessageBox::AcceptRole);
    merge->setObjectName(QStringLiteral("merge"));
    connect(merge, &QPushButton::clicked, this, [this, column, from, to] {
        tell(column, m_edits.merge(column, {from, to}, QString::fromStdString(to)));
    });
    show(question);
}

void GroupActions::chooseMerge(const std::string& column, const GroupRow& group) {
    const auto groups = m_session.groups().categorical(column);
    if (!groups) return;
    QStringList others;
    const std::string from = group.name.toStdString();
    for (const std::string& name : groups->categories)
        if (name != from) others << QString::fromStdString(name);
    if (others.isEmpty()) return;
    auto* dialog = new QInputDialog(m_place->window());
    dialog->setWindowTitle(tr("Merge groups"));
    dialog->setLabelText(tr("The cells of %1 join the group:").arg(group.name));
    dialog->setOption(QInputDialog::UseListViewForComboBoxItems);
    dialog->setComboBoxItems(others);
    dialog->setOkButtonText(tr("Merge"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this, column, from](const QString& into) {
        tell(column, m_edits.merge(column, {from, into.toStdString()}, into));
    });
    show(dialog);
}

void GroupActions::merge(const std::string& column, const std::vector<GroupRow>& groups) {
    if (groups.size() < 2) return;
    std::set<std::string> names;
    for (const GroupRow& group : groups) names.insert(group.name.toStdString());
    auto* dialog = new QInputDialog(m_place->window());
    dialog->setWindowTitle(tr("Merge %1 groups").arg(groups.size()));
    dialog->setLabelText(tr("Name of the group:"));
    dialog->setOkButtonText(tr("Merge"));
    dialog->setTextValue(std::ranges::max_element(groups, {}, &GroupRow::cells)->name);
    connect(dialog, &QInputDialog::textValueSelected, this,
            [this, column, names](const QString& name) { tell(column, m_edits.merge(column, names, name)); });
    show(dialog);
}

void GroupActions::labelSelection(const std::string& column) {
    const CellSet cells = m_session.cells().selection();
    if (cells.empty()) return;
    const QString title = QString::fromStdString(column);
    QStringList names;
    if (const auto groups = m_session.groups().categorical(column))
        for (const std::string& name : groups->categories) names << QString::fromStdString(name);
    auto* dialog = new QInputDialog(m_place->window());
    dialog->setWindowTitle(tr("New label"));
    dialog->setLabelText(
        tr("%1 for %2:").arg(title, countText(cells.count(), tr("selected cell"), tr("selected cells"))));
    dialog->setComboBoxItems(names);
    dialog->setComboBoxEditable(true);
    dialog->setTextValue({});
    connect(dialog, &QInputDialog::textValueSelected, this,
            [this, column, cells](const QString& name) { tell(column, m_edits.label(column, cells, name)); });
    show(dialog);
}

}  // namespace regulus
