// A session as a script of a shell: the steps by name, and under them the commands that make what there is
// now, with lines for scanpy as comments.
#pragma once

#include "ui/script/script_text.h"

namespace regulus {

struct HistoryScript {
    QString text;
    std::vector<ScriptFile> files;  // beside it, which it reads
};

// `stem`: what the names of files beside it begin with.
HistoryScript historyScript(const ScriptInputs& inputs, const QString& stem);

// The script at `path`, executable, after the files beside it. A pass over all cells: a job's work. Throws
// Error(Usage) where one of these, or what the script will write, may take the place of another file, be it
// the data or, where no script is replaced, any; Error(Storage); Cancelled.
void writeHistoryScript(const ScriptInputs& inputs, const QString& path, Job& job);

}  // namespace regulus
