// The parts of a script that make the tables and figures of a session again, as they stand.
#pragma once

#include "ui/script/script_text.h"

namespace regulus {

void tellModel(ScriptText& text);  // training, predictions, calibration
void tellComparison(ScriptText& text);
void tellSimilar(ScriptText& text);
void tellMap(ScriptText& text);
void tellGallery(ScriptText& text);
void tellScatter(ScriptText& text);
void tellGates(ScriptText& text);  // those that no command drew
void tellPlots(ScriptText& text);  // of groups; with the test of a composition
void tellHeatmap(ScriptText& text);

// Of the map that is shown; empty where the script has none in the plane.
std::string shownMap(const ScriptText& text);
// --color-by and --color-range; false where it cannot be asked for.
bool addColor(CommandWords& words, const Coloring& coloring, const ScriptText& text);

// --gate for each of the session that lies within none and is on these axes, in either order.
void addGates(CommandWords& words, ScriptText& text, const AxisSource& x, const AxisSource& y);

}  // namespace regulus
