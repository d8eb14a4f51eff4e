// What a person is asked before something is done to groups: a colour, a note, a name, which ones to merge.
#pragma once

#include <QObject>
#include <set>
#include <string>

#include "ui/models/group_list_model.h"
#include "ui/session/group_edits.h"

namespace regulus {

class GroupActions final : public QObject {
    Q_OBJECT
  public:
    // `place`: the widget that dialogs are of; it owns this.
    GroupActions(Session& session, QWidget* place);

    // All return at once: what is asked is asked in a dialog of its own, and done when it is answered.
    void chooseColor(const std::string& column, const GroupRow& group);
    void writeNote(const std::string& column, const GroupRow& group);
    // A name that another group has: asks whether to merge the two. Of the cells without a value: labels
    // them.
    void rename(const std::string& column, const GroupRow& group, const QString& name);
    void chooseMerge(const std::string& column, const GroupRow& group);
    void merge(const std::string& column, const std::vector<GroupRow>& groups);
    void labelSelection(const std::string& column);

  Q_SIGNALS:
    void moved(const std::string& column);  // the groups are in this column now

  private:
    void show(QDialog* dialog);
    void tell(const std::string& column, const std::string& made);

    Session& m_session;
    QWidget* m_place;
    GroupEdits m_edits;
};

}  // namespace regulus
