#include "ui/script/script_text.h"

#include <algorithm>

#include "core/io/files/atomic_file.h"

namespace regulus {
namespace {

constexpr qsizetype comment_width = 96;

// On one line, whatever names are in it: a line of its own would be a command.
QString onOneLine(QString text) {
    for (QChar& c : text)
        if (c.category() == QChar::Other_Control || c == QChar::LineSeparator ||
            c == QChar::ParagraphSeparator)
            c = QLatin1Char(' ');
    return text;
}

void writeCells(const Dataset& dataset, const CellSet& cells, const std::string& path) {
    AtomicFile file(path);
    for (const std::uint32_t cell : cells.rows()) file.write(dataset.obs.index[cell] + "\n");
    file.commit();
}

}  // namespace

void ScriptText::section(const QString& title) {
    m_text += QStringLiteral("\n# --- %1 ---\n").arg(onOneLine(title));
}

void ScriptText::say(const QString& text) {
    QString line = QStringLiteral("#");
    for (const QString& word : onOneLine(text).split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        if (line.size() > 1 && line.size() + word.size() > comment_width) {
            m_text += line + QLatin1Char('\n');
            line = QStringLiteral("#");
        }
        line += QLatin1Char(' ') + word;
    }
    m_text += line + QLatin1Char('\n');
}

void ScriptText::scanpy(const QString& python) {
    m_text += QStringLiteral("# scanpy: ") + onOneLine(python) + QLatin1Char('\n');
}

CommandWords ScriptText::command(const std::string& name, bool genes) const {
    CommandWords words(name);
    words.addAsIs(name == "convert" ? "" : "--data", QStringLiteral("\"$data\""));  // as its help has it
    if (m_cells == 0) words.addReading(in.record.choices.read);
    if (genes) words.addGenes(in.record.choices.genes, in.record.choices.mappingPath);
    return words;
}

void ScriptText::runToCells(CommandWords words) {
    const auto numbered = [this](int n) { return place(QStringLiteral("%1.h5ad").arg(n)); };
    const QString before = numbered(m_cells), after = numbered(m_cells + 1);
    run(words.add("--out", after.toStdString()));
    if (m_cells++ > 0) line(QStringLiteral("rm -f ") + shellQuoted(before));
    line(QStringLiteral("data=") + shellQuoted(after));
}

void ScriptText::nameCells() {
    if (m_cells == 0) return;
    const QString last = shellQuoted(place(QStringLiteral("%1.h5ad").arg(m_cells))),
                  cells = shellQuoted(place(QStringLiteral("cells.h5ad")));
    section(QStringLiteral("All of it in one file"));
    line(QStringLiteral("mv %1 %2").arg(last, cells));
    line(QStringLiteral("data=") + cells);
}

void ScriptText::addFile(const QString& what, std::function<void(const std::string& path, Job&)> write) {
    m_files.push_back({fileName(what), std::move(write)});
}

QString ScriptText::cellsFile(const QString& what, const CellSet& cells) {
    const QString name = what + QStringLiteral(".txt");
    if (std::ranges::find(m_files, fileName(name), &ScriptFile::name) == m_files.end())
        addFile(name, [dataset = in.dataset, cells](const std::string& path, Job&) {
            writeCells(*dataset, cells, path);
        });
    return place(name);
}

bool ScriptText::has(const std::string& column) const {
    return std::ranges::find(m_lacking, column) == m_lacking.end();
}

}  // namespace regulus
