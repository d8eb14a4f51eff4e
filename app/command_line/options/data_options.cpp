#include "app/command_line/options/data_options.h"

#include <CLI/CLI.hpp>

#include "app/command_line/console.h"
#include "core/io/dataset/dataset_reader.h"

namespace regulus {

void declare_data(CLI::App& app, DataOptions& options, const char* flag) {
    // A positional argument is its own name for a value.
    app.add_option(flag, options.path,
                   "Dataset: .h5ad, .h5mu, .loom, 10x .h5 or folder, or a table (.csv, .tsv, also .gz)")
        ->type_name(*flag == '-' ? "FILE" : "")
        ->required();
    app.add_option("--part", options.part,
                   "Modality (.h5mu) or genome (10x) to open, if the file has several");
    app.add_option("--obs", options.annotation,
                   "Table (.csv, .tsv) of labels or other cell annotation, with cell names in one column")
        ->type_name("FILE");
    app.add_option("--rows", options.rows, "For a text table: whether rows are cells or genes")
        ->check(CLI::IsMember({"cells", "genes"}));
}

std::shared_ptr<const Dataset> open_dataset(const DataOptions& options, Job& job, Console* console) {
    ReadOptions how;
    how.part = options.part;
    how.annotation = options.annotation;
    if (!options.rows.empty()) how.table_rows = options.rows == "cells" ? TableRows::Cells : TableRows::Genes;
    auto dataset = read_dataset(options.path, how, job);
    if (console != nullptr) {
        for (const std::string& warning : dataset->warnings) console->warn(warning);
    }
    return dataset;
}

}  // namespace regulus
