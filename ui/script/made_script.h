// The part of a script that makes the columns and maps of a session again.
#pragma once

#include <string>

#include "ui/script/script_text.h"

namespace regulus {

// Columns that no command makes, and the sides of a comparison that are cells rather than groups of a column:
// a table beside the script.
void tellByHand(ScriptText& text);
// All of them, one after another; ScriptText::maps are known from then on.
void tellMade(ScriptText& text);

// Whether a command makes it from the data and the model that is open.
bool madeByCommand(const Recipe& recipe, const SessionRecord& record);
bool madeByCommand(const OwnColumn& column, const SessionRecord& record);

// The columns, of the name of the side, for the two sides of a comparison of cells.
// 0: A, 1: B.
std::string sideName(const ScriptText& text, std::size_t side);
// Selected ones, predicted classes, those without a value, and those of a column that no option can name.
bool isOfCells(const ComparedCells& side);

}  // namespace regulus
