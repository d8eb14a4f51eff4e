#include "ui/export/table_exporter.h"

#include "ui/export/whole_file.h"

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
    writeWhole(path, QStringLiteral("the table"), [&](QIODevice& file) {
        std::string block;
        const auto flush = [&] {
            const auto size = static_cast<qint64>(block.size());
            const bool good = file.write(block.data(), size) == size;
            block.clear();
            return good;
        };
        appendLine(block, numbers.columns, separator);
        for (const auto& row : numbers.rows) {
            appendLine(block, row, separator);
            if (block.size() > (1U << 20U) && !flush()) return false;
        }
        return flush();
    });
}

}  // namespace regulus
