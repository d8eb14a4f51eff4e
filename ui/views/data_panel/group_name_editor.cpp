#include "ui/views/data_panel/group_name_editor.h"

#include <QFocusEvent>
#include <QKeyEvent>

namespace regulus {

GroupNameEditor::GroupNameEditor(const QString& name, QWidget* list) : QLineEdit(name, list), m_before(name) {
    setObjectName(QStringLiteral("groupName"));
    setAccessibleName(tr("Name of the group"));
    setFrame(false);
    setTextMargins(2, 0, 2, 0);
    setMaxLength(1000);
    selectAll();
}

void GroupNameEditor::finish(bool take) {
    if (m_done) return;
    m_done = true;
    const QString name = text().trimmed();
    // The viewport of a list gives the focus to the list.
    if (hasFocus() && parentWidget() != nullptr) parentWidget()->setFocus();
    hide();
    deleteLater();
    if (take && !name.isEmpty() && name != m_before) Q_EMIT named(name);
}

void GroupNameEditor::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) return finish(false);
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return finish(true);
    QLineEdit::keyPressEvent(event);
}

void GroupNameEditor::focusOutEvent(QFocusEvent* event) {
    QLineEdit::focusOutEvent(event);
    // Its own menu, or another window, takes the focus only for a while.
    if (event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason)
        finish(true);
}

}  // namespace regulus
