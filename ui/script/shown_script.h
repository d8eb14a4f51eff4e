// The part of a script that makes the tables and figures of a session again, as they stand.
#pragma once

#include "ui/script/made_script.h"

namespace regulus {

struct ShownNames {
    QString model;  // its file; empty: none is open
    MadeMapNames maps;
};

void tellModel(ScriptText& text, const ShownNames& names);  // training, predictions
void tellComparison(ScriptText& text, const ShownNames& names);
void tellMapFigures(ScriptText& text, const ShownNames& names);    // map, gallery, scatter plot
void tellGroupFigures(ScriptText& text, const ShownNames& names);  // plots of groups, heatmap

// As --color-by takes it; empty where it cannot be asked for.
std::string coloringWord(const Coloring& coloring, const ScriptInputs& inputs);
// Where the regulons behind it are read from: the model, or the prior. None for what takes neither.
void addSource(CommandWords& words, const Coloring& coloring, const ScriptInputs& inputs,
               const QString& model);
void addTfSource(CommandWords& words, bool ofModel, const ScriptInputs& inputs, const QString& model);

}  // namespace regulus
