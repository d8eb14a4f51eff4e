#include "ui/export/table_exporter.h"

#include "core/io/files/csv_writer.h"

namespace regulus {

void exportTable(const FigureNumbers& numbers, const QString& path) {
    CsvWriter table(path.toStdString());
    table.names(numbers.columns);
    for (const auto& row : numbers.rows) {
        for (const std::string& text : row) table.field(text);
        table.end_row();
    }
    table.commit();
}

}  // namespace regulus
