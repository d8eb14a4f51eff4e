#include "ui/script/made_script.h"

#include <algorithm>
#include <cmath>

#include "core/io/files/atomic_file.h"
#include "ui/script/made_scanpy.h"
#include "ui/session/column_files.h"

namespace regulus {
namespace {

// A recipe's command; how genes are named is among its words, where it matters.
CommandWords commandOf(const ScriptText& text, const Recipe& recipe) {
    CommandWords words = text.command(recipe.command(), false);
    if (recipe.model) words.add("--model", text.model.toStdString());
    return words.addPairs(std::span(recipe.words).subspan(1));
}

// For a result of these cells alone the file that names them, which becomes an option; "" of all cells,
// nullopt where they cannot be named. `what`: what the file is called.
std::optional<std::string> addPart(ScriptText& text, CommandWords& words, const QString& what,
                                   const CellSet& part) {
    if (part.count() == part.universe()) return std::string();
    if (!text.distinct()) {
        text.say(
            QStringLiteral("Left out: some cells share a name, or have one that no file gives back, so that "
                           "a part of them cannot be named."));
        return std::nullopt;
    }
    const std::string file = text.cellsFile(what, part);
    words.add("--cells-file", file);
    return file;
}

void tellClusters(ScriptText& text, const OwnColumn& column, int number) {
    const std::vector<std::int32_t>& codes = column.values->codes;
    CellSet part(codes.size());
    for (std::size_t cell = 0; cell < codes.size(); ++cell)
        if (codes[cell] >= 0) part.insert(static_cast<std::uint32_t>(cell));
    text.section(QStringLiteral("Column %1: %2").arg(QString::fromStdString(column.name), column.origin));
    CommandWords words = commandOf(text, column.recipe).add("--name", column.name);
    const auto file = addPart(text, words, QStringLiteral("part%1").arg(number), part);
    if (!file) return text.lack(column.name);
    text.runToCells(words);
    sayClustersInScanpy(text, column, *file);
}

void writeSets(const OwnColumns& scores, const std::string& path) {
    AtomicFile file(path);
    for (const OwnColumn& score : scores) {
        std::string line = score.name + "\tRegulus";
        for (const std::string& gene : score.recipe.genes) line += '\t' + gene;
        file.write(line + '\n');
    }
    file.commit();
}

// Scores that follow each other by one method are those of one file of sets.
void tellScores(ScriptText& text, const OwnColumns& scores, int number) {
    QStringList names;
    for (const OwnColumn& score : scores) names << QString::fromStdString(score.name);
    text.section(QStringLiteral("Scores: ") + names.join(QStringLiteral(", ")));
    const QString file = QStringLiteral("sets%1.gmt").arg(number);
    text.addFile(file, [scores](const std::string& path, Job&) { writeSets(scores, path); });
    text.runToCells(commandOf(text, scores.front().recipe).add("--sets", text.place(file)));
    for (const OwnColumn& score : scores) sayScoreInScanpy(text, score);
}

void tellMap(ScriptText& text, const ShownEmbedding& map, const std::string& name, int number) {
    text.section(QStringLiteral("Map %1: %2").arg(map.title, map.provenance));
    if (!madeByCommand(map.recipe, text.in.record)) {
        text.say(
            QStringLiteral("Left out, and what needs it: it is of a model that is not open, of values "
                           "that were chosen, or of an older session, and no command makes it."));
        return text.lack(name);
    }
    const Matrix& places = *map.coordinates;
    CellSet part(places.rows);
    for (std::size_t cell = 0; cell < places.rows; ++cell)
        if (std::isfinite(places(cell, 0))) part.insert(static_cast<std::uint32_t>(cell));
    CommandWords words = commandOf(text, map.recipe).add("--name", name);
    const auto file = addPart(text, words, QStringLiteral("map%1").arg(number), part);
    if (!file) return text.lack(name);
    text.runToCells(words);
    sayMapInScanpy(text, map.recipe, name, *file);
}

void tellColumns(ScriptText& text) {
    const SessionRecord& record = text.in.record;
    int number = 0;
    for (std::size_t at = 0; at < record.own.size();) {
        const OwnColumn& column = record.own[at++];
        if (!madeByCommand(column, record)) continue;
        ++number;
        if (column.values) {
            tellClusters(text, column, number);
            continue;
        }
        OwnColumns scores{column};
        while (at < record.own.size() && madeByCommand(record.own[at], record) &&
               record.own[at].recipe.words == column.recipe.words)
            scores.push_back(record.own[at++]);
        tellScores(text, scores, number);
    }
}

}  // namespace

void tellMade(ScriptText& text) {
    tellByHand(text);
    tellColumns(text);
    const std::vector<std::shared_ptr<const ShownEmbedding>>& shown = text.in.record.embeddings;
    const std::vector<Embedding> made = madeMaps(*text.in.dataset, shown);
    for (std::size_t i = 0; i < made.size(); ++i) {
        text.maps[shown[i]->key] = made[i].name;
        tellMap(text, *shown[i], made[i].name, int(i) + 1);
    }
}

}  // namespace regulus
