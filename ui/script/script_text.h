// The text of a script while it is written: a shell's, with what a person reads and lines for scanpy as
// comments.
#pragma once

#include <QString>
#include <functional>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "ui/script/command_words.h"
#include "ui/script/script_inputs.h"

namespace regulus {

// A file that lies beside the script.
struct ScriptFile {
    QString name;
    std::function<void(const std::string& path, Job&)> write;
};

class ScriptText {
  public:
    // `stem`: what the names of its files begin with.
    ScriptText(const ScriptInputs& inputs, QString stem) : in(inputs), m_stem(std::move(stem)) {}

    const ScriptInputs& in;

    void section(const QString& title);
    void say(const QString& text);     // wrapped
    void scanpy(const QString& line);  // one line of Python; "# scanpy: " stands before it
    void line(const QString& shell) { m_text += shell + QLatin1Char('\n'); }
    void run(const CommandWords& words) { line(words.lines()); }

    // A command about the cells as they are by now; with `genes`, how their names were chosen.
    CommandWords command(const std::string& name, bool genes = true) const;
    // The cells from here on are those that it writes.
    void runToCells(CommandWords words);
    void nameCells();  // once there are no more such commands
    QString fileName(const QString& what) const { return m_stem + QLatin1Char('.') + what; }
    QString place(const QString& what) const { return QStringLiteral("./") + fileName(what); }
    void addFile(const QString& what, std::function<void(const std::string& path, Job&)> write);
    // For --cells-file; the same cells are one file. Cells need names of their own, see `distinct`.
    QString cellsFile(const QString& what, const CellSet& cells);

    void lack(const std::string& column) { m_lacking.push_back(column); }  // no command makes it
    bool has(const std::string& column) const;

    const QString& text() const { return m_text; }
    const std::vector<ScriptFile>& files() const { return m_files; }
    bool distinct = true;  // every cell has a name of its own

  private:
    QString m_stem, m_text;
    int m_cells = 0;  // files of cells that were written so far
    std::vector<ScriptFile> m_files;
    std::vector<std::string> m_lacking;
};

}  // namespace regulus
