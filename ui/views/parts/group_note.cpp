#include "ui/views/parts/group_note.h"

#include <QCoreApplication>
#include <QInputDialog>

#include "ui/session/group_edits.h"
#include "ui/session/session.h"

namespace regulus {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(GroupNote)
};

}  // namespace

void askForNote(Session& session, const QWidget* place, const std::string& column, const std::string& group) {
    auto* dialog = new QInputDialog(place->window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(Words::tr("Note on %1").arg(QString::fromStdString(group)));
    dialog->setLabelText(Words::tr("Shown with the group, and written with its column:"));
    dialog->setOption(QInputDialog::UsePlainTextEditForTextInput);
    dialog->setTextValue(QString::fromStdString(GroupEdits(session).note(column, group)));
    QObject::connect(
        dialog, &QInputDialog::textValueSelected, &session,
        [&session, column, group](const QString& text) { GroupEdits(session).setNote(column, group, text); });
    // What it asks about may be gone.
    QObject::connect(&session, &Session::changed, dialog, [dialog](Changes what) {
        if (what.testFlag(Change::Dataset)) dialog->reject();
    });
    dialog->open();
}

}  // namespace regulus
