#include "ui/session/column_files.h"

#include <algorithm>

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

void writeTable(const Dataset& dataset, const OwnColumns& columns, const std::string& path, Job& job) {
    CsvWriter table(path);
    std::vector<std::string> names{"cell"};
    for (const OwnColumn& column : columns) names.push_back(column.name);
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
        table.end_row();
    }
    table.commit();
}

}  // namespace

std::vector<std::string> writeColumns(const Dataset& dataset, const OwnColumns& columns,
                                      const std::string& path, Job& job) {
    if (QString::fromStdString(path).endsWith(QLatin1String(".h5ad"), Qt::CaseInsensitive))
        return write_with_results(dataset, path, colored(columns), {}, job);
    writeTable(dataset, columns, path, job);
    return {};
}

}  // namespace regulus
