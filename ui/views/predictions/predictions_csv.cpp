#include "ui/views/predictions/predictions_csv.h"

#include "core/io/files/csv_writer.h"

namespace regulus {
namespace {

std::string_view nameOf(std::int32_t code, const std::vector<std::string>& names) {
    return code < 0 ? std::string_view() : std::string_view(names[std::size_t(code)]);
}

void writeCell(CsvWriter& file, const PredictionTable& table, std::uint32_t cell) {
    const int agrees = table.agrees[cell];
    file.field(table.name(cell));
    file.field(table.label.empty() ? std::string_view() : nameOf(table.label[cell], table.labelNames));
    file.field(nameOf(table.predicted[cell], table.classNames));
    file.field(table.score[cell]);
    file.field(nameOf(table.second[cell], table.classNames));
    if (table.second[cell] >= 0)
        file.field(table.secondScore[cell]);
    else
        file.field("");
    file.field(agrees < 0 ? "" : agrees > 0 ? "yes" : "no");
    if (table.calibrated()) {
        file.field(table.unassigned(cell) ? std::string_view()
                                          : nameOf(table.predicted[cell], table.classNames));
        file.field(table.setOf(cell, "|").toStdString());
    }
    if (table.uses.known()) {
        const bool learned = table.uses.train.contains(cell) || table.uses.validation.contains(cell);
        file.field(split_name(table.uses, cell));
        file.field(table.outOfFold.contains(cell) ? "yes" : learned ? "no" : "");
    }
    file.end_row();
}

}  // namespace

void writePredictions(const PredictionTable& table, std::span<const std::uint32_t> cells, const QString& path,
                      Job& job) {
    CsvWriter file(path.toStdString());
    std::vector<std::string> names{"cell",   "label",        "prediction", "score",
                                   "second", "second_score", "agrees"};
    if (table.calibrated())
        names = {"cell",   "label",    "prediction",    "probability", "second", "second_probability",
                 "agrees", "assigned", "prediction_set"};
    if (table.uses.known()) names.insert(names.end(), {"split", "out_of_fold"});
    file.names(names);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i % 4096 == 0) {
            job.checkpoint();
            job.progress(double(i) / double(cells.size()), "writing cells");
        }
        writeCell(file, table, cells[i]);
    }
    file.commit();
}

}  // namespace regulus
