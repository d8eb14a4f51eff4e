// The part of a script that makes the columns and maps of a session again.
#pragma once

#include <map>
#include <string>

#include "ui/script/script_text.h"

namespace regulus {

// Names in obsm of the maps that the script makes, by their keys in the session.
using MadeMapNames = std::map<std::string, std::string>;

MadeMapNames tellMade(ScriptText& text, const QString& model);
// The columns, of the name of the side, for the two sides of a comparison where these are cells rather than
// groups of a column.
inline const std::string side_columns[] = {"side A", "side B"};
bool isOfCells(const ComparedCells& side);  // selected ones, predicted classes, those without a value

}  // namespace regulus
