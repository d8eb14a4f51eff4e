#include "ui/session/column_files.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/io/anndata/h5ad_export.h"
#include "core/io/files/csv_writer.h"
#include "ui/render/palettes.h"

namespace regulus {

namespace {

// As they are seen on the map.
std::vector<Column> colored(const OwnColumns& columns) {
    std::vector<Column> made = asColumns(columns);
    for (Column& column : made) {
        if (column.numeric() != nullptr) continue;
        auto& values = std::get<Categorical>(column.values);
        const std::vector<QRgb> colors = categoricalColors(values);
        values.colors.clear();
        for (const QRgb color : colors)
            values.colors.push_back(
                (color == missing_color ? QColor(0xb0, 0xb0, 0xb0) : QColor::fromRgb(color))
                    .name()
                    .toStdString());
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
    if (QString::fromStdString(path).endsWith(QLatin1String(".h5ad"), Qt::CaseInsensitive))
        return write_with_results(dataset, path, colored(columns), maps, job);
    writeTable(dataset, columns, maps, path, job);
    return {};
}

}  // namespace regulus
