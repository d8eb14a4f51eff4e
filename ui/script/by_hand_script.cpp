#include <algorithm>

#include "core/data/missing_label.h"
#include "ui/script/made_script.h"
#include "ui/session/column_files.h"
#include "ui/session/group_columns.h"

namespace regulus {
namespace {

OwnColumn sideColumn(const ComparedCells& side, const std::string& name) {
    Categorical values;
    values.categories = {"other cells", side.name.toStdString()};
    values.codes.assign(side.cells.universe(), 0);
    for (const std::uint32_t cell : side.cells.rows()) values.codes[cell] = 1;
    return {name, std::make_shared<const Categorical>(std::move(values)),
            QStringLiteral("a side of the comparison")};
}

OwnColumns columnsByHand(const ScriptText& text) {
    const SessionRecord& record = text.in.record;
    OwnColumns columns;
    for (const OwnColumn& column : record.own)
        if (!madeByCommand(column, record)) columns.push_back(column);
    const ComparisonSetup& setup = record.comparison;
    if (setup.allGroups) return columns;
    if (isOfCells(setup.a)) columns.push_back(sideColumn(setup.a, sideName(text, 0)));
    if (isOfCells(setup.b)) columns.push_back(sideColumn(setup.b, sideName(text, 1)));
    return columns;
}

bool onALine(const QString& name) {
    return name == name.trimmed() &&
           std::ranges::none_of(name, [](QChar c) { return c.category() == QChar::Other_Control; });
}

bool isWord(const QString& name) {
    bool number = false;
    name.toDouble(&number);
    return !number && name.compare(QLatin1String("true"), Qt::CaseInsensitive) != 0 &&
           name.compare(QLatin1String("false"), Qt::CaseInsensitive) != 0;
}

// As a whole number is written.
bool isCount(const QString& name) {
    bool number = false;
    return QString::number(name.toUInt(&number)) == name && number;
}

// Whether a table gives the groups back as they are: where all names are numbers it is one of numbers, which
// are groups where they are few and whole, and some names mean that there is none.
bool keptByTable(const OwnColumn& column) {
    constexpr qsizetype most_counts = 60;
    if (!onALine(QString::fromStdString(column.name))) return false;
    if (column.numbers) return true;
    QStringList names;
    for (const std::string& category : column.values->categories) {
        names << QString::fromStdString(category);
        if (!onALine(names.back()) || means_unlabelled(category)) return false;
    }
    return std::ranges::any_of(names, isWord) ||
           (names.size() <= most_counts && std::ranges::all_of(names, isCount));
}

// What of them cannot be told is told to be left out.
OwnColumns keptColumns(ScriptText& text) {
    OwnColumns kept;
    for (const OwnColumn& column : columnsByHand(text)) {
        if (text.distinct() && keptByTable(column)) {
            kept.push_back(column);
            continue;
        }
        text.lack(column.name);
        text.say(QStringLiteral("Left out, and what needs it: %1. %2")
                     .arg(QString::fromStdString(column.name),
                          text.distinct() ? QStringLiteral("A table would not keep the names of its groups.")
                                          : QStringLiteral("Some cells share a name, or have one that "
                                                           "no table gives back.")));
    }
    return kept;
}

}  // namespace

bool madeByCommand(const Recipe& recipe, const SessionRecord& record) {
    return recipe.known() && (!recipe.model || recipe.model == record.model);
}

bool madeByCommand(const OwnColumn& column, const SessionRecord& record) {
    return !column.edited && madeByCommand(column.recipe, record);
}

std::string sideName(const ScriptText& text, std::size_t side) {
    const std::string name = side == 0 ? "side A" : "side B";
    std::string free = name;
    for (int n = 2; text.isColumn(free); ++n) free = name + " (" + std::to_string(n) + ")";
    return free;
}

bool isOfCells(const ComparedCells& side) {
    return side.chosen() && (side.column.empty() || side.column == predicted_column ||
                             side.column.find('=') != std::string::npos ||
                             std::ranges::find(side.codes, -1) != side.codes.end());
}

void tellByHand(ScriptText& text) {
    if (columnsByHand(text).empty()) return;
    text.section(QStringLiteral("Columns made by hand"));
    const OwnColumns columns = keptColumns(text);
    if (columns.empty()) return;
    for (const OwnColumn& column : columns) {
        const QString name = QString::fromStdString(column.name);
        text.say(column.origin.isEmpty() ? name : name + QStringLiteral(": ") + column.origin);
    }
    const QString table = QStringLiteral("columns.csv");
    text.say(QStringLiteral("No command makes them: %1 holds them. Their groups come in the order of their "
                            "names.")
                 .arg(text.fileName(table)));
    text.addFile(table, [dataset = text.in.dataset, columns](const std::string& path, Job& job) {
        writeColumns(*dataset, columns, {}, path, job);
    });
    // Two tables cannot be read at once.
    if (!text.in.record.choices.read.annotation.empty()) text.runToCells(text.command("convert", false));
    text.runToCells(text.command("convert", false).add("--obs", text.place(table)));
    QStringList types{QStringLiteral("'cell': str")};
    for (const OwnColumn& column : columns)
        if (column.values) types << pythonText(column.name) + QStringLiteral(": str");
    text.scanpy(QStringLiteral("adata.obs = adata.obs.join(pd.read_csv(%1, index_col='cell', dtype={%2}))")
                    .arg(pythonText(text.place(table)), types.join(QStringLiteral(", "))));
}

}  // namespace regulus
