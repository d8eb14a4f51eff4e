// What a command can be asked for, in its own words.
#pragma once

#include <span>
#include <string>

#include "ui/script/script_text.h"

namespace regulus {

// As --color-by, --names, --x and --y take it; empty where they cannot.
std::string coloringWord(const Coloring& coloring, const ScriptText& text);
// All of them, or none where one of them cannot be asked for.
std::vector<std::string> coloringWords(std::span<const Coloring> colorings, const ScriptText& text);
// A column of groups; "prediction" is one where `predicted` is known to the command. Empty where it cannot.
std::string groupWord(const std::string& column, const ScriptText& text, bool predicted = false);

// Whether the model is asked about one of them. It knows its genes by itself.
bool readModel(std::span<const Coloring> colorings, const ScriptText& text);
// Add the model or the prior that this is read from. False where it is in no file, or where no one command
// reads all of it.
bool addSource(CommandWords& words, std::span<const Coloring> colorings, const ScriptText& text);
bool addTfSource(CommandWords& words, bool ofModelAlone, const ScriptText& text);

}  // namespace regulus
