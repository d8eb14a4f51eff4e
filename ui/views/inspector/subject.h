// What the inspector is about: one cell, one group, or two groups and what separates them.
#pragma once

#include <QString>

#include "ui/session/session.h"

namespace regulus {

struct Subject {
    enum class Kind { None, Cell, Group, Pair };
    Kind kind = Kind::None;
    std::uint32_t cell = 0;  // Cell
    Group first, second;     // Group: first; Pair: both
};

bool sameSubject(const Subject& a, const Subject& b);

// The person's last gesture decides between the focused cell, the selection and the focused groups; where
// that one is gone, the next that is there.
enum class Interest { Cell, Selection, Groups };
Subject subjectOf(const Session& session, Interest interest);

// The label where all cells have the same one, else
// "Selection".
QString groupName(const Session& session, const CellSet& cells);

}  // namespace regulus
