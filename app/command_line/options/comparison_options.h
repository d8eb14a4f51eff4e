// What groups are compared by, how, and what becomes of it: the same options for `markers` and `compare`.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/command_line/options/choose_cells.h"
#include "app/command_line/options/data_options.h"
#include "app/command_line/options/gene_options.h"
#include "app/command_line/options/prior_options.h"
#include "core/model/model_file.h"
#include "core/workflow/compare_donors.h"
#include "core/workflow/compare_groups.h"

namespace CLI {
class App;
}

namespace regulus {

struct ComparisonArguments {
    DataOptions data;
    CellChoice cells;
    GeneOptions genes;
    PriorArguments prior_filters;
    std::string over = "genes", assay, model, prior, out, test;  // test "": the usual one
    std::optional<std::size_t> rewired;    // asked for; check_comparison() puts the usual number into options
    std::optional<double> pseudo_count;    // those that were asked for; check_comparison() puts them
    std::optional<std::size_t> min_cells;  // into the options
    ComparisonOptions options;
    ComparisonFilter filter;
    DonorOptions donors;  // .donors "": cells are compared
    std::size_t top = 10;
};
void declare_comparison(CLI::App& app, ComparisonArguments& arguments);

// Throws Error(Usage) for options that contradict each other or would do nothing, before anything is read.
void check_comparison(ComparisonArguments& arguments);

// The values asked for, and the model that they are of, if any. Words on what was chosen go to `console`.
// Throws Error(Usage) for options on fold changes where the values have none.
struct OpenedValues {
    ComparedValues values;
    std::shared_ptr<const ModelFile> model;
};
OpenedValues open_values(const ComparisonArguments& arguments, const Dataset& dataset, Console& console,
                         Job& job);

}  // namespace regulus
