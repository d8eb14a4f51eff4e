// The text of a script while it is written: a shell's, with what a person reads and lines for scanpy as
// comments.
#pragma once

#include <QString>
#include <functional>
#include <map>
#include <set>
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

// Whatever names are in it: a line of its own would be a command.
QString onOneLine(QString text);

class ScriptText {
  public:
    // `stem`: what the names of its files begin with. Passes over the names of cells and genes.
    ScriptText(const ScriptInputs& inputs, QString stem);

    const ScriptInputs& in;
    QString model;                            // its file; empty: none is open
    std::map<std::string, std::string> maps;  // names in obsm of those that the script makes, by their keys
    std::set<int> drawnGates;                 // ids of those that a command draws

    void section(const QString& title);
    void say(const QString& text);     // wrapped
    void scanpy(const QString& line);  // one line of Python; "# scanpy: " stands before it
    void line(const QString& shell) { m_text += shell + QLatin1Char('\n'); }
    // Once all cells are there, one that fails does not keep the others from running.
    void run(const CommandWords& words) {
        line(words.lines() + (m_complete ? QStringLiteral(" || failed=1") : QString()));
    }

    // A command about the cells as they are by now; with `genes`, how their names were chosen.
    CommandWords command(const std::string& name, bool genes = true) const;
    // Runs it; the cells from here on are those that it writes.
    void runToCells(CommandWords words);
    void nameCells();  // once there are no more such commands
    std::string place(const QString& what) const { return ("./" + fileName(what)).toStdString(); }
    QString fileName(const QString& what) const { return m_stem + QLatin1Char('.') + what; }
    void addFile(const QString& what, std::function<void(const std::string& path, Job&)> write);
    // For --cells-file; the same `what` is the same file. Cells need names of their own, see distinct().
    std::string cellsFile(const QString& what, const CellSet& cells);

    void lack(const std::string& name) { m_lacking.push_back(name); }  // a column or map: no command makes it
    bool has(const std::string& name) const;
    bool isColumn(const std::string& name) const;  // of the file or made here
    bool distinct() const { return m_distinct; }   // every cell has a name of its own, which a file keeps
    bool choosesGenes() const;  // their names are not those that commands use by themselves
    bool knowsGenes() const { return m_knowsGenes; }  // commands call them as the window does
    bool usualValues() const { return in.record.choices.assay.empty(); }  // or learned from by choice

    const QString& text() const { return m_text; }
    const std::vector<ScriptFile>& files() const { return m_files; }

  private:
    void findGenes();

    QString m_stem, m_text;
    int m_cells = 0;  // files of cells that were written so far
    bool m_complete = false;
    std::vector<ScriptFile> m_files;
    std::vector<std::string> m_lacking;
    GeneRequest m_genes;
    bool m_distinct = true, m_knowsGenes = true;
};

}  // namespace regulus
