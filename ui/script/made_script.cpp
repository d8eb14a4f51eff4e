#include "ui/script/made_script.h"

#include <algorithm>
#include <cmath>

#include "core/io/files/atomic_file.h"
#include "ui/script/made_scanpy.h"
#include "ui/session/column_files.h"
#include "ui/session/group_columns.h"

namespace regulus {
namespace {

bool madeByCommand(const Recipe& recipe, const SessionRecord& record) {
    return recipe.known() && (!recipe.model || recipe.model == record.model);
}
bool madeByCommand(const OwnColumn& column, const SessionRecord& record) {
    return !column.edited && madeByCommand(column.recipe, record);
}

const std::string other_cells = "other cells";

OwnColumn sideColumn(const ComparedCells& side, const std::string& name) {
    Categorical values;
    values.categories = {other_cells, side.name.toStdString()};
    values.codes.assign(side.cells.universe(), 0);
    for (const std::uint32_t cell : side.cells.rows()) values.codes[cell] = 1;
    return {name, std::make_shared<const Categorical>(std::move(values)),
            QStringLiteral("a side of the comparison")};
}

OwnColumns madeByHand(const SessionRecord& record) {
    OwnColumns columns;
    for (const OwnColumn& column : record.own)
        if (!madeByCommand(column, record)) columns.push_back(column);
    const ComparisonSetup& setup = record.comparison;
    if (setup.allGroups) return columns;
    if (isOfCells(setup.a)) columns.push_back(sideColumn(setup.a, side_columns[0]));
    if (isOfCells(setup.b)) columns.push_back(sideColumn(setup.b, side_columns[1]));
    return columns;
}

// A table beside the script, which becomes part of the data.
void tellByHand(ScriptText& text) {
    const OwnColumns columns = madeByHand(text.in.record);
    if (columns.empty()) return;
    text.section(QStringLiteral("Columns made by hand"));
    for (const OwnColumn& column : columns) {
        const QString name = QString::fromStdString(column.name);
        text.say(column.origin.isEmpty() ? name : name + QStringLiteral(": ") + column.origin);
    }
    if (!text.distinct) {
        text.say(
            QStringLiteral("Some cells share a name, so that no table can hold these columns: they are left "
                           "out, and what needs them."));
        for (const OwnColumn& column : columns) text.lack(column.name);
        return;
    }
    text.say(QStringLiteral("No command makes them: %1 holds them. Their groups come in the order of "
                            "their names.")
                 .arg(text.fileName(QStringLiteral("columns.csv"))));
    text.addFile(QStringLiteral("columns.csv"),
                 [dataset = text.in.dataset, columns](const std::string& path, Job& job) {
                     writeColumns(*dataset, columns, {}, path, job);
                 });
    if (!text.in.record.choices.read.annotation.empty()) text.runToCells(text.command("convert", false));
    CommandWords words = text.command("convert", false);
    text.runToCells(words.add("--obs", text.place(QStringLiteral("columns.csv")).toStdString()));
    text.scanpy(QStringLiteral("import pandas as pd"));
    text.scanpy(QStringLiteral("adata.obs = adata.obs.join(pd.read_csv(%1, index_col=0))")
                    .arg(pythonText(text.fileName(QStringLiteral("columns.csv")).toStdString())));
}

// Of a recipe's words those that are the command's as they are.
CommandWords commandOf(const ScriptText& text, const Recipe& recipe, const QString& model) {
    CommandWords words = text.command(recipe.command());
    if (recipe.model) words.add("--model", model.toStdString());
    for (std::size_t i = 1; i + 1 < recipe.words.size(); i += 2)
        words.add(recipe.words[i], recipe.words[i + 1]);
    return words;
}

// Whether a result of these cells alone can be asked for; `what` names their file.
bool addPart(ScriptText& text, CommandWords& words, const QString& what, const CellSet& part) {
    if (part.count() == part.universe()) return true;
    if (!text.distinct) return false;
    words.add("--cells-file", text.cellsFile(what, part).toStdString());
    return true;
}

void tellClusters(ScriptText& text, const OwnColumn& column, int number, const QString& model) {
    const std::vector<std::int32_t>& codes = column.values->codes;
    CellSet part(codes.size());
    for (std::size_t cell = 0; cell < codes.size(); ++cell)
        if (codes[cell] >= 0) part.insert(static_cast<std::uint32_t>(cell));
    text.section(QStringLiteral("Column %1: %2").arg(QString::fromStdString(column.name), column.origin));
    CommandWords words = commandOf(text, column.recipe, model);
    if (!addPart(text, words, QStringLiteral("part%1").arg(number), part)) {
        text.say(QStringLiteral("Some cells share a name, so that a part of them cannot be named."));
        return text.lack(column.name);
    }
    text.runToCells(words);
    sayClustersInScanpy(text, column.recipe, part.count() < part.universe());
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
void tellScores(ScriptText& text, const OwnColumns& scores, int number, const QString& model) {
    QStringList names;
    for (const OwnColumn& score : scores) names << QString::fromStdString(score.name);
    text.section(QStringLiteral("Scores: ") + names.join(QStringLiteral(", ")));
    const QString file = QStringLiteral("sets%1.gmt").arg(number);
    text.addFile(file, [scores](const std::string& path, Job&) { writeSets(scores, path); });
    CommandWords words = commandOf(text, scores.front().recipe, model);
    words.add("--sets", text.place(file).toStdString()).addText("--assay", text.in.record.choices.assay);
    text.runToCells(words);
    for (const OwnColumn& score : scores) sayScoreInScanpy(text, score);
}

void tellMap(ScriptText& text, const ShownEmbedding& map, const std::string& name, int number,
             const QString& model) {
    const Matrix& places = *map.coordinates;
    CellSet part(places.rows);
    for (std::size_t cell = 0; cell < places.rows; ++cell)
        if (std::isfinite(places(cell, 0))) part.insert(static_cast<std::uint32_t>(cell));
    text.section(QStringLiteral("Map %1: %2").arg(map.title, map.provenance));
    CommandWords words = commandOf(text, map.recipe, model);
    words.add("--name", name);
    if (!addPart(text, words, QStringLiteral("map%1").arg(number), part)) {
        text.say(QStringLiteral("Some cells share a name, so that a part of them cannot be named."));
        return text.lack(name);
    }
    text.runToCells(words);
    sayMapInScanpy(text, map.recipe, name, part.count() < part.universe());
}

}  // namespace

bool isOfCells(const ComparedCells& side) {
    return side.chosen() && (side.column.empty() || side.column == predicted_column ||
                             std::ranges::find(side.codes, -1) != side.codes.end());
}

MadeMapNames tellMade(ScriptText& text, const QString& model) {
    const SessionRecord& record = text.in.record;
    tellByHand(text);
    int number = 0;
    for (std::size_t at = 0; at < record.own.size();) {
        const OwnColumn& column = record.own[at++];
        if (!madeByCommand(column, record)) continue;
        ++number;
        if (column.values) {
            tellClusters(text, column, number, model);
            continue;
        }
        OwnColumns scores{column};
        while (at < record.own.size() && madeByCommand(record.own[at], record) &&
               record.own[at].recipe.words == column.recipe.words)
            scores.push_back(record.own[at++]);
        tellScores(text, scores, number, model);
    }
    MadeMapNames names;
    const std::vector<Embedding> made = madeMaps(*text.in.dataset, record.embeddings);
    for (std::size_t i = 0; i < made.size(); ++i) {
        const ShownEmbedding& map = *record.embeddings[i];
        names[map.key] = made[i].name;
        if (madeByCommand(map.recipe, record)) {
            tellMap(text, map, made[i].name, int(i) + 1, model);
        } else {
            text.section(QStringLiteral("Map %1").arg(map.title));
            text.say(QStringLiteral(
                "It was made by another version of Regulus, or of a model that is not open: no "
                "command is known."));
            text.lack(made[i].name);
        }
    }
    return names;
}

}  // namespace regulus
