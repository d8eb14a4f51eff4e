#include "ui/export/table_exporter.h"

#include <QFileInfo>

#include "core/io/files/csv_writer.h"

namespace regulus {

QString tfTablePath(const QString& path) {
    const QString ending = QLatin1Char('.') + QFileInfo(path).suffix();
    return path.chopped(ending.size()) + QStringLiteral("-tfs") + ending;
}

void exportTable(const FigureNumbers& numbers, const QString& path) {
    if (numbers.tfs) exportTable(*numbers.tfs, tfTablePath(path));
    CsvWriter table(path.toStdString());
    table.names(numbers.columns);
    for (const auto& row : numbers.rows) {
        for (const std::string& text : row) table.field(text);
        table.end_row();
    }
    table.commit();
}

}  // namespace regulus
