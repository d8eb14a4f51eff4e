#include "app/command_line/commands/activity_output.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/command_line/console.h"
#include "app/command_line/options/open_files.h"
#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/io/anndata/h5ad_export.h"
#include "core/io/files/csv_writer.h"

namespace regulus {
namespace {

constexpr const char* table_name = "score_ulm";  // as decoupler calls it

void write_h5ad(const Dataset& dataset, const ActivityScores& scores, const std::string& path,
                Console& console, Job& job) {
    const std::size_t bytes = dataset.cells() * scores.tfs.size() * sizeof(float);
    if (bytes > memory_ceiling()) {
        throw Error(ErrorKind::Memory,
                    fmt::format("{} × {} need {} MB", count_text(dataset.cells(), "cell", "cells"),
                                count_text(scores.tfs.size(), "TF", "TFs"), bytes >> 20U),
                    path, "Write a .csv, which needs no memory, or allow more with --memory");
    }
    PartJob scoring(job, 0, 0.7), writing(job, 0.7, 1);
    CellTable table{table_name, dataset.obs.index, scores.tfs, Matrix(dataset.cells(), scores.tfs.size())};
    scores.visit(
        [&](std::size_t first, const Matrix& block) {
            std::ranges::copy(block.values, table.values.row(first).begin());
        },
        scoring);
    const auto notes = write_with_results(dataset, path, {}, {}, writing, {std::move(table)});
    for (const std::string& note : notes) console.warn(note);
}

void write_table(const Dataset& dataset, const ActivityScores& scores, const std::string& path, Job& job) {
    CsvWriter table(path);
    std::vector<std::string> names{"cell"};
    names.insert(names.end(), scores.tfs.begin(), scores.tfs.end());
    table.names(names);
    scores.visit(
        [&](std::size_t first, const Matrix& block) {
            for (std::size_t r = 0; r < block.rows; ++r) {
                table.field(dataset.obs.index[scores.rows[first + r]]);
                for (const float score : block.row(r)) table.field(score);
                table.end_row();
            }
        },
        job);
    table.commit();
}

}  // namespace

void write_activity(const Dataset& dataset, const ActivityScores& scores, const std::string& path,
                    Console& console, Job& job) {
    if (ends_with(path, ".h5ad"))
        write_h5ad(dataset, scores, path, console, job);
    else
        write_table(dataset, scores, path, job);
}

}  // namespace regulus
