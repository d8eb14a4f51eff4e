#include "ui/views/confusion/confusion_numbers.h"

namespace regulus {

FigureNumbers confusionNumbers(const ConfusionTable& table) {
    FigureNumbers out;
    if (table.empty()) return out;
    out.columns = {"label"};
    for (const std::string& name : table.classes) out.columns.push_back("predicted " + name);
    out.columns.emplace_back("cells");
    for (std::size_t row = 0; row < table.labels.size(); ++row) {
        std::vector<std::string> line{table.labels[row]};
        for (std::size_t column = 0; column < table.classes.size(); ++column)
            line.push_back(std::to_string(table.at(row, column)));
        line.push_back(std::to_string(table.rowTotals[row]));
        out.rows.push_back(std::move(line));
    }
    return out;
}

}  // namespace regulus
