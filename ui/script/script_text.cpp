#include "ui/script/script_text.h"

#include <algorithm>
#include <unordered_set>

#include "core/io/files/atomic_file.h"

namespace regulus {
namespace {

constexpr qsizetype comment_width = 96;

void writeCells(const Dataset& dataset, const CellSet& cells, const std::string& path) {
    AtomicFile file(path);
    for (const std::uint32_t cell : cells.rows()) file.write(dataset.obs.index[cell] + "\n");
    file.commit();
}

// As the first column of a table gives it back.
bool isWhole(const std::string& name) {
    return !name.empty() && name.find_first_of(",;\t\r\n\"'") == std::string::npos && name.front() != ' ' &&
           name.back() != ' ';
}

bool canBeNamed(const std::vector<std::string>& names) {
    std::unordered_set<std::string_view> seen;
    return std::ranges::all_of(
        names, [&](const std::string& name) { return isWhole(name) && seen.insert(name).second; });
}

}  // namespace

QString onOneLine(QString text) {
    for (QChar& c : text)
        if (c.category() == QChar::Other_Control || c == QChar::LineSeparator ||
            c == QChar::ParagraphSeparator)
            c = QLatin1Char(' ');
    return text;
}

ScriptText::ScriptText(const ScriptInputs& inputs, QString stem)
    : in(inputs),
      m_stem(std::move(stem)),
      m_genes(inputs.record.choices.genes),
      m_distinct(canBeNamed(inputs.dataset->obs.index)) {
    findGenes();
}

// The window calls genes as the prior does, which most commands do not know; often that is a column of var.
void ScriptText::findGenes() {
    if (!in.genes.names || !in.genes.var) return;
    const auto same = [this](const GeneRequest& request) {
        return own_names(*in.genes.var, request).genes.names == in.genes.names->names;
    };
    if (same(m_genes)) return;
    GeneRequest column = m_genes;
    column.column = in.genes.names->source;
    m_knowsGenes = m_genes.column.empty() && same(column);
    if (m_knowsGenes) m_genes = column;
}

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
        if (line.size() == 1 && word.startsWith(QLatin1String("scanpy:"))) line += QLatin1Char(' ');
        line += QLatin1Char(' ') + word;  // in a name it begins no line of Python
    }
    m_text += line + QLatin1Char('\n');
}

void ScriptText::scanpy(const QString& python) {
    m_text += QStringLiteral("# scanpy: ") + onOneLine(python) + QLatin1Char('\n');
}

bool ScriptText::choosesGenes() const {
    return !geneWords(m_genes, in.record.choices.mappingPath).empty();
}

CommandWords ScriptText::command(const std::string& name, bool genes) const {
    CommandWords words(name);
    words.addAsIs(name == "convert" ? "" : "--data", QStringLiteral("\"$data\""));  // as its help has it
    if (m_cells == 0) words.addReading(in.record.choices.read);
    if (genes) words.addGenes(m_genes, in.record.choices.mappingPath);
    return words;
}

void ScriptText::runToCells(CommandWords words) {
    const auto numbered = [this](int n) { return place(QStringLiteral("%1.h5ad").arg(n)); };
    const std::string before = numbered(m_cells), after = numbered(m_cells + 1);
    run(words.add("--out", after));
    if (m_cells++ > 0) line(QStringLiteral("rm -f ") + shellQuoted(QString::fromStdString(before)));
    line(QStringLiteral("data=") + shellQuoted(QString::fromStdString(after)));
}

void ScriptText::nameCells() {
    m_complete = true;
    if (m_cells == 0) return;
    const auto quoted = [this](const QString& what) {
        return shellQuoted(QString::fromStdString(place(what)));
    };
    const QString cells = quoted(QStringLiteral("cells.h5ad"));
    section(QStringLiteral("All of it in one file"));
    line(QStringLiteral("mv %1 %2").arg(quoted(QStringLiteral("%1.h5ad").arg(m_cells)), cells));
    line(QStringLiteral("data=") + cells);
}

void ScriptText::addFile(const QString& what, std::function<void(const std::string& path, Job&)> write) {
    m_files.push_back({fileName(what), std::move(write)});
}

std::string ScriptText::cellsFile(const QString& what, const CellSet& cells) {
    const QString name = what + QStringLiteral(".txt");
    if (std::ranges::find(m_files, fileName(name), &ScriptFile::name) == m_files.end())
        addFile(name, [dataset = in.dataset, cells](const std::string& path, Job&) {
            writeCells(*dataset, cells, path);
        });
    return place(name);
}

bool ScriptText::has(const std::string& name) const {
    return std::ranges::find(m_lacking, name) == m_lacking.end();
}

bool ScriptText::isColumn(const std::string& name) const {
    return in.dataset->obs.find(name) != nullptr || ownColumn(in.record.own, name) != nullptr;
}

}  // namespace regulus
