#include "ui/session/column_files.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/io/anndata/h5ad_export.h"
#include "core/io/files/csv_writer.h"
#include "ui/session/group_colors.h"

namespace regulus {

namespace {

// As they are seen on the map.
std::vector<Column> colored(const OwnColumns& columns) {
    std::vector<Column> made = asColumns(columns);
    for (Column& column : made) {
        if (column.numeric() != nullptr) continue;
        auto& values = std::get<Categorical>(column.values);
        values.colors = colorNames(values);
        for (std::string& color : values.colors)
            if (color.empty()) color = "#b0b0b0";
    }
    return made;
}

// "X_umap", "X_umap_model_3d", "X_umap_T_cells".
std::string mapName(const ShownEmbedding& map) {
    const bool model = map.key.starts_with("model:"), space = map.key.ends_with("3d");
    std::string name = "X_umap";
    if (model) name += "_model";
    if (map.key.find("umap of ") != std::string::npos) {
        name += '_';
        for (const QChar c : map.title) name += c.isLetterOrNumber() ? QString(c).toStdString() : "_";
    } else if (space) {
        name += "_3d";
    }
    return name;
}

bool isAnnData(const std::string& path) {
    return QString::fromStdString(path).endsWith(QLatin1String(".h5ad"), Qt::CaseInsensitive);
}

bool isNumbers(const Dataset& dataset, const OwnColumns& own, const std::string& name) {
    if (const OwnColumn* made = ownColumn(own, name)) return made->numbers != nullptr;
    const Column* column = dataset.obs.find(name);
    return column != nullptr && column->numeric() != nullptr;
}

// One value for each note; cells of groups without one have none.
Categorical notesOf(const Categorical& groups, const std::map<std::string, std::string>& notes) {
    Categorical column;
    std::vector<std::int32_t> codes(groups.categories.size(), -1);
    for (std::size_t k = 0; k < groups.categories.size(); ++k) {
        const auto note = notes.find(groups.categories[k]);
        if (note == notes.end()) continue;
        auto at = std::ranges::find(column.categories, note->second);
        if (at == column.categories.end())
            at = column.categories.insert(column.categories.end(), note->second);
        codes[k] = static_cast<std::int32_t>(at - column.categories.begin());
    }
    for (const std::int32_t code : groups.codes)
        column.codes.push_back(code < 0 ? -1 : codes[static_cast<std::size_t>(code)]);
    return column;
}

std::string noteColumn(const Dataset& dataset, const OwnColumns& columns, const std::string& of) {
    const std::string name = of + "_note";
    const auto taken = [&](const std::string& free) {
        return dataset.obs.find(free) != nullptr || ownColumn(columns, free) != nullptr;
    };
    std::string free = name;
    for (int n = 2; taken(free); ++n) free = name + "_" + std::to_string(n);
    return free;
}

void writeTable(const Dataset& dataset, const OwnColumns& columns, const std::vector<Embedding>& maps,
                const std::string& path, Job& job) {
    CsvWriter table(path);
    std::vector<std::string> names{"cell"};
    for (const OwnColumn& column : columns) names.push_back(column.name);
    for (const Embedding& map : maps)
        for (std::size_t d = 1; d <= map.coordinates.cols; ++d)
            names.push_back(map.name.substr(2) + "_" + std::to_string(d));
    table.names(names);
    for (std::size_t cell = 0; cell < dataset.cells(); ++cell) {
        if (cell % 10000 == 0) {
            job.checkpoint();
            job.progress(static_cast<double>(cell) / static_cast<double>(dataset.cells()), "writing");
        }
        table.field(dataset.obs.index[cell]);
        for (const OwnColumn& column : columns) {
            if (column.numbers) {
                table.field(column.numbers->values[cell]);
                continue;
            }
            const std::int32_t code = column.values->codes[cell];
            table.field(code < 0 ? std::string() : column.values->categories[static_cast<std::size_t>(code)]);
        }
        for (const Embedding& map : maps)
            for (const float place : map.coordinates.row(cell))
                std::isfinite(place) ? table.field(place) : table.field(std::string());
        table.end_row();
    }
    table.commit();
}

}  // namespace

std::vector<LookedColumn> lookedAt(const OpenedState& opened, const GroupColumns& groups) {
    std::vector<LookedColumn> looked;
    for (const auto& [name, look] : opened.looks)
        if (const auto shown = groups.categorical(name))
            looked.push_back({name, groups.original(name), shown, look});
    return looked;
}

std::vector<std::string> looksLeftOut(const Dataset& dataset, const OwnColumns& own,
                                      const std::vector<LookedColumn>& looked, const std::string& path) {
    std::vector<std::string> left;
    for (const LookedColumn& column : looked)
        if (!column.look.notesAlone() && (!isAnnData(path) || isNumbers(dataset, own, column.name)))
            left.push_back(column.name);
    return left;
}

QString leftOutText(const std::vector<std::string>& columns, const std::string& path) {
    if (columns.empty()) return {};
    QStringList names;
    for (const std::string& name : columns) names << QString::fromStdString(name);
    const QString text =
        isAnnData(path)
            ? QCoreApplication::translate("ColumnFiles",
                                          "Colours and order of %1 were not written: an AnnData file has "
                                          "them for categories, not for numbers. A session keeps them.")
            : QCoreApplication::translate(
                  "ColumnFiles",
                  "Colours and order of %1 were not written: a table has no place for "
                  "them. An .h5ad file or a session keeps them.");
    return text.arg(names.join(QStringLiteral(", ")));
}

OwnColumns columnsToWrite(const Dataset& dataset, OwnColumns own, const std::vector<LookedColumn>& looked,
                          const std::string& path) {
    const std::vector<std::string> left = looksLeftOut(dataset, own, looked, path);
    for (const LookedColumn& column : looked) {
        if (!column.look.notesAlone() && std::ranges::find(left, column.name) == left.end()) {
            auto values = std::make_shared<Categorical>(*column.shown);
            values->ordered = column.original->ordered;
            const auto at = std::ranges::find(own, column.name, &OwnColumn::name);
            if (at == own.end())
                own.push_back({column.name, std::move(values), {}});
            else
                at->values = std::move(values);
        }
        if (!column.look.notes.empty())
            own.push_back({noteColumn(dataset, own, column.name),
                           std::make_shared<const Categorical>(notesOf(*column.shown, column.look.notes)),
                           {}});
    }
    return own;
}

std::vector<Embedding> madeMaps(const Dataset& dataset,
                                const std::vector<std::shared_ptr<const ShownEmbedding>>& shown) {
    std::set<std::string> taken;
    for (const Embedding& embedding : dataset.embeddings) taken.insert(embedding.name);
    std::vector<Embedding> maps;
    for (const auto& map : shown) {
        if (map->fromFile) continue;
        std::string name = mapName(*map);
        for (int again = 2; !taken.insert(name).second; ++again)
            name = mapName(*map) + "_" + std::to_string(again);
        maps.push_back({name, *map->coordinates});
    }
    return maps;
}

std::vector<std::string> writeColumns(const Dataset& dataset, const OwnColumns& columns,
                                      const std::vector<Embedding>& maps, const std::string& path, Job& job) {
    if (isAnnData(path)) return write_with_results(dataset, path, colored(columns), maps, job);
    writeTable(dataset, columns, maps, path, job);
    return {};
}

}  // namespace regulus
