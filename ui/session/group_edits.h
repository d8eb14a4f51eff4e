// What a person does to the groups of a column: colours, order, notes, other names, one label for several
// groups, a label for some cells. Each is one step of undo. A column of the file is not changed: its groups
// come under other names in a column of their own, "cell_type (edited)".
//
// Thread: the GUI thread. A value that may be made where it is needed.
#pragma once

#include <QColor>
#include <QCoreApplication>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "core/base/cell_set.h"
#include "ui/session/group_looks.h"

namespace regulus {

class Session;
struct MadeGroups;

// What was written about a group, of predicted classes about the label of their name; "": nothing.
std::string noteOn(const Session& session, const std::string& column, const std::string& group);

class GroupEdits {
    Q_DECLARE_TR_FUNCTIONS(GroupEdits)
  public:
    explicit GroupEdits(Session& session) : m_session(session) {}

    // How the groups of a column are shown; predicted classes as the labels of their name.
    const GroupLook& look(const std::string& column) const;
    std::string note(const std::string& column, const std::string& group) const;

    // Whether it has a colour to change: a group without a label has none.
    bool canColor(const std::string& column, const std::string& group) const;
    void setColor(const std::string& column, const std::string& group, const QColor& color);
    void restoreColors(const std::string& column);  // as the column has them
    void setLargestOnly(const std::string& column, bool on);
    void setNote(const std::string& column, const std::string& group, const QString& text);  // "": none
    // Not of predicted classes: neither their order nor their names.
    bool canEdit(const std::string& column) const;
    void setOrder(const std::string& column, std::vector<std::string> groups);  // none: as it was
    // Each returns the column that has it: the same, or one that was made for it. Names are trimmed; nothing
    // happens for an empty one.
    std::string rename(const std::string& column, const std::string& group, const QString& name);
    std::string merge(const std::string& column, const std::set<std::string>& groups, const QString& name);
    std::string label(const std::string& column, const CellSet& cells, const QString& name);

  private:
    using Change = std::function<void(Categorical&, GroupLook&)>;
    std::string lookedColumn(const std::string& column) const;
    void changeLook(const QString& text, const std::string& column,
                    const std::function<void(GroupLook&)>& change);
    std::string edit(const QString& text, const std::string& column, const Change& change);
    std::string freeColumn(const std::string& column) const;
    void say(const std::string& column, const std::string& made, std::size_t shown, bool compared);

    Session& m_session;
};

}  // namespace regulus
