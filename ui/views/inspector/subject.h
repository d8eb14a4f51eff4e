// What the inspector is about: one cell, one group, or two groups, or two cells, and what separates them.
#pragma once

#include <QString>
#include <optional>
#include <string>

#include "ui/session/session.h"

namespace regulus {

struct Subject {
    enum class Kind { None, Cell, Group, Pair };
    Kind kind = Kind::None;
    std::uint32_t cell = 0;  // Cell
    Group first, second;     // Group: first; Pair: both
    bool cells = false;      // Pair: of one cell each, called "cell 1" and "cell 2"
};

bool sameSubject(const Subject& a, const Subject& b);

// The person's last gesture decides between the focused cell (beside the pinned one, where there is one), the
// selection and the focused groups; where that one is gone, the next that is there. All cells where there is
// none, and a TF is opened.
enum class Interest { Cell, Selection, Groups };
Subject subjectOf(const Session& session, Interest interest);
// Whether the focused cell is looked at beside the pinned one.
bool twoCells(const Session& session);

// The group of a column whose cells are these and no others, as groupName() looks for it.
struct GroupOfColumn {
    std::string column, group;
};
std::optional<GroupOfColumn> wholeGroup(const Session& session, const CellSet& cells);
// Its name; empty: there is none.
QString wholeGroupName(const Session& session, const CellSet& cells);
// The group of a column that the cells are, of the column that colours the map or of labels before any other;
// "412 of 697 cells of NK" where all are of one group of these two; else "Selection".
QString groupName(const Session& session, const CellSet& cells);

}  // namespace regulus
