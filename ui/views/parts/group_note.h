// What a person writes about a group.
#pragma once

#include <string>

class QWidget;

namespace regulus {

class Session;

// Asks for it in a dialog of the window of `place`, and returns at once; what is written is one step of undo.
void askForNote(Session& session, const QWidget* place, const std::string& column, const std::string& group);

}  // namespace regulus
