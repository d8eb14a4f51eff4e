#include "ui/export/table_exporter.h"

#include <QSaveFile>

#include "core/base/error.h"

namespace regulus {
namespace {

std::string quoted(const std::string& text, char separator) {
    if (text.find_first_of(std::string("\"\n\r") + separator) == std::string::npos) return text;
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + '"';
}

void appendLine(std::string& out, const std::vector<std::string>& cells, char separator) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0) out += separator;
        out += quoted(cells[i], separator);
    }
    out += '\n';
}

}  // namespace

void exportTable(const FigureNumbers& numbers, const QString& path) {
    const bool tabs = path.endsWith(QLatin1String(".tsv"), Qt::CaseInsensitive) ||
                      path.endsWith(QLatin1String(".txt"), Qt::CaseInsensitive);
    const char separator = tabs ? '\t' : ',';
    QSaveFile file(path);
    bool good = file.open(QIODevice::WriteOnly);
    std::string block;
    appendLine(block, numbers.columns, separator);
    for (std::size_t row = 0; good && row <= numbers.rows.size(); ++row) {
        if (row < numbers.rows.size()) appendLine(block, numbers.rows[row], separator);
        if (block.size() < (1U << 20U) && row < numbers.rows.size()) continue;
        good =
            file.write(block.data(), static_cast<qint64>(block.size())) == static_cast<qint64>(block.size());
        block.clear();
    }
    if (!good || !file.commit()) {
        throw Error(ErrorKind::Storage, "the table could not be written: " + file.errorString().toStdString(),
                    path.toStdString(), "Choose another folder, or make room on the disk");
    }
}

}  // namespace regulus
